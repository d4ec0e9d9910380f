"""A unit's work order in parts: by the year of the plans, and by their month where a year is too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from generator import urls
from generator.corpus import Corpus
from generator.registry import Unit
from generator.views.common import Link, plan_link
from generator.views.duties import DutyView
from generator.views.parts import Sheet, Split, dated, fits, sheets
from generator.views.unit import PlanWork, UnitView, YearWork, unit_facts, work_lines
from generator.views.work import Line, WorkRows, duty_counts

REPORTS = ("owes", "receives")
_weight = attrgetter("weight")


def unit_sheets(rows: WorkRows, unit: Unit, today: str) -> Iterator[tuple[Sheet[Line], UnitView]]:
    """The pages of a unit: its own, and those of the parts of its list where this is long."""
    facts, lines = unit_facts(rows.corpus, unit, today), tuple(work_lines(rows, unit))
    for sheet in _sheets(lines, unit):
        yield sheet, _view(rows, facts, lines, sheet)


def part_addresses(rows: WorkRows, unit: Unit) -> tuple[str, ...]:
    """Where the parts of a unit's list stand; none while it has room on one page."""
    return tuple(sheet.address for sheet in _sheets(tuple(work_lines(rows, unit)), unit) if sheet.part)


def _sheets(lines: tuple[Line, ...], unit: Unit) -> Iterator[Sheet[Line]]:
    return sheets(lines, _weight, urls.unit(unit.id), dated(lambda line: line.plan.day))


def _view(rows: WorkRows, facts: UnitView, lines: tuple[Line, ...], sheet: Sheet[Line]) -> UnitView:
    if sheet.split is None:
        return replace(facts, work=rows.view(sheet.items))
    shown, left = _room(sheet.items)
    told: dict[str, Any] = {"due": ()} if sheet.part else {"years": tuple(_years(lines, sheet.split))}
    return replace(facts, work=rows.view(tuple(shown)), split=sheet.split, rest=tuple(_rest(rows.corpus, left)), **told)


def _room(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """What a page has room for, and what is left. Plans issued are links, and always have."""
    shown: list[Line] = []
    left: list[Line] = []
    taken = 0
    for line in lines:
        taken += line.weight
        (shown if fits(taken) or line.kind == "issued" else left).append(line)
    return shown, left


def _rest(corpus: Corpus, lines: Iterable[Line]) -> Iterator[PlanWork]:
    """Plan by plan in the order of their days; the clauses stand in the table of the plan's page."""
    counts: dict[str, list[int]] = {}
    for line in sorted(lines, key=lambda line: (line.plan.day or "", line.plan.slug)):
        counts.setdefault(line.plan.slug, [0, 0])[line.kind in REPORTS] += 1
    for slug, (duties, reports) in counts.items():
        link = plan_link(corpus, corpus.plan_by_slug[slug])
        anchor = "phan-cong" if duties else "bao-cao"
        yield PlanWork(Link(link.text, f"{link.url}#{anchor}"), duties, reports)


def _years(lines: Iterable[Line], split: Split) -> Iterator[YearWork]:
    """The whole list in numbers."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault((line.plan.day or "")[:4], []).append(line)
    ordered = [found[year] for year in sorted(found, reverse=True)]
    for part, mine in zip(split.rows[0], ordered, strict=True):
        counts = duty_counts(line.row for line in mine if isinstance(line.row, DutyView) and line.row.certain)
        yield YearWork(part, counts, sum(line.kind in REPORTS for line in mine))
