"""The units by place and the page of each unit."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link, sentence_case
from generator.views.registers import place_units
from generator.views.unit import unit_view


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/don-vi/ and /don-vi/<unit>/."""
    yield renderer.page(urls.UNITS, "units", word("units"), word("units-description"), place_units(corpus))
    places = corpus.registry.localities
    for key in sorted(corpus.registry.units):
        unit = corpus.registry.units[key]
        place = Link(sentence_case(places[unit.place].name), f"{urls.UNITS}#{unit.place}")
        description = word("unit-description", name=unit.full_name)
        crumbs = (Link(word("units"), urls.UNITS), place)
        view = unit_view(corpus, unit)
        yield renderer.page(urls.unit(unit.id), "unit", unit.full_name, description, view, crumbs=crumbs)
