"""CSV by Excel's rules, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exports.columns import columns
from generator.exports.contract import contract
from generator.exports.csv_file import neutral, to_csv
from tests.exports.written import CORPORA, rows, written

SIGNS = "=+-@\t\r\n＝＋－＠"
NOTES = contract().tables["notes"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HOSTILE = st.builds(str.__add__, st.sampled_from([*SIGNS, "'=", "''@", '"', ",", ";", "<script>", "\ufeff", ""]), TEXT)


def note(text: str | None) -> dict[str, Any]:
    return {
        "id": "a/ghi-chu-1",
        "url": "ke-hoach/a/",
        "plan": "a",
        "clause": None,
        "kind": "note",
        "printed": text,
        "reads": None,
        "note": text,
    }


def undone(cell: str) -> str:
    """As docs/reference/data.md says."""
    return cell[1:] if re.match(rf"'+[{SIGNS}]", cell) else cell


@given(HOSTILE)
@settings(max_examples=150, deadline=None)
def test_a_hostile_text_comes_back_whole_and_harmless(text: str) -> None:
    data = to_csv(NOTES, [note(text), note(None)])
    first, second = rows(data)
    assert not first["note"].startswith(tuple(SIGNS))
    assert undone(first["note"]) == text
    assert second["note"] == ""
    assert list(first) == [column.name for column in columns(NOTES)]


@pytest.mark.parametrize("text", ["", "a", "1.000 đồng", "'nháy", "(=)", "a=b", " -", "2-3"])
def test_a_harmless_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_csv_is_as_excel_reads_and_writes_it(corpus: str) -> None:
    """BOM, CRLF, a cell for every column; what Excel's dialect would write from it are the same bytes."""
    made = written(corpus)
    files = {path: data for path, data in made.files.items() if path.endswith(".csv")}
    assert len(files) == 14 + len(made.corpus.registry.units) + len(made.corpus.plans)
    for path, data in files.items():
        assert data.startswith(b"\xef\xbb\xbf"), path
        text = data.decode("utf-8-sig")
        read = list(csv.reader(io.StringIO(text, newline=""), dialect="excel", strict=True))
        assert {len(row) for row in read} == {len(read[0])}, path
        assert not any(cell.startswith(tuple(SIGNS)) for row in read for cell in row), path
        again = io.StringIO(newline="")
        csv.writer(again, dialect="excel").writerows(read)
        assert again.getvalue() == text, path


@pytest.mark.parametrize("corpus", CORPORA)
def test_csv_and_json_hold_the_same_records_in_the_same_order(corpus: str) -> None:
    made = written(corpus)
    pairs = [(path, made.json(f"{path}.json")) for path in (f"data/{table}" for table in contract().tables)]
    pairs += [(path.removesuffix(".json"), made.json(path)) for path in made.unit_lists()]
    for path, records in pairs:
        assert [row["id"] for row in rows(made.files[f"{path}.csv"])] == [record["id"] for record in records], path


def test_lists_are_flattened_as_the_contract_says() -> None:
    made = written("tiny")
    records = {record["id"]: record for record in made.json("data/reports.json")}
    table = {row["id"]: row for row in rows(made.files["data/reports.csv"])}
    two = next(record for record in records.values() if len(record["due"]) == 2)
    row, (first, second) = table[two["id"]], two["due"]
    assert (row["due_kind"], row["due_last_day"]) == (first["kind"], f"'{first['last_day']}")
    assert (row["due_printed"], row["due_more"]) == (first["printed"], second["printed"])
    assert row["from_units"] == "; ".join(two["from_units"])
    duties = {row["id"]: row for row in rows(made.files["data/duties.csv"])}
    none = next(record for record in made.json("data/duties.json") if not record["due"])
    assert {duties[none["id"]][f"due_{part}"] for part in ("kind", "last_day", "printed", "more")} == {""}


def test_what_is_not_printed_and_counts_have_columns_of_their_own() -> None:
    made = written("tiny")
    plan = next(record for record in made.json("data/plans.json") if record["id"] == "so-cong-thuong-an-binh-2022")
    row = next(row for row in rows(made.files["data/plans.csv"]) if row["id"] == plan["id"])
    assert row["not_printed_field"] == "; ".join(plan["not_printed"])
    assert row["not_printed_is"] == "; ".join(fact["is"] for fact in plan["not_printed"].values())
    assert row["counts_clauses"] == str(plan["counts"]["clauses"])
    assert row["fidelity"] == "1.0"
