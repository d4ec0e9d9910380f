"""JSON: one array of records, a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from generator.exports.memo import Alike, Each, Memo, Records, Rows, Same

CHUNK = 500
"""Records of a piece of a file."""
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
    rest = iter(records)
    first = next(rest, None)
    if first is None:
        return
    known = first.base if isinstance(first, Alike) else first
    rows = Rows(((field, _memo(field, value)) for field, value in known.items()), b"{", b",", b"}")
    yield from chain.from_iterable(map(rows.of, chain((first,), rest)))


def _memo(field: str, value: object) -> Memo | Each | Same:
    def named(value: object) -> bytes:
        return head + encoded(value)

    head = encoded(field) + b":"
    if field == "id":
        return Each(named)
    return Same(named) if isinstance(value, list | dict) else Memo(named)


def encoded(value: object) -> bytes:
    """A value as JSON without blanks, UTF-8."""
    return _text(value).encode()
