"""The dictionary of a segment: for each term the documents in which it stands, in files that are found by a table of
contents. Rare terms have their list beside them; the list of a common one is cut into files of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import log2
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

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


def dictionary(found: Iterable[Postings], documents: int, head: dict[str, Any]) -> dict[str, bytes]:
    """The files of the dictionary: `head` (with the table of contents or its first page), blocks, lists, words.

    The terms may come in parts, one behind another.
    """
    keys: list[str] = []
    counts: list[int] = []
    entries: list[bytes] = []
    lists: list[bytes] = []
    for part in found:
        keys += part.keys
        counts += np.diff(part.bounds).tolist()
        entries += _entries(part, lists)
    files = {f"l{number}": data for number, data in enumerate(lists)}
    firsts = []
    for number, (start, end) in enumerate(split(entries, BLOCK if documents < LARGE else LARGE_BLOCK)):
        firsts.append(keys[start])
        files[f"d{number}"] = deflate(_block(keys[start:end], entries[start:end]))
    contents = firsts
    if len(firsts) > 2 * PAGE:
        contents = firsts[::PAGE]
        files |= {f"c{at // PAGE}": deflate(front_coded(firsts[at : at + PAGE])) for at in range(0, len(firsts), PAGE)}
    head = head | {"page": 0 if contents is firsts else PAGE, "common": _common(keys, counts, documents)}
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    files["head"] = deflate(varint(len(told)) + told + front_coded(contents))
    files["words"] = deflate(_words(keys, counts, documents))
    return files


def _entries(found: Postings, lists: list[bytes]) -> Iterator[bytes]:
    """For each term what stands behind it in its block. The files of the long lists are put behind those in `lists`.

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
    for number, (count, start, end) in enumerate(zip(counts, cuts, cuts[1:], strict=False)):
        if end - start <= INLINE:
            yield small[count] + length[end - start] + packed[start:end]
        else:
            cut = _slices(found.documents[found.bounds[number] : found.bounds[number + 1]])
            yield varint(count) + varint(2 * len(cut) + 1) + varint(len(lists))
            lists += map(deflate, cut)


def _slices(documents: U32) -> list[bytes]:
    """The list in files; each begins with its first document itself."""
    found = []
    for at in range(0, len(documents), SLICE):
        part = documents[at : at + SLICE]
        found.append(varints(np.diff(part, prepend=np.uint32(0)))[0])
    return found


def _block(keys: Sequence[str], entries: Sequence[bytes]) -> bytes:
    return b"".join(chain.from_iterable(zip(front_coded_each(keys), entries, strict=True)))


def _common(keys: Sequence[str], counts: Sequence[int], documents: int) -> list[list[Any]]:
    """The commonest tokens by weight: how many bits it tells that a document has the token, in eighths."""
    single = [(-count, key) for key, count in zip(keys, counts, strict=True) if _is_token(key)]
    groups: dict[int, list[str]] = {}
    for count, key in sorted(single)[:COMMON]:
        groups.setdefault(round(8 * log2(max(documents, 1) / -count)), []).append(key)
    return [[weight, " ".join(group)] for weight, group in sorted(groups.items())]


def _words(keys: Sequence[str], counts: Sequence[int], documents: int) -> bytes:
    """The words that may be offered for one mistyped, front coded."""
    enough = 1 if documents <= FEW else 3
    listed = zip(keys, counts, strict=True)
    return front_coded([key for key, count in listed if count >= enough and len(key) <= WORD and key.isalpha()])


def _is_token(key: str) -> bool:
    return " " not in key and not key.startswith("=")
