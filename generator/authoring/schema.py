"""JSON Schema (draft-07, which editors' YAML tools read) of every file of the content, made from its model.

Names come from the registers: closed ones (topics, indicators, places) as the only values, units as suggestions, since
the phrases of `groups` are names as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.authoring.kinds import KINDS
from generator.messages import word
from generator.model.base import TEXT
from generator.registry import Registry
from generator.vietnamese import sort_key

Schema = dict[str, Any]

FOLDER = "schemas"
"""The folder of the schemas, beside the site's settings."""

UNIT_KEYS = ("lead", "assigned", "support", "invited", "with", "from", "to", "via")
NAMES: dict[tuple[str, str], str] = {
    **{("Clause", key): "unit" for key in UNIT_KEYS},
    **{("Report", key): "unit" for key in UNIT_KEYS},
    ("Recipient", "units"): "unit",
    ("UnitEntry", "of"): "unit",
    ("Member", "name"): "unit",
    ("Member", "of"): "unit",
    ("Successor", "unit"): "unit",
    ("Update", "unit"): "unit",
    ("Update", "by"): "unit",
    ("Update", "indicator"): "indicator",
    ("DocumentEntry", "issuer"): "full-unit",
    ("PlanFile", "topics"): "topic",
    ("Clause", "topics"): "topic",
    ("Target", "indicator"): "indicator",
    ("PlanFile", "place"): "place",
    ("UnitFile", "place"): "place",
    ("PlaceEntry", "of"): "place",
}
"""(Record, key) → the register that holds its names."""
CLOSED = {"topic": "topics.yaml", "indicator": "indicators.yaml", "place": "places.yaml"}
"""Registers whose names are the only values, and their files."""


def schemas(registry: Registry) -> dict[str, Schema]:
    """Kind of file → its schema, with the names of `registry`."""
    names = _names(registry)
    return {kind: _schema(kind, names) for kind in KINDS}


def file_name(kind: str) -> str:
    return f"{kind}.schema.json"


def to_text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


@cache
def fields() -> dict[str, tuple[str, str]]:
    """Record, `Record.key` or `key` → (title, description)."""
    text = (Path(__file__).parent / "fields.yaml").read_text(encoding="utf-8")
    return {key: (title, description) for key, (title, description) in yaml.load(text, Loader=yaml.CSafeLoader).items()}


def described(record: str, key: str) -> tuple[str, str]:
    """(title, description) of a key; the key itself where nobody wrote them, which a test tells."""
    return fields().get(f"{record}.{key}") or fields().get(key) or (key, "")


def _names(registry: Registry) -> Schema:
    """Definitions of the names: register → schema of one name."""
    units = registry.units.values()
    known = {
        "unit": {form for unit in units for form in (unit.name, *unit.entry.aliases)},
        "full-unit": {unit.full_name for unit in units},
        "topic": {term.name for term in registry.topics.values()},
        "indicator": {term.name for term in registry.indicators.values()},
        "place": {place.name for place in registry.localities.values()},
    }
    return {kind: _name(kind, sorted(names, key=sort_key)) for kind, names in known.items()}


def _name(kind: str, names: list[str]) -> Schema:
    if kind in CLOSED:
        return {"enum": names, "errorMessage": word("schema-name", file=CLOSED[kind])}
    return {"anyOf": [{"enum": names}, TEXT]}


def _schema(kind: str, names: Schema) -> Schema:
    model = KINDS[kind]
    made = model.model_json_schema(by_alias=True)
    records = {**made.pop("$defs", {}), model.__name__: made}
    for record, schema in records.items():
        _describe(record, schema)
    _members(records)
    definitions = {**records, **names}
    top = definitions.pop(model.__name__)
    used = json.dumps([top, definitions], ensure_ascii=False)
    kept = {name: definitions[name] for name in sorted(definitions) if f'"#/$defs/{name}"' in used}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **top, "$defs": kept}


def _describe(record: str, schema: Schema) -> None:
    schema["title"], schema["description"] = fields().get(record, (record, ""))
    for key, given in schema.get("properties", {}).items():
        title, description = described(record, key)
        plain = _groups() if (record, key) == ("PlanFile", "groups") else _named(record, key, _plain(given))
        schema["properties"][key] = {**plain, "title": title, "description": description}


def _plain(given: Schema) -> Schema:
    """The schema of a value without what a tool would make of Python's defaults and nulls."""
    schema = {key: value for key, value in given.items() if key not in ("default", "title", "description")}
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        schema = {**schema, **options[0]}
        del schema["anyOf"]
    if schema.get("type") == "string" and "pattern" in schema:
        schema["type"] = ["string", "integer"]  # a line or a year: YAML types it
    return schema


def _named(record: str, key: str, schema: Schema) -> Schema:
    """Names of a register where a text is wanted."""
    register = NAMES.get((record, key))
    if not register:
        return schema
    one = {"$ref": f"#/$defs/{register}"}
    return {"anyOf": [one, {"type": "array", "items": one}]} if "anyOf" in schema else one


def _groups() -> Schema:
    unit = {"$ref": "#/$defs/unit"}
    meaning = {"enum": ["everyone", "unnamed"]}
    return {"type": "object", "additionalProperties": {"anyOf": [meaning, unit, {"type": "array", "items": unit}]}}


def _members(records: Mapping[str, Schema]) -> None:
    """A member is a name or a rule; a lone one needs no list."""
    if "UnitEntry" in records:
        one = {"anyOf": [{"$ref": "#/$defs/unit"}, {"$ref": "#/$defs/Member"}]}
        properties = records["UnitEntry"]["properties"]
        words = {key: properties["members"][key] for key in ("title", "description")}
        properties["members"] = {"anyOf": [*one["anyOf"], {"type": "array", "items": one}], **words}
