"""A segment of the index: names and plans → small files. The format is told in docs/reference/search.md.

Documents are numbered so that a number tells its file: names first, then plan by plan, the newest first; each plan and
each kind of name begins a new chunk of texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeVar

from msgspec import Struct

from generator import urls
from generator.search.dictionary import dictionary
from generator.search.entries import ClauseEntry, Name, PlanEntry, Words
from generator.search.gather import Documents, Gathered, Gatherer, Item, postings
from generator.search.pack import deflate
from generator.search.tokens import tokens

T = TypeVar("T")
CHUNK = 16
"""Texts a file."""
CONTEXT = 12
"""A title of so many tokens or fewer is searched with every clause below it."""
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Segment(Struct, frozen=True):
    """The files of a segment by their names, and its own name: a hash of all it holds."""

    name: str
    files: dict[str, bytes]


class Prepared(Struct, frozen=True):
    """A plan as a segment takes it: what orders and narrows it, its files of texts, its documents."""

    slug: str
    day: str
    place: str
    years: tuple[int, int] | None
    topics: tuple[str, ...]
    texts: tuple[bytes, ...]
    documents: Documents


class Batch(Struct, frozen=True):
    """Plans made ready together: what the numbers in their documents stand for, and the plans."""

    known: Sequence[Item]
    plans: Sequence[Prepared]


def prepare(plans: Iterable[PlanEntry], chunk: int = CHUNK) -> Batch:
    """All that can be made of each plan without looking at another: it may be made elsewhere, and kept."""
    gatherer = Gatherer()
    found = [_prepared(gatherer, plan, chunk) for plan in plans]
    return Batch(gatherer.known, found)


def build(names: Sequence[Name], plans: Iterable[PlanEntry], words: Words, chunk: int = CHUNK) -> Segment:
    """The segment of these entries; the same bytes for the same entries."""
    return joined(names, [prepare(plans, chunk)], words, chunk)


def joined(names: Sequence[Name], batches: Iterable[Batch], words: Words, chunk: int = CHUNK) -> Segment:
    """The segment of these names and of plans that were made ready with the same `chunk`."""
    texts: list[bytes] = []
    kinds: list[list[Any]] = []
    gatherer = Gatherer()
    named: list[tuple[int, Documents]] = []
    for kind, group in groupby(names, lambda name: name.kind):
        listed = list(group)
        start = len(texts) * chunk
        kinds.append([kind, start, len(listed)])
        forms = ((_forms(name), (f"=place {name.place}",) if name.place else ()) for name in listed)
        named.append((start, gatherer.documents(forms)))
        records = [[name.url, name.title, name.also, " | ".join(name.keys)] for name in listed]
        texts += [_text([kind, records[at : at + chunk]]) for at in range(0, len(records), chunk)]
    head = {"chunk": chunk, "kinds": kinds, "first": len(texts) * chunk, "equal": words.equal}
    batches = list(batches)
    ordered = in_order((plan for batch in batches for plan in batch.plans), lambda plan: (plan.day, plan.slug))
    starts = {}
    for plan in ordered:
        starts[plan.slug] = len(texts) * chunk
        texts += plan.texts
    gathered = [Gathered(gatherer.known, named)]
    for batch in batches:
        gathered.append(Gathered(batch.known, [(starts[plan.slug], plan.documents) for plan in batch.plans]))
    documents = sum(len(some.counts) for part in gathered for _, some in part.found)
    files = {f"t{number}": text for number, text in enumerate(texts)}
    files |= dictionary(postings(gathered), documents, head | {"plans": [len(plan.texts) for plan in ordered]})
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


def _prepared(gatherer: Gatherer, plan: PlanEntry, chunk: int) -> Prepared:
    """The plan's own entry is its first document, its clauses follow; each chunk says of which plan it is."""
    records = [["", plan.also, " | ".join(plan.keys)], *map(_record, plan.clauses)]
    url = urls.plan(plan.slug)
    texts = [_text(["plan", url, plan.title, records[at : at + chunk]]) for at in range(0, len(records), chunk)]
    documents = gatherer.documents(_searched(plan))
    return Prepared(plan.slug, plan.day, plan.place, plan.years, plan.topics, tuple(texts), documents)


def _searched(plan: PlanEntry) -> Iterator[tuple[Iterable[str], Iterable[str]]]:
    """Texts and marks of the plan's documents."""
    yield (plan.title, plan.also, *plan.keys), ()
    for clause in plan.clauses:
        names = [name for _, name, _ in clause.units]
        yield (clause.text, *filter(_is_brief, clause.above), *clause.keys, *names), _marks(clause)


@lru_cache(maxsize=1 << 14)
def _is_brief(title: str) -> bool:
    return len(tokens(title)) <= CONTEXT


def _marks(clause: ClauseEntry) -> list[str]:
    """By what a search is narrowed: no word that anyone types begins with «=»."""
    found = ["=kind duty"] if clause.units else []
    if clause.target:
        found.append("=kind target")
    for unit, _, role in clause.units:
        found += (f"=unit {unit}", f"=unit {unit} {role}")
    return found


def _record(clause: ClauseEntry) -> list[Any]:
    units = [[unit, name, role] for unit, name, role in clause.units]
    found = [clause.id, clause.text, clause.way, list(clause.above), int(clause.target), units, " | ".join(clause.keys)]
    while found and not found[-1]:
        found.pop()
    return found


def _columns(ordered: Sequence[Prepared], words: Words) -> dict[str, Any]:
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
