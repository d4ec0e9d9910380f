"""Reporting and other dated deadlines: the register, and a page a year."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer, told
from generator.views.common import Link
from generator.views.deadlines import (
    UndatedPage,
    YearPage,
    deadline_years,
    deadlines,
    deadlines_view,
    shown,
    undated_sheets,
    year_sheets,
)


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/thoi-han/ and /thoi-han/<year>/ as of `today`."""
    years = deadline_years(deadlines(corpus, corpus.plans, today))
    view = deadlines_view(corpus, years, today)
    title, description = word("deadlines"), word("deadlines-description")
    listed = (Link(word("deadlines-year", year=year.year), year.url) for year in years)
    head = jsonld.script(jsonld.register(title, description, urls.DEADLINES, listed, renderer.site))
    yield renderer.page(urls.DEADLINES, "deadlines", title, description, view, head=head)
    crumbs = (Link(word("deadlines"), urls.DEADLINES),)
    for year in years:
        described = word("deadlines-year-description", year=year.year, count=year.count)
        for sheet in year_sheets(corpus, year, today):
            title, description, above = told(sheet, word("deadlines-year", year=year.year), described, crumbs)
            head = jsonld.script(jsonld.page(title, description, sheet.address, renderer.site))
            page = YearPage(shown(year, sheet), years, sheet.split)
            yield renderer.page(sheet.address, "deadlines-year", title, description, page, crumbs=above, head=head)
    if view.apart:
        yield from _undated(corpus, renderer, crumbs)


def _undated(corpus: Corpus, renderer: Renderer, crumbs: tuple[Link, ...]) -> Iterator[Page]:
    """/thoi-han/khong-ghi-ngay/ and its years."""
    for sheet in undated_sheets(corpus):
        title, description, above = told(sheet, word("undated"), word("undated-description"), crumbs)
        head = jsonld.script(jsonld.page(title, description, sheet.address, renderer.site))
        view = UndatedPage(sheet.items, sheet.split)
        yield renderer.page(sheet.address, "undated", title, description, view, crumbs=above, head=head)
