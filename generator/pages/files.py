"""Every file of the site that is no page: the open data, what stands beside each unit and plan, source texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import Protocol

from msgspec import Struct

from generator import urls
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import OF_PLAN, records_of, table_records
from generator.exports.archive import Span
from generator.exports.blocks import Passing
from generator.exports.contract import contract
from generator.exports.csv_file import to_csv
from generator.exports.datapackage import to_datapackage
from generator.exports.documents import document_records
from generator.exports.forms import Finished, in_forms
from generator.exports.inventory import TABLES as INVENTORY
from generator.exports.inventory import to_inventory
from generator.exports.lists import Lists
from generator.exports.memo import count
from generator.exports.origin import Origin
from generator.exports.pieces import Former, Read
from generator.exports.schema import Schema, inventory_schema, plan_schema, table_schema
from generator.exports.spliced import Spliced
from generator.exports.stratml import stratml
from generator.exports.tasks import task_records
from generator.exports.trees import plan_json
from generator.exports.xlsx_file import to_xlsx
from generator.messages import word
from generator.pages.render import Artifact, Made, Same
from generator.pages.shelved import Noted, Shelves, kept_citing
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

    def found(self, path: str) -> tuple[Read, bytes] | None:
        """What reads parts of the file, and its SHA-256; None where it is not there as it was written."""


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

    last, notes = _Search(before) if before else None, Noted.of(shelves) if shelves else None
    for path, packed in search.files(corpus, last, notes):
        whole = f"{urls.SEARCH}{path}"
        yield Same(whole) if packed is None else Artifact(whole, packed)
    if notes:
        notes.keep()


def of_table(
    corpus: Corpus, name: str, origin: Origin, shelves: Shelves | None = None, before: Before | None = None
) -> Iterator[Artifact | Same]:
    """A table of the open data in each form; from what was kept of each plan, and from the files of the last site."""
    if name in OF_PLAN:
        with shelves.of(name) if shelves else nullcontext() as shelf:
            known = Known(name, shelves, before)
            yield from known.outputs(Spliced(name, origin, shelf or Passing(corpus, name, origin.site), known.formers))
        return
    records = document_records(corpus, kept_citing(shelves)) if name == "documents" else [*table_records(corpus, name)]
    forms = in_forms(contract().tables[name], records, number := count(records), origin)
    yield from _in_forms(urls.data(name).removesuffix(".json"), forms, number)


class Known:
    """What is known of the files of a table in the last site: by form its SHA-256, its key, where its pieces stand."""

    def __init__(self, name: str, shelves: Shelves | None, before: Before | None) -> None:
        self._name, self._shelves = name, shelves
        self._told: dict[str, tuple[bytes, bytes, Mapping[bytes, Span]]] = {}
        self.formers: dict[str, Former] = {}
        last = shelves.recall(name) if shelves and before else None
        for form, (hash_, key, spans) in (last or {}).items():
            place = before.found(urls.data(name, form)) if before else None
            if place and place[1] == hash_:
                self._told[form], self.formers[form] = (hash_, key, spans), Former(place[0], spans)

    def outputs(self, table: Spliced) -> Iterator[Artifact | Same]:
        """The files of the table as it is now; what is known of them is kept then."""
        now: dict[str, tuple[bytes, bytes, Mapping[bytes, Span]]] = {}
        for form in FORMS:
            path, made = urls.data(self._name, form), table.form(form)
            if form in self._told and self._told[form][1] == made.key:
                now[form] = self._told[form]
                yield Same(path, table.count)
            else:
                hashes: list[bytes] = []
                yield Artifact(path, made.make(), table.count, hashes.append)
                if hashes:
                    now[form] = hashes[0], made.key, made.spans()
        if self._shelves:
            self._shelves.remember(self._name, now)


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
