"""The forms of a table, JSON, CSV and XLSX, written side by side: its records are made once for all of them.

Files are gathered in memory while they are small, else in files of the moment.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from generator.exports.contract import Record, Table
from generator.exports.csv_file import CsvRows, csv_head
from generator.exports.json_file import JsonRows
from generator.exports.memo import Alike, Records
from generator.exports.origin import Origin
from generator.exports.sheet_rows import SheetRow
from generator.exports.xlsx_file import write_xlsx, xlsx_rows

Finished = bytes | Callable[[], Iterable[bytes]]
"""A file, or what gives its pieces."""
MANY = 5_000
"""Records from which on a table is gathered in files: some 5 MB in each form."""
CHUNK = 200
"""Records, or groups of them, that are made at a time."""
PIECE = 1 << 20
"""Bytes of a piece of a finished file."""


def gathered(count: int) -> IO[bytes]:
    """Where a file of so many records is gathered."""
    return TemporaryFile() if count > MANY else io.BytesIO()


def content(file: IO[bytes]) -> Finished:
    """What was gathered."""
    return file.getvalue() if isinstance(file, io.BytesIO) else partial(_pieces, file)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    return iter(partial(file.read, PIECE), b"")


class Aside:
    """Pieces put aside, each at its place, to be taken in any order."""

    def __init__(self, count: int) -> None:
        self._file = gathered(count)
        self._spans = [(0, 0)] * count
        self._end = 0

    def put(self, place: int, piece: bytes) -> None:
        self._file.write(piece)
        self._spans[place] = self._end, len(piece)
        self._end += len(piece)

    def take(self, place: int) -> bytes:
        at, size = self._spans[place]
        self._file.seek(at)
        return self._file.read(size)


class Forms:
    """A table of `count` records in JSON, CSV and XLSX, as rows come; `about` says whose they are."""

    def __init__(self, table: Table, count: int, origin: Origin, about: str = "") -> None:
        self._table, self._count, self._origin, self._about = table, count, origin, about
        self._json, self._csv, self._xlsx = (gathered(count) for _ in range(3))
        self._before = b"[\n"
        self._csv.write(csv_head(table))

    def add(self, json: list[bytes], csv: list[bytes]) -> None:
        """The rows that come next in JSON, and in CSV."""
        if json:
            self._json.write(self._before + b",\n".join(json))
            self._before = b",\n"
        self._csv.write(b"".join(csv))

    def with_sheet(self, rows: Iterable[SheetRow]) -> tuple[Finished, ...]:
        """The three files, with these rows of the spreadsheet; the others are added while these are taken."""
        rest = iter(rows)
        write_xlsx(self._xlsx, self._table, rest, self._count, self._origin, self._about)
        assert next(rest, None) is None, "as many as were told of"
        self._json.write(b"[]\n" if self._before == b"[\n" else b"\n]\n")
        return tuple(map(content, (self._json, self._csv, self._xlsx)))


def in_forms(table: Table, records: Records, count: int, origin: Origin, about: str = "") -> tuple[Finished, ...]:
    """JSON, CSV and XLSX of `count` records; `about` says whose they are."""
    forms = Forms(table, count, origin, about)

    def told() -> Iterator[Record | Alike]:
        """The records for the spreadsheet, told to the other forms before."""
        rest, json, csv = iter(records), JsonRows(), CsvRows(table)
        while some := list(islice(rest, CHUNK)):
            forms.add([row for item in some for row in json.of(item)], [row for item in some for row in csv.of(item)])
            yield from some

    return forms.with_sheet(xlsx_rows(table, told(), origin))
