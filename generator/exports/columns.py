"""Records as rows of plain cells: what CSV, XLSX and the Data Package have in common.

A list of texts is one cell; `rules` are the first rule's kind, last day and words, and the words of the others; an
object has a column for each of its fields, a list of objects too, its values side by side in one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.exports.contract import Field, Record, Table, contract

Cell = str | int | float | bool | tuple[str | None, ...] | None
"""A tuple holds several texts."""

SEPARATOR = "; "
"""Between the texts of one cell."""
FIRST_RULE = ("kind", "last_day", "printed")


class Column(Struct, frozen=True):
    """A column of a flat table: `cell` makes it from the value of one field (`of`) of a record.

    `field` says its type, title and meaning. `many`: the cell is a tuple.
    """

    name: str
    field: Field
    many: bool
    of: str
    cell: Callable[[Any], Cell]

    def read(self, record: Record) -> Cell:
        """The column's cell of a record."""
        return self.cell(record[self.of])


def columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table in the order of its fields."""
    return _columns(table.name, table.of)


@cache
def _columns(name: str, of: str | None) -> tuple[Column, ...]:
    tables = contract().beside if of else contract().tables
    return tuple(column for field in tables[name].fields for column in _of(field))


def runs(shown: Iterable[Column]) -> tuple[tuple[str, tuple[Column, ...]], ...]:
    """Columns side by side that are made from one field, with the field's name."""
    return tuple((of, tuple(mine)) for of, mine in groupby(shown, lambda column: column.of))


def joined(values: tuple[str | None, ...], words: Mapping[str, str] | None = None) -> str:
    """Several texts as one; codes as the `words` for them, where given."""
    return SEPARATOR.join((words or {}).get(value or "", value or "") for value in values)


def _of(field: Field) -> Iterator[Column]:
    name = field.name
    match field.type:
        case "texts":
            yield Column(name, field, True, name, tuple)
        case "rules":
            yield from _rules(field)
        case "object":
            for inner in field.fields:
                yield Column(f"{name}_{inner.name}", _within(field, inner), False, name, itemgetter(inner.name))
        case "objects":
            for inner in field.fields:
                yield Column(f"{name}_{inner.name}", _within(field, inner), True, name, _values(inner.name))
        case "map":
            key = contract().key
            yield Column(f"{name}_{key.name}", _within(field, key), True, name, tuple)
            for inner in field.fields:
                yield Column(f"{name}_{inner.name}", _within(field, inner), True, name, _mapped(inner.name))
        case _:
            yield Column(name, field, False, name, _itself)


def _rules(field: Field) -> Iterator[Column]:
    name = field.name
    for inner in contract().rule:
        if inner.name in FIRST_RULE:
            shown = replace(_within(field, inner), optional=True)
            yield Column(f"{name}_{inner.name}", shown, False, name, _first(inner.name))
    more = _within(field, contract().more)
    yield Column(f"{name}_more", more, True, name, _further)


def _within(field: Field, inner: Field) -> Field:
    """The inner field under the outer's title, set aside with it."""
    title = f"{field.title}: {inner.title}"
    return replace(inner, title=title, note=inner.note or field.note, aside=inner.aside or field.aside)


def _itself(value: Any) -> Cell:
    plain: Cell = value
    return plain


def _values(inner: str) -> Callable[[Any], Cell]:
    return lambda items: tuple(item[inner] for item in items)


def _mapped(inner: str) -> Callable[[Any], Cell]:
    return lambda items: tuple(item[inner] for item in items.values())


def _first(inner: str) -> Callable[[Any], Cell]:
    return lambda rules: rules[0][inner] if rules else None


def _further(rules: Any) -> Cell:
    return tuple(rule["printed"] for rule in rules[1:])
