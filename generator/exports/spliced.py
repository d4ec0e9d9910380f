"""Tables of the open data, put together from the blocks of their plans and from the files of the last site.

What a file is made of has keys: where these are as they were, and the file still stands in the last site, it stays.
Spreadsheets are deflated in pieces, so that most of one can be taken as it is when some rows change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain, islice
from typing import NamedTuple

from generator.exports import xlsx_file
from generator.exports.archive import Packed, Span, packed
from generator.exports.blocks import JOINT, MERGED, Shelf, links_of
from generator.exports.contract import contract
from generator.exports.csv_file import csv_head
from generator.exports.forms import Aside, Finished, content, gathered
from generator.exports.origin import Origin
from generator.exports.pieces import Former, Piece, Text, key_of
from generator.exports.sheet import Ends, Links, links_part, placed, sheet_part
from generator.exports.sheet_rows import Link, settled
from generator.exports.xlsx_file import look_numbers, write_book

CHUNK = 1 << 18
"""Bytes of rows from which on a piece of a spreadsheet is long enough: each one more makes the file larger."""
SOME = 200
"""Rows that are written at a time."""
Formers = Mapping[str, Former]
"""The files of the last site, by form."""


class Form(NamedTuple):
    """A table in one form: a key that follows from all that is in it, what makes it.

    `spans` tell where its pieces stand, once it is made.
    """

    key: bytes
    make: Callable[[], Finished]
    spans: Callable[[], Mapping[bytes, Span]]


class Run(NamedTuple):
    """Rows side by side in a sheet: from `start` to before `end` of a group; the first stands at `place`."""

    group: str
    start: int
    end: int
    place: int


class Spliced:
    """One of the tables of OF_PLAN from the blocks on its `shelf`; `formers` are its files in the last site."""

    def __init__(self, name: str, origin: Origin, shelf: Shelf, formers: Formers) -> None:
        self.table = contract().tables[name]
        self._origin, self._shelf, self._formers = origin, shelf, formers
        self._heads = shelf.heads("sheet")
        self._merged = _Merged(shelf) if name == MERGED else None
        self.count = sum(head.number for head in self._heads.values())

    def form(self, name: str) -> Form:
        """The table as JSON, CSV or XLSX."""
        match name:
            case "json":
                return self._text("json", (b"[\n", b"\n]\n") if self.count else (b"[]\n", b""))
            case "csv":
                return self._text("csv", (csv_head(self.table), b""))
            case _:
                return self._book()

    def _book(self) -> Form:
        spans: dict[bytes, Span] = {}
        told = ((group, *head) for group, head in self._heads.items())
        links = (head.hash for head in self._shelf.heads("links").values())
        key = key_of(self._origin, *(self._merged.key if self._merged else ()), *told, *links)

        def make() -> Finished:
            file = gathered(self.count)
            spans.update(write_book(file, self.table, self.count, self._origin, self._sheet, rows=xlsx_file.ROWS))
            return content(file)

        return Form(key, make, lambda: spans)

    def _text(self, form: str, ends: tuple[bytes, bytes]) -> Form:
        heads = [(group, head) for group, head in self._shelf.heads(form).items() if head.number]
        pieces = [Piece(head.hash, partial(self._body, group, form)) for group, head in heads]
        if self._merged and heads:
            key = key_of(*self._merged.key, *(head.hash for _, head in heads))
            pieces = [Piece(key, lambda: self._merged_text(form))]
        text = Text(ends, JOINT[form], pieces, self._formers.get(form))
        return Form(key_of(*(piece.key for piece in pieces)), lambda: text, lambda: text.spans)

    def _body(self, group: str, form: str) -> list[bytes]:
        return self._shelf.get(group, form).rows

    def _merged_text(self, form: str) -> Iterator[bytes]:
        assert self._merged
        rows, before = iter(self._merged.rows(form)), b""
        while some := list(islice(rows, SOME)):
            yield before + JOINT[form].join(some)
            before = JOINT[form]

    def _sheet(self, number: int, size: int, ends: Ends) -> Iterator[tuple[str, Iterable[Packed]]]:
        """The parts of a sheet of so many rows."""
        first = (number - 1) * xlsx_file.ROWS
        pieces = [self._one(number, first, size)] if self._merged else [*self._chunks(number, first, size)]
        linked = min(size, xlsx_file.LINKED_ROWS)
        key = self._links_key(number, first, linked, ends)
        former = self._formers.get("xlsx")
        end, relations = former and former.packed(key), former and former.packed(key_of(key))
        if not end:
            links = self._links(first, linked)
            end = packed((links.before(ends[1]),), key, last=True)
            told = links.relations()
            relations = packed((told,), key_of(key), last=True) if told else None
        begun = packed((ends[0].encode(),), last=False)
        rows = ((former and former.packed(piece.key)) or _packed(piece) for piece in pieces)
        yield sheet_part(number), chain((begun,), rows, (end,))
        if relations:
            yield links_part(number), (relations,)

    def _links_key(self, number: int, first: int, size: int, ends: Ends) -> bytes:
        heads = self._shelf.heads("links")
        told: Iterable[object] = ((heads[run.group].hash, *run[1:]) for run in self._runs(first, size))
        if self._merged:
            told = (*self._merged.key, *(head.hash for head in heads.values()))
        return key_of(number, size, ends, *told)

    def _chunks(self, number: int, first: int, size: int) -> Iterator[Piece]:
        """The rows of a sheet in pieces."""
        some: list[Run] = []
        long = 0
        for run in self._runs(first, size):
            some.append(run)
            long += self._heads[run.group].size
            if long >= CHUNK:
                yield self._chunk(number, some)
                some, long = [], 0
        if some:
            yield self._chunk(number, some)

    def _chunk(self, number: int, runs: list[Run]) -> Piece:
        told = ((self._heads[run.group].hash, *run[1:]) for run in runs)
        key = key_of(number, self._origin.site, xlsx_file.LINKED_ROWS, *told)
        return Piece(key, lambda: map(self._rows, runs))

    def _runs(self, first: int, size: int) -> Iterator[Run]:
        """The groups of which rows stand in the sheet that begins with the row `first` of all."""
        at = 0
        for group, head in self._heads.items():
            start, end = max(first - at, 0), min(first + size - at, head.number)
            if start < end:
                yield Run(group, start, end, at + start - first)
            at += head.number

    def _rows(self, run: Run) -> bytes:
        return self._placed(self._shelf.get(run.group, "sheet").rows[run.start : run.end], run.place)

    def _placed(self, rows: list[bytes], place: int) -> bytes:
        """Rows as they stand in a sheet from `place` on: those that come first have links."""
        linked = max(min(xlsx_file.LINKED_ROWS - place, len(rows)), 0)
        site = self._origin.site
        before, behind = placed(rows[:linked], place), placed(rows[linked:], place + linked)
        return settled(before, look_numbers(), site, linked=True) + settled(behind, look_numbers(), site, linked=False)

    def _one(self, number: int, first: int, size: int) -> Piece:
        """All rows of a sheet in one piece, where those of all groups stand among one another."""
        assert self._merged
        merged = self._merged
        told = (head.hash for head in self._heads.values())
        key = key_of(number, self._origin.site, xlsx_file.LINKED_ROWS, *merged.key, *told)

        def make() -> Iterator[bytes]:
            rows, place = islice(merged.rows("sheet"), first, first + size), 0
            while some := list(islice(rows, SOME)):
                yield self._placed(some, place)
                place += len(some)

        return Piece(key, make)

    def _links(self, first: int, size: int) -> Links:
        """Those of so many rows of a sheet, the first of which is the row `first` of all."""
        links = Links()
        if self._merged:
            for place, row in sorted(self._merged.links(first, first + size)):
                links.add(row, place - first)
            return links
        for run in self._runs(first, size):
            told = islice(links_of(self._shelf.get(run.group, "links")), run.start, run.end)
            for place, row in enumerate(told, start=run.place):
                links.add(row, place)
        return links


class _Merged:
    """Rows of groups that stand among one another; `key` tells in which order."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.key = tuple(head.hash for head in shelf.heads("order").values())

    @cached_property
    def _places(self) -> list[int]:
        """The place of each row among all."""
        order = [key for group in self._shelf.heads("order") for key in self._shelf.get(group, "order").rows]
        places = [0] * len(order)
        for place, number in enumerate(sorted(range(len(order)), key=order.__getitem__)):
            places[number] = place
        return places

    def rows(self, form: str) -> Iterator[bytes]:
        """All rows in their order."""
        aside = Aside(len(self._places))
        at = iter(self._places)
        for group in self._shelf.heads(form):
            for row in self._shelf.get(group, form).rows:
                aside.put(next(at), row)
        return map(aside.take, range(len(self._places)))

    def links(self, first: int, last: int) -> Iterator[tuple[int, tuple[Link, ...]]]:
        """The links of the rows at places from `first` to before `last`, in whatever order."""
        at = iter(self._places)
        for group in self._shelf.heads("links"):
            for links in links_of(self._shelf.get(group, "links")):
                if first <= (place := next(at)) < last:
                    yield place, links


def _packed(piece: Piece) -> Packed:
    return packed(piece.make(), piece.key, last=False)
