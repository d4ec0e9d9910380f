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
from generator.exports.xlsx_file import write_xlsx, xlsx_rows

Content = bytes | Callable[[], Iterable[bytes]]
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


def content(file: IO[bytes]) -> Content:
    """What was gathered."""
    return file.getvalue() if isinstance(file, io.BytesIO) else partial(_pieces, file)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    return iter(partial(file.read, PIECE), b"")


class JsonFile:
    """An array of records, a record a line, as rows come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._before = file, b"[\n"

    def add(self, rows: list[bytes]) -> None:
        if rows:
            self._file.write(self._before + b",\n".join(rows))
            self._before = b",\n"

    def end(self) -> None:
        self._file.write(b"[]\n" if self._before == b"[\n" else b"\n]\n")


def in_forms(table: Table, records: Records, count: int, origin: Origin, about: str = "") -> tuple[Content, ...]:
    """JSON, CSV and XLSX of `count` records; `about` says whose they are."""
    held = [gathered(count) for _ in range(3)]
    json, csv = JsonFile(held[0]), held[1]
    csv.write(csv_head(table))

    def told() -> Iterator[Record | Alike]:
        """The records for the spreadsheet, told to the other forms before."""
        rest, as_json, as_csv = iter(records), JsonRows(), CsvRows(table)
        while some := list(islice(rest, CHUNK)):
            json.add([row for item in some for row in as_json.of(item)])
            csv.write(b"".join([row for item in some for row in as_csv.of(item)]))
            yield from some

    write_xlsx(held[2], table, xlsx_rows(table, told(), origin), count, origin, about)
    json.end()
    return tuple(map(content, held))
