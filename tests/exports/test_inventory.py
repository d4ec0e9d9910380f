"""/data/inventory.json: the files that it names are there, as long and with the hash that it says."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from generator.exports.inventory import TABLES, to_inventory
from generator.exports.origin import Origin
from tests.exports.test_json import errors
from tests.exports.written import COMMIT, CORPORA, SITE, written


def inventory(corpus: str = "five-plans") -> dict[str, Any]:
    made: dict[str, Any] = written(corpus).json("data/inventory.json")
    return made


@pytest.mark.parametrize("corpus", CORPORA)
def test_it_is_as_its_schema_says(corpus: str) -> None:
    assert errors("inventory", inventory(corpus)) == []


@pytest.mark.parametrize(
    ("field", "wrong"), [("version", "1"), ("site", "not an address"), ("files", [{"table": "plans"}]), ("commit", 1)]
)
def test_the_schema_refuses_what_is_wrong(field: str, wrong: Any) -> None:
    assert errors("inventory", inventory() | {field: wrong}) != []


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_file_is_as_it_says(corpus: str) -> None:
    made = written(corpus)
    listed = inventory(corpus)["files"]
    assert [file["table"] for file in listed] == list(TABLES)
    for file in listed:
        data = made.files[file["url"]]
        assert file["bytes"] == len(data)
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["records"] == len(made.json(file["url"])) > 0
        assert file["schema"] in made.files


def test_it_says_where_it_comes_from() -> None:
    assert inventory()["site"] == SITE
    assert inventory()["commit"] == COMMIT.id
    unknown = json.loads(to_inventory(dict.fromkeys(TABLES, (0, 3, "")), Origin()))
    assert (unknown["site"], unknown["commit"]) == (None, None)


def test_a_document_names_the_plan_of_the_site_that_it_is() -> None:
    """The five plans cite none of each other by the register; the tiny corpus's does."""
    named = {d["id"]: d["plan"] for d in written("tiny").json("data/documents.json") if d["plan"]}
    assert named == {"45-kh-ubnd-ubnd-tinh-an-binh-2022": "an-binh-2022"}
    assert not any(document["plan"] for document in written("five-plans").json("data/documents.json"))
