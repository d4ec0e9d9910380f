"""The indicators, and the page of each with the targets of all plans."""

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
from generator.views.common import Link
from generator.views.excerpts import Excerpts
from generator.views.indicators import TargetsView, Used, register, used_indicators, with_targets
from generator.views.targets import indicator_sheets, indicator_view

NAMED = 10
"""Places that the description of an indicator's page names."""


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/chi-tieu/ and /chi-tieu/<indicator>/."""
    return pages_of(jobs(corpus, renderer, today, known_of(corpus)))


def jobs(corpus: Corpus, renderer: Renderer, _today: str, known: Known) -> Iterator[Job]:
    """The pages of an indicator are made together: on which page a target stands follows from all of them."""
    used = used_indicators(corpus, known.gists)
    count = len({aim.indicator for gist in known.gists.values() for aim in gist.aims})
    for address, view in register(corpus, used):
        plans = named.with_reported(corpus, {slug for each in used for slug in each.plans}) if view.listed else ()
        make = partial(_register, known.excerpts, renderer, address, view, used, count)
        yield page_job(address, make, plans, view, count)
    for each in used:
        of = named.with_reported(corpus, set(each.plans))
        make_all = partial(_indicator, known.excerpts, renderer, each)
        yield Job(f"indicator {each.term.id}", make_all, tuple(sorted(of)))


def _register(
    excerpts: Excerpts, renderer: Renderer, address: str, view: TargetsView, used: tuple[Used, ...], count: int
) -> Page:
    title = word("targets-of-place", place=view.place) if view.place else word("targets")
    crumbs = (Link(word("targets"), urls.TARGETS),) if view.place else ()
    description = word("targets-description", count=len(view.indicators) if view.place else count)
    listed = [Link(indicator.name, indicator.url) for indicator in view.indicators]
    about = jsonld.glossary(title, description, address, listed, renderer.site)
    if view.places:
        links = (Link(part.name, part.url) for part in view.places)
        about = jsonld.register(title, description, address, links, renderer.site)
    shown = with_targets(excerpts, view, used) if view.listed else view
    return renderer.page(address, "targets", title, description, shown, crumbs=crumbs, head=jsonld.script(about))


def _indicator(excerpts: Excerpts, renderer: Renderer, used: Used) -> Iterator[Page]:
    term, whole = used.term, indicator_view(excerpts, used.term, used.plans)
    shown = ", ".join(whole.places[:NAMED]) + (", …" if len(whole.places) > NAMED else "")
    described = word("indicator-description", name=term.name, places=shown)
    for sheet, view in indicator_sheets(excerpts.corpus, whole, used.plans):
        title, description, crumbs = told(sheet, term.name, described, (Link(word("targets"), urls.TARGETS),))
        about = jsonld.indicator(term, renderer.site)
        if sheet.part:
            about = jsonld.page(title, description, sheet.address, renderer.site)
        head = jsonld.script(about)
        yield renderer.page(
            sheet.address, "indicator", title, description, view, crumbs=crumbs, head=head, spot=term.spot
        )
