"""Days on which something falls due: reports, and duties with a dated rule, by year and month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator import urls
from generator.corpus import Assignment, Corpus, ReportLink
from generator.due import occasions
from generator.messages import word
from generator.plans import Plan
from generator.vietnamese import slug
from generator.views.common import (
    DateView,
    Link,
    ReportView,
    clause_link,
    date_view,
    full_link,
    plan_link,
    report_view,
    sentence_case,
)
from generator.views.excerpts import Excerpts, Kind
from generator.views.parts import Sheet, Split, Step, dated, days, fits, months, sheets
from generator.views.plan import RoleView

if TYPE_CHECKING:
    from generator.views.gists import Gists


class DeadlineView(Struct, frozen=True):
    """One last day still in time, with the printed words that it follows from.

    `passed` says that the day lies before today, never that anybody is late; `gone` that the plan's issuer was
    dissolved before that day. Either `report` is there, or `roles` and `text` of a duty.
    """

    date: DateView
    printed: str
    passed: bool
    gone: bool
    clause: Link
    plan: Link
    report: ReportView | None = None
    roles: tuple[RoleView, ...] = ()
    text: str = ""


class MonthView(Struct, frozen=True):
    """The deadlines of one month, in order."""

    id: str
    month: str
    deadlines: tuple[DeadlineView, ...]


class YearLine(Struct, frozen=True):
    """A year in which something falls due: the way to its page, and how many deadlines it has."""

    year: str
    url: str
    count: int


class YearView(Struct, frozen=True):
    """The deadlines of one year by month, as far as they stand on the page; `count` is of all."""

    year: str
    url: str
    count: int
    months: tuple[MonthView, ...]


class YearPage(Struct, frozen=True):
    """The page of one year, or of a part of it (`split`), with the way to the other years."""

    shown: YearView
    years: tuple[YearLine, ...]
    split: Split | None = None


class UndatedPage(Struct, frozen=True):
    """Reports for which no day is printed, on pages of their own."""

    reports: tuple[ReportView, ...]
    split: Split | None


class DeadlinesView(Struct, frozen=True):
    """The register: this year's list (None when nothing falls due in it), all years, reports without a day.

    `events` is how many deadlines the calendar has, recurring ones once. `split`: what of this year's list is shown.
    `apart` is how many reports without a day there are where these are on pages of their own.
    """

    this_year: str
    current: YearView | None
    years: tuple[YearLine, ...]
    undated: tuple[ReportView, ...]
    events: int
    split: Split | None = None
    apart: int = 0


class Day(NamedTuple):
    """A day of a plan on which a clause's work falls due, and the bytes that it takes in a list, as estimated."""

    day: str
    clause: str
    weight: int


class DayLine(Struct, frozen=True):
    """A day of a plan, and its place among the days of that plan."""

    plan: Plan
    number: int
    due: Day

    @property
    def order(self) -> tuple[str, str]:
        """The same as `in_order` of its view."""
        return self.due.day, urls.clause(self.plan.slug, self.due.clause)


class UndatedLine(Struct, frozen=True):
    """A report of a plan without a day: its place among the reports of that plan, its bytes, as estimated."""

    plan: Plan
    number: int
    weight: int


class Found(Struct, frozen=True):
    """A last day with what it is a day of: a report, or work."""

    day: str
    printed: str
    clause: str
    report: ReportLink | None
    work: Assignment | None
    text: str

    @property
    def names(self) -> int:
        """How many units are named beside it."""
        if self.report:
            return len(self.report.senders) + len(self.report.receivers) + len(self.report.via)
        return sum(len(names) for _, names in self.work.roles) if self.work else 0


def days_of(corpus: Corpus, plan: Plan) -> Iterator[Found]:
    """The days of a plan in printed order, recurring ones in each year of its period. A duty to report is a report."""
    facts = corpus.of_plan(plan.slug)
    for link in facts.reports:
        for rule in link.rules:
            for day in occasions(rule, plan):
                yield Found(day, rule.printed, link.clause, link, None, link.what or "")
    spoken = {(link.clause, rule.printed) for link in facts.reports for rule in link.rules}
    for item in facts.assignments:
        for rule in item.rules if item.roles else ():
            days = () if (item.clause, rule.printed) in spoken else occasions(rule, plan)
            text = corpus.clause_by_id[plan.slug, item.clause].full_text() if days else ""
            for day in days:
                yield Found(day, rule.printed, item.clause, None, item, text)


def undated_of(corpus: Corpus, plan: Plan) -> Iterator[tuple[int, ReportLink]]:
    """The reports of a plan without a day, and the place of each among its reports."""
    for number, link in enumerate(corpus.of_plan(plan.slug).reports):
        if not any(occasions(rule, plan) for rule in link.rules):
            yield number, link


def deadlines(corpus: Corpus, plans: Iterable[Plan], today: str) -> tuple[DeadlineView, ...]:
    """Everything dated in `plans` in the order of days; recurring ones in each year of their plan's period."""
    found = [view for plan in plans for view in _views(corpus, plan).values()]
    return tuple(sorted((as_of(today, view) for view in found), key=in_order))


def as_of(today: str, view: DeadlineView) -> DeadlineView:
    """A deadline as it stands on a day (ISO)."""
    return replace(view, passed=view.date.iso < today)


def in_order(deadline: DeadlineView) -> tuple[str, str]:
    """By day, then by clause."""
    return deadline.date.iso, deadline.clause.url or ""


def day_lines(corpus: Corpus, gists: Gists) -> list[DayLine]:
    """The days of all plans in order."""
    found = [DayLine(plan, n, due) for plan in corpus.plans for n, due in enumerate(gists[plan.slug].days)]
    return sorted(found, key=lambda line: line.order)


def by_year(lines: Iterable[DayLine]) -> list[tuple[YearLine, tuple[DayLine, ...]]]:
    """Days, given in order, by year."""
    years = ((year, tuple(group)) for year, group in groupby(lines, lambda line: line.due.day[:4]))
    return [(YearLine(year, urls.deadlines(year), len(group)), group) for year, group in years]


def year_sheets(corpus: Corpus, year: YearLine, lines: Iterable[DayLine], today: str) -> Iterator[Sheet[DayLine]]:
    """The pages of a year: by month where it is long, a long month by day, a long day by place."""

    def day(line: DayLine) -> str:
        return line.due.day

    def place(line: DayLine) -> Step:
        name = line.plan.place
        known = corpus.registry.locality(name)
        part = word("split-day", day=date_view(line.due.day).day)
        of = word("split-title", title=sentence_case(name), part=part)
        return Step(known.id if known else slug(name), of, name)

    levels = (months(day), days(day), place)
    return sheets(lines, lambda line: line.due.weight, year.url, levels, now=today, rising=True)


def year_view(excerpts: Excerpts, year: YearLine, lines: Iterable[DayLine], today: str) -> YearView:
    """The year with what of it is on one page."""
    found = [(line.number, excerpts.get(DAYS, line.plan.slug, str(line.number))) for line in lines]
    ranked = sorted(found, key=lambda pair: (in_order(pair[1]), pair[0]))
    return YearView(year.year, year.url, year.count, tuple(_months(as_of(today, view) for _, view in ranked)))


def undated_lines(corpus: Corpus, gists: Gists) -> list[UndatedLine]:
    """The reports without a day, plan by plan."""
    return [UndatedLine(plan, *told) for plan in corpus.plans for told in gists[plan.slug].undated]


def has_room(undated: Iterable[UndatedLine]) -> bool:
    """Whether these reports have room beside the deadlines of a year."""
    return fits(sum(line.weight for line in undated), 2)


def undated_sheets(lines: Iterable[UndatedLine]) -> Iterator[Sheet[UndatedLine]]:
    """The pages of reports without a day, by the year of their plans."""
    return sheets(lines, lambda line: line.weight, urls.UNDATED, dated(lambda line: line.plan.day))


def undated_views(excerpts: Excerpts, lines: Iterable[UndatedLine]) -> tuple[ReportView, ...]:
    """The reports of these lines."""
    return tuple(excerpts.get(UNDATED, line.plan.slug, str(line.number)) for line in lines)


def _months(found: Iterable[DeadlineView]) -> Iterator[MonthView]:
    for month, group in groupby(found, lambda deadline: deadline.date.iso[5:7]):
        yield MonthView(f"thang-{int(month)}", str(int(month)), tuple(group))


def _views(corpus: Corpus, plan: Plan) -> dict[str, DeadlineView]:
    """The days of a plan by their place among these; which of them have passed is not yet said."""
    reports: dict[str, ReportView] = {}
    views: dict[str, DeadlineView] = {}
    for number, found in enumerate(days_of(corpus, plan)):
        report = None
        if found.report:
            report = reports.get(found.report.id) or report_view(corpus, found.report)
            reports[found.report.id] = report
        roles = found.work.roles if found.work else ()
        views[str(number)] = DeadlineView(
            date=date_view(found.day),
            printed=found.printed,
            passed=False,
            gone=_gone(corpus, plan, found.day),
            clause=clause_link(corpus, plan.slug, found.clause),
            plan=plan_link(corpus, plan),
            report=report,
            roles=tuple(RoleView(role, tuple(full_link(corpus, name) for name in names)) for role, names in roles),
            text="" if report else found.text,
        )
    return views


def _undated(corpus: Corpus, plan: Plan) -> dict[str, ReportView]:
    return {str(number): report_view(corpus, link) for number, link in undated_of(corpus, plan)}


DAYS = Kind("days", _views, DeadlineView)
UNDATED = Kind("undated", _undated, ReportView)


def _gone(corpus: Corpus, plan: Plan, day: str) -> bool:
    """Whether the issuer was dissolved before `day`; of a dissolution in «2025» no day of 2025 is surely after."""
    issuer = corpus.issuers[plan.slug]
    ended = corpus.registry.units[issuer].entry.dissolved if issuer else None
    return bool(ended) and day[: len(ended or "")] > (ended or "")
