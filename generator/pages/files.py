"""Every file of the site that is no page: the open data, what stands beside each unit and plan, source texts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Protocol

from generator import urls
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import OF_PLAN, records_of, table_records, to_json
from generator.exports.contract import Record, Table, contract
from generator.exports.csv_file import to_csv
from generator.exports.datapackage import to_datapackage
from generator.exports.inventory import TABLES as INVENTORY
from generator.exports.inventory import to_inventory
from generator.exports.memo import Alike, Records
from generator.exports.origin import Origin
from generator.exports.schema import Schema, inventory_schema, plan_schema, table_schema
from generator.exports.spliced import Shelf, Spliced
from generator.exports.stratml import stratml
from generator.exports.tasks import task_records, unit_task_records
from generator.exports.trees import plan_json
from generator.exports.xlsx_file import to_xlsx, write_xlsx, xlsx_rows
from generator.messages import word
from generator.pages.render import Artifact, Made
from generator.plans import Plan
from generator.registry import Unit
from generator.views.common import plan_name

if TYPE_CHECKING:
    from generator.search.site import Read

UNIT_LIST = "nghia-vu"
PLAN_TASKS = "nhiem-vu"
CHANGES = "changes"
PIECE = 1 << 20
"""Bytes of a piece of a finished file."""


def of_search(corpus: Corpus, before: Read | None = None) -> Iterator[Artifact]:
    """The files of the search. `before` reads it as it was built last: most can stay where there are many plans."""
    from generator.search import site as search  # brings numpy, which a build without this job needs not wait for

    for path, packed in search.files(corpus, before):
        yield Artifact(f"{urls.SEARCH}{path}", packed)


class Shelves(Protocol):
    """The rows of tables that were kept, by the name of the table."""

    def of(self, table: str) -> AbstractContextManager[Shelf]:
        """The rows of one of OF_PLAN."""


def of_table(corpus: Corpus, name: str, origin: Origin, shelves: Shelves | None = None) -> Iterator[Artifact]:
    """A table of the open data in each form; from what was kept of each plan, where `shelves` are given."""
    if shelves and name in OF_PLAN:
        with shelves.of(name) as shelf:
            whole = Spliced(corpus, name, origin, shelf)
            yield Artifact(urls.data(name), whole.json, whole.count)
            yield Artifact(urls.data(name, "csv"), whole.csv, whole.count)
            yield Artifact(urls.data(name, "xlsx"), partial(_filed, whole), whole.count)
        return
    table, records = contract().tables[name], table_records(corpus, name)
    count = sum(len(item.values) if isinstance(item, Alike) else 1 for item in records)
    yield Artifact(urls.data(name), to_json(records).encode(), count)
    yield Artifact(urls.data(name, "csv"), to_csv(table, records), count)
    yield Artifact(urls.data(name, "xlsx"), _workbook(table, records, count, origin), count)


def _filed(whole: Spliced) -> Iterator[bytes]:
    """The spreadsheet in pieces: its archive is written to and fro."""
    with TemporaryFile() as held:
        whole.write_xlsx(held)
        held.seek(0)
        yield from iter(partial(held.read, PIECE), b"")


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


def of_unit(corpus: Corpus, unit: Unit, origin: Origin) -> Iterator[Artifact]:
    """The unit's list."""
    about = word("unit-file-title", name=unit.full_name)
    rows = unit_task_records(corpus, unit)
    address = urls.unit_file(unit.id, UNIT_LIST)
    yield Artifact(f"{address}.json", to_json(rows).encode())
    yield from _spreadsheets(address, contract().beside[UNIT_LIST], rows, origin, about)


def _workbook(table: Table, records: Records, count: int, origin: Origin, about: str = "") -> bytes:
    held = io.BytesIO()
    write_xlsx(held, table, xlsx_rows(table, records, origin), count, origin, about)
    return held.getvalue()


def _spreadsheets(address: str, table: Table, rows: list[Record], origin: Origin, about: str) -> Iterator[Artifact]:
    yield Artifact(f"{address}.csv", to_csv(table, rows))
    yield Artifact(f"{address}.xlsx", to_xlsx(table, rows, origin, about))


def of_plan(corpus: Corpus, content: Content, plan: Plan, origin: Origin) -> Iterator[Artifact]:
    """The plan as its editors wrote it, as StratML, as a tree, as a table of its tasks, and its source text."""
    written = content.root / PurePosixPath(plan.path).relative_to(content.label)
    yield Artifact(urls.plan_file(plan.slug, f"{plan.slug}.yaml"), written.read_bytes())
    yield Artifact(urls.stratml(plan.slug), stratml(corpus, plan, origin.site))
    yield Artifact(urls.plan_file(plan.slug, "plan.json"), plan_json(corpus, plan, records_of(corpus, plan)).encode())
    about = word("plan-file-title", name=plan_name(corpus, plan))
    address = urls.plan_file(plan.slug, PLAN_TASKS)
    yield from _spreadsheets(address, contract().beside[PLAN_TASKS], task_records(corpus, plan), origin, about)
    if plan.slug in corpus.fidelity:
        yield Artifact(urls.source(plan.slug), (content.root / plan.file.source.file).read_bytes())
