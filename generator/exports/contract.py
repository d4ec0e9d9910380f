"""The contract of the open data as values: every table and field, as contract.yaml declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

Record = dict[str, Any]
"""One record of a table: JSON values by the names of its fields."""

TYPES = frozenset(
    {"text", "integer", "number", "boolean", "date", "day", "moment", "link", "address"}
    | {"texts", "rules", "object", "objects", "map"}
)
OR_NULL = " or null"
WIDTH = 12
"""Of a column for which none is declared, in characters."""


class Field(Struct, frozen=True):
    """A field of a record, or of an object within one; contract.yaml says what each part means."""

    name: str
    type: str
    optional: bool
    title: str
    about: str
    values: Mapping[str, str] | None = None
    ref: str | None = None
    note: str | None = None
    width: int = WIDTH
    opens: bool = False
    aside: bool = False
    keys: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


class Table(Struct, frozen=True):
    """A table. `of`: what it stands beside (`unit`, `plan`, `history`, `site`); None for the site's tables."""

    name: str
    title: str
    row: str
    record: str
    fields: tuple[Field, ...]
    of: str | None = None


class Contract(Struct, frozen=True):
    """The whole contract; `rule` and `citation` are shapes that fields share."""

    tables: Mapping[str, Table]
    beside: Mapping[str, Table]
    rule: tuple[Field, ...]
    more: Field
    citation: tuple[Field, ...]
    key: Field


@cache
def contract() -> Contract:
    """The contract of contract.yaml."""
    text = (Path(__file__).parent / "contract.yaml").read_text(encoding="utf-8")
    declared = yaml.load(text, Loader=yaml.CSafeLoader)
    shapes = declared["shapes"]
    return Contract(
        tables={name: _table(name, given) for name, given in declared["tables"].items()},
        beside={name: _table(name, given) for name, given in declared["beside"].items()},
        rule=_fields(shapes["rule"]),
        more=_field("more", shapes["more"]),
        citation=_fields(shapes["citation"]),
        key=_field("field", declared["columns"]["key"]),
    )


def _table(name: str, given: Mapping[str, Any]) -> Table:
    return Table(name, given["title"], given["row"], given["record"], _fields(given["fields"]), given.get("of"))


def _fields(given: Mapping[str, Mapping[str, Any]]) -> tuple[Field, ...]:
    return tuple(_field(name, parts) for name, parts in given.items())


def _field(name: str, given: Mapping[str, Any]) -> Field:
    parts = dict(given)
    kind = parts.pop("type", "text")
    inner = _fields(parts.pop("fields", {}))
    keys = tuple(parts.pop("keys", ()))
    plain = kind.removesuffix(OR_NULL)
    assert plain in TYPES, kind
    return Field(name, plain, kind != plain, fields=inner, keys=keys, **parts)


def without(fields: Iterable[Field], names: frozenset[str]) -> tuple[Field, ...]:
    """The fields but those named."""
    return tuple(field for field in fields if field.name not in names)
