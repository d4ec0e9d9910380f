"""The units by place and the page of each unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages import named
from generator.pages.render import Page, Renderer, feed_link
from generator.registry import Unit
from generator.views.common import Link, sentence_case
from generator.views.downloads import Download, downloads
from generator.views.registers import place_units
from generator.views.unit import unit_view

FILES = (
    ("duties-xlsx", "nghia-vu.xlsx"),
    ("duties-csv", "nghia-vu.csv"),
    ("duties-json", "nghia-vu.json"),
)
"""What a unit's page offers to take away, as far as it is made: what it is, and the file's name beside the page."""


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/don-vi/ and /don-vi/<unit>/."""
    yield from register(corpus, renderer)
    for key in sorted(corpus.registry.units):
        yield from of_unit(corpus, renderer, corpus.registry.units[key], today)


def register(corpus: Corpus, renderer: Renderer) -> Iterator[Page]:
    """/don-vi/."""
    groups, title, description = place_units(corpus), word("units"), word("units-description")
    listed = (row.unit for group in groups for row in (*group.units, *group.collectives))
    head = jsonld.script(jsonld.register(title, description, urls.UNITS, listed, renderer.site))
    yield renderer.page(urls.UNITS, "units", title, description, groups, head=head)


def of_unit(corpus: Corpus, renderer: Renderer, unit: Unit, today: str) -> Iterator[Page]:
    """/don-vi/<unit>/ as of `today`."""
    places = corpus.registry.localities
    place = Link(sentence_case(places[unit.place].name), urls.place(unit.place))
    description = word("unit-description", name=unit.full_name)
    crumbs = (Link(word("units"), urls.UNITS), place)
    view = replace(unit_view(corpus, unit, today), downloads=_downloads(corpus, unit, renderer))
    yield renderer.page(
        urls.unit(unit.id),
        "unit",
        unit.full_name,
        description,
        view,
        crumbs=crumbs,
        head=jsonld.script(jsonld.unit(corpus, unit, renderer.site))
        + feed_link(urls.feed(), word("feed-unit-link", name=unit.full_name)),
        image=urls.picture(urls.unit(unit.id)),
        sources=_sources(corpus, unit),
        spot=unit.spot,
    )


def _downloads(corpus: Corpus, unit: Unit, renderer: Renderer) -> tuple[Download, ...]:
    """What lies beside the page; nothing while the unit's list is empty."""
    groups = (corpus.duties_of_unit, corpus.reports_owed, corpus.reports_received)
    if not any(unit.id in group for group in groups):
        return ()
    return downloads(((kind, urls.unit_file(unit.id, name)) for kind, name in FILES), renderer.sizes)


def _sources(corpus: Corpus, unit: Unit) -> tuple[str, ...]:
    """Its register, the plans that tell of it, and what was reported of these."""
    plans = named.of_unit(corpus, unit)
    told = (corpus.update_files[slug] for slug in sorted(plans) if slug in corpus.update_files)
    return (unit.spot.path, *(corpus.plan_by_slug[slug].path for slug in sorted(plans)), *told)
