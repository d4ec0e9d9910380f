"""The indicators, and the page of each with the targets of all plans."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link
from generator.views.targets import indicator_views


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/chi-tieu/ and /chi-tieu/<indicator>/."""
    views = indicator_views(corpus)
    description = word("targets-description", count=len(views))
    yield renderer.page(urls.TARGETS, "targets", word("targets"), description, views)
    crumbs = (Link(word("targets"), urls.TARGETS),)
    spots = {urls.indicator(term.id): term.spot for term in corpus.registry.indicators.values()}
    for view in views:
        description = word("indicator-description", name=view.name, places=", ".join(view.places))
        yield renderer.page(view.url, "indicator", view.name, description, view, crumbs=crumbs, spot=spots[view.url])
