"""The contract: its names stay, records hold just what it declares, the manual says the same."""

from __future__ import annotations

from typing import Any

import pytest

from generator.exports import TABLES, all_records
from generator.exports.contract import Field, contract
from tests.exports.written import CORPORA, ROOT, Written, pages_of, rows, written
from tools.data_reference import REFERENCE, renewed

PUBLISHED = {
    "plans": "type number number_printed title issuer issuer_name issued issued_printed period_from period_to place"
    " level topics signer signer_post implements basis cites not_printed budget_amount counts source_file source_sha256"
    " fidelity",
    "clauses": "plan path parent order section kind marker label title text run_in remark time_printed",
    "duties": "plan clause unit unit_name role inherited_from certain text period_from period_to due",
    "targets": "plan clause indicator among text printed comparator value value_to measure horizon_from horizon_to",
    "reports": "plan clause step from from_units to via what due doubt",
    "deadlines": "plan clause kind unit role to last_day rule printed",
    "units": "name short aliases kind place parent members established dissolved succeeded_by counts",
    "documents": "number type issuer_name issued title link cited_by",
    "recipients": "plan clause",
    "notes": "plan clause",
    "money": "plan clause",
    "indicators": "name",
    "places": "name",
    "topics": "name",
    "updates": "plan clause unit targets indicator among date state printed value value_to measure by by_name evidence"
    " note new_deadline new_deadline_basis new_deadline_document",
}
"""What was promised. A name may be added to the contract; none of these may go."""


def test_no_promised_name_is_gone() -> None:
    known = contract().tables
    for table, names in PUBLISHED.items():
        assert {"id", "url", *names.split()} <= {field.name for field in known[table].fields}, table
    assert [field.name for field in contract().rule] == ["kind", "before", "by", "from", "to", "last_day", "printed"]


def test_the_manual_says_what_the_contract_says() -> None:
    """`python tools/data_reference.py` renews it."""
    text = REFERENCE.read_text(encoding="utf-8")
    assert renewed(text) == text


def test_every_table_is_declared_and_made() -> None:
    assert list(contract().tables) == list(TABLES)


@pytest.mark.parametrize("name", CORPORA)
def test_records_hold_the_declared_fields_in_their_order(name: str) -> None:
    made = written(name)
    for table, records in all_records(made.corpus).items():
        fields = contract().tables[table].fields
        assert bool(records) is ((name, table) != ("five-plans", "updates")), "of the five plans nobody has reported"
        assert {tuple(record) for record in records} <= {tuple(field.name for field in fields)}, table
        _check_inner(fields, records)
    for path in made.unit_lists():
        for record in made.json(path):
            assert tuple(record) == tuple(field.name for field in contract().beside["nghia-vu"].fields)


def _check_inner(fields: tuple[Field, ...], records: Any) -> None:
    for field in fields:
        for record in records:
            value = record[field.name]
            inner = {"object": [value], "objects": value, "map": value.values() if field.type == "map" else ()}
            for item in inner.get(field.type, ()):
                assert tuple(item) == tuple(part.name for part in field.fields), field.name


@pytest.mark.parametrize("name", CORPORA)
def test_ids_are_unique_and_references_lead_to_records(name: str) -> None:
    tables = all_records(written(name).corpus)
    ids = {table: {record["id"] for record in records} for table, records in tables.items()}
    for table, records in tables.items():
        assert len(ids[table]) == len(records), table
        for field in contract().tables[table].fields:
            if field.ref:
                given = [record[field.name] for record in records]
                named = {one for value in given for one in (value if isinstance(value, list) else [value]) if one}
                assert named <= ids[field.ref], (table, field.name)


@pytest.mark.parametrize("name", CORPORA)
def test_ids_are_unique_in_the_lists_beside_pages(name: str) -> None:
    made = written(name)
    lists = [[record["id"] for record in made.json(path)] for path in made.unit_lists()]
    tasks = (made.files[f"ke-hoach/{plan.slug}/nhiem-vu.csv"] for plan in made.corpus.plans)
    lists += [[row["id"] for row in rows(data)] for data in tasks]
    assert [ids for ids in lists if len(set(ids)) < len(ids)] == []
    every = [id_ for ids in lists[: len(made.unit_lists())] for id_ in ids]
    assert len(set(every)) == len(every), "also when lists of several units are put together"


@pytest.mark.parametrize("name", CORPORA)
def test_every_address_is_that_of_a_page_or_clause(name: str) -> None:
    made = written(name)
    pages = pages_of(name)
    for records in (*all_records(made.corpus).values(), *map(made.json, made.unit_lists())):
        for record in records:
            address, _, anchor = record["url"].partition("#")
            assert address in pages, record["id"]
            assert not anchor or f'id="{anchor}"' in pages[address].html, record["url"]


@pytest.mark.parametrize("name", CORPORA)
def test_pages_offer_files_that_are_made_with_their_sizes(name: str) -> None:
    made = written(name)
    pages = pages_of(name)
    for plan in made.corpus.plans:
        html = pages[f"ke-hoach/{plan.slug}/"].html
        for file in ("nhiem-vu.xlsx", "nhiem-vu.csv", "plan.json", f"{plan.slug}.yaml", "nguon.txt"):
            assert f'href="../../ke-hoach/{plan.slug}/{file}"' in html
            assert f"ke-hoach/{plan.slug}/{file}" in made.files
    for table in TABLES:
        for form in ("json", "csv", "xlsx"):
            assert f'href="../data/{table}.{form}"' in pages["du-lieu/"].html
            assert made.files[f"data/{table}.{form}"]


def test_a_unit_without_work_has_empty_files_and_offers_none() -> None:
    made, pages = written("five-plans"), pages_of("five-plans")
    idle = [unit for unit in made.corpus.registry.units if not made.json(f"don-vi/{unit}/nghia-vu.json")]
    busy = [unit for unit in made.corpus.registry.units if unit not in idle]
    assert idle
    assert not any("nghia-vu.xlsx" in pages[f"don-vi/{unit}/"].html for unit in idle)
    assert all("nghia-vu.xlsx" in pages[f"don-vi/{unit}/"].html for unit in busy)


def test_a_plan_is_published_as_its_editors_wrote_it() -> None:
    made = written("five-plans")
    for plan in made.corpus.plans:
        assert made.files[f"ke-hoach/{plan.slug}/{plan.slug}.yaml"] == (ROOT / plan.path).read_bytes()


def test_counts_of_a_plan_equal_the_rows_of_the_tables() -> None:
    made: Written = written("five-plans")
    tables = all_records(made.corpus)

    def count(table: str, plan: str) -> int:
        return sum(record["plan"] == plan for record in tables[table])

    for plan in tables["plans"]:
        slug, counts = plan["id"], plan["counts"]
        for table in ("clauses", "targets", "reports", "recipients"):
            assert counts[table] == count(table, slug), (slug, table)
        notes = [note for note in tables["notes"] if (note["plan"], note["kind"]) == (slug, "note")]
        assert counts["notes"] == len(notes)
        tasks = rows_with_units(made, slug)
        assert counts["duties"] == tasks


def rows_with_units(made: Written, slug: str) -> int:
    table = rows(made.files[f"ke-hoach/{slug}/nhiem-vu.csv"])
    return sum(any(row[role] for role in ("lead", "assigned", "support", "invited")) for row in table)
