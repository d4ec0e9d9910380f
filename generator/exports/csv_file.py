"""CSV for spreadsheets and programs: UTF-8 with BOM, RFC 4180, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import Any

from generator.exports.columns import Cell, Column, columns, joined, runs
from generator.exports.contract import Table
from generator.exports.memo import Each, Joined, Memo, Records, Same

BOM = "\ufeff"
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet may execute; some take the full-width signs likewise."""
CHUNK = 500
"""Rows of a piece of a file."""


def to_csv(table: Table, records: Records) -> bytes:
    """The records as finished bytes, a header first."""
    return b"".join(csv_pieces(table, csv_rows(table, records)))


def csv_pieces(table: Table, rows: Iterable[bytes]) -> Iterator[bytes]:
    """The file in pieces, so that none of its size is held; `rows` as `csv_rows` makes them, of any plans."""
    yield csv_head(table)
    rest = iter(rows)
    while some := b"".join(islice(rest, CHUNK)):
        yield some


def csv_head(table: Table) -> bytes:
    """The names of the columns, with their line end."""
    return (BOM + ",".join(_quoted(column.name) for column in columns(table)) + "\r\n").encode()


def csv_rows(table: Table, records: Records) -> Iterator[bytes]:
    """A row a record, with its line end; it depends on its record alone."""
    return chain.from_iterable(map(CsvRows(table).of, records))


class CsvRows(Joined):
    """Makes rows, with their line ends, of the records of a table."""

    def __init__(self, table: Table) -> None:
        shown = runs(columns(table))
        super().__init__("csv", ((of, _memo(table, of, mine)) for of, mine in shown), (b"", b",", b"\r\n"))


def _memo(table: Table, of: str, mine: tuple[Column, ...]) -> Memo | Each | Same:
    if of == "id":
        return Each(_plain)
    if len(mine) == 1 and not mine[0].many:
        return _kept(table.name, table.of, of)
    return Same(lambda value: b",".join(_plain(column.cell(value)) for column in mine))


@cache
def _kept(*_: str | None) -> Memo:
    """What one field's values become, remembered from file to file."""
    return Memo(_plain)


def _plain(value: Any) -> bytes:
    if type(value) is str:
        return _quoted(neutral(value)).encode()
    return _quoted(_text(value)).encode()


def neutral(text: str) -> str:
    """The text behind an apostrophe where it is dangerous; where it is such a text behind apostrophes, one more.

    So it can be undone: a cell that begins with apostrophes and one of the signs has one apostrophe too many.
    """
    return f"'{text}" if DANGEROUS.match(text) else text


def _quoted(text: str) -> str:
    """As the csv module quotes, which looks at each letter of every cell; here a cell that recurs is looked at once."""
    if '"' in text:
        return f'"{text.replace(chr(34), chr(34) * 2)}"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return neutral(cell)
        case tuple():
            return neutral(joined(cell))
        case _:
            return str(cell)
