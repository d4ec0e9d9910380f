"""/data/datapackage.json: one Data Package (https://specs.frictionlessdata.io/) over the CSV of every table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.exports.columns import Column, columns
from generator.exports.contract import Table, contract
from generator.exports.origin import Origin
from generator.messages import word

TYPES = {"integer": "integer", "number": "number", "boolean": "boolean", "day": "date", "link": "string"}
"""Types of the contract in a Table Schema; all others are strings there: a date may be a year alone."""
LICENCE = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}


def to_datapackage(files: Mapping[str, tuple[int, str]], origin: Origin) -> str:
    """The descriptor; `files`: each table's name → the bytes of its CSV, and their SHA-256."""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "plansite",
        "title": word("site-name"),
        "description": f"{word('home-description')} {word('data-licence')}",
        "licenses": [LICENCE],
    }
    if origin.site:
        package["homepage"] = origin.site
    if origin.commit:
        package |= {"version": origin.commit.id, "created": origin.commit.moment.isoformat()}
    tables = contract().tables
    package["resources"] = [_resource(tables[name], *told) for name, told in files.items()]
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, size: int, sha256: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.row,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    shown = columns(table)
    keys = [
        {"fields": [column.name], "reference": {"resource": _target(column, table), "fields": ["id"]}}
        for column in shown
        if column.field.ref and not column.many
    ]
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in shown],
        "missingValues": [""],
        "primaryKey": ["id"],
    }
    return schema | {"foreignKeys": keys} if keys else schema


def _target(column: Column, table: Table) -> str | None:
    """The table that a column's ids are of; "" for its own, as the standard asks."""
    return "" if column.field.ref == table.name else column.field.ref


def _field(column: Column) -> dict[str, Any]:
    field = column.field
    described: dict[str, Any] = {
        "name": column.name,
        "title": field.title,
        "description": field.about,
        "type": "string" if column.many else TYPES.get(field.type, "string"),
    }
    limits: dict[str, Any] = {}
    if field.name == "id":
        limits = {"required": True, "unique": True}
    elif not (column.many or field.optional) and (field.type != "text" or field.values or field.ref):
        limits = {"required": True}
    if field.values and not column.many:
        limits["enum"] = list(field.values)
    return described | {"constraints": limits} if limits else described
