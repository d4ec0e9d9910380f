"""The page of open data: every file, its fields, how to use and to follow them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.exports.contract import Table, contract
from generator.exports.described import Described, described, shape
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.downloads import Download, downloads

FORMS = ("xlsx", "csv", "json")


class TableView(Struct, frozen=True):
    """A table of the open data: its files with their sizes, how many records, what they hold."""

    name: str
    title: str
    row: str
    count: int | None
    files: tuple[Download, ...]
    fields: tuple[Described, ...]
    schema: str


class DataView(Struct, frozen=True):
    """The page. `site` is the site's address, "" where it is not known; `feed` and `calendar` where there are such."""

    site: str
    tables: tuple[TableView, ...]
    beside: tuple[TableView, ...]
    rule: tuple[Described, ...]
    package: str
    plan_schema: str
    feed: str | None
    calendar: str | None


def pages(_corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/du-lieu/."""
    known, made = contract(), renderer.made
    tables = tuple(_table(table, renderer) for table in known.tables.values())
    view = DataView(
        site=renderer.site,
        tables=tables,
        beside=tuple(_table(table, renderer) for table in known.beside.values()),
        rule=shape(known.rule),
        package=urls.DATAPACKAGE,
        plan_schema=urls.schema("plan"),
        feed=urls.FEED if urls.FEED in made else None,
        calendar=urls.CALENDAR if urls.CALENDAR in made else None,
    )
    head = jsonld.script(jsonld.catalog(((table.name, urls.data(table.name)) for table in tables), renderer.site))
    yield renderer.page(urls.DATA, "data", word("data"), word("data-description"), view, head=head)


def _table(table: Table, renderer: Renderer) -> TableView:
    offered = ((form, urls.data(table.name, form)) for form in FORMS)
    files, told = downloads(offered, renderer.sizes), renderer.made.get(urls.data(table.name))
    count = told.records if told else None
    return TableView(table.name, table.title, table.row, count, files, described(table), urls.schema(table.name))
