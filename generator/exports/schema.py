"""JSON Schemas (2020-12) of the data files, made from the contract.

They leave room for further fields: fields are only ever added.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator import urls
from generator.exports.contract import Contract, Field, Table, contract, without
from generator.exports.trees import LINES, NESTED, SAID

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
MOMENT = r"^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}-\d{2}|---\d{2})$"

PLAIN: dict[str, Schema] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "pattern": DATE},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "pattern": MOMENT},
    "link": {"type": "string", "format": "uri"},
    "address": {"type": "string", "format": "uri-reference"},
}


def table_schema(table: Table, site: str) -> Schema:
    """The schema of a table's file; its permanent name (`$id`) where the site's address is known."""
    return {
        **_head(table.name, table.title, site),
        "description": table.row,
        "type": "array",
        "items": {"$ref": "#/$defs/record"},
        "$defs": {"record": _record(table.fields), "rule": _record(contract().rule)},
    }


def inventory_schema(site: str) -> Schema:
    """The schema of /data/inventory.json: one object."""
    table = contract().beside["inventory"]
    return {**_head(table.name, table.title, site), "description": table.row, **_record(table.fields)}


def plan_schema(site: str) -> Schema:
    """The schema of a plan's `plan.json`: the plan with its clauses as a tree, each with what it says."""
    known = contract()
    plan = _record(known.tables["plans"].fields)
    nested = {name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in ("clauses", *LINES)}
    plan["properties"] |= nested
    plan["required"] += nested
    clause = _record(known.tables["clauses"].fields)
    below = {name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in SAID}
    below["children"] = {"type": "array", "items": {"$ref": "#/$defs/clauses"}}
    clause["properties"] |= below
    clause["required"] += below
    return {
        **_head("plan", known.tables["plans"].title, site),
        **plan,
        "$defs": _definitions(known) | {"clauses": clause},
    }


def _definitions(known: Contract) -> dict[str, Schema]:
    inner = {name: _record(without(known.tables[name].fields, NESTED)) for name in SAID if name in known.tables}
    inner["tasks"] = _record(without(known.beside["nhiem-vu"].fields, NESTED))
    inner["cites"] = _record(known.citation)
    return inner | {"recipients": _record(known.tables["recipients"].fields), "rule": _record(known.rule)}


def _head(name: str, title: str, site: str) -> Schema:
    head = {"$schema": DIALECT, "title": title}
    return {"$schema": DIALECT, "$id": site + urls.schema(name), "title": title} if site else head


def _record(fields: Iterable[Field]) -> Schema:
    known = tuple(fields)
    return {
        "type": "object",
        "properties": {field.name: _described(field) for field in known},
        "required": [field.name for field in known],
    }


def _described(field: Field) -> Schema:
    return {"title": field.title, "description": field.about, **_value(field)}


def _value(field: Field) -> Schema:
    match field.type:
        case "texts":
            return {"type": "array", "items": {"type": "string"}}
        case "rules":
            return {"type": "array", "items": {"$ref": "#/$defs/rule"}}
        case "object":
            return _record(field.fields)
        case "objects":
            return {"type": "array", "items": _record(field.fields)}
        case "map":
            inner = _record(field.fields)
            return {"type": "object", "properties": dict.fromkeys(field.keys, inner), "additionalProperties": False}
    plain = dict(PLAIN[field.type])
    if field.values:
        plain["enum"] = [*field.values, None] if field.optional else [*field.values]
    if field.optional:
        plain["type"] = [plain["type"], "null"]
    return plain
