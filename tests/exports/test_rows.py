"""What is made plan by plan and as a stream is what is made at once; our own writers agree with the libraries."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from heapq import merge
from itertools import chain
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vText
from icalendar.parser import Contentline
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from generator.corpus import Corpus
from generator.exports import COUNTS, OF_PLAN, TABLES, all_records, records_of, to_json
from generator.exports.calendars import folded
from generator.exports.contract import Record, contract
from generator.exports.csv_file import csv_pieces, csv_rows, to_csv
from generator.exports.deadlines import in_time
from generator.exports.json_file import json_pieces, json_rows
from generator.exports.lists import Lists
from generator.exports.memo import Alike, Base, count, single
from generator.exports.origin import Origin
from generator.exports.sheet_rows import Looks, Room, Writer
from generator.exports.trees import plan_json
from generator.exports.xlsx_file import to_xlsx, write_xlsx, xlsx_rows
from generator.exports.xml_text import Element, document
from tests.exports.test_csv import note
from tests.exports.trees import tree
from tests.exports.written import CORPORA, SITE, written

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
"""Any text that a file can hold."""
LETTERS = st.text("aáệ\\^;, \U0001d11e", max_size=200)
ORIGIN = Origin(SITE)


def corpora() -> list[Corpus]:
    return [written(name).corpus for name in CORPORA]


@pytest.mark.parametrize("corpus", corpora(), ids=list(CORPORA))
def test_the_tables_are_their_plans_one_after_the_other(corpus: Corpus) -> None:
    whole = all_records(corpus)
    assert set(OF_PLAN) < set(TABLES)
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for plan in corpus.plans:
        added = records_of(corpus, plan)
        text = json.dumps(tree(corpus, whole, plan.slug), ensure_ascii=False, separators=(",", ":"))
        assert plan_json(corpus, plan, added).decode() == f"{text}\n"
        for name, records in added.items():
            found[name] += single(records)
            if name in COUNTS:
                assert COUNTS[name](corpus, plan) == count(records), name
    parts = [OF_PLAN["deadlines"](corpus, plan) for plan in corpus.plans]
    found["deadlines"] = [*merge(*map(single, parts), key=in_time)]
    for name in OF_PLAN:
        assert found[name] == whole[name], name
        assert [list(record) for record in found[name]] == [list(record) for record in whole[name]], name
    assert any(found.values())


@pytest.mark.parametrize("corpus", corpora(), ids=list(CORPORA))
def test_records_that_are_alike_become_what_each_becomes_by_itself(corpus: Corpus) -> None:
    """In JSON, CSV and XLSX, for the table of duties and the lists of units."""
    duties = [item for plan in corpus.plans for item in OF_PLAN["duties"](corpus, plan)]
    made = Lists(corpus)
    lists: list[Record | Alike] = [rows for unit in corpus.registry.units.values() for rows in made.of(unit)[1]]
    known = contract()
    for table, records in ((known.tables["duties"], duties), (known.beside["nghia-vu"], lists)):
        one_by_one = [*single(records)]
        assert len(one_by_one) >= len(records) > 1
        assert b"".join(json_pieces(json_rows(records))) == to_json(one_by_one).encode()
        assert to_csv(table, records) == to_csv(table, one_by_one)
        assert [*xlsx_rows(table, records, ORIGIN)] == [*xlsx_rows(table, one_by_one, ORIGIN)]


@given(LETTERS)
def test_lines_of_calendars_are_folded_as_icalendar_folds_them(text: str) -> None:
    line = f"SUMMARY:{vText(text).to_ical().decode()}"
    assert folded(line) == bytes(Contentline(line).to_ical()) + b"\r\n"  # type: ignore[no-untyped-call]


@given(st.lists(st.tuples(TEXT, TEXT | st.none() | st.booleans(), st.lists(TEXT))))
def test_json_is_what_the_library_writes(values: list[tuple[object, ...]]) -> None:
    records = [dict(zip(("id", "a", "b"), row, strict=True)) for row in values]
    lines = [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records]
    assert to_json(records) == ("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")


def test_one_and_true_and_1_0_stay_what_they_are() -> None:
    values: list[Any] = [1, 1.0, 2, 1.0, 1, None, "1"]
    found = json.loads(to_json([{"id": str(n), "a": value} for n, value in enumerate(values)]))
    assert [(type(record["a"]), record["a"]) for record in found] == [(type(value), value) for value in values]


@given(st.lists(TEXT, min_size=1))
def test_csv_is_quoted_as_the_library_quotes(texts: list[str]) -> None:
    table = contract().tables["notes"]
    data = to_csv(table, [note(text) for text in texts]).decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(data, newline=""), strict=True)]
    again = io.StringIO()
    csv.writer(again, lineterminator="\r\n").writerows(rows)
    assert data == again.getvalue()
    assert len(rows) == len(texts) + 1


@given(TEXT, TEXT)
def test_xml_is_what_the_library_reads(text: str, attribute: str) -> None:
    """What XML cannot hold is shown as «�»; a carriage return is one of these."""
    root = Element("a", {"b": attribute})
    root.add("c", text)
    root.add("d", e="f").add("g")
    found = ET.fromstring(document(root).decode().partition("\n")[2])
    bare = {sign for sign in text + attribute if sign < " " or sign in "\ufffe\uffff"} - {"\t", "\n"}
    shown = str.maketrans(dict.fromkeys(bare, "\ufffd"))
    assert found.get("b") == attribute.translate(shown)
    assert (found[0].text or "") == text.translate(shown)
    assert [child.tag for child in found] == ["c", "d"]


def test_links_end_where_a_sheet_has_no_more_room_and_begin_again_on_the_next() -> None:
    """Also in the midst of records that are alike."""
    table = contract().tables["notes"]
    alike = Alike(Base(note("a") | {"url": "ke-hoach/a/#i"}), (), [(f"n{n}", ()) for n in range(7)])
    writer = Writer(table, Looks(1, 2, 3, 4), SITE)
    rows = [*writer.rows([alike], Room(rows=5, linked=2))]
    assert [bool(links) for _, links in rows] == [True, True, False, False, False, True, True]
    assert rows == [*writer.rows(alike.records(), Room(rows=5, linked=2))]
    assert rows[3:] == [*writer.rows([alike.part(3, 7)], Room(rows=5, linked=2), 3)]


def test_a_workbook_is_written_as_a_stream_of_rows_from_several_plans() -> None:
    table = contract().tables["notes"]
    records = [
        note(str(number)) | {"id": str(number), "url": f"ke-hoach/{number % 2}/#i-{number}"} for number in range(5)
    ]
    parts = [xlsx_rows(table, records[:2], ORIGIN), xlsx_rows(table, records[2:], ORIGIN, first=2)]
    held = io.BytesIO()
    write_xlsx(held, table, chain(*parts), 5, ORIGIN)
    assert held.getvalue() == to_xlsx(table, records, ORIGIN)
    sheet = load_workbook(io.BytesIO(held.getvalue())).worksheets[0]
    links = [cell.hyperlink for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert {f"{link.target}#{link.location}" for link in links} == {SITE + record["url"] for record in records}
    assert len({link.id for link in links}) == 2, "links to one page share their relation"


@pytest.mark.parametrize("text", ["a\x01b", "_x0041_", " a ", "a\nb", "\ufffe", "<&>\"'", "\U0001d11e"])
def test_a_cell_holds_every_text(text: str) -> None:
    found = load_workbook(io.BytesIO(to_xlsx(contract().tables["notes"], [note(text)], Origin()))).worksheets[0]
    place = next(cell.column for cell in found[1] if cell.value == "Ghi chú")
    assert unescape(str(found.cell(2, place).value)) == text


def test_a_file_in_pieces_is_the_file() -> None:
    table, records = contract().tables["notes"], [note(str(number)) for number in range(1_200)]
    pieces = [*csv_pieces(table, csv_rows(table, records))]
    assert len(pieces) > 2
    assert b"".join(pieces) == to_csv(table, records)
    assert len([*json_pieces(json_rows(records))]) > 2
