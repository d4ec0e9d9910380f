"""The words of texts as numbers, plan by plan; and all of them as terms with the documents in which they stand.

What is gathered is put aside: of all plans together no process holds more than the words.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.search.dictionary import Postings
from generator.search.pack import U32
from generator.search.spool import Span, Spool
from generator.search.tokens import CONTEXTUAL, of_word, tokens

TOKEN_BITS = 20
DOCUMENT_BITS = 24
SHORT = 160
"""Texts of so many characters or fewer are kept with their numbers while others are read,"""
KEPT = 1 << 11
"""at most so many of them: those of some dozens of plans, which say much alike."""
AT_ONCE = 1 << 17
"""Tokens whose terms are sorted at once: what is sorted takes some sixty bytes a token."""
Item = tuple[str, ...]
"""The tokens of a word: mostly one; the mark of a text, by which a search is narrowed; («»,) parts texts."""


class Documents(Struct, frozen=True):
    """Some documents, put aside: the numbers of their items one after another, and how many each of them has."""

    items: Span
    counts: Span

    @property
    def number(self) -> int:
        """How many documents these are."""
        return self.counts.size // array("I").itemsize


class Gathered(Struct, frozen=True):
    """What each number stands for; (first document, documents) of all that was gathered, in order, in the `spool`."""

    known: Sequence[Item]
    found: Sequence[tuple[int, Documents]]
    spool: Spool


class _Numbers(dict[Item, int]):
    """A number for each item, in the order in which they are first asked for; 0 parts texts."""

    def __init__(self) -> None:
        super().__init__({("",): 0})

    def __missing__(self, item: Item) -> int:
        number = self[item] = len(self)
        return number


class _Words(dict[str, int]):
    """The number of the tokens of each word, whatever stands beside it."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self.numbers = numbers
        self.dated: set[int] = set()

    def __missing__(self, word: str) -> int:
        item = of_word(word)
        found = self[word] = self.numbers[item]
        if any(token in item for token in CONTEXTUAL):
            self.dated.add(found)
        return found


class _Texts(dict[str, "array[int]"]):
    """The numbers of the words of each text, and a 0, so that no pair reaches over. Long texts are not kept."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self.numbers = numbers
        self.words = _Words(numbers)

    def __missing__(self, text: str) -> array[int]:
        found = list(map(self.words.__getitem__, text.split()))
        if not self.words.dated.isdisjoint(found):
            found = [self.numbers[token,] for token in tokens(text)]
        found.append(0)
        made = array("I", found)
        if len(text) <= SHORT:
            if len(self) >= KEPT:
                self.clear()
            self[text] = made
        return made


class _Marks(dict[str, "array[int]"]):
    """The number of each mark, and a 0."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self.numbers = numbers

    def __missing__(self, mark: str) -> array[int]:
        made = self[mark] = array("I", (self.numbers[mark,], 0))
        return made


class Gatherer:
    """Numbers the words of texts. Titles and names come again with every clause below them: each is read once."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._numbers = _Numbers()
        self._texts = _Texts(self._numbers)
        self._marks = _Marks(self._numbers)

    @property
    def known(self) -> list[Item]:
        return list(self._numbers)

    def documents(self, found: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Documents:
        """Of the texts and the marks of each document."""
        items, counts = array("I"), array("I")
        texts_of, marks_of, add = self._texts, self._marks, items.extend
        before = 0
        for texts, marks in found:
            for text in texts:
                add(texts_of[text])
            for mark in marks:
                add(marks_of[mark])
            counts.append(len(items) - before)
            before = len(items)
        return Documents(self._spool.put(items.tobytes()), self._spool.put(counts.tobytes()))


def postings(gathered: Gathered) -> Iterator[Postings]:
    """Each token and each pair of neighbours once, in order, with the documents in which they stand, in order.

    They come in parts, so that little is held and sorted at once. A token, the one behind it and the document are put
    into one number: sorting plain numbers does the whole work. Sorted tokens make sorted pairs, since the blank that
    joins a pair comes before every character of a token.
    """
    names = sorted({"", *(token for item in gathered.known for token in item)})
    last = max((first + some.number for first, some in gathered.found), default=0)
    if len(names) > 1 << TOKEN_BITS or last > 1 << DOCUMENT_BITS:
        raise OverflowError("too many words or texts for one segment of the index")
    numbered = _Numbered(names, gathered)
    sizes = np.zeros(len(names), np.int64)
    for sequence, _ in numbered.blocks():
        sizes += np.bincount(sequence, minlength=len(names))
    sizes[0] = 0  # what parts texts
    for spans in _parted(numbered, np.cumsum(sizes) // AT_ONCE, gathered.spool):
        rows = np.frombuffer(b"".join(map(gathered.spool.get, spans)), np.uint32).reshape(-1, 3)
        yield _sorted(names, *rows.T)


class _Numbered:
    """All documents, their tokens by their places among all `names`."""

    def __init__(self, names: Sequence[str], gathered: Gathered) -> None:
        rank = {name: number for number, name in enumerate(names)}
        self._gathered = gathered
        self._flat = np.fromiter((rank[token] for item in gathered.known for token in item), np.uint32)
        self._lengths = np.fromiter(map(len, gathered.known), np.int64, len(gathered.known))
        self._begins = np.cumsum(self._lengths) - self._lengths

    def blocks(self) -> Iterator[tuple[U32, U32]]:
        """The tokens of some documents one after another, and the document of each; a document is never cut."""
        waiting: list[tuple[U32, U32]] = []
        many = 0
        for first, some in self._gathered.found:
            items = np.frombuffer(self._gathered.spool.get(some.items), np.uint32)
            counts = np.frombuffer(self._gathered.spool.get(some.counts), np.uint32)
            waiting.append((items, np.repeat(np.arange(first, first + len(counts), dtype=np.uint32), counts)))
            many += len(items)
            if many >= AT_ONCE:
                yield self._tokens(waiting)
                waiting, many = [], 0
        if waiting:
            yield self._tokens(waiting)

    def _tokens(self, parts: Sequence[tuple[U32, U32]]) -> tuple[U32, U32]:
        items, of = (np.concatenate(column) for column in zip(*parts, strict=True))
        many = self._lengths[items]
        behind = np.cumsum(many)
        places = np.arange(int(behind[-1]) if len(behind) else 0) + np.repeat(self._begins[items] - behind + many, many)
        return self._flat[places], np.repeat(of, many)


def _parted(numbered: _Numbered, turns: NDArray[np.int64], spool: Spool) -> list[list[Span]]:
    """Rows (token, the one behind it, document) put aside by the turn of the token."""
    spans: list[list[Span]] = [[] for _ in range(int(turns[-1]) + 1)]
    for sequence, documents in numbered.blocks():
        rows = np.stack((sequence, np.append(sequence[1:], np.uint32(0)), documents), axis=1)[sequence != 0]
        turn = turns[rows[:, 0]]
        order = np.argsort(turn, kind="stable")
        ends = np.cumsum(np.bincount(turn, minlength=len(spans))).tolist()
        for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            if end > start:
                spans[number].append(spool.put(rows[order[start:end]].tobytes()))
    return spans


def _sorted(names: Sequence[str], sequence: U32, following: U32, documents: U32) -> Postings:
    """The terms of these tokens, each with the one that follows it, 0 for none, and its document."""
    alone = sequence.astype(np.uint64) << np.uint64(TOKEN_BITS + DOCUMENT_BITS) | documents
    behind = following.astype(np.uint64) << np.uint64(DOCUMENT_BITS)
    found = np.concatenate([alone, alone | behind])
    found.sort()
    found = found[_first_of_each(found)]
    terms = found >> np.uint64(DOCUMENT_BITS)
    begins = np.flatnonzero(_first_of_each(terms))
    firsts = (terms[begins] >> np.uint64(TOKEN_BITS)).tolist()
    seconds = (terms[begins] & np.uint64((1 << TOKEN_BITS) - 1)).tolist()
    keys = [f"{names[a]} {names[b]}" if b else names[a] for a, b in zip(firsts, seconds, strict=True)]
    numbers = (found & np.uint64((1 << DOCUMENT_BITS) - 1)).astype(np.uint32)
    return Postings(keys, numbers, np.append(begins, len(found)))


def _first_of_each(ordered: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Where another number begins."""
    other = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=other[1:])
    return other
