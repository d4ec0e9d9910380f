"""The dictionary of a segment: for each term the documents in which it stands, in files that are found by a table of
contents. Rare terms have their list beside them; the list of a common one is cut into files of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import log2
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.compact import encoded
from generator.search.pack import U32, deflate, front_coded, front_coded_each, split, varint, varints

BLOCK = 4_000
"""Bytes of the lists that one file of the dictionary holds; with their terms they are nearly twice as many."""
LARGE, LARGE_BLOCK = 200_000, 8_000
"""From so many documents on, the files are larger: the table of contents stays one file, and a search asks for less."""
INLINE = 1_200
"""A list of this many bytes or fewer stands in the dictionary; a longer one in files of its own."""
SLICE = 12_000
"""Documents of a long list a file."""
PAGE = 3_000
"""Blocks that one page of the table of contents names, where there are more than twice as many."""
COMMON = 500
"""The commonest tokens, whose weight is told at the start."""
FEW = 20_000
"""Up to so many documents, every word may be offered for one mistyped; where there are more, one that stands thrice."""
WORD = 12
"""Longer words are not offered."""


class Postings(Struct, frozen=True):
    """Sorted terms; the documents of term i are `documents[bounds[i]:bounds[i + 1]]`, in order."""

    keys: list[str]
    documents: U32
    bounds: NDArray[np.int64]


def dictionary(found: Iterable[Postings], documents: int, head: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files of the dictionary: blocks, lists, `head` (with the table of contents or its first page), words.

    The terms may come in parts, one behind another: no more than a part is held, but the tokens and what is given.
    """
    tokens: list[tuple[str, int]] = []
    lists = blocks = 0
    firsts: list[str] = []
    filling = _Filling(BLOCK if documents < LARGE else LARGE_BLOCK)
    for part in found:
        counts: list[int] = np.diff(part.bounds).tolist()
        tokens += ((key, count) for key, count in zip(part.keys, counts, strict=True) if " " not in key)
        entries, long = _entries(part, lists)
        yield from ((f"l{number}", data) for number, data in enumerate(long, lists))
        lists += len(long)
        for first, block in filling.add(part.keys, entries):
            firsts.append(first)
            yield f"d{blocks}", deflate(block)
            blocks += 1
    for first, block in filling.rest():
        firsts.append(first)
        yield f"d{blocks}", deflate(block)
    contents = firsts
    if len(firsts) > 2 * PAGE:
        contents = firsts[::PAGE]
        for at in range(0, len(firsts), PAGE):
            yield f"c{at // PAGE}", deflate(front_coded(firsts[at : at + PAGE]))
    head = head | {"page": 0 if contents is firsts else PAGE, "common": _common(tokens, documents)}
    told = encoded(head)
    yield "head", deflate(varint(len(told)) + told + front_coded(contents))
    yield "words", deflate(_words(tokens, documents))


class _Filling:
    """Fills blocks with entries; each is told with its first key when the next one begins."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._keys: list[str] = []
        self._entries: list[bytes] = []

    def add(self, keys: Sequence[str], entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
        """The blocks that are full with these."""
        self._keys += keys
        self._entries += entries
        *full, (start, _) = split(self._entries, self._size) if self._entries else ((0, 0),)
        yield from (self._told(first, end) for first, end in full)
        del self._keys[:start], self._entries[:start]

    def rest(self) -> Iterator[tuple[str, bytes]]:
        """The last block."""
        if self._entries:
            yield self._told(0, len(self._entries))

    def _told(self, start: int, end: int) -> tuple[str, bytes]:
        return self._keys[start], _block(self._keys[start:end], self._entries[start:end])


def _entries(found: Postings, first: int) -> tuple[list[bytes], list[bytes]]:
    """For each term what stands behind it in its block; the files of the long lists, counted from `first`.

    Behind a term: in how many documents it stands; twice the length of its list, and the list; or one more than twice
    the number of files of its list, and the first of them.
    """
    gaps = np.diff(found.documents, prepend=np.uint32(0))
    starting = found.bounds[:-1]
    gaps[starting] = found.documents[starting]
    packed, starts = varints(gaps)
    cuts, counts = starts[found.bounds].tolist(), np.diff(found.bounds).tolist()
    small = [varint(number) for number in range(INLINE + 1)]
    length = [varint(2 * number) for number in range(INLINE + 1)]
    entries: list[bytes] = []
    lists: list[bytes] = []
    for number, (count, start, end) in enumerate(zip(counts, cuts, cuts[1:], strict=False)):
        if end - start <= INLINE:
            entries.append(small[count] + length[end - start] + packed[start:end])
        else:
            cut = _slices(found.documents[found.bounds[number] : found.bounds[number + 1]])
            entries.append(varint(count) + varint(2 * len(cut) + 1) + varint(first + len(lists)))
            lists += map(deflate, cut)
    return entries, lists


def _slices(documents: U32) -> list[bytes]:
    """The list in files; each begins with its first document itself."""
    found = []
    for at in range(0, len(documents), SLICE):
        part = documents[at : at + SLICE]
        found.append(varints(np.diff(part, prepend=np.uint32(0)))[0])
    return found


def _block(keys: Sequence[str], entries: Sequence[bytes]) -> bytes:
    return b"".join(chain.from_iterable(zip(front_coded_each(keys), entries, strict=True)))


def _common(tokens: Sequence[tuple[str, int]], documents: int) -> list[list[Any]]:
    """The commonest tokens by weight: how many bits it tells that a document has the token, in eighths."""
    words = [(-count, key) for key, count in tokens if not key.startswith("=")]
    groups: dict[int, list[str]] = {}
    for count, key in sorted(words)[:COMMON]:
        groups.setdefault(round(8 * log2(max(documents, 1) / -count)), []).append(key)
    return [[weight, " ".join(group)] for weight, group in sorted(groups.items())]


def _words(tokens: Sequence[tuple[str, int]], documents: int) -> bytes:
    """The words that may be offered for one mistyped, front coded."""
    enough = 1 if documents <= FEW else 3
    return front_coded([key for key, count in tokens if count >= enough and len(key) <= WORD and key.isalpha()])
