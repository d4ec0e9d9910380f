"""What a unit's page shows and what its files hold is the same list: every number, every row, the order."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

from generator.exports.columns import columns
from generator.exports.contract import contract
from tests.exports.written import CORPORA, pages_of, rows, written

SHOWN = {"report": "owes", "receive": "receives"}
"""Marks of rows on the page that files name otherwise."""
SUM = {
    "chủ trì": "lead",
    "thực hiện": "assigned",
    "phối hợp": "support",
    "được đề nghị": "invited",
    "phải báo cáo": "owes",
    "nhận báo cáo": "receives",
}
WORDS = contract().beside["nghia-vu"].fields[2].values or {}
Row = tuple[str, bool, str]
"""Role, whether it is certain, the address of the clause."""


class UnitPage(HTMLParser):
    """The rows of a unit's page, the numbers of its first sentence, and those beside its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.sentence: dict[str, int] = {}
        self.headings: list[int] = []
        self._row: tuple[str, bool] | None = None
        self._uncertain = self._counting = False
        self.feed(html)
        for name, number in re.findall(r">([^<>]+) <strong>(\d+)</strong></a>", html):
            self.sentence[SUM[name.lower()]] = int(number)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        marks = dict(given)
        if tag == "section":
            self._uncertain = "data-ps-uncertain" in marks
        elif tag == "tr":
            role = marks.get("data-role")
            self._row = (SHOWN.get(role, role), not self._uncertain) if role else None
        elif tag == "a" and self._row and "/#" in (marks.get("href") or ""):
            self.rows.append((*self._row, str(marks["href"]).removeprefix("../../")))
            self._row = None
        self._counting = tag == "span" and "data-ps-count" in marks

    def handle_data(self, data: str) -> None:
        if self._counting:
            self.headings.append(int(data))
            self._counting = False


def counts(found: Iterable[Row]) -> Counter[tuple[str, bool]]:
    return Counter((role, certain) for role, certain, _ in found)


def of_workbook(data: bytes) -> list[Row]:
    """As people read it: words for codes, ids last."""
    sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    codes = {word: code for code, word in WORDS.items()}
    found = []
    for line in lines:
        row = {str(name): str(cell or "") for name, cell in zip(head, line, strict=True)}
        address = row["Địa chỉ"].removeprefix("https://ke-hoach.example/")
        found.append((codes[row["Vai trò"]], row["Chắc chắn"] == "có", address))
    return found


@pytest.mark.parametrize("corpus", CORPORA)
def test_page_json_csv_and_workbook_of_every_unit_are_one_list(corpus: str) -> None:
    made, pages = written(corpus), pages_of(corpus)
    kinds: Counter[tuple[str, bool]] = Counter()
    for unit in made.corpus.registry.units:
        address = f"don-vi/{unit}/"
        page = UnitPage(pages[address].html)
        records = made.json(f"{address}nghia-vu.json")
        of_json = [(record["role"], record["certain"], record["url"]) for record in records]
        table = rows(made.files[f"{address}nghia-vu.csv"])
        of_csv = [(row["role"], row["certain"] == "true", row["url"]) for row in table]
        assert of_json == page.rows, unit
        assert of_csv == page.rows, unit
        assert of_workbook(made.files[f"{address}nghia-vu.xlsx"]) == page.rows, unit
        kinds += counts(page.rows)
        _check_numbers(page, unit)
    assert {role for role, _ in kinds} == set(WORDS), "every kind of row is there somewhere"
    assert corpus == "tiny" or any(not certain for _, certain in kinds)


def _check_numbers(page: UnitPage, unit: str) -> None:
    """The numbers that readers see count the rows that they see."""
    found = counts(page.rows)
    sure = {role: number for (role, certain), number in found.items() if certain}
    assert page.sentence == sure, unit
    by_heading = [sure[role] for role in ("lead", "assigned", "support", "invited") if role in sure]
    unsure = sum(number for (_, certain), number in found.items() if not certain)
    assert page.headings == by_heading + ([unsure] if unsure else []), unit


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_tables_of_the_site_hold_the_same_duties_and_reports(corpus: str) -> None:
    made = written(corpus)
    lists = {unit: made.json(f"don-vi/{unit}/nghia-vu.json") for unit in made.corpus.registry.units}
    duties = {record["id"] for record in made.json("data/duties.json")}
    assert {row["id"] for own in lists.values() for row in own if row["role"] not in ("owes", "receives")} == duties
    for unit in made.json("data/units.json"):
        own = Counter(row["role"] for row in lists[unit["id"]] if row["certain"])
        expected = {role: own[role] for role in ("lead", "assigned", "support", "invited")}
        assert unit["counts"] == expected | {"reports": own["owes"]}, unit["id"]


@pytest.mark.parametrize("corpus", CORPORA)
def test_inherited_duties_say_through_whom(corpus: str) -> None:
    made = written(corpus)
    through = {record["id"]: record["inherited_from"] for record in made.json("data/duties.json")}
    seen = 0
    for path in made.unit_lists():
        flat = {row["id"]: row for row in rows(made.files[path.replace(".json", ".csv")])}
        for record in made.json(path):
            ways = [{"unit": way["unit"], "kind": way["kind"]} for way in record["inherited_from"]]
            assert ways == through.get(record["id"], [])
            names = [made.corpus.registry.units[way["unit"]].full_name for way in ways]
            assert flat[record["id"]]["inherited_from_unit_name"] == "; ".join(names)
            seen += bool(ways)
    assert seen
    assert "inherited_from_unit_name" in {column.name for column in columns(contract().beside["nghia-vu"])}
