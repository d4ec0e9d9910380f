"""Rows of spreadsheets (SpreadsheetML, ECMA-376): records as cells, and the links of these cells.

A cell is text, a number, a date or a link, never a formula. A row knows its place only when it is written: until then
PLACE stands for it, so that what is made of one plan can stand in any file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from msgspec import Struct

from generator.exports.columns import Cell, Column, columns, joined, runs
from generator.exports.contract import Field, Record, Table
from generator.exports.memo import Alike, Each, Joined, Make, Memo, Records, Same
from generator.messages import word
from generator.titles import vietnamese_date

ADDRESS = 2_079
"""Characters of a link, by the format; what is longer stays plain text."""
TEXT = 32_767
"""Characters of a cell, by the format, which counts those beyond U+FFFF twice."""
WHOLE_DAY = re.compile(r"(19|[2-9]\d)\d{2}-\d{2}-\d{2}")
"""A day that spreadsheets know: their days begin in 1900."""
BEFORE_FIRST = date(1899, 12, 31)
LEAP = 59
"""Days from here on count one more: spreadsheets believe that 1900 had a 29 February."""
PLACE = b"\0"
"""The number of the row, as long as it is not known; no text of XML holds this sign."""
TARGET = "\1"
"""The number of a link's page among those of its sheet; likewise."""
ESCAPED = re.compile("%[0-9a-fA-F]{2}")
UNSAFE = {ord(sign): f"%{ord(sign):02x}" for sign in '%" <>[]^`{}'}
"""What no address holds as it is."""
HIDDEN = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What the format writes as `_x0001_`, and the beginning of a text that only looks so."""

Link = tuple[str, str]
"""A page, and the cells of a row that open it as a sheet lists them, with PLACE and TARGET in them."""
SheetRow = tuple[bytes, tuple[Link, ...]]
"""A row with PLACE in it, and its links."""


class Looks(Struct, frozen=True):
    """The numbers of the formats of cells."""

    text: int
    date: int
    number: int
    link: int


class Linked(Struct, frozen=True):
    """Which cells of a row are links: those that open the page of its record, those that lead outside."""

    inside: bool = False
    outside: bool = False


HOWS = {(inside, outside): Linked(inside, outside) for inside in (False, True) for outside in (False, True)}


def in_order(table: Table) -> list[Column]:
    """What people read first stands first: ids and addresses go to the end."""
    return sorted(columns(table), key=lambda column: column.field.aside)


def letters(place: int) -> str:
    """The name of a column, counted from 0: A, B, … Z, AA."""
    above, own = divmod(place, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + own)


class Room(Struct, frozen=True):
    """How many rows a sheet takes, and how many of them with links."""

    rows: int
    linked: int


@dataclass(frozen=True)
class Writer:
    """Makes the rows of one table. `site` is the site's address, "" where it is not known: then links to it lack."""

    table: Table
    looks: Looks
    site: str
    _made: dict[Linked, tuple[tuple[str, Memo | Each | None, Make], ...]] = field(default_factory=dict)

    def rows(self, records: Records, room: Room, first: int = 0) -> Iterator[SheetRow]:
        """A row a record; `first` is the place of the first among those of its file, on which links depend."""
        made: dict[Linked, Joined] = {}
        at = first
        for item in records:
            for part, linked in _parts(item, at, room):
                how, links = self._linked(part, linked)
                known = made.get(how) or made.setdefault(how, self._rows(how))
                found = known.of(part)
                at += len(found)
                for row in found:
                    yield row, links

    def _linked(self, item: Record | Alike, linked: bool) -> tuple[Linked, tuple[Link, ...]]:
        """Which cells are links where there is room for them, and these links."""
        if not isinstance(item, Alike):
            return self._links_of(item, linked)
        form, made = self._forms[linked], item.base.made
        found: tuple[Linked, tuple[Link, ...]] = made.get(form) or self._links_of(item.base.record, linked)
        made[form] = found
        return found

    @cached_property
    def _forms(self) -> tuple[str, str]:
        return f"links {self.site} {False}", f"links {self.site} {True}"

    def _links_of(self, record: Record, linked: bool) -> tuple[Linked, tuple[Link, ...]]:
        if not linked:
            return HOWS[False, False], ()
        opens = bool(self.site) and len(self.site) + len(record["url"]) <= ADDRESS
        leading = {of: cell for _, of in self._leading if (cell := record[of]) and len(cell) <= ADDRESS}
        cells: dict[str, str] = {}
        if opens:
            page, where = _where(self.site + record["url"])
            cells[page] = "".join([f"{link}{where}/>" for link, of in self._opening if record[of]])
        for link, of in self._leading if leading else ():
            if record[of]:
                page, where = _where(record[of])
                cells[page] = f"{cells.get(page, '')}{link}{where}/>"
        return HOWS[opens, bool(leading)], tuple(cells.items())

    @cached_property
    def _opening(self) -> tuple[tuple[str, str], ...]:
        """The columns that can be links to the page of a record, as the beginning of these, and their fields."""
        return tuple(self._of(lambda field: field.type != "link" and (field.opens or field.type == "address")))

    @cached_property
    def _leading(self) -> tuple[tuple[str, str], ...]:
        """Likewise those that lead outside."""
        return tuple(self._of(lambda field: field.type == "link"))

    def _of(self, wanted: Callable[[Field], bool]) -> Iterator[tuple[str, str]]:
        for place, column in enumerate(in_order(self.table)):
            if wanted(column.field):
                yield f'<hyperlink ref="{letters(place)}{PLACE.decode()}" r:id="rId{TARGET}"', column.of

    def _rows(self, how: Linked) -> Joined:
        """Columns side by side that are made from one field are made together."""
        known = self._made.get(how) or self._made.setdefault(how, tuple(self._runs(how)))
        parts = ((of, Same(make) if memo is None else memo) for of, memo, make in known)
        return Joined(f"{self.looks} {self.site} {how}", parts, (b'<row r="\0">', b"", b"</row>"))

    def _runs(self, how: Linked) -> Iterator[tuple[str, Memo | Each | None, Make]]:
        """Each field, what makes its cells, and what remembers them; None for lists, which are for one call only."""
        at = 0
        for of, mine in runs(in_order(self.table)):
            makers = [self._maker(letters(at + number), column, how) for number, column in enumerate(mine)]
            at += len(mine)
            if len(mine) > 1 or mine[0].many:
                yield of, None, _side_by_side(makers)
            else:
                yield of, Each(makers[0]) if of == "id" else Memo(makers[0]), makers[0]

    def _maker(self, letter: str, column: Column, how: Linked) -> Make:
        field, text, link = column.field, _texts(letter, self.looks.text), _texts(letter, self.looks.link)
        if field.type == "address" and how.inside:
            return lambda value: link(self.site + value)
        if (field.type == "link" and how.outside) or (field.opens and how.inside):
            return lambda value: link(str(value or ""))
        if field.type == "text" and column.name == column.of:
            words = field.values or {}
            return lambda value: text(words.get(value, value)) if value else b""
        return lambda value: _cell(letter, column, column.cell(value), self.looks)


def _side_by_side(makers: Sequence[Make]) -> Make:
    return lambda value: b"".join([make(value) for make in makers])


def _where(address: str) -> tuple[str, str]:
    """The page of an address, and the place within it as an attribute."""
    page, _, within = address.partition("#")
    return page, f' location="{attribute(within)}"' if within else ""


def _parts(item: Record | Alike, at: int, room: Room) -> Iterable[tuple[Record | Alike, bool]]:
    """The records from place `at` on, cut where a sheet or the room for its links ends, and whether they are linked."""
    place = at % room.rows
    linked = place < room.linked
    end = min(room.linked, room.rows) if linked else room.rows
    if not isinstance(item, Alike) or len(item.values) <= end - place:
        return ((item, linked),)
    first = item.part(0, end - place), linked
    return (first, *_parts(item.part(end - place, len(item.values)), at + end - place, room))


def _cell(letter: str, column: Column, cell: Cell, looks: Looks) -> bytes:
    match cell:
        case None | () | "":
            return b""
        case bool():
            return _text(letter, looks.text, word("said-yes" if cell else "said-no"))
        case int() | float():
            return _number(letter, looks.number, cell)
        case str() if column.field.type in ("date", "day", "moment"):
            return _date(letter, cell, looks)
        case str():
            return _text(letter, looks.text, (column.field.values or {}).get(cell, cell))
        case _:
            return _text(letter, looks.text, joined(cell, column.field.values))


def _date(letter: str, iso: str, looks: Looks) -> bytes:
    """A whole day as a date of the spreadsheet; what is less, or recurs, in words."""
    if WHOLE_DAY.fullmatch(iso):
        days = (date.fromisoformat(iso) - BEFORE_FIRST).days
        return _number(letter, looks.date, days + (days > LEAP))
    day = vietnamese_date(iso)
    shown = word("every-month", day=day) if iso.startswith("---") else word("every-year", day=day)
    return _text(letter, looks.text, shown if iso.startswith("--") else day)


def _number(letter: str, look: int, value: float) -> bytes:
    """With as many digits as spreadsheets keep."""
    return f'<c r="{letter}\0" s="{look}"><v>{value:.16G}</v></c>'.encode()


def _text(letter: str, look: int, text: str) -> bytes:
    return _texts(letter, look)(text)


@cache
def _texts(letter: str, look: int) -> Callable[[str], bytes]:
    """Makes cells of text in a column; none of an empty one."""
    start = f'<c r="{letter}\0" s="{look}" t="inlineStr"><is><t'

    def made(text: str) -> bytes:
        if not text:
            return b""
        if len(text) > TEXT // 2:
            text = _bounded(text)
        kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        return f"{start}{kept}>{escaped(text)}</t></is></c>".encode()

    return made


def _bounded(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * TEXT:
        return text
    more = word("xlsx-more")
    return units[: 2 * (TEXT - len(more))].decode("utf-16-le", "ignore") + more


def escaped(text: str) -> str:
    """The text in XML; what XML cannot hold in the format's own way."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in text or not text.isprintable():
        text = HIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text


def attribute(text: str) -> str:
    """The text between the quotes of XML."""
    return escaped(text).replace('"', "&quot;")


def safe(page: str) -> str:
    """An address without signs that none may hold; one that already has such signs escaped stays as it is."""
    return page if ESCAPED.search(page) else page.translate(UNSAFE)
