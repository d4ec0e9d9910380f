"""Days on which something falls due: reports, and duties with a dated rule, by year and month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from generator import urls
from generator.corpus import Assignment, Corpus, ReportLink
from generator.due import due_of_plan, occasions
from generator.messages import word
from generator.plans import Plan
from generator.vietnamese import slug
from generator.views import weights
from generator.views.common import (
    DateView,
    Link,
    ReportView,
    TimeView,
    clause_link,
    full_link,
    plan_link,
    report_view,
    sentence_case,
    time_views,
)
from generator.views.parts import Sheet, Split, Step, dated, days, fits, months, sheets
from generator.views.plan import RoleView


@dataclass(frozen=True, slots=True)
class DeadlineView:
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


@dataclass(frozen=True, slots=True)
class MonthView:
    """The deadlines of one month, in order."""

    id: str
    month: str
    deadlines: tuple[DeadlineView, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """The deadlines of one year by month."""

    year: str
    url: str
    count: int
    months: tuple[MonthView, ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    """The page of one year, or of a part of it (`split`), with the way to the other years."""

    shown: YearView
    years: tuple[YearView, ...]
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class UndatedPage:
    """Reports for which no day is printed, on pages of their own."""

    reports: tuple[ReportView, ...]
    split: Split | None


@dataclass(frozen=True, slots=True)
class DeadlinesView:
    """The register: this year's list (None when nothing falls due in it), all years, reports without a day.

    `events` is how many deadlines the calendar has, recurring ones once. `split`: what of this year's list is shown.
    `apart` is how many reports without a day there are where these are on pages of their own.
    """

    this_year: str
    current: YearView | None
    years: tuple[YearView, ...]
    undated: tuple[ReportView, ...]
    events: int
    split: Split | None = None
    apart: int = 0


def deadlines(corpus: Corpus, plans: Iterable[Plan], today: str) -> tuple[DeadlineView, ...]:
    """Everything dated in `plans` in the order of days; recurring ones in each year of their plan's period."""
    found = [deadline for plan in plans for deadline in _of_plan(corpus, plan, today)]
    return tuple(sorted(found, key=in_order))


def in_order(deadline: DeadlineView) -> tuple[str, str]:
    """By day, then by clause."""
    return deadline.date.iso, deadline.clause.url or ""


def deadline_years(found: Iterable[DeadlineView]) -> tuple[YearView, ...]:
    """Deadlines, given in order, by year and month."""
    years = ((year, tuple(group)) for year, group in groupby(found, lambda deadline: deadline.date.iso[:4]))
    return tuple(YearView(year, urls.deadlines(year), len(group), tuple(_months(group))) for year, group in years)


def deadlines_view(corpus: Corpus, years: tuple[YearView, ...], today: str) -> DeadlinesView:
    """The register as of `today` (ISO)."""
    this_year = today[:4]
    undated = tuple(report_view(corpus, link) for link in corpus.reports if not _has_day(corpus, link))
    current = next((year for year in years if year.year == this_year), None)
    first = next(year_sheets(corpus, current, today)) if current else None
    apart = not fits(sum(map(weights.report_row, undated)), 2)
    events = sum(1 for plan in corpus.plans for _ in due_of_plan(corpus, plan))
    return DeadlinesView(
        this_year,
        shown(current, first) if current and first else None,
        years,
        () if apart else undated,
        events,
        first.split if first else None,
        len(undated) if apart else 0,
    )


def year_sheets(corpus: Corpus, year: YearView, today: str) -> Iterator[Sheet[DeadlineView]]:
    """The pages of a year: by month where it is long, a long month by day, a long day by place."""
    listed = (deadline for month in year.months for deadline in month.deadlines)
    places = {urls.plan(plan.slug): plan.file.place for plan in corpus.plans}

    def day(deadline: DeadlineView) -> str:
        return deadline.date.iso

    def place(deadline: DeadlineView) -> Step:
        name = places[deadline.plan.url or ""]
        known = corpus.registry.locality(name)
        of = word("split-title", title=sentence_case(name), part=word("split-day", day=deadline.date.day))
        return Step(known.id if known else slug(name), of, name)

    return sheets(listed, weights.deadline, year.url, (months(day), days(day), place), now=today, rising=True)


def shown(year: YearView, sheet: Sheet[DeadlineView]) -> YearView:
    """The year with what of it is on one page."""
    return replace(year, months=tuple(_months(sheet.items)))


def undated_sheets(corpus: Corpus) -> Iterator[Sheet[ReportView]]:
    """The pages of reports without a day, by the year of their plans."""
    views = (report_view(corpus, link) for link in corpus.reports)
    undated = (view for view in views if not _dated(view.times))
    return sheets(undated, weights.report_row, urls.UNDATED, dated(lambda view: corpus.plan_by_slug[view.slug].day))


def _months(found: Iterable[DeadlineView]) -> Iterator[MonthView]:
    for month, group in groupby(found, lambda deadline: deadline.date.iso[5:7]):
        yield MonthView(f"thang-{int(month)}", str(int(month)), tuple(group))


def _of_plan(corpus: Corpus, plan: Plan, today: str) -> Iterator[DeadlineView]:
    facts = corpus.of_plan(plan.slug)
    spoken = {(link.clause, rule.printed) for link in facts.reports for rule in link.rules}
    for link in facts.reports:
        yield from _of_report(corpus, plan, link, today)
    for item in facts.assignments:
        if item.roles:
            yield from _of_duty(corpus, plan, item, spoken, today)


def _of_report(corpus: Corpus, plan: Plan, link: ReportLink, today: str) -> Iterator[DeadlineView]:
    view = report_view(corpus, link)
    for time, day in _dated(view.times):
        gone = _gone(corpus, plan, day.iso)
        yield DeadlineView(day, time.printed, day.iso < today, gone, view.clause, view.plan, report=view)


def _of_duty(
    corpus: Corpus, plan: Plan, item: Assignment, spoken: set[tuple[str, str]], today: str
) -> Iterator[DeadlineView]:
    """A duty to report is shown once, as the report."""
    for time, day in _dated(time_views(item.rules, plan)):
        if (item.clause, time.printed) in spoken:
            continue
        yield DeadlineView(
            date=day,
            printed=time.printed,
            passed=day.iso < today,
            gone=_gone(corpus, plan, day.iso),
            clause=clause_link(corpus, plan.slug, item.clause),
            plan=plan_link(corpus, plan),
            roles=tuple(RoleView(role, tuple(full_link(corpus, name) for name in names)) for role, names in item.roles),
            text=corpus.clause_by_id[plan.slug, item.clause].full_text(),
        )


def _dated(times: Iterable[TimeView]) -> list[tuple[TimeView, DateView]]:
    return [(time, day) for time in times for day in time.occasions]


def _has_day(corpus: Corpus, link: ReportLink) -> bool:
    plan = corpus.plan_by_slug[link.plan]
    return any(occasions(rule, plan) for rule in link.rules)


def _gone(corpus: Corpus, plan: Plan, day: str) -> bool:
    """Whether the issuer was dissolved before `day`; of a dissolution in «2025» no day of 2025 is surely after."""
    issuer = corpus.issuers[plan.slug]
    ended = corpus.registry.units[issuer].entry.dissolved if issuer else None
    return bool(ended) and day[: len(ended or "")] > (ended or "")
