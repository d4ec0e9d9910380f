"""Corpus → finished pages and files, as plain values: who hosts them is not decided here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import urls
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import TABLES, to_json
from generator.messages import word
from generator.views.common import Link, plan_name, sentence_case
from generator.views.plan import PlanView, plan_view
from generator.views.registers import document_views, home_view, place_units, plan_rows
from generator.views.unit import unit_view


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's outline."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page. `address` ends with a slash and counts from the site's root; `html` is the body."""

    address: str
    kind: str
    title: str
    description: str
    html: str
    crumbs: tuple[Link, ...] = ()
    outline: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file that is not a page."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file as the page of open data lists it."""

    name: str
    url: str
    count: int


def environment(templates: Path) -> Environment:
    """The templates' environment: what a template misses is an error, what it prints is escaped."""
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Renderer:
    """Prints views with the project's templates."""

    env: Environment

    def page(self, address: str, kind: str, title: str, description: str, view: Any, **more: Any) -> Page:
        html = self.env.get_template(f"pages/{kind}.html").render(view=view, root=urls.to_root(address))
        return Page(address, kind, title, description, html, **more)


def site_pages(corpus: Corpus, templates: Path, today: str) -> Iterator[Page]:
    """Every generated page of the site, as of `today` (ISO)."""
    renderer = Renderer(environment(templates))
    yield renderer.page(urls.HOME, "home", word("site-name"), word("home-description"), home_view(corpus, today))
    rows = plan_rows(corpus)
    yield renderer.page(urls.PLANS, "plans", word("plans"), word("plans-description", count=len(rows)), rows)
    yield from _plans(corpus, renderer)
    yield renderer.page(urls.UNITS, "units", word("units"), word("units-description"), place_units(corpus))
    yield from _units(corpus, renderer)
    documents = document_views(corpus)
    yield renderer.page(urls.DOCUMENTS, "documents", word("documents"), word("documents-description"), documents)
    crumbs = (Link(word("documents"), urls.DOCUMENTS),)
    for view in documents:
        description = word("document-description", name=view.name, title=view.title)
        yield renderer.page(view.url, "document", view.name, description, view, crumbs=crumbs)
    yield renderer.page(urls.DATA, "data", word("data"), word("data-description"), data_files(corpus))


def _plans(corpus: Corpus, renderer: Renderer) -> Iterator[Page]:
    crumbs = (Link(word("plans"), urls.PLANS),)
    for plan in corpus.plans:
        view = plan_view(corpus, plan)
        description = word(
            "plan-description", title=view.title, duties=len(view.assignments), targets=len(view.targets)
        )
        yield renderer.page(
            urls.plan(plan.slug),
            "plan",
            plan_name(corpus, plan),
            description,
            view,
            crumbs=crumbs,
            outline=tuple(_outline(view)),
        )


def _outline(view: PlanView) -> Iterator[Heading]:
    """The outline of a plan's page: its parts, and the sections of the text."""
    parts = (
        ("tom-luoc", True), ("chi-tieu", view.targets), ("phan-cong", view.assignments),
        ("chua-ro-don-vi", view.open_tasks), ("bao-cao", view.reports), ("toan-van", True),
    )  # fmt: skip
    for anchor, shown in parts:
        if shown:
            yield Heading(anchor, word(f"part-{anchor}"), 2)
    for line in (*view.text, *view.annexes):
        if line.level == 0:
            yield Heading(line.id, " ".join(part for part in (line.label, line.title) if part), 3)
    yield Heading("van-ban", word("part-van-ban"), 2)
    if view.notes:
        yield Heading("ghi-chu", word("part-ghi-chu"), 2)
    yield Heading("trung-thuc", word("part-trung-thuc"), 2)


def _units(corpus: Corpus, renderer: Renderer) -> Iterator[Page]:
    places = corpus.registry.localities
    for key in sorted(corpus.registry.units):
        unit = corpus.registry.units[key]
        place = Link(sentence_case(places[unit.place].name), f"{urls.UNITS}#{unit.place}")
        description = word("unit-description", name=unit.full_name)
        yield renderer.page(
            urls.unit(unit.id),
            "unit",
            unit.full_name,
            description,
            unit_view(corpus, unit),
            crumbs=(Link(word("units"), urls.UNITS), place),
        )


def data_files(corpus: Corpus) -> tuple[DataFile, ...]:
    return tuple(DataFile(name, urls.data(name), len(make(corpus))) for name, make in TABLES.items())


def site_files(corpus: Corpus, content: Content) -> Iterator[Artifact]:
    """Every generated file: the data, and each plan's source text as received."""
    for name, make in TABLES.items():
        yield Artifact(urls.data(name), to_json(make(corpus)).encode())
    for plan in corpus.plans:
        if plan.slug in corpus.fidelity:
            yield Artifact(urls.source(plan.slug), (content.root / plan.file.source.file).read_bytes())
