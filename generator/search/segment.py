"""A segment of the index: names and plans → small files. The format is told in docs/reference/search.md.

Documents are numbered so that a number tells its file: names first, then plan by plan, the newest first; each plan and
each kind of name begins a new chunk of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeVar

from msgspec import Struct

from generator import urls
from generator.compact import encoded
from generator.search.dictionary import dictionary
from generator.search.entries import ClauseEntry, Name, PlanEntry, Words
from generator.search.gather import Documents, Gathered, Gatherer, postings
from generator.search.pack import deflate
from generator.search.spool import Files, Span, Spool
from generator.search.tokens import tokens

T = TypeVar("T")
CHUNK = 16
"""Texts a file."""
CONTEXT = 12
"""A title of so many tokens or fewer is searched with every clause below it."""


class Segment(Struct, frozen=True):
    """The files of a segment by their names, and its own name: a hash of all it holds."""

    name: str
    files: Mapping[str, bytes]


class Prepared(Struct, frozen=True):
    """A plan as a segment takes it: what orders and narrows it, its files of texts, put aside, its documents."""

    slug: str
    day: str
    place: str
    years: tuple[int, int] | None
    topics: tuple[str, ...]
    texts: tuple[Span, ...]
    documents: Documents


def build(names: Sequence[Name], plans: Iterable[PlanEntry], words: Words, chunk: int = CHUNK) -> Segment:
    """The segment of these entries; the same bytes for the same entries. Of the plans none is held."""
    spool = Spool()
    gatherer = Gatherer(spool)
    texts: list[Span] = []
    kinds: list[list[Any]] = []
    found: list[tuple[int, Documents]] = []
    for kind, group in groupby(names, lambda name: name.kind):
        listed = list(group)
        start = len(texts) * chunk
        kinds.append([kind, start, len(listed)])
        forms = ((_forms(name), (f"=place {name.place}",) if name.place else ()) for name in listed)
        found.append((start, gatherer.documents(forms)))
        records = [[name.url, name.title, name.also, " | ".join(name.keys)] for name in listed]
        texts += (spool.put(_text([kind, records[at : at + chunk]])) for at in range(0, len(records), chunk))
    head = {"chunk": chunk, "kinds": kinds, "first": len(texts) * chunk, "equal": words.equal}
    ordered = in_order([_prepared(gatherer, spool, plan, chunk) for plan in plans], lambda plan: (plan.day, plan.slug))
    for plan in ordered:
        found.append((len(texts) * chunk, plan.documents))
        texts += plan.texts
    files = Files(spool)
    for number, span in enumerate(texts):
        files.name(f"t{number}", span)
    head |= {"plans": [len(plan.texts) for plan in ordered]}
    documents = sum(some.number for _, some in found)
    gathered = Gathered(gatherer.known, found, spool)
    del gatherer  # what it kept of texts makes room for the terms
    for name, data in dictionary(postings(gathered), documents, head):
        files.put(name, data)
    files.put("facets", _text(_columns(ordered, words)))
    return Segment(_name(files), files)


def _name(files: Mapping[str, bytes]) -> str:
    told = sha256()
    for key in sorted(files):
        told.update(key.encode() + files[key])
    return told.hexdigest()[:12]


def in_order(items: Iterable[T], key: Callable[[T], tuple[str, str]]) -> list[T]:
    """Plans, or what stands for them, as a segment has them: the newest day first, then by slug. `key` gives both."""
    ordered = sorted(items, key=lambda item: key(item)[1])
    ordered.sort(key=lambda item: key(item)[0], reverse=True)
    return ordered


def _forms(name: Name) -> tuple[str, ...]:
    return (name.title, name.also, *name.keys)


def _prepared(gatherer: Gatherer, spool: Spool, plan: PlanEntry, chunk: int) -> Prepared:
    """The plan's own entry is its first document, its clauses follow; each chunk says of which plan it is."""
    records = [["", plan.also, " | ".join(plan.keys)], *map(_record, plan.clauses)]
    url = urls.plan(plan.slug)
    texts = (_text(["plan", url, plan.title, records[at : at + chunk]]) for at in range(0, len(records), chunk))
    documents = gatherer.documents(_searched(plan))
    return Prepared(plan.slug, plan.day, plan.place, plan.years, plan.topics, tuple(map(spool.put, texts)), documents)


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
    return deflate(encoded(value))
