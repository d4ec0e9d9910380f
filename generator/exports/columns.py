"""Records as rows of plain cells: what CSV, XLSX and the Data Package have in common.

A list of texts is one cell; `rules` are the first rule's kind, last day and words, and the words of the others; an
object has a column for each of its fields, a list of objects too, its values side by side in one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from generator.exports.contract import Field, Record, Table, contract

Cell = str | int | float | bool | tuple[str | None, ...] | None
"""A tuple holds several texts."""

SEPARATOR = "; "
"""Between the texts of one cell."""
FIRST_RULE = ("kind", "last_day", "printed")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a flat table, and how its cell is read from a record. `field` says its type, title and meaning.

    `many`: the cell is a tuple.
    """

    name: str
    field: Field
    many: bool
    read: Callable[[Record], Cell]


def columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table in the order of its fields."""
    return _columns(table.name, table.of)


@cache
def _columns(name: str, of: str | None) -> tuple[Column, ...]:
    tables = contract().beside if of else contract().tables
    return tuple(column for field in tables[name].fields for column in _of(field))


def joined(values: tuple[str | None, ...], words: Mapping[str, str] | None = None) -> str:
    """Several texts as one; codes as the `words` for them, where given."""
    return SEPARATOR.join((words or {}).get(value or "", value or "") for value in values)


def _of(field: Field) -> Iterator[Column]:
    name = field.name
    match field.type:
        case "texts":
            yield Column(name, field, True, lambda record: tuple(record[name]))
        case "rules":
            yield from _rules(field)
        case "object":
            for inner in field.fields:
                yield Column(f"{name}_{inner.name}", _within(field, inner), False, _value(name, inner.name))
        case "objects":
            for inner in field.fields:
                yield Column(f"{name}_{inner.name}", _within(field, inner), True, _values(name, inner.name))
        case "map":
            key = contract().key
            yield Column(f"{name}_{key.name}", _within(field, key), True, lambda record: tuple(record[name]))
            for inner in field.fields:
                yield Column(f"{name}_{inner.name}", _within(field, inner), True, _mapped(name, inner.name))
        case _:
            yield Column(name, field, False, lambda record: record[name])


def _rules(field: Field) -> Iterator[Column]:
    name = field.name
    for inner in contract().rule:
        if inner.name in FIRST_RULE:
            shown = replace(_within(field, inner), optional=True)
            yield Column(f"{name}_{inner.name}", shown, False, _first(name, inner.name))
    more = _within(field, contract().more)
    yield Column(f"{name}_more", more, True, lambda record: tuple(rule["printed"] for rule in record[name][1:]))


def _within(field: Field, inner: Field) -> Field:
    """The inner field under the outer's title, set aside with it."""
    title = f"{field.title}: {inner.title}"
    return replace(inner, title=title, note=inner.note or field.note, aside=inner.aside or field.aside)


def _value(name: str, inner: str) -> Callable[[Record], Cell]:
    return lambda record: record[name][inner]


def _values(name: str, inner: str) -> Callable[[Record], Cell]:
    return lambda record: tuple(item[inner] for item in record[name])


def _mapped(name: str, inner: str) -> Callable[[Record], Cell]:
    return lambda record: tuple(item[inner] for item in record[name].values())


def _first(name: str, inner: str) -> Callable[[Record], Cell]:
    return lambda record: record[name][0][inner] if record[name] else None
