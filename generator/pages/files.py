"""Every file of the site that is no page: the open data, what stands beside each unit and plan, source texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Protocol

from msgspec import Struct

from generator import urls
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import OF_PLAN, records_of, table_records
from generator.exports.contract import contract
from generator.exports.csv_file import to_csv
from generator.exports.datapackage import to_datapackage
from generator.exports.forms import Finished, in_forms
from generator.exports.inventory import TABLES as INVENTORY
from generator.exports.inventory import to_inventory
from generator.exports.lists import Lists
from generator.exports.memo import count
from generator.exports.origin import Origin
from generator.exports.schema import Schema, inventory_schema, plan_schema, table_schema
from generator.exports.spliced import Spliced
from generator.exports.stratml import stratml
from generator.exports.tasks import task_records
from generator.exports.trees import plan_json
from generator.exports.xlsx_file import to_xlsx
from generator.messages import word
from generator.pages.render import Artifact, Made, Same
from generator.pages.shelved import Noted, Shelves
from generator.plans import Plan
from generator.registry import Unit
from generator.views.common import plan_name

UNIT_LIST = "nghia-vu"
PLAN_TASKS = "nhiem-vu"
CHANGES = "changes"
FORMS = ("json", "csv", "xlsx")


class Before(Protocol):
    """Some files as they stand in the last site, by their paths there."""

    def read(self, path: str) -> bytes | None:
        """What stands there; None where nothing does, or not what was written."""

    def intact(self, path: str) -> bool:
        """Whether the file is there as it was written."""


class _Search(Struct, frozen=True):
    """Those of the search, by their paths below its folder."""

    before: Before

    def read(self, path: str) -> bytes | None:
        return self.before.read(f"{urls.SEARCH}{path}")

    def intact(self, path: str) -> bool:
        return self.before.intact(f"{urls.SEARCH}{path}")


def of_search(
    corpus: Corpus, before: Before | None = None, shelves: Shelves | None = None
) -> Iterator[Artifact | Same]:
    """The files of the search: where there are many plans, most stay as they stand in the last site."""
    from generator.search import site as search  # brings numpy, which a build without this job needs not wait for

    with shelves.of(Noted.NAME) if shelves else nullcontext() as shelf:
        last, notes = _Search(before) if before else None, Noted(shelf) if shelf else None
        for path, packed in search.files(corpus, last, notes):
            whole = f"{urls.SEARCH}{path}"
            yield Same(whole) if packed is None else Artifact(whole, packed)


def of_table(corpus: Corpus, name: str, origin: Origin, shelves: Shelves | None = None) -> Iterator[Artifact]:
    """A table of the open data in each form; from what was kept of each plan, where `shelves` are given."""
    if shelves and name in OF_PLAN:
        with shelves.of(name) as shelf:
            whole = Spliced(corpus, name, origin, shelf)
            forms, number = whole.forms(), whole.count
    else:
        records = [*table_records(corpus, name)]
        number = count(records)
        forms = in_forms(contract().tables[name], records, number, origin)
    yield from _in_forms(urls.data(name).removesuffix(".json"), forms, number)


def datapackage(made: Made, origin: Origin) -> Artifact:
    """The package of all tables, of which the files `made` tell."""
    tables = {name: made[urls.data(name, "csv")] for name in contract().tables}
    flat = {name: (file.size, file.sha256) for name, file in tables.items()}
    return Artifact(urls.DATAPACKAGE, to_datapackage(flat, origin).encode())


def inventory(made: Made, origin: Origin) -> Artifact:
    """What other sites can resolve against, of which the files `made` tell."""
    listed = {name: made[urls.data(name)] for name in INVENTORY}
    told = {name: (file.records or 0, file.size, file.sha256) for name, file in listed.items()}
    return Artifact(urls.INVENTORY, to_inventory(told, origin).encode())


def schemas(site: str) -> Iterator[Artifact]:
    """The JSON Schema of every kind of file."""
    known = contract()
    for name, table in (*known.tables.items(), *((name, known.beside[name]) for name in (UNIT_LIST, CHANGES))):
        yield Artifact(urls.schema(name), _printed(table_schema(table, site)))
    yield Artifact(urls.schema("plan"), _printed(plan_schema(site)))
    yield Artifact(urls.schema("inventory"), _printed(inventory_schema(site)))


def _printed(schema: Schema) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def of_unit(lists: Lists, unit: Unit, origin: Origin) -> Iterator[Artifact]:
    """The unit's list."""
    about = word("unit-file-title", name=unit.full_name)
    number, rows = lists.of(unit)
    address = urls.unit_file(unit.id, UNIT_LIST)
    yield from _in_forms(address, in_forms(contract().beside[UNIT_LIST], rows, number, origin, about))


def _in_forms(address: str, forms: tuple[Finished, ...], records: int | None = None) -> Iterator[Artifact]:
    for form, content in zip(FORMS, forms, strict=True):
        yield Artifact(f"{address}.{form}", content, records)


def of_plan(corpus: Corpus, content: Content, plan: Plan, origin: Origin) -> Iterator[Artifact]:
    """The plan as its editors wrote it, as StratML, as a tree, as a table of its tasks, and its source text."""
    yield Artifact(urls.plan_file(plan.slug, f"{plan.slug}.yaml"), content.written(plan))
    yield Artifact(urls.stratml(plan.slug), stratml(corpus, plan, origin.site))
    yield Artifact(urls.plan_file(plan.slug, "plan.json"), plan_json(corpus, plan, records_of(corpus, plan)))
    about = word("plan-file-title", name=plan_name(corpus, plan))
    address = urls.plan_file(plan.slug, PLAN_TASKS)
    table, records = contract().beside[PLAN_TASKS], task_records(corpus, plan)
    yield Artifact(f"{address}.csv", to_csv(table, records))
    yield Artifact(f"{address}.xlsx", to_xlsx(table, records, origin, about))
    if plan.slug in corpus.fidelity:
        yield Artifact(urls.source(plan.slug), (content.root / plan.source).read_bytes())
