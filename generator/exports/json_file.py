"""JSON: one array of records, a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from generator.exports.contract import Record
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
    return chain.from_iterable(map(JsonRows().of, records))


class JsonRows:
    """Makes texts of records of one table; the first tells its fields and their order."""

    def __init__(self) -> None:
        self._rows: Rows | None = None

    def of(self, item: Record | Alike) -> list[bytes]:
        """A text a record."""
        if self._rows is None:
            known = item.base.record if isinstance(item, Alike) else item
            memos = ((field, _memo(field, value)) for field, value in known.items())
            self._rows = Rows("json", memos, b"{", b",", b"}")
        return self._rows.of(item)


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
