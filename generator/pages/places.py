"""The register of places, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link
from generator.views.places import place_rows, place_views


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/dia-phuong/ and /dia-phuong/<place>/ as of `today`."""
    views = place_views(corpus, today)
    rows, title, description = place_rows(views), word("places"), word("places-description")
    head = jsonld.script(jsonld.register(title, description, urls.PLACES, (row.place for row in rows), renderer.site))
    yield renderer.page(urls.PLACES, "places", title, description, rows, head=head)
    known = {urls.place(place.id): place for place in corpus.registry.localities.values()}
    for view in views:
        description = word("place-description", name=view.name)
        crumbs = (Link(word("places"), urls.PLACES), *view.above)
        head = jsonld.script(jsonld.place(corpus, known[view.url], renderer.site))
        yield renderer.page(
            view.url, "place", view.name, description, view, crumbs=crumbs, head=head, spot=known[view.url].spot
        )
