"""XLSX for people: the rows under Vietnamese headings, and a sheet that says what the file is.

xlsxwriter makes the workbook without its rows, once for a table: looks, heads, filter, the sheet that explains. The
rows are written into it as a stream (sheet_rows.py). Same records, same bytes: nothing is asked of the clock.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import islice
from typing import IO, TYPE_CHECKING

from msgspec import Struct

from generator.exports.archive import Archive, Packed, Span, packed
from generator.exports.columns import Column
from generator.exports.contract import Record, Table, contract
from generator.exports.memo import Records
from generator.exports.origin import Origin
from generator.exports.sheet import Ends, Links, links_part, sheet_part, written
from generator.exports.sheet_rows import Looks, Room, SheetRow, Writer, escaped, in_order
from generator.messages import word

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_575
"""Rows of a sheet below its header, by the format; what is more goes on in another sheet."""
LINKED_ROWS = 65_530 // 3
"""Rows with links: the format has room for 65,530 links a sheet, and a row has at most three."""
BEGINNING = datetime(1980, 1, 1)
"""The date of files whose state is not known to git: that of the parts of any XLSX file."""
LARGE = 500_000
"""Rows from which on a sheet may be larger than 2 GB, and is written as the format of archives wants it then."""
TITLE, COUNT, STATE, LAST = "\ue000title", "\ue000count", "\ue000state", 900_001
"""Stands in the workbook without rows for what is known only with them; LAST is the last row of the first sheet."""
CREATED = "%Y-%m-%dT%H:%M:%SZ"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
SheetParts = Callable[[int, int, Ends], Iterable[tuple[str, Iterable[Packed]]]]
"""Makes the parts of a sheet, by their names: of its number from 1, its rows, its ends."""


class Formats(Struct, frozen=True):
    """The looks of cells."""

    head: Format
    text: Format
    date: Format
    number: Format
    link: Format
    title: Format
    strong: Format


class Package(Struct, frozen=True):
    """A workbook without rows: `fixed` are the parts that stay, `open` those that change, by their names.

    `sheets` are the beginning and end of each sheet of rows.
    """

    fixed: dict[str, Packed]
    open: dict[str, str]
    sheets: tuple[Ends, ...]
    looks: Looks


def to_xlsx(table: Table, records: Sequence[Record], origin: Origin, about: str = "", rows: int = ROWS) -> bytes:
    """The records as a workbook; `about` says whose they are, `rows` how many a sheet takes."""
    held = io.BytesIO()
    write_xlsx(held, table, xlsx_rows(table, records, origin, rows=rows), len(records), origin, about, rows)
    return held.getvalue()


def xlsx_rows(table: Table, records: Records, origin: Origin, first: int = 0, rows: int = ROWS) -> Iterator[SheetRow]:
    """A row a record; `first` is the place of the first in its file: only the first LINKED_ROWS have links."""
    writer = _writer(table.name, table.of, origin.site)
    return writer.rows(records, Room(rows, LINKED_ROWS), first)


def open_rows(table: Table, records: Records, origin: Origin) -> Iterator[SheetRow]:
    """A row a record with all its links: what is made of a plan alone, whatever its place will be (`settled`)."""
    writer = _writer(table.name, table.of, origin.site, open_=True)
    return writer.rows(records, Room(sys.maxsize, sys.maxsize))


@cache
def look_numbers() -> Looks:
    """The numbers of the formats, the same in all workbooks."""
    return _package(next(iter(contract().tables)), None, "", False, 1).looks


def ready(origin: Origin) -> None:
    """Make the workbooks without rows that stand beside pages, each of one sheet."""
    for table in contract().beside.values():
        _writer(table.name, table.of, origin.site)
        _package(table.name, table.of, origin.site, bool(origin.commit), 1)


def write_xlsx(
    file: IO[bytes],
    table: Table,
    made: Iterable[SheetRow],
    count: int,
    origin: Origin,
    about: str = "",
    rows: int = ROWS,
) -> None:
    """Write the workbook of `count` rows that `xlsx_rows` made, holding a few of them. `file` is sought in."""
    rest = iter(made)

    def parts(number: int, size: int, ends: Ends) -> Iterator[tuple[str, Iterable[Packed]]]:
        links = Links()
        yield sheet_part(number), (packed(written(ends, islice(rest, size), links), last=True),)
        if relations := links.relations():
            yield links_part(number), (packed((relations,), last=True),)

    write_book(file, table, count, origin, parts, about, rows)


def write_book(
    file: IO[bytes], table: Table, count: int, origin: Origin, parts: SheetParts, about: str = "", rows: int = ROWS
) -> dict[bytes, Span]:
    """Write the workbook of `count` rows, `parts` of which make its sheets; where pieces with a key stand in it."""
    sheets = max(-(-count // rows), 1)
    package = _package(table.name, table.of, origin.site, bool(origin.commit), sheets)
    assert package.looks == look_numbers(), table.name
    lasts = [min(count - rows * number, rows) + 1 for number in range(sheets)]
    lasts[-1] = max(lasts[-1], 2)
    archive = Archive(file)
    for name, part in package.fixed.items():
        archive.add(name, (part,))
    for number, ((before, after), last) in enumerate(zip(package.sheets, lasts, strict=True), start=1):
        size = min(count - rows * (number - 1), rows)
        for name, pieces in parts(number, size, (_known(before, lasts), _known(after, lasts))):
            archive.add(name, pieces, large=last > LARGE)
    known = {TITLE: escaped(about or table.title), COUNT: str(count), **_state(origin)}
    for name, text in package.open.items():
        for sign, told in known.items():
            text = text.replace(sign, told)
        archive.add(name, (packed((_known(text, lasts).encode(),), last=True),))
    archive.close()
    return archive.spans


def _known(part: str, lasts: Sequence[int]) -> str:
    """The part with the number of the last row of each sheet."""
    for number, last in enumerate(lasts):
        part = part.replace(str(LAST + number), str(last))
    return part


@lru_cache(maxsize=64)
def _writer(name: str, of: str | None, site: str, *, open_: bool = False) -> Writer:
    return Writer(_table(name, of), look_numbers(), site, open_)


def _table(name: str, of: str | None) -> Table:
    return (contract().beside if of else contract().tables)[name]


@lru_cache(maxsize=64)
def _package(name: str, of: str | None, site: str, dated: bool, sheets: int, /) -> Package:
    """The workbook of a table as xlsxwriter writes it, with a first row that shows the looks and is taken out.

    `dated`: it says from which state of the content it is.
    """
    with zipfile.ZipFile(io.BytesIO(_blank(_table(name, of), site, dated, sheets))) as blank:
        parts = {entry.filename: blank.read(entry) for entry in blank.infolist()}
    ends, looks = [], []
    for number in range(1, sheets + 1):
        sheet = parts.pop(f"xl/worksheets/sheet{number}.xml").decode()
        before, _, rest = sheet.partition('<row r="2"')
        sample, _, after = rest.partition("</row>")
        before = re.sub(r'(<dimension ref="A1:[A-Z]+)\d+', rf"\g<1>{LAST + number - 1}", before)
        looks = [int(look) for look in re.findall(r' s="(\d+)"', sample)]
        ends.append((before, after))
    open_ = {part: data.decode() for part, data in parts.items() if _is_open(data)}
    fixed = {part: packed((data,), last=True) for part, data in parts.items() if part not in open_}
    return Package(fixed, open_, tuple(ends), Looks(*looks))


def _is_open(part: bytes) -> bool:
    return any(sign.encode() in part for sign in (TITLE, COUNT, STATE, str(LAST)))


def _state(origin: Origin) -> dict[str, str]:
    """What stands in the workbook without rows for the state of the content, and what that is."""
    if not origin.commit:
        return {}
    id_, moment = origin.commit.id, origin.commit.moment
    told = word("xlsx-commit", id=id_[:12], moment=f"{moment:%d/%m/%Y, %H:%M}")
    return {STATE: escaped(told), f"{BEGINNING:{CREATED}}": f"{moment.astimezone(UTC):{CREATED}}"}


def _blank(table: Table, site: str, dated: bool, sheets: int) -> bytes:
    held = io.BytesIO()
    import xlsxwriter  # where no workbook is made anew, nobody waits for it

    book = xlsxwriter.Workbook(held, OPTIONS)
    book.set_properties({"title": TITLE, "author": word("site-name"), "created": BEGINNING})
    looks = _formats(book)
    for number in range(sheets):
        name = f"{table.title} {number + 1}" if number else table.title
        _head(book.add_worksheet(name), in_order(table), LAST + number, looks)
    _explain(book.add_worksheet(word("xlsx-about")), table, tuple(_facts(table, site, dated)), looks)
    book.close()
    return held.getvalue()


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


def _head(sheet: Worksheet, shown: Sequence[Column], last: int, looks: Formats) -> None:
    """Header, and a row of looks; wide, so on paper lying, with the header on every page."""
    for place, column in enumerate(shown):
        sheet.set_column(place, place, column.field.width)
        sheet.write_string(0, place, column.field.title, looks.head)
    for place, look in enumerate((looks.text, looks.date, looks.number, looks.link)):
        sheet.write_blank(1, place, None, look)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last - 1, len(shown) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)


def _explain(sheet: Worksheet, table: Table, facts: Iterable[tuple[str, str, bool]], looks: Formats) -> None:
    """The sheet that says what the file is, whose, from which state of the content, and what each column means."""
    for place, width in enumerate((30, 90, 28)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, TITLE, looks.title)
    row = 2
    for name, text, leads in facts:
        sheet.write_string(row, 0, name, looks.strong)
        if leads:
            sheet.write_url(row, 1, text, looks.link, text)
        else:
            sheet.write_string(row, 1, text, looks.text)
        row += 1
    row += 1
    for place, key in enumerate(("xlsx-column", "xlsx-meaning", "xlsx-field")):
        sheet.write_string(row, place, word(key), looks.head)
    for line, column in enumerate(in_order(table), start=row + 1):
        for place, text in enumerate((column.field.title, column.field.about, column.name)):
            sheet.write_string(line, place, text, looks.text)


def _facts(table: Table, site: str, dated: bool) -> Iterator[tuple[str, str, bool]]:
    """What the file is: names, texts, and whether these are links."""
    yield word("xlsx-row"), table.row, False
    yield word("xlsx-count"), COUNT, False
    yield word("xlsx-source"), word("site-name"), False
    if site:
        yield word("xlsx-address"), site, True
    if dated:
        yield word("xlsx-state"), STATE, False
    yield word("xlsx-licence"), word("data-licence"), False
    yield word("xlsx-official"), word("data-official"), False
    yield word("xlsx-dates"), word("data-dates"), False
