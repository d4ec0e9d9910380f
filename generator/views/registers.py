"""The registers: home, plans, units by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.corpus import Corpus, ReportLink
from generator.due import occasions
from generator.model.plan import ROLES
from generator.model.registers import UnitKind
from generator.plans import Plan
from generator.registry import Locality, Unit
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.charts import Bars, bars
from generator.views.common import (
    DateView,
    Link,
    ReportView,
    by_name,
    date_view,
    plan_link,
    report_view,
    sentence_case,
    unit_link,
    vietnamese_date,
)
from generator.views.parts import fits
from generator.views.units import PlaceLine, place_lines

if TYPE_CHECKING:
    from generator.views.gists import Gists

LATEST = 12
"""Plans on the home page."""
KIND_ORDER: tuple[str, ...] = UnitKind.__args__  # type: ignore[attr-defined]


class PlanRow(Struct, frozen=True):
    """A plan in a list."""

    plan: Link
    title: str
    number: str | None
    issued: str | None
    issuer: Link | None
    place: str
    period: str | None
    targets: int
    duties: int


class UnitRow(Struct, frozen=True):
    """A unit in a list, with its certain duties counted."""

    unit: Link
    kind: str
    counts: dict[str, int]
    total: int
    reports: int
    depth: int
    dissolved: str | None


class PlaceUnits(Struct, frozen=True):
    """The units of one place; collectives apart. The chart shows the units with the most work."""

    id: str
    place: str
    units: tuple[UnitRow, ...]
    collectives: tuple[UnitRow, ...]
    chart: Bars


class DeadlineRow(Struct, frozen=True):
    """A report that falls due on a day."""

    date: DateView
    report: ReportView


class HomeView(Struct, frozen=True):
    """The home page; `places` with the units to choose from, or only `lines` where these are too many."""

    plans: tuple[PlanRow, ...]
    numbers: dict[str, int]
    places: tuple[PlaceUnits, ...]
    lines: tuple[PlaceLine, ...]
    deadlines: tuple[DeadlineRow, ...]


def newest(plans: Iterable[Plan]) -> list[Plan]:
    """The plans, newest first."""
    return sorted(plans, key=lambda plan: (plan.day or "", plan.slug), reverse=True)


def plan_row(corpus: Corpus, plan: Plan) -> PlanRow:
    ties, issuer = corpus.ties[plan.slug], corpus.issuers[plan.slug]
    return PlanRow(
        plan=plan_link(corpus, plan),
        title=plan.title,
        number=plan.number,
        issued=vietnamese_date(plan.issued) if plan.issued else None,
        issuer=unit_link(corpus.registry.units[issuer]) if issuer else None,
        place=plan.place,
        period=plan.period,
        targets=sum(count for _, count in ties.indicators),
        duties=ties.tasks,
    )


def place_units(corpus: Corpus) -> tuple[PlaceUnits, ...]:
    """Units by place, from the country down; each place's offices before its collectives."""
    chains = corpus.registry.localities.values()
    ordered = sorted(chains, key=lambda place: (len(place.above), sort_key(place.name)))
    units: dict[str, list[Unit]] = {}
    for unit in corpus.registry.units.values():
        units.setdefault(unit.place, []).append(unit)
    return tuple(view for place in ordered if (view := _place(corpus, place, units.get(place.id, ()))).units)


def _place(corpus: Corpus, place: Locality, units: Iterable[Unit]) -> PlaceUnits:
    offices = [unit for unit in units if not unit.collective]
    groups = by_name(corpus, (unit for unit in units if unit.collective))
    roots = [unit for unit in offices if corpus.registry.scope_of(unit) == unit.place]
    rows = tuple(_unit_row(corpus, unit, depth) for unit, depth in _tree(corpus, _ranked(corpus, roots), 0))
    chart = bars((row.unit.text, row.counts) for row in rows)
    collectives = tuple(_unit_row(corpus, unit, 0) for unit in groups)
    return PlaceUnits(place.id, sentence_case(place.name), rows, collectives, chart)


def _ranked(corpus: Corpus, units: Iterable[Unit]) -> list[Unit]:
    """By rank and name; the people's committees of lower levels come after the offices of this one."""

    def rank(unit: Unit) -> tuple[bool, int, int]:
        lower = unit.entry.kind == "UBND" and _same_place_above(corpus, unit)
        return lower, KIND_ORDER.index(unit.entry.kind), corpus.name_rank[unit.name]

    return sorted(units, key=rank)


def _same_place_above(corpus: Corpus, unit: Unit) -> bool:
    return any(above.place == unit.place for above in corpus.registry.lineage(unit))


def _tree(corpus: Corpus, roots: list[Unit], depth: int) -> Iterator[tuple[Unit, int]]:
    """Each office, its own rooms below it."""
    for unit in roots:
        yield unit, depth
        near = (u for u in corpus.registry.children(unit) if u.place == unit.place and not u.collective)
        rooms = [u for u in near if corpus.registry.scope_of(u) == unit.id]
        yield from _tree(corpus, _ranked(corpus, rooms), depth + 1)


def _unit_row(corpus: Corpus, unit: Unit, depth: int) -> UnitRow:
    counts = dict.fromkeys(ROLES, 0) | corpus.duties_counted.get(unit.id, {})
    owed = corpus.reports_counted[unit.id]
    dissolved = vietnamese_date(unit.entry.dissolved) if unit.entry.dissolved else None
    return UnitRow(unit_link(unit, full=False), unit.entry.kind, counts, sum(counts.values()), owed, depth, dissolved)


def home_view(corpus: Corpus, gists: Gists, today: str) -> HomeView:
    """The home page as of `today` (ISO)."""
    groups = place_units(corpus)
    few = fits(weights.CHOICE * sum(len(group.units) for group in groups), 2)
    return HomeView(
        plans=tuple(plan_row(corpus, plan) for plan in newest(corpus.plans)[:LATEST]),
        numbers={
            "plans": len(corpus.plans),
            "units": len(corpus.plans_charging),
            "duties": sum(corpus.ties[plan.slug].tasks for plan in corpus.plans),
            "targets": corpus.targets_counted.total(),
        },
        places=groups if few else (),
        lines=() if few else place_lines(corpus, groups),
        deadlines=tuple(_next_deadlines(corpus, gists, today)),
    )


def _next_deadlines(corpus: Corpus, gists: Gists, today: str, most: int = 5) -> list[DeadlineRow]:
    """The next days on which a report falls due, among units that still exist."""
    found: list[tuple[str, ReportLink]] = []
    for plan in corpus.plans:
        issuer = corpus.issuers[plan.slug]
        ended = corpus.registry.units[issuer].entry.dissolved if issuer else None
        coming = any(due.day >= today for due in gists[plan.slug].days)
        if not coming or not (plan.period_from and plan.period_to) or (ended and ended <= today):
            continue
        for link in corpus.of_plan(plan.slug).reports:
            days = sorted(day for rule in link.rules for day in occasions(rule, plan) if day >= today)
            if days:
                found.append((days[0], link))
    nearest = nsmallest(most, found, key=lambda pair: (pair[0], pair[1].id))
    return [DeadlineRow(date_view(day), report_view(corpus, link)) for day, link in nearest]
