"""The bytes of the index: numbers of variable length, keys that share their beginnings, files that are deflated."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

U32 = NDArray[np.uint32]
ROWS = 500
"""Keys that are compared at once."""


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the high bit says that more follow."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def varints(numbers: U32) -> tuple[bytes, NDArray[np.int64]]:
    """All numbers one after another, and where each begins; the last entry is the whole length."""
    starts = np.arange(len(numbers) + 1)
    most = int(numbers.max(initial=0))
    for bits in (7, 14, 21, 28):
        if most >> bits:
            starts[1:] += np.cumsum(numbers >= np.uint32(1 << bits))
    packed = np.zeros(int(starts[-1]), np.uint8)
    places, rest = starts[:-1], numbers
    while len(rest):
        more = rest > 0x7F
        packed[places] = (rest & np.uint32(0x7F)).astype(np.uint8) | more.astype(np.uint8) << 7
        places, rest = places[more] + 1, rest[more] >> np.uint32(7)
    return packed.tobytes(), starts


def front_coded(keys: Sequence[str]) -> bytes:
    """All the keys, as the next tells."""
    return b"".join(front_coded_each(keys))


def front_coded_each(keys: Sequence[str]) -> Iterator[bytes]:
    """Of each of the sorted keys, which all differ: how many characters it shares with the one before, the length of
    its rest in bytes, the rest.
    """
    for at in range(0, len(keys), ROWS):
        some = keys[at : at + ROWS]
        for key, shared in zip(some, _shared(keys[at - 1] if at else "", some), strict=True):
            rest = key[shared:].encode()
            yield bytes((shared, len(rest))) + rest


def _shared(before: str, keys: Sequence[str]) -> list[int]:
    """How many characters each key shares with the one before it; they are compared as rows of characters."""
    listed = np.array([before, *keys])
    rows = listed.view(np.uint32).reshape(len(listed), -1)
    found: list[int] = (rows[1:] != rows[:-1]).argmax(axis=1).tolist()
    return found


def deflate(data: bytes) -> bytes:
    """The raw stream that browsers inflate themselves; the same bytes for the same input.

    The highest level takes longer and saves nothing here.
    """
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def split(items: Sequence[bytes], size: int) -> Iterator[tuple[int, int]]:
    """Ranges of items that together have about `size` bytes; one that alone has more stands alone."""
    first = weight = 0
    for index, item in enumerate(items):
        if weight and weight + len(item) > size:
            yield first, index
            first, weight = index, 0
        weight += len(item)
    if len(items) > first:
        yield first, len(items)
