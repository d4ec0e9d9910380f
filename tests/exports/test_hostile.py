"""Content written to harm those who open what is made of it: no formula, no script, nothing lost."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.exports.origin import Origin
from tests.exports.test_csv import SIGNS, undone
from tests.exports.written import CORPORA, SITE, Written, rows, write

WORDS = {
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-2+3+cmd",
    "at": "@SUM(1+9)*cmd",
    "array": "{=1+1}",
    "quotes": 'a "quoted", comma; and \\ slash',
    "link": '=HYPERLINK("https://example.org","x")',
    "script": "</script><script>alert(1)</script>",
    "picture": "<img src=x onerror=alert(1)>",
    "lines": "=1\n+2\n-3",
    "address": "http://example.org/?=1",
    "number": "0012",
}


@dataclass(frozen=True)
class Hostile:
    """What is made of it; `notes` are WORDS as the loader reads them, a line end as a blank."""

    made: Written
    notes: tuple[str, ...]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The tiny corpus with an editor's note and a result for each of WORDS, and units and topics so named."""
    content = Path(shutil.copytree(CORPORA["tiny"], tmp_path_factory.mktemp("hostile") / "content"))
    plan = content / "plans/an-binh/an-binh-2022.yaml"
    notes = "".join(f"  - note: {_quoted(text)}\n" for text in WORDS.values())
    plan.write_text(f"{plan.read_text(encoding='utf-8').rstrip()}\n{notes}", encoding="utf-8")
    results = "".join(
        f"\n- clause: v-3-g1\n  date: {day}/3/2022\n  state: đang thực hiện\n  by: Sở Y tế\n  note: {_quoted(text)}\n"
        for day, text in enumerate(WORDS.values(), start=1)
    )
    told = content / "updates/an-binh-2022.yaml"
    told.write_text(told.read_text(encoding="utf-8") + results, encoding="utf-8")
    for file, place in (("topics.yaml", ""), ("units/an-binh.yaml", "  ")):
        register = content / file
        more = "".join(
            f"{place}- name: {_quoted(text)}\n{place}  id: hostile-{name}\n"
            + (f"{place}  kind: sở\n{place}  note: {_quoted(text)}\n" if place else "")
            for name, text in WORDS.items()
        )
        register.write_text(register.read_text(encoding="utf-8").rstrip() + "\n" + more, encoding="utf-8")
    return Hostile(write(content, Origin(SITE)), tuple(" ".join(text.split()) for text in WORDS.values()))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def test_the_words_are_all_there(hostile: Hostile) -> None:
    told = {record["note"] for record in hostile.made.json("data/notes.json")}
    named = {record["name"] for record in hostile.made.json("data/topics.json")}
    assert set(hostile.notes) <= told
    assert set(hostile.notes) <= {record["note"] for record in hostile.made.json("data/updates.json")}
    assert set(hostile.notes) <= named


def test_no_cell_of_a_csv_is_a_formula_and_the_text_can_be_had(hostile: Hostile) -> None:
    for path, data in hostile.made.files.items():
        if path.endswith(".csv"):
            cells = [cell for row in rows(data) for cell in row.values()]
            assert not any(cell.startswith(tuple(SIGNS)) for cell in cells), path
    records = hostile.made.json("data/notes.json")
    table = rows(hostile.made.files["data/notes.csv"])
    assert [undone(row["note"]) for row in table] == [record["note"] or "" for record in records]


def test_no_cell_of_a_workbook_is_a_formula_or_leads_elsewhere(hostile: Hostile) -> None:
    """But to the evidence of a result, which is an address of the web."""
    evidence = {record["evidence"] for record in hostile.made.json("data/updates.json")}
    for path, data in hostile.made.files.items():
        if not path.endswith(".xlsx"):
            continue
        for sheet in load_workbook(io.BytesIO(data)).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f", (path, cell.coordinate)
                target = cell.hyperlink.target if cell.hyperlink else SITE
                assert str(target).startswith(SITE) or target in evidence, (path, cell.coordinate, target)


def test_a_workbook_holds_the_text_itself(hostile: Hostile) -> None:
    sheet = load_workbook(io.BytesIO(hostile.made.files["data/notes.xlsx"])).worksheets[0]
    place = next(cell.column for cell in sheet[1] if cell.value == "Ghi chú")
    shown = [row[place - 1].value for row in sheet.iter_rows(min_row=2)]
    assert shown == [record["note"] for record in hostile.made.json("data/notes.json")]


def test_pages_that_offer_the_files_run_nothing(hostile: Hostile) -> None:
    pages = hostile.made.pages
    for page in pages.values():
        assert "<script>alert" not in page.html
        assert "<img src=x" not in page.html
    assert "&lt;script&gt;alert" in pages["ke-hoach/an-binh-2022/"].html
