"""XLSX as openpyxl, which did not write it, finds it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.exports import xlsx_file
from generator.exports.columns import columns
from generator.exports.contract import Table, contract
from generator.exports.origin import Origin
from generator.exports.sheet_rows import TEXT
from generator.exports.xlsx_file import to_xlsx
from tests.exports.test_csv import note
from tests.exports.written import COMMIT, CORPORA, SITE, written

ABOUT = "Về tệp này"


@cache
def book(corpus: str, path: str) -> Workbook:
    return opened(written(corpus).files[path])


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def column(sheet: Worksheet, title: str) -> list[Any]:
    """The cells below a head."""
    place = next(cell.column for cell in sheet[1] if cell.value == title)
    return [row[place - 1] for row in sheet.iter_rows(min_row=2)]


def explained(found: Workbook) -> dict[str, Any]:
    return {str(row[0].value): row[1].value for row in found[ABOUT].iter_rows(min_row=3) if row[0].value}


def every_table(corpus: str) -> list[tuple[str, Table]]:
    known, made = contract(), written(corpus)
    found = [(f"data/{name}.xlsx", table) for name, table in known.tables.items()]
    found += [(path.replace(".json", ".xlsx"), known.beside["nghia-vu"]) for path in made.unit_lists()]
    return found + [(f"ke-hoach/{p.slug}/nhiem-vu.xlsx", known.beside["nhiem-vu"]) for p in made.corpus.plans]


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_workbook_is_made_for_people(corpus: str) -> None:
    """Head frozen and filtered, widths, wrapped text, ids last; the sheet that explains; never a formula."""
    for path, table in every_table(corpus):
        found = book(corpus, path)
        assert found.sheetnames == [table.title, ABOUT], path
        sheet = found[table.title]
        assert sheet.freeze_panes == "A2", path
        assert sheet.auto_filter.ref.startswith("A1:"), path
        heads = [str(cell.value) for cell in sheet[1]]
        assert sorted(heads) == sorted(shown.field.title for shown in columns(table)), path
        assert len(set(heads)) == len(heads), path
        letters = [get_column_letter(place) for place in range(1, len(heads) + 1)]
        assert all(sheet.column_dimensions[letter].width >= 8 for letter in letters), path
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, path
        assert all(cell.alignment.wrap_text for cell in cells[:40] if cell.data_type == "s"), path


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_row_of_json_is_a_row_of_the_workbook(corpus: str) -> None:
    made = written(corpus)
    for path, table in every_table(corpus):
        sheet = book(corpus, path)[table.title]
        if table.of != "plan":
            records = made.json(path.replace(".xlsx", ".json"))
            assert [cell.value for cell in column(sheet, "Mã")] == [record["id"] for record in records], path


def test_a_day_is_a_date_and_what_is_less_is_text() -> None:
    sheet = book("five-plans", "data/plans.xlsx")["Kế hoạch"]
    shown = {cell.value: cell for cell in column(sheet, "Ngày ban hành") if cell.value}
    day = shown[datetime(2021, 10, 13)]
    assert (day.is_date, day.number_format) == (True, "dd/mm/yyyy")
    assert shown["2024"].data_type == "s", "only the year is known"
    deadlines = book("five-plans", "data/deadlines.xlsx")["Thời hạn"]
    days = [cell.value for cell in column(deadlines, "Ngày cuối")]
    assert all(isinstance(day, datetime) for day in days)
    assert days == sorted(days)
    assert "04/12 hằng năm" in {cell.value for cell in column(deadlines, "Quy tắc: ngày cuối còn kịp")}


def test_codes_are_words_and_numbers_are_numbers() -> None:
    sheet = book("five-plans", "data/duties.xlsx")["Nhiệm vụ của đơn vị"]
    assert {cell.value for cell in column(sheet, "Vai trò")} == {"Chủ trì", "Thực hiện", "Phối hợp", "Được đề nghị"}
    assert {cell.value for cell in column(sheet, "Chắc chắn")} == {"có", "không"}
    targets = book("five-plans", "data/targets.xlsx")["Chỉ tiêu"]
    records = written("five-plans").json("data/targets.json")
    assert [cell.value for cell in column(targets, "Mức")] == [record["value"] for record in records]


@pytest.mark.parametrize(
    ("path", "title"), [("data/clauses.xlsx", "Điểm"), ("don-vi/so-cong-thuong-tinh-dong-thap/nghia-vu.xlsx", "Điểm")]
)
def test_links_open_the_clause(path: str, title: str) -> None:
    records = written("five-plans").json(path.replace(".xlsx", ".json"))
    sheet = book("five-plans", path).worksheets[0]
    for head, shown in ((title, "path"), ("Địa chỉ", None)):
        for cell, record in zip(column(sheet, head), records, strict=True):
            link = cell.hyperlink
            assert f"{link.target}#{link.location}" == SITE + record["url"]
            assert cell.value == (record[shown] if shown else SITE + record["url"])


def test_documents_lead_outside() -> None:
    link = "https://example.org/van-ban?id=1"
    first, second, *_ = written("tiny").json("data/documents.json")
    found = opened(to_xlsx(contract().tables["documents"], [first | {"link": link}, second], Origin()))
    known, unknown = column(found.worksheets[0], "Nơi đăng")
    assert (known.value, known.hyperlink.target) == (link, link)
    assert (unknown.value, unknown.hyperlink) == (None, None)


def test_without_an_address_of_the_site_there_are_no_links_and_without_git_no_state() -> None:
    record = note("a")
    found = opened(to_xlsx(contract().tables["notes"], [record], Origin()))
    cell = column(found.worksheets[0], "Địa chỉ")[0]
    assert (cell.value, cell.hyperlink) == (record["url"], None)
    assert not {"Nội dung tại", "Địa chỉ của trang"} & set(explained(found))


def test_it_says_what_it_is_from_which_state_and_when() -> None:
    unit = written("five-plans").corpus.registry.units["so-cong-thuong-tinh-dong-thap"]
    found = book("five-plans", f"don-vi/{unit.id}/nghia-vu.xlsx")
    says = explained(found)
    assert found[ABOUT]["A1"].value == f"Phiếu việc của {unit.full_name}"
    assert says["Nội dung tại"] == "bản ghi 0123456789ab, 30/06/2024, 23:30 (giờ Việt Nam)"
    assert says["Địa chỉ của trang"] == SITE
    assert "Điều 15 Luật Sở hữu trí tuệ" in says["Điều kiện sử dụng"]
    assert says["Số dòng"] == str(found.worksheets[0].max_row - 1)
    assert found.properties.created == datetime(2024, 6, 30, 16, 30), "in UTC"
    heads = {cell.value for cell in found.worksheets[0][1]}
    assert heads <= set(says), "every column is explained"


def test_nothing_in_the_file_is_of_the_moment_of_the_build() -> None:
    data = written("five-plans").files["data/plans.xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2024-06-30T16:30:00Z") == 2, "created and modified"
    assert COMMIT.moment.isoformat() == "2024-06-30T23:30:00+07:00"


def test_what_no_cell_holds_is_cut_and_says_so() -> None:
    found = opened(to_xlsx(contract().tables["notes"], [note("á" * 40_000)], Origin()))
    text = column(found.worksheets[0], "Ghi chú")[0].value
    assert len(text) == TEXT
    assert text.endswith("(còn nữa: xem tệp JSON hoặc CSV)")


def test_what_no_link_holds_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The format bounds the links of a sheet, and the length of each."""
    monkeypatch.setattr(xlsx_file, "LINKED_ROWS", 3)
    addresses = ["ke-hoach/a/", f"ke-hoach/{'a' * 2100}/", "ke-hoach/b/", "ke-hoach/c/"]
    records = [note("a") | {"id": url, "url": url} for url in addresses]
    found = opened(to_xlsx(contract().tables["notes"], records, Origin(SITE)))
    cells = column(found.worksheets[0], "Địa chỉ")
    assert [bool(cell.hyperlink) for cell in cells] == [True, False, True, False]
    assert [cell.value.removeprefix(SITE) for cell in cells] == addresses


@pytest.mark.parametrize(
    ("last_day", "shown"),
    [
        ("2024-06-30", datetime(2024, 6, 30)),
        ("1900-01-31", datetime(1900, 1, 31)),
        ("1899-12-31", "31/12/1899"),
        ("2024-06", "06/2024"),
        ("---18", "ngày 18 hằng tháng"),
        ("--12-05", "05/12 hằng năm"),
        (None, None),
    ],
)
def test_only_days_that_spreadsheets_know_are_dates(last_day: str | None, shown: Any) -> None:
    record = written("tiny").json("data/deadlines.json")[0]
    rule = record["rule"][0] | {"last_day": last_day}
    found = opened(to_xlsx(contract().tables["deadlines"], [record | {"rule": [rule]}], Origin()))
    assert column(found.worksheets[0], "Quy tắc: ngày cuối còn kịp")[0].value == shown


def test_what_no_sheet_holds_goes_on_in_another() -> None:
    records = [note("a") | {"id": str(number)} for number in range(5)]
    found = opened(to_xlsx(contract().tables["notes"], records, Origin(), rows=2))
    title = contract().tables["notes"].title
    assert found.sheetnames == [title, f"{title} 2", f"{title} 3", ABOUT]
    ids = [cell.value for sheet in found.worksheets[:-1] for cell in column(sheet, "Mã")]
    assert ids == ["0", "1", "2", "3", "4"]
    assert all(sheet.freeze_panes == "A2" for sheet in found.worksheets[:-1])
