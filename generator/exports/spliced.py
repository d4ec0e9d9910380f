"""Tables of the open data, put together from the rows of their plans: what was kept of plans is not made again.

Plans are kept in groups that stay the same when others come and go. A row is bytes of its record alone, but for the
links of a spreadsheet, which depend on the row's place: so the rows of a sheet are kept as `linked` or `plain`. `order`
says where the rows of a merged table stand among others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Protocol
from zlib import crc32

from msgspec import Struct

from generator.corpus import Corpus
from generator.exports import COUNTS, OF_PLAN
from generator.exports.contract import Record, contract
from generator.exports.csv_file import CsvRows
from generator.exports.deadlines import in_time
from generator.exports.forms import Aside, Finished, Forms
from generator.exports.json_file import JsonRows
from generator.exports.memo import Alike, count, single
from generator.exports.origin import Origin
from generator.exports.sheet_rows import Link, SheetRow
from generator.exports.xlsx_file import LINKED_ROWS, ROWS, sheet_rows, xlsx_rows

MERGED = "deadlines"
"""The table in which the rows of plans stand among one another."""
GROUP = 8
"""Plans of a group, more or less: one that changes has so many made again, one by one they took twice as long."""


class Block(Struct, frozen=True):
    """The rows of a group of plans in one form; `links` are those of each row, empty where the form has none."""

    rows: list[bytes]
    links: tuple[tuple[Link, ...], ...] = ()

    def linked(self) -> Iterator[SheetRow]:
        """Each row with its links."""
        return zip(self.rows, self.links or repeat((), len(self.rows)), strict=True)


class Shelf(Protocol):
    """Where blocks of one table are kept, by group and form."""

    def count(self, group: str, form: str) -> int | None:
        """How many rows of a group are kept in a form; None where they are not."""

    def get(self, group: str, form: str) -> Block:
        """The rows of a group that are kept."""

    def put(self, group: str, form: str, block: Block) -> None:
        """Keep the rows of a group."""


def groups(slugs: Iterable[str]) -> dict[str, list[str]]:
    """Plans side by side, under the first of them. Names alone say where a group begins."""
    found: dict[str, list[str]] = {}
    group: list[str] = []
    for slug in slugs:
        if not group or crc32(slug.encode()) % GROUP == 0:
            group = found[slug] = []
        group.append(slug)
    return found


class Spliced:
    """One of the tables of OF_PLAN, from what is kept on the `shelf` and what must be made."""

    def __init__(self, corpus: Corpus, name: str, origin: Origin, shelf: Shelf) -> None:
        self.table = contract().tables[name]
        self._corpus, self._origin, self._shelf = corpus, origin, shelf
        self._groups = groups(plan.slug for plan in corpus.plans)
        self._json, self._csv = JsonRows(), CsvRows(self.table)
        self._counts = {group: self._count(group) for group in self._groups}
        self.count = sum(self._counts.values())

    def forms(self) -> tuple[Finished, ...]:
        """JSON, CSV and XLSX."""
        forms = Forms(self.table, self.count, self._origin)
        return forms.with_sheet(self._merged(forms) if self.table.name == MERGED else self._one_after_other(forms))

    def _count(self, group: str) -> int:
        known = self._shelf.count(group, "json")
        if known is not None:
            return known
        if self.table.name == MERGED:
            return len(self._blocks(group, ("json", "csv", "order", "linked"))[0].rows)
        if told := COUNTS.get(self.table.name):
            return sum(told(self._corpus, self._corpus.plan_by_slug[slug]) for slug in self._groups[group])
        return count(self._records(group))

    def _records(self, group: str) -> Iterator[Record | Alike]:
        make, plans = OF_PLAN[self.table.name], self._corpus.plan_by_slug
        return chain.from_iterable(make(self._corpus, plans[slug]) for slug in self._groups[group])

    def _one_after_other(self, forms: Forms) -> Iterator[SheetRow]:
        """The rows of the spreadsheet; those of the other forms are told before."""
        first = 0
        for group, number in self._counts.items():
            look = _look(first, number)
            json, csv, sheet = self._blocks(group, ("json", "csv", look or f"from {first}"), first)
            forms.add(json.rows, csv.rows)
            yield from sheet.linked()
            first += number

    def _merged(self, forms: Forms) -> Iterator[SheetRow]:
        """Likewise, of plans that stand among one another."""
        order = [key for group in self._groups for key in self._blocks(group, ("order",))[0].rows]
        places = [0] * self.count
        for place, number in enumerate(sorted(range(self.count), key=order.__getitem__)):
            places[number] = place
        del order
        aside = [Aside(self.count) for _ in range(3)]
        links: dict[int, tuple[Link, ...]] = {}
        looks = ("linked", "plain") if self.count > LINKED_ROWS else ("linked",)
        at = iter(places)
        for group in self._groups:
            json, csv, *sheets = self._blocks(group, ("json", "csv", *looks))
            for rows in zip(json.rows, csv.rows, sheets[0].linked(), sheets[-1].rows, strict=True):
                place = next(at)
                linked, told = rows[2]
                if _has_links(place):
                    links[place] = told
                for held, row in zip(aside, (*rows[:2], linked if _has_links(place) else rows[3]), strict=True):
                    held.put(place, row)
        for place in range(self.count):
            forms.add([aside[0].take(place)], [aside[1].take(place)])
            yield aside[2].take(place), links.get(place, ())

    def _blocks(self, group: str, forms: Iterable[str], first: int = 0) -> list[Block]:
        """The rows of a group, the first of which stands at place `first`, in some forms."""
        records: list[Record | Alike] = []
        found = []
        for form in forms:
            if self._shelf.count(group, form) is not None:
                found.append(self._shelf.get(group, form))
                continue
            records = records or [*self._records(group)]
            found.append(block := self._made(form, records, first))
            if not form.startswith("from"):
                self._shelf.put(group, form, block)
        return found

    def _made(self, form: str, records: list[Record | Alike], first: int) -> Block:
        match form:
            case "json":
                return Block([row for item in records for row in self._json.of(item)])
            case "csv":
                return Block([row for item in records for row in self._csv.of(item)])
            case "order":
                return Block(["\0".join(in_time(record)).encode() for record in single(records)])
            case "linked" | "plain":
                rows = [*sheet_rows(self.table, records, self._origin, linked=form == "linked")]
            case _:
                rows = [*xlsx_rows(self.table, records, self._origin, first)]
        links = tuple(links for _, links in rows)
        return Block([row for row, _ in rows], links if any(links) else ())


def _has_links(place: int) -> bool:
    return place % ROWS < LINKED_ROWS


def _look(first: int, number: int) -> str | None:
    """How rows from place `first` on look in a spreadsheet; None where they differ."""
    linked = _has_links(first)
    end = first - first % ROWS + (LINKED_ROWS if linked else ROWS)
    return ("linked" if linked else "plain") if first + number <= end else None
