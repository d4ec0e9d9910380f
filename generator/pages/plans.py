"""The register of plans and the page of each plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.job import Job, page_job, pages_of
from generator.pages.known import Known, known_of
from generator.pages.render import Heading, Page, Renderer, feed_link, told
from generator.plans import Plan
from generator.problems import Place
from generator.views import weights
from generator.views.common import Link, plan_name, sentence_case
from generator.views.downloads import Download, downloads
from generator.views.parts import Sheet, Split, dated, sheets
from generator.views.plan import PlanView, plan_view
from generator.views.registers import PlanRow, newest, plan_row
from generator.views.timeline import MOST, TimelineView, timeline_view

FILES = (
    ("tasks-xlsx", "nhiem-vu.xlsx"),
    ("tasks-csv", "nhiem-vu.csv"),
    ("plan-json", "plan.json"),
    ("plan-stratml", "plan.stratml.xml"),
)
"""What a plan's page offers to take away, as far as it is made: what it is, and the file's name beside the page."""
SOURCE = ("plan-source", "nguon.txt")


class PlansView(Struct, frozen=True):
    """The register of plans, and their periods as a picture while these are few enough to be compared."""

    rows: tuple[PlanRow, ...]
    timeline: TimelineView | None
    split: Split | None


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/ke-hoach/, /ke-hoach/nam/<year>/ where plans are many, and /ke-hoach/<plan>/."""
    yield from pages_of(jobs(corpus, renderer, today, known_of(corpus)))
    for plan in corpus.plans:
        yield of_plan(corpus, renderer, plan)


def of_plan(corpus: Corpus, renderer: Renderer, plan: Plan) -> Page:
    """/ke-hoach/<plan>/."""
    place = corpus.registry.locality(plan.place)
    above = (Link(sentence_case(place.name), urls.place(place.id)),) if place else ()
    crumbs = (Link(word("plans"), urls.PLANS), *above)
    shown = replace(plan_view(corpus, plan), downloads=_downloads(plan, renderer))
    counts = {"duties": len(shown.assignments), "targets": len(shown.targets)}
    description = word("plan-description", title=shown.title, **counts)
    address, title = urls.plan(plan.slug), plan_name(corpus, plan)
    outline = tuple(_outline(shown))
    return renderer.page(
        address,
        "plan",
        title,
        description,
        shown,
        crumbs=crumbs,
        outline=outline,
        head=jsonld.script(jsonld.plan(corpus, plan, renderer.site))
        + feed_link(urls.feed(), word("feed-plan-link", name=title)),
        image=urls.picture(address),
        sources=(plan.path, *([results] if (results := corpus.update_files.get(plan.slug)) else [])),
        spot=Place(plan.path),
        lines={clause.id: plan.spot(*clause.at).line for clause in plan.clauses},
    )


def jobs(corpus: Corpus, renderer: Renderer, _today: str, _known: Known) -> Iterator[Job]:
    """/ke-hoach/ and its years: a page tells of the plans on it."""
    listed = sheets(
        newest(corpus.plans),
        lambda plan: weights.plan_row(plan.title),
        urls.PLANS,
        dated(lambda plan: plan.day),
        below=urls.of_years(urls.PLANS),
    )
    for sheet in listed:
        make = partial(_register, corpus, renderer, sheet)
        yield page_job(sheet.address, make, (plan.slug for plan in sheet.items), sheet.split)


def _register(corpus: Corpus, renderer: Renderer, sheet: Sheet[Plan]) -> Page:
    described = word("plans-description", count=len(sheet.items))
    title, description, crumbs = told(sheet, word("plans"), described)
    whole = sheet.split is None and len(sheet.items) <= MOST
    rows = tuple(plan_row(corpus, plan) for plan in sheet.items)
    view = PlansView(rows, timeline_view(corpus) if whole else None, sheet.split)
    head = jsonld.script(jsonld.register(title, description, sheet.address, (row.plan for row in rows), renderer.site))
    return renderer.page(sheet.address, "plans", title, description, view, crumbs=crumbs, head=head)


def _downloads(plan: Plan, renderer: Renderer) -> tuple[Download, ...]:
    written = ("plan-yaml", f"{plan.slug}.yaml")
    offered = ((kind, urls.plan_file(plan.slug, name)) for kind, name in (*FILES, written, SOURCE))
    return downloads(offered, renderer.sizes)


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
    if view.downloads:
        yield Heading("tai-ve", word("part-tai-ve"), 2)
