"""The indicators, and the page of each with the targets of all plans."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link
from generator.views.targets import indicator_views


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/chi-tieu/ and /chi-tieu/<indicator>/."""
    views = indicator_views(corpus)
    title, description = word("targets"), word("targets-description", count=len(views))
    listed = (Link(view.name, view.url) for view in views)
    head = jsonld.script(jsonld.glossary(title, description, urls.TARGETS, listed, renderer.site))
    yield renderer.page(urls.TARGETS, "targets", title, description, views, head=head)
    crumbs = (Link(word("targets"), urls.TARGETS),)
    spots = {urls.indicator(term.id): term.spot for term in corpus.registry.indicators.values()}
    for view in views:
        description = word("indicator-description", name=view.name, places=", ".join(view.places))
        head = jsonld.script(jsonld.indicator(corpus.registry.indicators[view.id], renderer.site))
        yield renderer.page(
            view.url, "indicator", view.name, description, view, crumbs=crumbs, head=head, spot=spots[view.url]
        )
