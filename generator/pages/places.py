"""The register of places, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages import named
from generator.pages.job import Job, page_job, pages_of
from generator.pages.known import Known, known_of
from generator.pages.render import Page, Renderer, told
from generator.registry import Locality
from generator.views.common import Link
from generator.views.parts import Sheet
from generator.views.places import PlaceRow, Places, PlanLine
from generator.views.registers import place_units
from generator.views.units import MOST_PLACES


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/dia-phuong/ and /dia-phuong/<place>/ as of `today`."""
    return pages_of(jobs(corpus, renderer, today, known_of(corpus)))


def jobs(corpus: Corpus, renderer: Renderer, today: str, known: Known) -> Iterator[Job]:
    """A page tells of the plans on it, of the day only how many of their deadlines have passed; of units numbers."""
    places = Places(known.excerpts, known.gists, place_units(corpus))
    rows = places.rows()
    if len(rows) > MOST_PLACES:
        rows = tuple(row for row in rows if row.depth <= 1)
    yield page_job(urls.PLACES, partial(_register, renderer, rows), (), rows)
    for place in places.ordered:
        for sheet in places.sheets(place):
            plans = named.with_reported(corpus, {line.plan.slug for line in sheet.items})
            passed = sum(due.day < today for line in sheet.items for due in line.gist.days)
            units = None if sheet.part else places.units.get(place.id)
            make = partial(_place, renderer, places, place, sheet, today)
            yield page_job(sheet.address, make, plans, sheet.split, passed, units, places.tabled)


def _register(renderer: Renderer, rows: tuple[PlaceRow, ...]) -> Page:
    title, description = word("places"), word("places-description")
    head = jsonld.script(jsonld.register(title, description, urls.PLACES, (row.place for row in rows), renderer.site))
    return renderer.page(urls.PLACES, "places", title, description, rows, head=head)


def _place(renderer: Renderer, places: Places, place: Locality, sheet: Sheet[PlanLine], today: str) -> Page:
    view = places.view(place, sheet, today)
    above = (Link(word("places"), urls.PLACES), *view.above)
    title, description, crumbs = told(sheet, view.name, word("place-description", name=view.name), above)
    about = jsonld.place(places.corpus, place, renderer.site)
    if sheet.part:
        about = jsonld.page(title, description, sheet.address, renderer.site)
    head = jsonld.script(about)
    return renderer.page(sheet.address, "place", title, description, view, crumbs=crumbs, head=head, spot=place.spot)
