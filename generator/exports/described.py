"""The fields of a table as manuals list them: one line a field, those of objects after their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.exports.columns import columns
from generator.exports.contract import Field, Table


class Described(Struct, frozen=True):
    """A field and where it stands in a record: `counts.sections`, `inherited_from[].unit`, `not_printed.*.is`.

    `columns`: the columns of CSV and XLSX where they are named otherwise.
    """

    path: str
    field: Field
    columns: tuple[str, ...] = ()


JOINTS = {"object": ".", "objects": "[].", "map": ".*."}


def described(table: Table) -> tuple[Described, ...]:
    """Every field of a table."""
    flat = [column.name for column in columns(table)]
    return tuple(_described(table.fields, flat))


def shape(fields: Iterable[Field]) -> tuple[Described, ...]:
    """The fields of a shape that several tables share."""
    return tuple(Described(field.name, field) for field in fields)


def _described(fields: Iterable[Field], flat: Iterable[str]) -> Iterator[Described]:
    for field in fields:
        own = () if field.name in flat else tuple(name for name in flat if name.startswith(f"{field.name}_"))
        yield Described(field.name, field, own)
        for inner in field.fields:
            yield Described(f"{field.name}{JOINTS[field.type]}{inner.name}", inner)
