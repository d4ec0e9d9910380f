"""XLSX for people: the rows under Vietnamese headings, and a sheet that says what the file is.

A cell is text, a number, a date or a link, never a formula. Same records, same bytes: nothing is asked of the clock.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.exports.columns import Cell, Column, columns, joined
from generator.exports.contract import Record, Table
from generator.exports.origin import Origin
from generator.messages import word
from generator.views.common import vietnamese_date

ROWS = 1_048_575
"""Rows of a sheet below its header, by the format; what is more goes on in another sheet."""
LINKED_ROWS = 65_530 // 3
"""Rows with links: the format has room for 65,530 links a sheet, and a row has at most three."""
ADDRESS = 2_079
"""Characters of a link, by the format; what is longer stays plain text."""
TEXT = 32_767
"""Characters of a cell, by the format."""
BEGINNING = datetime(1980, 1, 1)
"""The date of files whose state is not known to git: that of the parts of any XLSX file."""
WHOLE_DAY = re.compile(r"(19|[2-9]\d)\d{2}-\d{2}-\d{2}")
"""A day that spreadsheets know: their days begin in 1900."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Formats:
    """The looks of cells."""

    head: Format
    text: Format
    date: Format
    number: Format
    link: Format
    title: Format
    strong: Format


def to_xlsx(table: Table, records: Sequence[Record], origin: Origin, about: str = "", rows: int = ROWS) -> bytes:
    """The records as a workbook; `about` says whose they are, `rows` how many a sheet takes."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, OPTIONS)
    moment = origin.commit.moment.astimezone(UTC).replace(tzinfo=None) if origin.commit else BEGINNING
    book.set_properties({"title": about or table.title, "author": word("site-name"), "created": moment})
    looks = _formats(book)
    shown = _in_order(columns(table))
    for first in range(0, max(len(records), 1), rows):
        name = f"{table.title} {first // rows + 1}" if first else table.title
        _fill(book.add_worksheet(name), shown, records[first : first + rows], origin, looks)
    _explain(book.add_worksheet(word("xlsx-about")), table, shown, len(records), origin, about, looks)
    book.close()
    return held.getvalue()


def _in_order(shown: Sequence[Column]) -> list[Column]:
    """What people read first stands first: ids and addresses go to the end."""
    return sorted(shown, key=lambda column: column.field.aside)


def _formats(book: xlsxwriter.Workbook) -> Formats:
    cell = {"valign": "top", "text_wrap": True}
    return Formats(
        head=book.add_format({"bold": True, "bg_color": "#E4ECF5", "bottom": 1, **cell}),
        text=book.add_format(cell),
        date=book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
        number=book.add_format({"num_format": "#,##0.###############", "valign": "top"}),
        link=book.add_format({"font_color": "#0B57A4", "underline": 1, **cell}),
        title=book.add_format({"bold": True, "font_size": 14}),
        strong=book.add_format({"bold": True, "valign": "top"}),
    )


def _fill(sheet: Worksheet, shown: Sequence[Column], records: Sequence[Record], origin: Origin, looks: Formats) -> None:
    """Header and rows; wide, so on paper lying, with the header on every page."""
    for place, column in enumerate(shown):
        sheet.set_column(place, place, column.field.width)
        sheet.write_string(0, place, column.field.title, looks.head)
    for row, record in enumerate(records, start=1):
        for place, column in enumerate(shown):
            cell = column.read(record)
            target = _target(column, cell, record, origin) if row <= LINKED_ROWS else None
            if target:
                text = target if column.field.type == "address" else str(cell)
                sheet.write_url(row, place, target, looks.link, text[:TEXT])
            else:
                _write(sheet, row, place, cell, column, looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(records), 1), len(shown) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)


def _target(column: Column, cell: Cell, record: Record, origin: Origin) -> str | None:
    """What a cell opens: the clause, or the page outside that it names; nothing while the site has no address."""
    if not cell:
        return None
    target = None
    if column.field.type == "link":
        target = str(cell)
    elif origin.site and (column.field.opens or column.field.type == "address"):
        target = origin.site + record["url"]
    return target if target and len(target) <= ADDRESS else None


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, column: Column, looks: Formats) -> None:
    match cell:
        case None | () | "":
            return
        case bool():
            sheet.write_string(row, place, word("said-yes" if cell else "said-no"), looks.text)
        case int() | float():
            sheet.write_number(row, place, cell, looks.number)
        case str() if column.field.type in ("date", "day", "moment"):
            _write_date(sheet, row, place, cell, looks)
        case str():
            _write_text(sheet, row, place, (column.field.values or {}).get(cell, cell), looks)
        case _:
            _write_text(sheet, row, place, joined(cell, column.field.values), looks)


def _write_date(sheet: Worksheet, row: int, place: int, iso: str, looks: Formats) -> None:
    """A whole day as a date of the spreadsheet; what is less, or recurs, in words."""
    if WHOLE_DAY.fullmatch(iso):
        sheet.write_datetime(row, place, date.fromisoformat(iso), looks.date)
        return
    day = vietnamese_date(iso)
    shown = word("every-month", day=day) if iso.startswith("---") else word("every-year", day=day)
    _write_text(sheet, row, place, shown if iso.startswith("--") else day, looks)


def _write_text(sheet: Worksheet, row: int, place: int, text: str, looks: Formats) -> None:
    if not text:
        return
    if len(text) > TEXT:
        more = word("xlsx-more")
        text = text[: TEXT - len(more)] + more
    sheet.write_string(row, place, text, looks.text)


def _explain(
    sheet: Worksheet, table: Table, shown: Sequence[Column], count: int, origin: Origin, about: str, looks: Formats
) -> None:
    """The sheet that says what the file is, whose, from which state of the content, and what each column means."""
    for place, width in enumerate((30, 90, 28)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, about or table.title, looks.title)
    row = 2
    for name, text in _facts(table, count, origin):
        sheet.write_string(row, 0, name, looks.strong)
        if text == origin.site:
            sheet.write_url(row, 1, text, looks.link, text)
        else:
            sheet.write_string(row, 1, text, looks.text)
        row += 1
    row += 1
    for place, key in enumerate(("xlsx-column", "xlsx-meaning", "xlsx-field")):
        sheet.write_string(row, place, word(key), looks.head)
    for line, column in enumerate(shown, start=row + 1):
        for place, text in enumerate((column.field.title, column.field.about, column.name)):
            sheet.write_string(line, place, text, looks.text)


def _facts(table: Table, count: int, origin: Origin) -> Iterator[tuple[str, str]]:
    yield word("xlsx-row"), table.row
    yield word("xlsx-count"), str(count)
    yield word("xlsx-source"), word("site-name")
    if origin.site:
        yield word("xlsx-address"), origin.site
    if origin.commit:
        commit = origin.commit
        yield word("xlsx-state"), word("xlsx-commit", id=commit.id[:12], moment=f"{commit.moment:%d/%m/%Y, %H:%M}")
    yield word("xlsx-licence"), word("data-licence")
    yield word("xlsx-official"), word("data-official")
    yield word("xlsx-dates"), word("data-dates")
