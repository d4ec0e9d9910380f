"""The units by place and the page of each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages import named
from generator.pages.job import Job, page_job, pages_of
from generator.pages.known import Known, known_of
from generator.pages.render import Page, Renderer, feed_link, told
from generator.registry import Unit
from generator.views.common import Link, sentence_case
from generator.views.downloads import Download, downloads
from generator.views.parts import Sheet
from generator.views.registers import place_units
from generator.views.unit import UnitView
from generator.views.units import UnitsView, units_view
from generator.views.work import Line, WorkRows
from generator.views.work_parts import unit_sheets

FILES = (
    ("duties-xlsx", "nghia-vu.xlsx"),
    ("duties-csv", "nghia-vu.csv"),
    ("duties-json", "nghia-vu.json"),
)
"""What a unit's page offers to take away, as far as it is made: what it is, and the file's name beside the page."""


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/don-vi/ and /don-vi/<unit>/."""
    yield from pages_of(jobs(corpus, renderer, today, known_of(corpus)))
    rows = WorkRows(corpus)
    for key in sorted(corpus.registry.units):
        yield from of_unit(rows, renderer, corpus.registry.units[key], today)


def jobs(corpus: Corpus, renderer: Renderer, _today: str, _known: Known) -> Iterator[Job]:
    """/don-vi/, which tells of numbers alone."""
    shown = units_view(corpus, place_units(corpus))
    yield page_job(urls.UNITS, partial(_register, renderer, shown), (), shown)


def _register(renderer: Renderer, shown: UnitsView) -> Page:
    title, description = word("units"), word("units-description")
    listed = [row.unit for group in shown.places for row in (*group.units, *group.collectives)]
    listed += [line.place for line in shown.lines]
    head = jsonld.script(jsonld.register(title, description, urls.UNITS, listed, renderer.site))
    return renderer.page(urls.UNITS, "units", title, description, shown, head=head)


def of_unit(rows: WorkRows, renderer: Renderer, unit: Unit, today: str) -> Iterator[Page]:
    """/don-vi/<unit>/, and /don-vi/<unit>/<year>/ where its list is long."""
    corpus = rows.corpus
    place = Link(sentence_case(corpus.registry.localities[unit.place].name), urls.place(unit.place))
    crumbs = (Link(word("units"), urls.UNITS), place)
    for sheet, view in unit_sheets(rows, unit, today):
        if sheet.part is None:
            yield _whole(corpus, renderer, unit, view, crumbs)
        else:
            yield _part(corpus, renderer, unit, sheet, view, crumbs)


def _whole(corpus: Corpus, renderer: Renderer, unit: Unit, view: UnitView, crumbs: tuple[Link, ...]) -> Page:
    """The unit's own page."""
    address = urls.unit(unit.id)
    return renderer.page(
        address,
        "unit",
        unit.full_name,
        word("unit-description", name=unit.full_name),
        replace(view, downloads=_downloads(corpus, unit, renderer)),
        crumbs=crumbs,
        head=jsonld.script(jsonld.unit(corpus, unit, renderer.site))
        + feed_link(urls.feed(), word("feed-unit-link", name=unit.full_name)),
        image=urls.picture(address),
        sources=_sources(corpus, unit),
        spot=unit.spot,
    )


def _part(
    corpus: Corpus, renderer: Renderer, unit: Unit, sheet: Sheet[Line], view: UnitView, crumbs: tuple[Link, ...]
) -> Page:
    """A page of a part of a unit's list."""
    title, description, crumbs = told(sheet, unit.full_name, word("unit-description", name=unit.full_name), crumbs)
    plans = sorted({line.plan.slug for line in sheet.items})
    return renderer.page(
        sheet.address,
        "unit",
        title,
        description,
        view,
        crumbs=crumbs,
        head=jsonld.script(jsonld.page(title, description, sheet.address, renderer.site)),
        sources=(unit.spot.path, *_files(corpus, plans)),
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
    return (unit.spot.path, *_files(corpus, sorted(named.of_unit(corpus, unit))))


def _files(corpus: Corpus, plans: Sequence[str]) -> Iterator[str]:
    """The files of plans, and of what was reported of them."""
    yield from (corpus.plan_by_slug[slug].path for slug in plans)
    yield from (corpus.update_files[slug] for slug in plans if slug in corpus.update_files)
