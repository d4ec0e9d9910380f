"""What was reported later speaks of something: a plan, a clause, its duty or target; on a day; by a unit.

A result that hangs on nothing would silently be missing on the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.checks import Subject
from generator.checks.citations import document_problem
from generator.corpus import Assignment, Corpus, TargetFact
from generator.model.updates import Update
from generator.plans import Plan
from generator.problems import Place, Problem, nearest
from generator.readers.dates import first_day, written
from generator.readers.quantities import read_quantity
from generator.readers.times import read_time
from generator.resolver.citations import Library
from generator.resolver.names import Reader
from generator.resolver.updates import (
    Entry,
    basis_of,
    charged,
    entries,
    meant,
    named_targets,
    names_of,
    reported_on,
    times_of,
    unit_named,
)


class _Known(Struct, frozen=True):
    """A plan and the look-ups that its entries need."""

    plan: Plan
    corpus: Corpus
    reader: Reader
    library: Library


def check(subject: Subject) -> Iterator[Problem]:
    """Entries whose plan, clause, unit, target, day, value or document can't be made out, and those entered twice."""
    corpus = subject.corpus
    registers = ("places", "units", "abbreviations", "documents", "indicators", "plans")
    if not subject.reads(*registers) or subject.broken_places or not corpus.plans:
        return
    plans = {name: plan for plan in corpus.plans for name in names_of(plan)} | corpus.plan_by_slug
    seen: dict[tuple[object, ...], Entry] = {}
    for file in subject.content.updates:
        for entry in entries((file,)):
            plan = plans.get(entry.slug)
            if plan is None:
                spot = Place(file.path)
                yield Problem(
                    spot, "update-plan-unknown", {"name": entry.slug}, nearest(entry.slug, corpus.plan_by_slug)
                )
                break
            if reader := subject.reader(plan):
                known = _Known(plan, corpus, reader, subject.library)
                yield from _subject(entry, known)
                yield from _report(entry, known, subject.today)
                yield from _deadline(entry, known)
                yield from _twice(entry, known, seen)


def _subject(entry: Entry, known: _Known) -> Iterator[Problem]:
    """What the entry speaks of: a clause of the plan, a unit that it charges or a target that it sets."""
    update, plan = entry.update, known.plan
    ids = [clause.id for clause in plan.clauses]
    if update.clause not in ids:
        yield Problem(entry.spot("clause"), "update-clause-unknown", {"id": update.clause}, nearest(update.clause, ids))
        return
    facts = known.corpus.of_plan(plan.slug)
    item = next((item for item in facts.assignments if item.clause == update.clause), None)
    if update.indicator:
        yield from _target(entry, known)
    elif item is None:
        near = [i.clause for i in facts.assignments if f"{update.clause}-".startswith(f"{i.clause}-")]
        near += [i.clause for i in facts.assignments if i.clause.startswith(f"{update.clause}-")]
        yield Problem(entry.spot("clause"), "update-no-duty", {"id": update.clause}, tuple(near[:3]))
    elif update.unit and not charged(update, known.reader, facts.duties) and _all_known(item):
        held = [known.corpus.registry.units[duty.unit] for duty in facts.duties if duty.clause == update.clause]
        words = {"name": update.unit, "id": update.clause}
        names = (name for unit in held for name in (unit.name, unit.full_name))
        yield Problem(entry.spot("unit"), "update-unit-not-charged", words, nearest(update.unit, names))


def _all_known(item: Assignment) -> bool:
    """Whether the clause's own names are known; else that is what is wrong, and said there."""
    return all(named.units or named.vague for _, names in item.roles for named in names)


def _target(entry: Entry, known: _Known) -> Iterator[Problem]:
    update, facts = entry.update, known.corpus.of_plan(known.plan.slug)
    here = [fact for fact in facts.targets if fact.clause == update.clause]
    indicators = known.corpus.registry.indicators
    names = [indicators[fact.indicator].name for fact in here if fact.indicator in indicators]
    words = {"name": update.indicator or "", "id": update.clause}
    if not named_targets(update.model_copy(update={"among": None, "time": None}), here, known.reader):
        yield Problem(entry.spot("indicator"), "update-target-unknown", words, nearest(words["name"], names))
    elif not meant(update, here, known.reader):
        if horizons := _horizons(update, here, known):
            spot = entry.spot("time" if update.time else "indicator")
            yield Problem(
                spot, "update-target-horizons", words | {"times": "; ".join(f"«{time}»" for time in horizons)}
            )
            return
        among = "; ".join(dict.fromkeys(f"«{fact.among}»" for fact in here if fact.among))
        key = next((key for key in ("time", "among") if getattr(update, key)), "indicator")
        yield Problem(entry.spot(key), "update-target-unclear", words | {"among": among or "–"})


def _horizons(update: Update, here: Iterable[TargetFact], known: _Known) -> tuple[str, ...]:
    """The printed times to choose from, where the population is clear and the time is not."""
    found = named_targets(update.model_copy(update={"time": None}), here, known.reader)
    times = tuple(dict.fromkeys(time for fact in found for time in times_of(fact, known.plan)))
    return times if len({fact.among for fact in found}) == 1 and len(times) > 1 else ()


def _report(entry: Entry, known: _Known, today: str | None) -> Iterator[Problem]:
    """When, by whom, how much."""
    update, issued = entry.update, known.plan.issued
    day = reported_on(update)
    if day is None:
        yield Problem(entry.spot("date"), "date-unread", {"value": update.date})
    elif issued and day < first_day(issued).isoformat():
        yield Problem(entry.spot("date"), "update-before-plan", {"value": update.date, "issued": written(issued)})
    elif today and day > today:
        yield Problem(entry.spot("date"), "update-in-future", {"value": update.date, "today": written(today)})
    if unit_named(update.by, known.reader) is None:
        found = known.reader.problem_in_group(update.by, (update.by,), entry.spot("by"))
        assert found is not None
        yield found
    if update.value and read_quantity(update.value) is None:
        yield Problem(entry.spot("value"), "quantity-unread", {"value": update.value})


def _deadline(entry: Entry, known: _Known) -> Iterator[Problem]:
    deadline = entry.update.new_deadline
    if deadline is None:
        return
    if read_time(deadline.time) is None:
        yield Problem(entry.spot("new_deadline", "time"), "time-unread", {"value": deadline.time})
    mention = basis_of(deadline, known.plan, known.library)
    if problem := document_problem(entry.spot("new_deadline", "basis"), mention, known.library):
        yield problem


def _twice(entry: Entry, known: _Known, seen: dict[tuple[object, ...], Entry]) -> Iterator[Problem]:
    """A day has one report of one thing, however its unit or target is written."""
    update, facts = entry.update, known.corpus.of_plan(known.plan.slug)
    unit = charged(update, known.reader, facts.duties) or update.unit
    aims = meant(update, facts.targets, known.reader)
    target = aims[0].index if aims else (update.indicator, update.among)
    key = (entry.slug, update.clause, unit, target, reported_on(update) or update.date)
    first = seen.setdefault(key, entry)
    if first is not entry:
        words = {"id": update.clause, "date": update.date, "line": str(first.spot().line)}
        yield Problem(entry.spot(), "update-twice", words)
