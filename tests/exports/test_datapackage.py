"""The Data Package, judged by frictionless: types, keys between tables, sizes and hashes of the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package, Report, validate
from frictionless.resources import TableResource

from tests.exports.written import COMMIT, CORPORA, SITE, Written, written


def lay_out(made: Written, folder: Path) -> Path:
    for path, data in made.files.items():
        if path.startswith("data/") and path.endswith((".csv", "datapackage.json")):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(data)
    return folder / "data/datapackage.json"


def judged(descriptor: Path) -> Report:
    found = validate(str(descriptor), type="package")
    assert isinstance(found, Report)
    return found


@pytest.mark.parametrize("corpus", CORPORA)
def test_a_stock_validator_accepts_it(corpus: str, tmp_path: Path) -> None:
    found = judged(lay_out(written(corpus), tmp_path))
    assert found.flatten(["taskNumber", "type", "note"]) == []
    assert found.stats["tasks"] == 14


@pytest.mark.parametrize(
    ("table", "old", "new", "kind"),
    [
        ("duties.csv", ",lead,", ",leader,", "constraint-error"),
        ("duties.csv", ",true,", ",perhaps,", "type-error"),
        ("targets.csv", "plan", "plans", "incorrect-label"),
        ("deadlines.csv", "so-cong-thuong-tinh-an-binh,owes", "so-cong-thuong,owes", "foreign-key"),
    ],
)
def test_the_validator_sees_mistakes(tmp_path: Path, table: str, old: str, new: str, kind: str) -> None:
    """So that its approval means something."""
    descriptor = lay_out(written("tiny"), tmp_path)
    file = descriptor.parent / table
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())
    kinds = {line[0] for line in judged(descriptor).flatten(["type"])}
    assert kind in kinds
    assert "hash-count" in kinds or "byte-count" in kinds or len(old) == len(new)


def test_it_reads_the_values_that_json_holds(tmp_path: Path) -> None:
    made = written("five-plans")
    package = Package(str(lay_out(made, tmp_path)))
    for table, fields in {"targets": ("value", "value_to", "measure"), "duties": ("certain", "role")}.items():
        resource = package.get_resource(table)
        assert isinstance(resource, TableResource)
        rows = resource.read_rows()
        records = made.json(f"data/{table}.json")
        assert len(rows) == len(records)
        for row, record in zip(rows, records, strict=True):
            assert {name: row[name] for name in fields} == {name: record[name] for name in fields}


def test_it_says_where_it_comes_from() -> None:
    package = json.loads(written("five-plans").files["data/datapackage.json"])
    assert package["version"] == COMMIT.id
    assert package["created"] == "2024-06-30T23:30:00+07:00"
    assert package["homepage"] == SITE
    assert "Điều 15 Luật Sở hữu trí tuệ" in package["description"]
    assert package["licenses"][0]["name"] == "MIT"
