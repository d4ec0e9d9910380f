"""Bytes put aside until they are asked for: in memory while they are few, else in a file of the moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

MOST = 1 << 23
"""Bytes that are held in memory: what some hundred plans have."""


class Span(NamedTuple):
    """Where some bytes stand, and how many."""

    at: int
    size: int


class Spool:
    """Takes bytes, gives them back by their span, in any order."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=MOST)  # noqa: SIM115 - it lives as long as the spool
        self._end = 0

    def put(self, data: bytes) -> Span:
        """Put bytes aside."""
        self._file.seek(self._end)
        self._file.write(data)
        span = Span(self._end, len(data))
        self._end += len(data)
        return span

    def get(self, span: Span) -> bytes:
        """What was put there."""
        self._file.seek(span.at)
        return self._file.read(span.size)


class Files(Mapping[str, bytes]):
    """Files by their names, their bytes in a spool."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._spans: dict[str, Span] = {}

    def put(self, name: str, data: bytes) -> None:
        """Add a file."""
        self.name(name, self._spool.put(data))

    def name(self, name: str, span: Span) -> None:
        """Add a file whose bytes were put aside."""
        self._spans[name] = span

    def __getitem__(self, name: str) -> bytes:
        return self._spool.get(self._spans[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)
