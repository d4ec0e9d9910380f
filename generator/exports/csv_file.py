"""CSV for spreadsheets and programs: UTF-8 with BOM, RFC 4180, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from generator.exports.columns import Cell, columns, joined
from generator.exports.contract import Record, Table

BOM = "\ufeff"
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet may execute; some take the full-width signs likewise."""


def to_csv(table: Table, records: Iterable[Record]) -> bytes:
    """The records as finished bytes, a header first."""
    shown = columns(table)
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in shown])
    writer.writerows([_text(column.read(record)) for column in shown] for record in records)
    return text.getvalue().encode()


def neutral(text: str) -> str:
    """The text behind an apostrophe where it is dangerous; where it is such a text behind apostrophes, one more.

    So it can be undone: a cell that begins with apostrophes and one of the signs has one apostrophe too many.
    """
    return f"'{text}" if DANGEROUS.match(text) else text


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
