"""The open data: the fields of the contract, references that resolve, text as printed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.exports import TABLES, to_json
from tests.tiny import tiny


def records(table: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(to_json(TABLES[table](tiny())))
    return loaded


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_record_has_a_unique_id_and_an_address(table: str) -> None:
    found = records(table)
    assert found
    assert len({record["id"] for record in found}) == len(found)
    assert all(record["url"] and not record["url"].startswith("/") for record in found)


def test_references_lead_to_records() -> None:
    plans, units = ({r["id"] for r in records(table)} for table in ("plans", "units"))
    clauses = {record["id"] for record in records("clauses")}
    for duty in records("duties"):
        assert duty["plan"] in plans
        assert duty["unit"] in units
        assert f"{duty['plan']}#{duty['clause']}" in clauses
        assert {step["unit"] for step in duty["inherited_from"]} <= units
    for link in records("reports"):
        assert {*link["from_units"], *link["to"], *link["via"]} <= units


def test_a_strict_deadline_gives_the_day_before() -> None:
    link = next(r for r in records("reports") if r["id"].startswith("an-binh-2022#v-4-g1"))
    assert [(rule["kind"], rule["before"], rule["last_day"]) for rule in link["due"]] == [
        ("yearly", "--12-05", "--12-04"),
        ("on_request", None, None),
    ]


def test_numbers_are_numbers_and_the_printed_form_stands_beside() -> None:
    targets = {record["printed"]: record for record in records("targets")}
    assert targets["2.000 ha"]["value"] == 2000
    assert targets["12,5%"]["value"] == 12.5
    assert (targets["01 - 02 mô hình"]["value"], targets["01 - 02 mô hình"]["value_to"]) == (1, 2)
    assert targets[None]["comparator"] == "none"


def test_what_is_not_printed_says_why_it_is_known() -> None:
    plan = next(record for record in records("plans") if record["id"] == "so-cong-thuong-an-binh-2022")
    assert plan["number"] == "31/KH-SCT"
    assert plan["number_printed"] == "/KH-SCT"
    assert plan["not_printed"]["number"]["source"] == "Công báo tỉnh An Bình"
    assert plan["issued"] == "2022-04", "the day is blank in print"
    assert plan["fidelity"] == 1.0
