"""The bytes of the index: numbers of variable length, keys that share their beginnings, files that are deflated."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

U32 = NDArray[np.uint32]


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
    lengths = np.ones(len(numbers), np.int64)
    for bits in (7, 14, 21, 28):
        lengths += numbers >= np.uint32(1 << bits)
    starts = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    packed = np.zeros(int(starts[-1]), np.uint8)
    for place in range(5):
        here = lengths > place
        more = (lengths[here] > place + 1).astype(np.uint8) << 7
        packed[starts[:-1][here] + place] = (numbers[here] >> np.uint32(7 * place)).astype(np.uint8) & 0x7F | more
    return packed.tobytes(), starts


def front_coded(keys: Iterable[str]) -> bytes:
    """Sorted keys: how many characters each shares with the one before, the length of its rest in bytes, the rest."""
    found = bytearray()
    before = ""
    for key in keys:
        found += shared_and_rest(before, key)
        before = key
    return bytes(found)


def shared_and_rest(before: str, key: str) -> bytes:
    shared = 0
    for one, other in zip(before, key, strict=False):
        if one != other:
            break
        shared += 1
    rest = key[shared:].encode()
    return bytes((shared, len(rest))) + rest


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
