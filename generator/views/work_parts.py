"""A unit's work order in parts: by the year of the plans, and by their month where a year is too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator import urls
from generator.corpus import Corpus, Duty, ReportLink
from generator.plans import Plan
from generator.registry import Unit
from generator.views import weights
from generator.views.common import Link, plan_link
from generator.views.parts import PartLink, Sheet, Split, dated, fits, sheets
from generator.views.unit import PlanWork, UnitView, WorkList, YearWork, duty_counts, unit_facts, with_work, work_list


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a unit's list, which of its lists it is in, and its estimated bytes."""

    kind: str
    fact: Duty | ReportLink | Plan
    plan: Plan
    weight: int


def unit_sheets(corpus: Corpus, unit: Unit, today: str) -> Iterator[tuple[Sheet[Line], UnitView]]:
    """The pages of a unit: its own, and those of the parts of its list where this is long."""
    facts, lines = unit_facts(corpus, unit, today), tuple(_lines(corpus, work_list(corpus, unit)))
    for sheet in sheets(lines, _weight, urls.unit(unit.id), dated(_day)):
        yield sheet, _view(corpus, facts, lines, sheet)


def part_addresses(corpus: Corpus, unit: Unit) -> tuple[str, ...]:
    """Where the parts of a unit's list stand; none while it has room on one page."""
    lines = _lines(corpus, work_list(corpus, unit))
    return tuple(sheet.address for sheet in sheets(lines, _weight, urls.unit(unit.id), dated(_day)) if sheet.part)


def _weight(line: Line) -> int:
    return line.weight


def _day(line: Line) -> str | None:
    return line.plan.day


def _lines(corpus: Corpus, work: WorkList) -> Iterator[Line]:
    """In the order in which a page has room for them: duties by role, reports, what is uncertain, plans issued."""
    plans = corpus.plan_by_slug
    for duty in work.certain:
        yield Line("certain", duty, plans[duty.plan], weights.duty(corpus, duty))
    for kind, links in (("owes", work.owes), ("receives", work.receives)):
        for link in links:
            yield Line(kind, link, plans[link.plan], weights.report(corpus, link))
    for duty in work.uncertain:
        yield Line("uncertain", duty, plans[duty.plan], weights.duty(corpus, duty))
    for plan in work.issued:
        yield Line("issued", plan, plan, weights.LINK)


def _view(corpus: Corpus, facts: UnitView, lines: tuple[Line, ...], sheet: Sheet[Line]) -> UnitView:
    if sheet.split is None:
        return with_work(corpus, facts, _work(sheet.items))
    shown, left = _room(sheet.items)
    view = with_work(corpus, facts, _work(shown))
    view = replace(view, split=sheet.split, rest=tuple(_rest(corpus, left)))
    return replace(view, due=()) if sheet.part else replace(view, years=tuple(_years(lines, sheet.split)))


def _room(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """What a page has room for, and what is left. Plans issued are links, and always have."""
    shown: list[Line] = []
    left: list[Line] = []
    taken = 0
    for line in lines:
        taken += line.weight
        (shown if fits(taken) or line.kind == "issued" else left).append(line)
    return shown, left


def _work(lines: Iterable[Line]) -> WorkList:
    certain, uncertain, owes, receives, issued = [], [], [], [], []
    for line in lines:
        match line.kind, line.fact:
            case "certain", Duty() as duty:
                certain.append(duty)
            case "uncertain", Duty() as duty:
                uncertain.append(duty)
            case "owes", ReportLink() as link:
                owes.append(link)
            case "receives", ReportLink() as link:
                receives.append(link)
            case "issued", Plan() as plan:
                issued.append(plan)
    return WorkList(tuple(certain), tuple(uncertain), tuple(owes), tuple(receives), tuple(issued))


def _rest(corpus: Corpus, lines: Iterable[Line]) -> Iterator[PlanWork]:
    """Plan by plan in the order of their days; the clauses stand in the table of the plan's page."""
    counts: dict[str, list[int]] = {}
    for line in sorted(lines, key=lambda line: (line.plan.day or "", line.plan.slug)):
        counts.setdefault(line.plan.slug, [0, 0])[line.kind in ("owes", "receives")] += 1
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
        yield _year(part, mine)


def _year(part: PartLink, lines: Iterable[Line]) -> YearWork:
    work = _work(lines)
    return YearWork(part, duty_counts(work.certain), len(work.owes) + len(work.receives))
