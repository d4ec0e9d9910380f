"""Two states of the content → what changed between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from generator.changes.clauses import align
from generator.changes.model import Change, Difference, Event, Move
from generator.changes.plans import plan_arrival, plan_changes
from generator.changes.registers import duty_key, entry_changes, reach_changes, unit_changes
from generator.corpus import Assignment, Corpus
from generator.due import Due, due_of_plan, due_of_unit
from generator.titles import due_title


def compare(old: Corpus | None, new: Corpus) -> Difference:
    """What changed from `old` to `new`. Without an old state all plans were put up; the registers came with them."""
    if old is None:
        return Difference(tuple(plan_arrival(new, plan) for plan in new.plans))
    return Difference(tuple(_changes(old, new)), tuple(_moves(old, new)))


def _changes(old: Corpus, new: Corpus) -> Iterator[Change]:
    for slug in sorted(old.plan_by_slug.keys() | new.plan_by_slug.keys()):
        if slug not in old.plan_by_slug:
            yield plan_arrival(new, new.plan_by_slug[slug])
        elif slug not in new.plan_by_slug:
            yield plan_arrival(old, old.plan_by_slug[slug], gone=True)
        else:
            yield from plan_changes(old, new, slug)
    units = tuple(unit_changes(old, new))
    yield from units
    renamed = {unit for change in units if change.kind == "unit-changed" for unit in change.units}
    yield from reach_changes(*_reach(old, new), new, renamed)
    yield from entry_changes(old.registry, new.registry)


Reach = defaultdict[str, set[str]]


def _reach(old: Corpus, new: Corpus) -> tuple[Reach, Reach]:
    """Unit → keys of its duties in the clauses that both states have and that name the same units."""
    was: Reach = defaultdict(set)
    now: Reach = defaultdict(set)
    for slug in (slug for slug in new.plan_by_slug if slug in old.plan_by_slug):
        before, after = old.of_plan(slug), new.of_plan(slug)
        if before.duties == after.duties:
            continue
        met = align(old.plan_by_slug[slug], new.plan_by_slug[slug])
        named = {met.now(item.clause): _named(item) for item in before.assignments}
        same = {item.clause for item in after.assignments if named.get(item.clause) == _named(item)}
        sides: tuple[tuple[Reach, Corpus, Callable[[str], str]], ...] = ((was, old, met.now), (now, new, str))
        for side, corpus, key in sides:
            for duty in corpus.of_plan(slug).duties:
                if key(duty.clause) in same:
                    side[duty.unit].add(duty_key(duty, key(duty.clause)))
    return was, now


def _named(item: Assignment) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((role, tuple(named.name for named in names)) for role, names in item.roles)


def _moves(old: Corpus, new: Corpus) -> Iterator[Move]:
    """What subscribers of a calendar have to be told."""
    was, now = ({event.id: event for event in events(corpus)} for corpus in (old, new))
    for key, event in now.items():
        if key not in was:
            yield Move("added", event)
        elif was[key].days != event.days:
            yield Move("changed", event)
    for key, event in was.items():
        if key not in now:
            yield Move("removed", event)


def events(corpus: Corpus) -> Iterator[Event]:
    """Every deadline, as the site's calendar and those of the units show it."""
    for plan in corpus.plans:
        yield from _events(corpus, due_of_plan(corpus, plan), None)
    for unit in sorted(corpus.registry.units):
        yield from _events(corpus, due_of_unit(corpus, unit), unit)


def _events(corpus: Corpus, found: Iterable[Due], unit: str | None) -> Iterator[Event]:
    for due in found:
        yield Event(due.id, unit, due.plan, due.days, due_title(corpus, due, unit))
