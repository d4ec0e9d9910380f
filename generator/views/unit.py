"""The page of a unit, its work order: every duty across plans, reports owed and received, plans issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.corpus import Corpus, Duty, ReportLink
from generator.due import Due, due_of_unit
from generator.model.plan import ROLES
from generator.plans import Plan
from generator.registry import Unit
from generator.views.common import (
    DateView,
    Link,
    by_name,
    clause_link,
    date_view,
    full_link,
    plan_link,
    unit_link,
    vietnamese_date,
)
from generator.views.downloads import Download
from generator.views.parts import PartLink, Split
from generator.views.work import Line, WorkRows, WorkView
from generator.views.work import duty_counts as duty_counts

NO_WORK = WorkView(duty_counts(()))


class DueView(Struct, frozen=True):
    """A day by which something is due: a report that the unit owes (`report`), else a duty."""

    date: DateView
    report: bool
    text: str | None
    receivers: tuple[Link, ...]
    clause: Link
    plan: Link


class SuccessionView(Struct, frozen=True):
    """A unit that took over, or was taken over, with the basis."""

    unit: Link
    basis: str
    note: str | None


class SharedWork(Struct, frozen=True):
    """A collective so large that its work is told on its own page alone: how many duties and reports that is."""

    collective: Link
    duties: int
    reports: int


class YearWork(Struct, frozen=True):
    """A part of a unit's list in numbers: certain duties by role, reports owed and received."""

    part: PartLink
    counts: dict[str, int]
    reports: int


class PlanWork(Struct, frozen=True):
    """What a page of a unit has no room for, to be read on the page of the plan: how many duties and reports."""

    plan: Link
    duties: int
    reports: int


class UnitView(Struct, frozen=True):
    """Everything on a unit's page, or on the page of a part of its list (`split`, see `generator.views.parts`).

    `deadlines`: how many its calendar has, recurring ones once. `years`: the list in numbers; `rest` has no room.
    """

    id: str
    name: str
    full_name: str
    short: str | None
    aliases: tuple[str, ...]
    kind: str
    place: str
    collective: bool
    above: tuple[Link, ...]
    children: tuple[Link, ...]
    members: tuple[Link, ...]
    collectives: tuple[Link, ...]
    established: str | None
    dissolved: str | None
    successors: tuple[SuccessionView, ...]
    predecessors: tuple[SuccessionView, ...]
    note: str | None
    source: str | None
    due: tuple[DueView, ...]
    deadlines: int
    work: WorkView = NO_WORK
    downloads: tuple[Download, ...] = ()
    shared: tuple[SharedWork, ...] = ()
    split: Split | None = None
    years: tuple[YearWork, ...] = ()
    rest: tuple[PlanWork, ...] = ()

    @property
    def held(self) -> tuple[str, ...]:
        """The roles that the unit has in any of its `years`."""
        return tuple(role for role in ROLES if any(year.counts[role] for year in self.years))


class WorkList(Struct, frozen=True):
    """What a unit has to do, in the order of its page: duties by role and plan, reports with a day first."""

    certain: tuple[Duty, ...]
    uncertain: tuple[Duty, ...]
    owes: tuple[ReportLink, ...]
    receives: tuple[ReportLink, ...]
    issued: tuple[Plan, ...] = ()


def work_list(corpus: Corpus, unit: Unit) -> WorkList:
    """The list of one unit; both its page and its files are made from it."""
    held = corpus.duties_of_unit.get(unit.id, ())
    certain = sorted((duty for duty in held if duty.certain), key=lambda duty: ROLES.index(duty.role))
    return WorkList(
        certain=tuple(certain),
        uncertain=tuple(duty for duty in held if not duty.certain),
        owes=_dated_first(corpus.reports_owed.get(unit.id, ())),
        receives=_dated_first(corpus.reports_received.get(unit.id, ())),
        issued=tuple(corpus.plans_issued.get(unit.id, ())),
    )


def _dated_first(links: Iterable[ReportLink]) -> tuple[ReportLink, ...]:
    """Reports that name a last day first, else in the order of the plans."""
    return tuple(sorted(links, key=lambda link: not has_last_day(link)))


def has_last_day(link: ReportLink) -> bool:
    """Whether a report has a day on which it falls due."""
    return any(rule.last_day and rule.kind != "span" for rule in link.rules)


def unit_view(corpus: Corpus, unit: Unit, today: str = "") -> UnitView:
    """The view of one unit and its whole list; the days due are those from `today` (ISO) on."""
    rows = WorkRows(corpus)
    return replace(unit_facts(corpus, unit, today), work=rows.view(tuple(work_lines(rows, unit))))


def work_lines(rows: WorkRows, unit: Unit) -> Iterator[Line]:
    """In the order in which a page has room for them: duties by role, reports, what is uncertain, plans issued."""
    work = work_list(rows.corpus, unit)
    yield from map(rows.duty, work.certain)
    yield from (rows.report("owes", link) for link in work.owes)
    yield from (rows.report("receives", link) for link in work.receives)
    yield from map(rows.duty, work.uncertain)
    yield from map(rows.issued, work.issued)


def unit_facts(corpus: Corpus, unit: Unit, today: str) -> UnitView:
    """The view of one unit without its list."""
    registry, entry = corpus.registry, unit.entry
    deadlines = tuple(due_of_unit(corpus, unit.id))
    return UnitView(
        id=unit.id,
        name=unit.name,
        full_name=unit.full_name,
        short=entry.short,
        aliases=entry.aliases,
        kind=entry.kind,
        place=registry.localities[unit.place].name,
        collective=unit.collective,
        above=tuple(unit_link(u) for u in reversed(registry.lineage(unit))),
        children=_links(corpus, registry.children(unit)),
        members=_links(corpus, registry.members(unit, None)) if unit.collective else (),
        collectives=_links(corpus, corpus.collectives_of.get(unit.id, ())),
        established=vietnamese_date(entry.established) if entry.established else None,
        dissolved=vietnamese_date(entry.dissolved) if entry.dissolved else None,
        successors=tuple(SuccessionView(unit_link(u), s.basis, s.note) for u, s in registry.successors(unit)),
        predecessors=tuple(_predecessors(corpus, unit)),
        note=entry.note,
        source=entry.source,
        due=() if entry.dissolved and entry.dissolved <= today else _due(corpus, deadlines, today),
        deadlines=len(deadlines),
        shared=tuple(_shared(corpus, unit)),
    )


def _shared(corpus: Corpus, unit: Unit) -> Iterator[SharedWork]:
    for group in by_name(corpus, corpus.large_collectives_of.get(unit.id, ())):
        duties = sum(duty.certain for duty in corpus.duties_of_unit.get(group.id, ()))
        reports = len(corpus.reports_owed.get(group.id, ()))
        if duties or reports:
            yield SharedWork(unit_link(group), duties, reports)


def _links(corpus: Corpus, units: Iterable[Unit]) -> tuple[Link, ...]:
    return tuple(unit_link(unit) for unit in by_name(corpus, units))


def _predecessors(corpus: Corpus, unit: Unit) -> Iterator[SuccessionView]:
    for other, entry in corpus.predecessors.get(unit.id, ()):
        yield SuccessionView(unit_link(other), entry.basis, entry.note)


def _due(corpus: Corpus, found: Iterable[Due], today: str, most: int = 6) -> tuple[DueView, ...]:
    """The next day, from today on, of each deadline of the unit that has one, the nearest first."""
    ahead = [(day, due) for due in found if (day := next((day for day in due.days if day >= today), None))]
    ahead.sort(key=lambda pair: pair[0])
    return tuple(_due_view(corpus, day, due) for day, due in ahead[:most])


def _due_view(corpus: Corpus, day: str, due: Due) -> DueView:
    link = due.report
    clause, plan = corpus.clause_by_id[due.plan, due.clause], corpus.plan_by_slug[due.plan]
    return DueView(
        date=date_view(day),
        report=link is not None,
        text=link.what if link else clause.full_text(),
        receivers=tuple(full_link(corpus, named) for named in link.receivers) if link else (),
        clause=clause_link(corpus, due.plan, due.clause),
        plan=plan_link(corpus, plan),
    )
