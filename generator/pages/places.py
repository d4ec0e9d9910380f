"""The register of places, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer, told
from generator.views.common import Link
from generator.views.places import place_rows, place_sheets
from generator.views.units import MOST_PLACES


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/dia-phuong/ and /dia-phuong/<place>/ as of `today`."""
    made = tuple(place_sheets(corpus, today))
    rows = place_rows(view for sheet, view in made if sheet.part is None)
    if len(rows) > MOST_PLACES:
        rows = tuple(row for row in rows if row.depth <= 1)
    title, description = word("places"), word("places-description")
    head = jsonld.script(jsonld.register(title, description, urls.PLACES, (row.place for row in rows), renderer.site))
    yield renderer.page(urls.PLACES, "places", title, description, rows, head=head)
    known = {urls.place(place.id): place for place in corpus.registry.localities.values()}
    for sheet, view in made:
        place = known[view.url]
        above = (Link(word("places"), urls.PLACES), *view.above)
        title, description, crumbs = told(sheet, view.name, word("place-description", name=view.name), above)
        about = jsonld.place(corpus, place, renderer.site)
        if sheet.part:
            about = jsonld.page(title, description, sheet.address, renderer.site)
        head = jsonld.script(about)
        yield renderer.page(sheet.address, "place", title, description, view, crumbs=crumbs, head=head, spot=place.spot)
