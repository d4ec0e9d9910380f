"""The words of texts as numbers, plan by plan; and all of them as terms with the documents in which they stand.

What is gathered of some plans depends on these alone: it may be made elsewhere, or kept, and is put together here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.search.dictionary import Postings
from generator.search.pack import U32
from generator.search.tokens import CONTEXTUAL, of_word, tokens

TOKEN_BITS = 20
DOCUMENT_BITS = 24
SHORT = 160
"""Texts of so many characters or fewer are kept with their numbers while others are read."""
AT_ONCE = 1 << 19
"""Tokens whose terms are sorted at once: what is sorted takes some sixty bytes a token."""
Item = tuple[str, ...]
"""The tokens of a word: mostly one; the mark of a text, by which a search is narrowed; («»,) parts texts."""


class Documents(Struct, frozen=True):
    """Some documents: the numbers of their items one after another, and how many each of them has."""

    items: array[int]
    counts: array[int]


class Gathered(Struct, frozen=True):
    """What each number stands for, and (first document, documents) of all that was gathered with these numbers."""

    known: Sequence[Item]
    found: Sequence[tuple[int, Documents]]


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

    def __init__(self) -> None:
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
        return Documents(items, counts)


def postings(gathered: Sequence[Gathered]) -> Iterator[Postings]:
    """Each token and each pair of neighbours once, in order, with the documents in which they stand, in order.

    They come in parts, so that little is sorted at once. A token, the one behind it and the document are put into one
    number: sorting plain numbers does the whole work. Sorted tokens make sorted pairs, since the blank that joins a
    pair comes before every character of a token.
    """
    names = sorted({"", *(token for part in gathered for item in part.known for token in item)})
    sequence, documents = _in_one(names, gathered)
    if len(names) > 1 << TOKEN_BITS or documents.max(initial=0) >= 1 << DOCUMENT_BITS:
        raise OverflowError("too many words or texts for one segment of the index")
    turns = np.cumsum(_sizes(sequence, len(names))) // AT_ONCE
    turn = turns.astype(np.uint16)[sequence]
    turn[sequence == 0] = turns[-1] + 1
    for number in range(int(turns[-1]) + 1):
        yield _sorted(names, sequence, documents, np.flatnonzero(turn == number))


def _sizes(sequence: U32, names: int) -> NDArray[np.int64]:
    """How often each name stands in the sequence; the 0 between texts does not count."""
    sizes = np.zeros(names, np.int64)
    for at in range(0, len(sequence), AT_ONCE):
        sizes += np.bincount(sequence[at : at + AT_ONCE], minlength=names)
    sizes[0] = 0
    return sizes


def _in_one(names: Sequence[str], gathered: Sequence[Gathered]) -> tuple[U32, U32]:
    """All documents one after another: the places of their tokens among all `names`, and the document of each."""
    rank = {name: number for number, name in enumerate(names)}
    sequence, documents = array("I"), array("I")
    for part in gathered:
        flat = np.fromiter((rank[token] for item in part.known for token in item), np.uint32)
        lengths = np.fromiter(map(len, part.known), np.int64, len(part.known))
        begins = np.cumsum(lengths) - lengths
        for first, some in part.found:
            items = np.frombuffer(some.items, np.uint32)
            many = lengths[items]
            of = np.repeat(np.arange(first, first + len(some.counts), dtype=np.uint32), some.counts)
            behind = np.cumsum(many)
            each = np.arange(int(behind[-1]) if len(behind) else 0) + np.repeat(begins[items] - behind + many, many)
            sequence.frombytes(flat[each].tobytes())
            documents.frombytes(np.repeat(of, many).tobytes())
    return np.frombuffer(sequence, np.uint32), np.frombuffer(documents, np.uint32)


def _sorted(names: Sequence[str], sequence: U32, documents: U32, at: NDArray[np.int64]) -> Postings:
    """The terms that begin at these places of the sequence. A text ends with a 0."""
    alone = sequence[at].astype(np.uint64) << np.uint64(TOKEN_BITS + DOCUMENT_BITS) | documents[at]
    behind = sequence[at + 1].astype(np.uint64) << np.uint64(DOCUMENT_BITS)
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
