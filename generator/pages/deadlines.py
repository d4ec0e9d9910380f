"""Reporting and other dated deadlines: the register, and a page a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.job import Job, page_job, pages_of
from generator.pages.known import Known, known_of
from generator.pages.render import Page, Renderer, told
from generator.views.common import Link
from generator.views.deadlines import (
    DayLine,
    DeadlinesView,
    UndatedLine,
    UndatedPage,
    YearLine,
    YearPage,
    by_year,
    day_lines,
    has_room,
    undated_lines,
    undated_sheets,
    undated_views,
    year_sheets,
    year_view,
)
from generator.views.excerpts import Excerpts
from generator.views.parts import Sheet

Current = tuple[YearLine, Sheet[DayLine]]
"""This year, and the first page of its deadlines."""


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/thoi-han/ and /thoi-han/<year>/ as of `today`."""
    return pages_of(jobs(corpus, renderer, today, known_of(corpus)))


def jobs(corpus: Corpus, renderer: Renderer, today: str, known: Known) -> Iterator[Job]:
    """A page tells of the plans on it, and of the day only which of its deadlines have passed."""
    parts = [
        (year, tuple(year_sheets(corpus, year, days, today))) for year, days in by_year(day_lines(corpus, known.gists))
    ]
    years = tuple(year for year, _ in parts)
    undated = undated_lines(corpus, known.gists)
    current = next(((year, sheets[0]) for year, sheets in parts if year.year == today[:4]), None)
    yield _register(renderer, today, known, years, current, undated)
    for year, sheets in parts:
        for sheet in sheets:
            make = partial(_year, known.excerpts, renderer, today, year, years, sheet)
            yield page_job(sheet.address, make, _plans(sheet.items), sheet.split, years, _passed(sheet, today))
    for part in () if has_room(undated) else undated_sheets(undated):
        yield page_job(part.address, partial(_undated, known.excerpts, renderer, part), _plans(part.items), part.split)


def _plans(lines: Iterable[DayLine | UndatedLine]) -> Iterator[str]:
    return (line.plan.slug for line in lines)


def _passed(sheet: Sheet[DayLine], today: str) -> int:
    return sum(line.due.day < today for line in sheet.items)


def _register(
    renderer: Renderer,
    today: str,
    known: Known,
    years: tuple[YearLine, ...],
    current: Current | None,
    undated: list[UndatedLine],
) -> Job:
    """Everything of this year that has room, and the reports without a day where there is room for them."""
    room = has_room(undated)
    events = sum(gist.events for gist in known.gists.values())
    listed = undated if room else []

    def make() -> Page:
        view = DeadlinesView(
            this_year=today[:4],
            current=year_view(known.excerpts, current[0], current[1].items, today) if current else None,
            years=years,
            undated=undated_views(known.excerpts, listed),
            events=events,
            split=current[1].split if current else None,
            apart=0 if room else len(undated),
        )
        title, description = word("deadlines"), word("deadlines-description")
        links = (Link(word("deadlines-year", year=year.year), year.url) for year in years)
        head = jsonld.script(jsonld.register(title, description, urls.DEADLINES, links, renderer.site))
        return renderer.page(urls.DEADLINES, "deadlines", title, description, view, head=head)

    plans = [*_plans(listed), *(_plans(current[1].items) if current else ())]
    shown = (current[1].split, _passed(current[1], today)) if current else ()
    return page_job(urls.DEADLINES, make, plans, today[:4], years, events, len(undated), room, shown)


def _year(
    excerpts: Excerpts,
    renderer: Renderer,
    today: str,
    year: YearLine,
    years: tuple[YearLine, ...],
    sheet: Sheet[DayLine],
) -> Page:
    described = word("deadlines-year-description", year=year.year, count=year.count)
    crumbs = (Link(word("deadlines"), urls.DEADLINES),)
    title, description, above = told(sheet, word("deadlines-year", year=year.year), described, crumbs)
    head = jsonld.script(jsonld.page(title, description, sheet.address, renderer.site))
    page = YearPage(year_view(excerpts, year, sheet.items, today), years, sheet.split)
    return renderer.page(sheet.address, "deadlines-year", title, description, page, crumbs=above, head=head)


def _undated(excerpts: Excerpts, renderer: Renderer, sheet: Sheet[UndatedLine]) -> Page:
    """/thoi-han/khong-ghi-ngay/ and its years."""
    crumbs = (Link(word("deadlines"), urls.DEADLINES),)
    title, description, above = told(sheet, word("undated"), word("undated-description"), crumbs)
    head = jsonld.script(jsonld.page(title, description, sheet.address, renderer.site))
    view = UndatedPage(undated_views(excerpts, sheet.items), sheet.split)
    return renderer.page(sheet.address, "undated", title, description, view, crumbs=above, head=head)
