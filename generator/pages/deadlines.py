"""Reporting and other dated deadlines: the register, and a page a year."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link
from generator.views.deadlines import YearPage, deadline_years, deadlines, deadlines_view


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
        description = word("deadlines-year-description", year=year.year, count=year.count)
        title = word("deadlines-year", year=year.year)
        head = jsonld.script(jsonld.page(title, description, year.url, renderer.site))
        shown = YearPage(year, years)
        yield renderer.page(year.url, "deadlines-year", title, description, shown, crumbs=crumbs, head=head)
