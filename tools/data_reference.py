"""Write the tables of docs/reference/data.md from the contract (generator/exports/contract.yaml).

.venv/bin/python tools/data_reference.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from generator.exports.contract import Table, contract  # noqa: E402
from generator.exports.described import Described, described, shape  # noqa: E402

REFERENCE = ROOT / "docs/reference/data.md"
START, END = "<!-- tables: made by tools/data_reference.py -->\n", "<!-- end of tables -->\n"
TYPES = {
    "date": "date (as precise as known)",
    "day": "date",
    "moment": "date or recurring day",
    "link": "address",
    "address": "address from the site's root",
    "texts": "list of texts",
    "rules": "list of rules",
    "objects": "list of objects",
    "map": "object by name",
}


def reference() -> str:
    """The tables in Markdown."""
    known = contract()
    parts = [_section("rule", "one rule of `due` and `rule`", shape(known.rule))]
    parts += [_section(name, _records(table), described(table)) for name, table in known.tables.items()]
    parts += [_section(name, _records(table), described(table)) for name, table in known.beside.items()]
    return "\n".join(parts)


def _records(table: Table) -> str:
    return f"one record: {table.record}"


def _section(name: str, record: str, fields: Iterable[Described]) -> str:
    rows = "".join(f"| {' | '.join(row)} |\n" for row in map(_row, fields))
    return f"### {name}\n\n{record[0].upper()}{record[1:]}.\n\n| field | type | |\n|---|---|---|\n{rows}"


def _row(item: Described) -> tuple[str, str, str]:
    field = item.field
    kind = TYPES.get(field.type, field.type) + (" or null" if field.optional else "")
    return f"`{item.path}`", kind, "; ".join(_remarks(item))


def _remarks(item: Described) -> Iterator[str]:
    if item.field.ref:
        yield f"id in {item.field.ref}"
    if item.field.values:
        yield ", ".join(f"`{code}`" for code in item.field.values)
    if item.field.keys:
        yield f"of {', '.join(f'`{key}`' for key in item.field.keys)}"
    if item.field.note:
        yield item.field.note
    if item.columns:
        yield f"CSV: {', '.join(f'`{column}`' for column in item.columns)}"


def renewed(text: str) -> str:
    """The document with its tables as the contract has them now."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{reference()}\n{END}{after}"


if __name__ == "__main__":
    REFERENCE.write_text(renewed(REFERENCE.read_text(encoding="utf-8")), encoding="utf-8")
