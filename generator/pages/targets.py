"""The indicators, and the page of each with the targets of all plans."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer, told
from generator.views.common import Link
from generator.views.targets import TargetsView, indicator_sheets, indicator_views, register_sheets

NAMED = 10
"""Places that the description of an indicator's page names."""


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/chi-tieu/ and /chi-tieu/<indicator>/."""
    views = indicator_views(corpus)
    for address, register in register_sheets(views, corpus):
        yield _register(corpus, renderer, address, register)
    crumbs = (Link(word("targets"), urls.TARGETS),)
    for indicator in views:
        term = corpus.registry.indicators[indicator.id]
        shown = ", ".join(indicator.places[:NAMED]) + (", …" if len(indicator.places) > NAMED else "")
        described = word("indicator-description", name=indicator.name, places=shown)
        for sheet, view in indicator_sheets(corpus, indicator):
            title, description, above = told(sheet, view.name, described, crumbs)
            about = jsonld.indicator(term, renderer.site)
            if sheet.part:
                about = jsonld.page(title, description, sheet.address, renderer.site)
            head = jsonld.script(about)
            yield renderer.page(
                sheet.address, "indicator", title, description, view, crumbs=above, head=head, spot=term.spot
            )


def _register(corpus: Corpus, renderer: Renderer, address: str, view: TargetsView) -> Page:
    title = word("targets-of-place", place=view.place) if view.place else word("targets")
    crumbs = (Link(word("targets"), urls.TARGETS),) if view.place else ()
    used = len({fact.indicator for fact in corpus.targets})
    description = word("targets-description", count=len(view.indicators) if view.place else used)
    listed = [Link(indicator.name, indicator.url) for indicator in view.indicators]
    about = jsonld.glossary(title, description, address, listed, renderer.site)
    if view.places:
        links = (Link(part.name, part.url) for part in view.places)
        about = jsonld.register(title, description, address, links, renderer.site)
    return renderer.page(address, "targets", title, description, view, crumbs=crumbs, head=jsonld.script(about))
