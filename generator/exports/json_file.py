"""JSON: one array of records, a record a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice

from generator.compact import encoded
from generator.exports.contract import Record
from generator.exports.memo import Each, Memo, Parts, Records, Rows, Same

CHUNK = 500
"""Records of a piece of a file."""
ROOM = "\0"
"""Stands for the value of an own field."""


def to_json(records: Records) -> str:
    """One array, a record a line: small, and readable in a change."""
    return b"".join(json_pieces(json_rows(records))).decode()


def json_pieces(rows: Iterable[bytes]) -> Iterator[bytes]:
    """The file in pieces, so that none of its size is held; `rows` as `json_rows` makes them, of any plans."""
    rest = iter(rows)
    before = b"[\n"
    while some := list(islice(rest, CHUNK)):
        yield before + b",\n".join(some)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def json_rows(records: Records) -> Iterator[bytes]:
    """A text a record; it depends on its record alone. Records of one table: the same fields in the same order."""
    return chain.from_iterable(map(JsonRows().of, records))


class JsonRows(Rows):
    """Makes texts of records of one table."""

    def __init__(self) -> None:
        super().__init__("json")

    def row(self, record: Record) -> bytes:
        return encoded(record)

    def template(self, base: Record, own: Sequence[str]) -> bytes:
        """Within no text of JSON stand quotes as they do around a name: so an own field is found wherever it is."""
        text = encoded(base | dict.fromkeys(own, ROOM)).replace(b"%", b"%%")
        for name in own:
            text = text.replace(_open(name), b"%b", 1)
        return text

    def parts(self, record: Record, /) -> Parts:
        return [(name, _memo(name, value)) for name, value in record.items()]


@cache
def _open(name: str) -> bytes:
    return encoded({name: ROOM})[1:-1]


def _memo(field: str, value: object) -> Memo | Each | Same:
    def named(value: object) -> bytes:
        return head + encoded(value)

    head = encoded(field) + b":"
    if field == "id":
        return Each(named)
    return Same(named) if isinstance(value, list | dict) else Memo(named)
