"""The page of a unit, its work order: every duty across plans, reports owed and received, plans issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.corpus import Corpus, Duty, ReportLink
from generator.due import Due, due_of_unit
from generator.model.plan import ROLES
from generator.registry import Unit
from generator.views.common import (
    DateView,
    Link,
    ReportView,
    Years,
    by_name,
    clause_link,
    date_view,
    full_link,
    plan_link,
    report_view,
    unit_link,
    vietnamese_date,
)
from generator.views.downloads import Download
from generator.views.duties import DutyView, duty_view


@dataclass(frozen=True, slots=True)
class PlanDuties:
    """The duties of one role under one plan."""

    plan: Link
    duties: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True)
class RoleDuties:
    """The duties of one role, by plan."""

    role: str
    count: int
    plans: tuple[PlanDuties, ...]


@dataclass(frozen=True, slots=True)
class DueView:
    """A day by which something is due: a report that the unit owes (`report`), else a duty."""

    date: DateView
    report: bool
    text: str | None
    receivers: tuple[Link, ...]
    clause: Link
    plan: Link


@dataclass(frozen=True, slots=True)
class FiltersView:
    """What a unit's list can be narrowed to: roles (with `report`, `receive`), plans (slug → name), years."""

    roles: tuple[str, ...]
    plans: tuple[tuple[str, str], ...]
    years: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class SuccessionView:
    """A unit that took over, or was taken over, with the basis."""

    unit: Link
    basis: str
    note: str | None


@dataclass(frozen=True, slots=True)
class UnitView:
    """Everything on a unit's page. `deadlines` is how many its calendar has, recurring ones once."""

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
    counts: dict[str, int]
    roles: tuple[RoleDuties, ...]
    uncertain: tuple[DutyView, ...]
    owes: tuple[ReportView, ...]
    receives: tuple[ReportView, ...]
    issued: tuple[Link, ...]
    due: tuple[DueView, ...]
    deadlines: int
    filters: FiltersView
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkList:
    """What a unit has to do, in the order of its page: duties by role and plan, reports with a day first."""

    certain: tuple[Duty, ...]
    uncertain: tuple[Duty, ...]
    owes: tuple[ReportLink, ...]
    receives: tuple[ReportLink, ...]


def work_list(corpus: Corpus, unit: Unit) -> WorkList:
    """The list of one unit; both its page and its files are made from it."""
    held = corpus.duties_of_unit.get(unit.id, ())
    certain = sorted((duty for duty in held if duty.certain), key=lambda duty: ROLES.index(duty.role))
    return WorkList(
        certain=tuple(certain),
        uncertain=tuple(duty for duty in held if not duty.certain),
        owes=_dated_first(corpus.reports_owed.get(unit.id, ())),
        receives=_dated_first(corpus.reports_received.get(unit.id, ())),
    )


def _dated_first(links: Iterable[ReportLink]) -> tuple[ReportLink, ...]:
    """Reports that name a last day first, else in the order of the plans."""
    return tuple(sorted(links, key=lambda link: not has_last_day(link)))


def has_last_day(link: ReportLink) -> bool:
    """Whether a report has a day on which it falls due."""
    return any(rule.last_day and rule.kind != "span" for rule in link.rules)


def unit_view(corpus: Corpus, unit: Unit, today: str = "") -> UnitView:
    """The view of one unit; the days due are those from `today` (ISO) on."""
    registry, entry, work = corpus.registry, unit.entry, work_list(corpus, unit)
    roles = tuple(_by_role(corpus, work.certain))
    owes = tuple(report_view(corpus, link) for link in work.owes)
    receives = tuple(report_view(corpus, link) for link in work.receives)
    uncertain = tuple(duty_view(corpus, duty) for duty in work.uncertain)
    deadlines = tuple(due_of_unit(corpus, unit.id))
    return UnitView(
        name=unit.name,
        full_name=unit.full_name,
        short=entry.short,
        aliases=entry.aliases,
        kind=entry.kind,
        place=registry.localities[unit.place].name,
        collective=unit.collective,
        above=tuple(unit_link(u) for u in reversed(registry.lineage(unit))),
        children=_links(registry.children(unit)),
        members=_links(registry.members(unit, None)) if unit.collective else (),
        collectives=_links(corpus.collectives_of.get(unit.id, ())),
        established=vietnamese_date(entry.established) if entry.established else None,
        dissolved=vietnamese_date(entry.dissolved) if entry.dissolved else None,
        successors=tuple(SuccessionView(unit_link(u), s.basis, s.note) for u, s in registry.successors(unit)),
        predecessors=tuple(_predecessors(corpus, unit)),
        note=entry.note,
        source=entry.source,
        counts=duty_counts(work.certain) | {"reports": len(owes)},
        roles=roles,
        uncertain=uncertain,
        owes=owes,
        receives=receives,
        issued=tuple(plan_link(corpus, plan) for plan in corpus.plans_issued.get(unit.id, ())),
        due=() if entry.dissolved and entry.dissolved <= today else _due(corpus, deadlines, today),
        deadlines=len(deadlines),
        filters=_filters(corpus, roles, uncertain, owes, receives),
    )


def duty_counts(duties: Iterable[Duty]) -> dict[str, int]:
    """How many duties of each role; uncertain ones are not to be passed in."""
    counts = dict.fromkeys(ROLES, 0)
    for duty in duties:
        counts[duty.role] += 1
    return counts


def _links(units: Iterable[Unit]) -> tuple[Link, ...]:
    return tuple(unit_link(unit) for unit in by_name(units))


def _by_role(corpus: Corpus, duties: Iterable[Duty]) -> Iterator[RoleDuties]:
    """Duties, given in the order of roles and plans, in groups."""
    for role, mine in groupby(duties, lambda duty: duty.role):
        plans = [
            PlanDuties(plan_link(corpus, corpus.plan_by_slug[slug]), tuple(duty_view(corpus, duty) for duty in under))
            for slug, under in groupby(mine, lambda duty: duty.plan)
        ]
        yield RoleDuties(role, sum(len(plan.duties) for plan in plans), tuple(plans))


def _predecessors(corpus: Corpus, unit: Unit) -> Iterator[SuccessionView]:
    for other in by_name(corpus.registry.units.values()):
        for successor, entry in corpus.registry.successors(other):
            if successor.id == unit.id:
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


def _filters(
    corpus: Corpus,
    roles: tuple[RoleDuties, ...],
    uncertain: tuple[DutyView, ...],
    owes: tuple[ReportView, ...],
    receives: tuple[ReportView, ...],
) -> FiltersView:
    """Choices that leave something; uncertain duties are narrowed too but not counted."""
    duties = [duty for role in roles for plan in role.plans for duty in plan.duties]
    rows: list[DutyView | ReportView] = [*duties, *owes, *receives]
    held = dict.fromkeys([role.role for role in roles] + [duty.role for duty in uncertain])
    kinds = [role for role in ROLES if role in held]
    kinds += ["report"] * bool(owes) + ["receive"] * bool(receives)
    shown = {row.slug for row in (*rows, *uncertain)}
    return FiltersView(
        roles=tuple(kinds),
        plans=tuple((plan.slug, plan_link(corpus, plan).text) for plan in corpus.plans if plan.slug in shown),
        years=_each_year([row.years for row in (*rows, *uncertain)]),
        rows=len(rows),
    )


def _each_year(given: Iterable[Years]) -> tuple[str, ...]:
    """Every year in which one of the rows holds."""
    found: set[int] = set()
    for span in given:
        if span.first and span.last:
            found.update(range(int(span.first), int(span.last) + 1))
    return tuple(str(year) for year in sorted(found))
