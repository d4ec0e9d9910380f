"""A segment of the index: names and plans → small files. The format is told in docs/reference/search.md.

Documents are numbered so that a number tells its file: names first, then plan by plan, the newest first; each plan and
each kind of name begins a new chunk of texts.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeVar

import numpy as np

from generator import urls
from generator.search.dictionary import Postings, dictionary
from generator.search.entries import ClauseEntry, Name, PlanEntry, Words
from generator.search.pack import deflate
from generator.search.tokens import CONTEXTUAL, of_word, tokens
from generator.vietnamese import nfc

T = TypeVar("T")
CHUNK = 16
"""Texts a file."""
TOKEN_BITS = 20
DOCUMENT_BITS = 24
SHORT = 160
"""Texts of so many characters or fewer are kept with their tokens while a segment is made."""
CONTEXT = 12
"""A title of so many tokens or fewer is searched with every clause below it."""
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Segment:
    """The files of a segment by their names, and its own name: a hash of all it holds."""

    name: str
    files: dict[str, bytes]


class _Numbers(dict[str, int]):
    """A number for each token from 1 on, in the order in which the tokens are first asked for."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self) + 1
        return number


class _Words(dict[str, tuple[int, ...]]):
    """The numbers of the tokens of each word, whatever stands beside it."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self.numbers = numbers

    def __missing__(self, word: str) -> tuple[int, ...]:
        found = self[word] = tuple(self.numbers[token] for token in of_word(word))
        return found


class _Gathered:
    """The tokens of the documents, gathered document by document; 0 parts texts, so that no pair reaches over."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.sequence = array("I")
        self.documents: list[int] = []
        self.counts: list[int] = []
        self.known: dict[str, list[int]] = {}
        self.words = _Words(self.numbers)
        self.dated = frozenset(self.numbers[token] for token in CONTEXTUAL)

    def add(self, document: int, texts: Iterable[str], marks: Iterable[str] = ()) -> None:
        before = len(self.sequence)
        for text in texts:
            self.sequence.extend(self.numbered(text))
        for mark in marks:
            self.sequence.extend((self.numbers[mark], 0))
        self.documents.append(document)
        self.counts.append(len(self.sequence) - before)

    def numbered(self, text: str) -> list[int]:
        """Its tokens, and a 0. Titles and names come again with every clause below them: each is read once."""
        found = self.known.get(text)
        if found is None:
            words = self.words
            found = [number for word in nfc(text).lower().split() for number in words[word]]
            if not self.dated.isdisjoint(found):
                found = list(map(self.numbers.__getitem__, tokens(text)))
            found.append(0)
            if len(text) <= SHORT:
                self.known[text] = found
        return found

    def postings(self) -> Postings:
        """Each token and each pair of neighbours once, in order, with the documents in which they stand, in order.

        All three numbers are put into one, so that sorting plain numbers does the whole work. Sorted tokens make sorted
        pairs, since the blank that joins a pair comes before every character of a token.
        """
        ordered = sorted(self.numbers)
        if len(ordered) >= 1 << TOKEN_BITS or max(self.documents, default=0) >= 1 << DOCUMENT_BITS:
            raise OverflowError("too many words or texts for one segment of the index")
        rank = np.zeros(len(ordered) + 1, np.uint64)
        rank[np.fromiter(map(self.numbers.__getitem__, ordered), np.int64, len(ordered))] = np.arange(
            1, len(ordered) + 1
        )
        sequence = rank[np.asarray(self.sequence)]
        documents = np.repeat(np.asarray(self.documents, np.uint64), self.counts)
        alone = (sequence << np.uint64(TOKEN_BITS + DOCUMENT_BITS)) | documents
        paired = alone[:-1] | (sequence[1:] << np.uint64(DOCUMENT_BITS))
        found = np.concatenate([alone[sequence > 0], paired[(sequence[:-1] > 0) & (sequence[1:] > 0)]])
        found.sort()
        found = found[np.diff(found, prepend=np.uint64(0)) > 0]
        terms = found >> np.uint64(DOCUMENT_BITS)
        begins = np.flatnonzero(np.diff(terms, prepend=np.uint64(0)))
        firsts = (terms[begins] >> np.uint64(TOKEN_BITS)).tolist()
        seconds = (terms[begins] & np.uint64((1 << TOKEN_BITS) - 1)).tolist()
        names = ["", *ordered]
        keys = [f"{names[a]} {names[b]}" if b else names[a] for a, b in zip(firsts, seconds, strict=True)]
        numbers = (found & np.uint64((1 << DOCUMENT_BITS) - 1)).astype(np.uint32)
        return Postings(keys, numbers, np.append(begins, len(found)))


def build(names: Sequence[Name], plans: Iterable[PlanEntry], words: Words, chunk: int = CHUNK) -> Segment:
    """The segment of these entries; the same bytes for the same entries."""
    gathered = _Gathered()
    texts: list[bytes] = []
    kinds: list[list[Any]] = []
    for kind, group in groupby(names, lambda name: name.kind):
        listed = list(group)
        kinds.append([kind, len(texts) * chunk, len(listed)])
        for number, name in enumerate(listed, start=len(texts) * chunk):
            gathered.add(number, _forms(name), [f"=place {name.place}"] if name.place else ())
        records = [[name.url, name.title, name.also, " | ".join(name.keys)] for name in listed]
        texts += [_text([kind, records[at : at + chunk]]) for at in range(0, len(records), chunk)]
    ordered = in_order(plans, lambda plan: (plan.day, plan.slug))
    first = len(texts)
    sizes = []
    for plan in ordered:
        before = len(texts)
        texts += _plan(gathered, plan, before * chunk, chunk)
        sizes.append(len(texts) - before)
    head = {"chunk": chunk, "kinds": kinds, "first": first * chunk, "equal": words.equal}
    files = {f"t{number}": text for number, text in enumerate(texts)}
    files |= dictionary(gathered.postings(), len(gathered.documents), head | {"plans": sizes})
    files["facets"] = _text(_columns(ordered, words))
    digest = sha256(b"".join(key.encode() + files[key] for key in sorted(files))).hexdigest()
    return Segment(digest[:12], files)


def in_order(items: Iterable[T], key: Callable[[T], tuple[str, str]]) -> list[T]:
    """Plans, or what stands for them, as a segment has them: the newest day first, then by slug. `key` gives both."""
    ordered = sorted(items, key=lambda item: key(item)[1])
    ordered.sort(key=lambda item: key(item)[0], reverse=True)
    return ordered


def _forms(name: Name) -> tuple[str, ...]:
    return (name.title, name.also, *name.keys)


def _plan(gathered: _Gathered, plan: PlanEntry, start: int, chunk: int) -> Iterator[bytes]:
    """The plan's own entry is its first document, its clauses follow; each chunk says of which plan it is."""
    gathered.add(start, (plan.title, plan.also, *plan.keys))
    titles = dict.fromkeys(title for clause in plan.clauses for title in clause.above)
    brief = {title: len(gathered.numbered(title)) <= CONTEXT + 1 for title in titles}
    records: list[list[Any]] = [["", plan.also, " | ".join(plan.keys)]]
    for number, clause in enumerate(plan.clauses, start=start + 1):
        above = (title for title in clause.above if brief[title])
        charged = (name for _, name, _ in clause.units)
        gathered.add(number, (clause.text, *above, *clause.keys, *charged), _marks(clause))
        records.append(_record(clause))
    for at in range(0, len(records), chunk):
        yield _text(["plan", urls.plan(plan.slug), plan.title, records[at : at + chunk]])


def _marks(clause: ClauseEntry) -> Iterator[str]:
    """By what a search is narrowed: no word that anyone types begins with «=»."""
    if clause.units:
        yield "=kind duty"
    if clause.target:
        yield "=kind target"
    for unit, _, role in clause.units:
        yield f"=unit {unit}"
        yield f"=unit {unit} {role}"


def _record(clause: ClauseEntry) -> list[Any]:
    units = [[unit, name, role] for unit, name, role in clause.units]
    found = [clause.id, clause.text, clause.way, list(clause.above), int(clause.target), units, " | ".join(clause.keys)]
    while found and not found[-1]:
        found.pop()
    return found


def _columns(ordered: list[PlanEntry], words: Words) -> dict[str, Any]:
    """Place, years and topics of each plan, in the order of the plans; and how places and topics are called."""
    places = {key: number for number, (key, _) in enumerate(words.places)}
    topics = {key: number for number, (key, _) in enumerate(words.topics)}
    return {
        "places": [[key, name] for key, name in words.places],
        "topics": [[key, name] for key, name in words.topics],
        "place": [places.get(plan.place, -1) for plan in ordered],
        "from": [plan.years[0] if plan.years else 0 for plan in ordered],
        "to": [plan.years[1] if plan.years else 0 for plan in ordered],
        "topic": [[topics[topic] for topic in plan.topics] for plan in ordered],
    }


def _text(value: Any) -> bytes:
    return deflate(_JSON.encode(value).encode())
