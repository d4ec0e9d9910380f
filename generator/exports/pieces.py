"""Files put together from pieces that have keys: what stands in the last site's file is taken from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from msgspec import Struct

from generator.exports.archive import Packed, Span

Read = Callable[[int, int], Iterable[bytes]]


class Piece(NamedTuple):
    """Some bytes of a file, which follow from the key; `make` gives them, a few at a time."""

    key: bytes
    make: Callable[[], Iterable[bytes]]


class Former(Struct, frozen=True):
    """A file of the last site, and where pieces stand in it, by their keys.

    `read` gives its bytes from a place to before another one, a few at a time; it raises DamagedError.
    """

    read: Read
    spans: Mapping[bytes, Span]

    def packed(self, key: bytes) -> Packed | None:
        """A deflated piece; None where it does not stand there."""
        if key not in self.spans:
            return None
        start, stored, crc, size = self.spans[key]
        return Packed(b"".join(self.read(start, start + stored)), crc, size, key)


def key_of(*parts: object) -> bytes:
    """A key that follows from these values."""
    return sha256(repr(parts).encode()).digest()[:16]


class Text:
    """A file of pieces with `joint` between them. `spans` tell where they stand, once it is written.

    It can be read again and again.
    """

    def __init__(self, ends: tuple[bytes, bytes], joint: bytes, pieces: list[Piece], former: Former | None) -> None:
        self._ends, self._joint, self._list, self._former = ends, joint, pieces, former
        self.spans: dict[bytes, Span] = {}

    def __call__(self) -> Iterator[bytes]:
        at = len(self._ends[0])
        yield self._ends[0]
        known = self._former.spans if self._former else {}
        waiting: tuple[int, int] | None = None
        for number, (key, make) in enumerate(self._list):
            gap = len(self._joint) if number else 0
            found = known.get(key)
            if found and waiting and found[0] == waiting[1] + gap:
                waiting, size = (waiting[0], found[0] + found[1]), found[1]
            else:
                yield from self._taken(waiting)
                waiting = None
                yield self._joint[:gap]
                if found:
                    waiting, size = (found[0], found[0] + found[1]), found[1]
                else:
                    size = 0
                    for data in make():
                        size += len(data)
                        yield data
            self.spans[key] = at + gap, size, 0, size
            at += gap + size
        yield from self._taken(waiting)
        yield self._ends[1]

    def _taken(self, span: tuple[int, int] | None) -> Iterable[bytes]:
        """What stands in the last site's file."""
        return self._former.read(*span) if span and self._former else ()
