"""Every JSON file of the site against the schema that is published beside it, by a validator of others."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.exports import TABLES
from generator.exports.contract import contract
from generator.exports.schema import plan_schema, table_schema
from tests.exports.written import CORPORA, SITE, written

FORMATS = Draft202012Validator.FORMAT_CHECKER


@cache
def validator(name: str, corpus: str = "five-plans") -> Draft202012Validator:
    """Of a published schema; fields that it does not know are errors here, though not for those who use it."""
    schema = copy.deepcopy(written(corpus).json(f"data/schema/{name}.json"))
    Draft202012Validator.check_schema(schema)
    _close(schema)
    return Draft202012Validator(schema, format_checker=FORMATS)


def _close(schema: Any) -> None:
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _close(value)
    if isinstance(schema, dict) and schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)


def errors(name: str, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(value)][:5]


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_as_its_schema_says(table: str, corpus: str) -> None:
    assert errors(table, written(corpus).json(f"data/{table}.json")) == []


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_unit_s_list_and_every_plan_s_tree_is_as_its_schema_says(corpus: str) -> None:
    made = written(corpus)
    for path in made.unit_lists():
        assert errors("nghia-vu", made.json(path)) == [], path
    for plan in made.corpus.plans:
        assert errors("plan", made.json(f"ke-hoach/{plan.slug}/plan.json")) == [], plan.slug


def test_no_json_file_is_without_a_schema() -> None:
    made = written("five-plans")
    known = {f"data/{table}.json" for table in TABLES} | {*made.unit_lists()}
    known |= {f"ke-hoach/{plan.slug}/plan.json" for plan in made.corpus.plans} | {"data/inventory.json"}
    # What stands in search/ is no open data: only the search's own script reads it.
    others = {path for path in made.files if path.endswith(".json") and not path.startswith("search/")} - known
    assert others == {f"data/schema/{name}.json" for name in (*TABLES, "nghia-vu", "changes", "plan", "inventory")} | {
        "data/changes.json",
        "data/datapackage.json",
    }


def test_formats_are_checked_and_not_only_noted() -> None:
    """Without the libraries of jsonschema[format-nongpl] the validator lets every address pass."""
    assert {"date", "uri", "uri-reference"} <= set(FORMATS.checkers)


@pytest.mark.parametrize(
    ("table", "field", "wrong"),
    [
        ("duties", "role", "leader"),
        ("duties", "certain", "true"),
        ("duties", "unit", None),
        ("deadlines", "last_day", "2024-02-30"),
        ("deadlines", "last_day", "2024-06"),
        ("plans", "issued", "30/06/2024"),
        ("plans", "counts", {"sections": 1}),
        ("plans", "not_printed", {"mood": {"is": "a", "because": None, "source": None}}),
        ("plans", "url", "ke hoach/<x>"),
        ("documents", "link", "not an address"),
        ("reports", "due", [{"kind": "once"}]),
        ("targets", "value", "60"),
    ],
)
def test_a_schema_refuses_what_is_wrong(table: str, field: str, wrong: Any) -> None:
    """So that the agreement above means something."""
    record = written("five-plans").json(f"data/{table}.json")[0]
    assert errors(table, [record]) == []
    assert errors(table, [record | {field: wrong}]) != []


def test_schemas_are_named_by_their_address_where_there_is_one() -> None:
    table = contract().tables["plans"]
    assert table_schema(table, SITE)["$id"] == f"{SITE}data/schema/plans.json"
    assert "$id" not in table_schema(table, "")
    assert "$id" not in plan_schema("")


def test_a_plan_s_tree_holds_every_clause_and_fact_of_the_tables() -> None:
    """Below its clause a fact keeps its id, in the order of the table."""
    made = written("five-plans")
    for plan in made.corpus.plans:
        tree = made.json(f"ke-hoach/{plan.slug}/plan.json")
        nodes = list(_walk(tree["clauses"]))
        own = [record for record in made.json("data/clauses.json") if record["plan"] == plan.slug]
        assert [node["id"] for node in nodes] == [record["id"] for record in own]
        for table in ("duties", "targets", "reports", "deadlines", "money", "notes"):
            given = [record["id"] for record in made.json(f"data/{table}.json") if record["plan"] == plan.slug]
            held = [fact["id"] for holder in (tree, *nodes) for fact in holder.get(table, ())]
            assert sorted(held) == sorted(given), table
        assert sum(len(node["cites"]) for node in nodes) == len(made.corpus.of_plan(plan.slug).citations)
        assert len(tree["recipients"]) == tree["counts"]["recipients"]


def _walk(nodes: list[dict[str, Any]]) -> Any:
    for node in nodes:
        yield node
        yield from _walk(node["children"])
