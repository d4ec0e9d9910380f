"""Archives (ZIP) whose parts are put together from pieces that are deflated already.

A piece is deflated by itself and ends at a whole byte, so that it can be taken over from one archive into another.
Nothing is asked of the clock.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import cache
from typing import IO

from msgspec import Struct

LEVEL = 1
"""How hard parts are packed: level 6 takes three times as long, for files a fifth smaller."""
DATE = 1 << 5 | 1
"""1 January 1980, the first day that the format knows."""
MODE = 0o600 << 16
UNIX = 3
DEFLATED = 8
PLAIN, LARGE = 20, 45
"""Versions of the format: with sizes of four bytes, of eight."""
MOST = 0xFFFFFFFF
POLYNOMIAL = 0xEDB88320
"""That of CRC-32. The highest bit stands for 1, the lowest for x^31."""


class Packed(Struct, frozen=True):
    """A piece of a part, deflated; `crc` and `size` are of its bytes. `key` names it, where it may be taken again."""

    data: bytes | memoryview
    crc: int
    size: int
    key: bytes | None = None


Span = tuple[int, int, int, int]
"""Where a piece stands in a file: its place, how many bytes it takes there; its CRC-32 and size."""


def packed(pieces: Iterable[bytes], key: bytes | None = None, *, last: bool) -> Packed:
    """`last` ends a part; what is not the last is followed by others."""
    made, crc, size = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS), 0, 0
    found = []
    for piece in pieces:
        found.append(made.compress(piece))
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    found.append(made.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH))
    return Packed(b"".join(found), crc, size, key)


class Archive:
    """An archive written into `file`, which stands at its beginning. `spans` tell where pieces with a key stand."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._listed: list[bytes] = []
        self.spans: dict[bytes, Span] = {}

    def add(self, name: str, pieces: Iterable[Packed], *, large: bool = False) -> None:
        """A part; `large` where it may be larger than 4 GB."""
        file, start = self._file, self._file.tell()
        file.write(_head(name, 0, 0, 0, large=large))
        crc = stored = size = 0
        for piece in pieces:
            if piece.key:
                self.spans[piece.key] = file.tell(), len(piece.data), piece.crc, piece.size
            file.write(piece.data)
            crc = combined(crc, piece.crc, piece.size) if size else piece.crc
            stored, size = stored + len(piece.data), size + piece.size
        end = file.tell()
        file.seek(start)
        file.write(_head(name, crc, stored, size, large=large))
        file.seek(end)
        self._listed.append(_entry(name, crc, stored, size, start, large=large))

    def close(self) -> None:
        """Write the list of all parts, which ends the archive."""
        start = self._file.tell()
        listed = b"".join(self._listed)
        many = len(self._listed)
        self._file.write(listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, many, many, len(listed), start, 0))


def _sizes(stored: int, size: int, *, large: bool) -> tuple[int, int, int, bytes]:
    """The version of the format; the sizes of a part, and where these have too little room what holds them instead."""
    if large:
        return LARGE, MOST, MOST, struct.pack("<HHQQ", 1, 16, size, stored)
    return PLAIN, stored, size, b""


def _head(name: str, crc: int, stored: int, size: int, *, large: bool) -> bytes:
    version, told, whole, more = _sizes(stored, size, large=large)
    fields = version, 0, DEFLATED, 0, DATE, crc, told, whole, len(name), len(more)
    return struct.pack("<4s5H3L2H", b"PK\3\4", *fields) + name.encode("ascii") + more


def _entry(name: str, crc: int, stored: int, size: int, start: int, *, large: bool) -> bytes:
    version, told, whole, more = _sizes(stored, size, large=large)
    fields = (
        version,
        UNIX,
        version,
        0,
        0,
        DEFLATED,
        0,
        DATE,
        crc,
        told,
        whole,
        len(name),
        len(more),
        0,
        0,
        0,
        MODE,
        start,
    )
    return struct.pack("<4s4B4H3L5H2L", b"PK\1\2", *fields) + name.encode("ascii") + more


def combined(first: int, second: int, size: int) -> int:
    """The CRC-32 of bytes from those of their two parts; `size` is that of the second. As crc32_combine of zlib."""
    for place in range(size.bit_length()):
        if size >> place & 1:
            first = _times(_power(place), first)
    return first ^ second


@cache
def _power(place: int) -> int:
    """What a CRC-32 is multiplied by when 2 to the power of `place` bytes follow."""
    return _times(_power(place - 1), _power(place - 1)) if place else 1 << 23  # x^8


def _times(one: int, other: int) -> int:
    """The product of two polynomials modulo that of CRC-32."""
    product = 0
    for place in range(31, -1, -1):
        if one >> place & 1:
            product ^= other
        other = other >> 1 ^ POLYNOMIAL if other & 1 else other >> 1
    return product
