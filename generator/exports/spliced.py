"""Tables of the open data, put together from the rows of their plans: what was kept of a plan is not made again.

A row is bytes of its record alone, but for the links of a spreadsheet, which depend on the row's place: so the rows of
a sheet are kept in two forms, `linked` and `plain`. `order` says where the rows of a merged table stand among others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import IO, Protocol

from generator.corpus import Corpus
from generator.exports import OF_PLAN
from generator.exports.contract import Record, contract
from generator.exports.csv_file import csv_pieces, csv_rows
from generator.exports.deadlines import in_time
from generator.exports.json_file import json_pieces, json_rows
from generator.exports.memo import Alike, Records, single
from generator.exports.origin import Origin
from generator.exports.sheet_rows import Link, SheetRow
from generator.exports.xlsx_file import LINKED_ROWS, ROWS, sheet_rows, write_xlsx
from generator.plans import Plan

MERGED = "deadlines"
"""The table in which the rows of plans stand among one another."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of a plan in one form; `links` are those of each row, empty where the form has none."""

    rows: list[bytes]
    links: tuple[tuple[Link, ...], ...] = ()


class Shelf(Protocol):
    """Where blocks of one table are kept, by plan and form."""

    def count(self, plan: str, form: str) -> int | None:
        """How many rows of a plan are kept in a form; None where they are not."""

    def get(self, plan: str, form: str) -> Block:
        """The rows of a plan that are kept."""

    def put(self, plan: str, form: str, block: Block) -> None:
        """Keep the rows of a plan."""


class Line:
    """Makes rows of one plan after another with what was remembered of those before."""

    def __init__(self, make: Callable[[Records], Iterator[SheetRow]]) -> None:
        self._waiting: deque[Record | Alike] = deque()
        self._rows = make(self._each())

    def made(self, records: list[Record | Alike]) -> list[SheetRow]:
        """The rows of these records. So many are taken, and no record is asked for beyond the last."""
        self._waiting.extend(records)
        return [*islice(self._rows, _count(records))]

    def _each(self) -> Iterator[Record | Alike]:
        while True:
            yield self._waiting.popleft()


class Spliced:
    """One of the tables of OF_PLAN, from what is kept on the `shelf` and what must be made."""

    def __init__(self, corpus: Corpus, name: str, origin: Origin, shelf: Shelf) -> None:
        self.table = contract().tables[name]
        self._corpus, self._origin, self._shelf = corpus, origin, shelf
        self._merged = name == MERGED
        self._counts: dict[str, int] = {}
        self._lines: dict[str, Line] = {}
        self.count = 0
        for plan in corpus.plans:
            self._counts[plan.slug] = self._see_to(plan, self.count)
            self.count += self._counts[plan.slug]

    def json(self) -> Iterator[bytes]:
        """The file, in pieces."""
        return json_pieces(row for row, _ in self._rows("json"))

    def csv(self) -> Iterator[bytes]:
        """The file, in pieces."""
        return csv_pieces(self.table, (row for row, _ in self._rows("csv")))

    def write_xlsx(self, file: IO[bytes]) -> None:
        """Write the file; `file` is read and sought in."""
        write_xlsx(file, self.table, self._sheet(), self.count, self._origin)

    def _see_to(self, plan: Plan, first: int) -> int:
        """See that the rows of a plan, the first of which stands at place `first`, are on the shelf; their number."""
        count = self._shelf.count(plan.slug, "json")
        forms = {"json", "csv", "order", "linked"} if self._merged else {"json", "csv"}
        made = self._records(plan) if count is None else []
        count = _count(made) if count is None else count
        if not self._merged:
            forms |= _looks(first, count)
        missing = [form for form in sorted(forms) if self._shelf.count(plan.slug, form) is None]
        if missing:
            made = made or self._records(plan)
        for form in missing:
            self._shelf.put(plan.slug, form, self._made(form, made))
        return count

    def _records(self, plan: Plan) -> list[Record | Alike]:
        return [*OF_PLAN[self.table.name](self._corpus, plan)]

    def _made(self, form: str, records: list[Record | Alike]) -> Block:
        line = self._lines.get(form) or self._lines.setdefault(form, Line(self._maker(form)))
        rows = line.made(records)
        links = tuple(links for _, links in rows)
        return Block([row for row, _ in rows], links if any(links) else ())

    def _maker(self, form: str) -> Callable[[Records], Iterator[SheetRow]]:
        match form:
            case "json":
                return lambda records: ((row, ()) for row in json_rows(records))
            case "csv":
                return lambda records: ((row, ()) for row in csv_rows(self.table, records))
            case "order":
                return lambda records: (("\0".join(in_time(record)).encode(), ()) for record in single(records))
        return partial(sheet_rows, self.table, origin=self._origin, linked=form == "linked")

    def _block(self, plan: Plan, form: str) -> Iterator[SheetRow]:
        if not self._counts[plan.slug]:
            return iter(())
        if self._shelf.count(plan.slug, form) is None:
            self._shelf.put(plan.slug, form, self._made(form, self._records(plan)))
        block = self._shelf.get(plan.slug, form)
        return zip(block.rows, block.links or repeat((), len(block.rows)), strict=True)

    def _rows(self, form: str) -> Iterator[SheetRow]:
        """The rows of all plans in the order of the table."""
        found = chain.from_iterable(self._block(plan, form) for plan in self._corpus.plans)
        if not self._merged:
            return found
        order = chain.from_iterable(self._block(plan, "order") for plan in self._corpus.plans)
        return (row for _, row in sorted(zip(order, found, strict=True), key=itemgetter(0)))

    def _sheet(self) -> Iterator[SheetRow]:
        """The rows of the spreadsheet: those that have room for links with links."""
        if self._merged:
            yield from self._chosen(0, {form: self._rows(form) for form in _looks(0, self.count)})
            return
        first = 0
        for plan in self._corpus.plans:
            looks = _looks(first, self._counts[plan.slug])
            yield from self._chosen(first, {form: self._block(plan, form) for form in looks})
            first += self._counts[plan.slug]

    def _chosen(self, first: int, held: dict[str, Iterator[SheetRow]]) -> Iterator[SheetRow]:
        """The same rows in one form or in both: of each place, the one that belongs there."""
        if len(held) < 2:
            return chain.from_iterable(held.values())
        both = enumerate(zip(held["linked"], held["plain"], strict=True), start=first)
        return (linked if _has_links(place) else plain for place, (linked, plain) in both)


def _count(records: list[Record | Alike]) -> int:
    return sum(len(item.values) if isinstance(item, Alike) else 1 for item in records)


def _has_links(place: int) -> bool:
    return place % ROWS < LINKED_ROWS


def _looks(first: int, count: int) -> set[str]:
    """The forms in which rows stand in a spreadsheet, from place `first` on."""
    if count > LINKED_ROWS:
        return {"linked", "plain"}
    ends = (first, first + count - 1) if count else ()
    return {"linked" if _has_links(place) else "plain" for place in ends}
