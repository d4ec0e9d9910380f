"""What of the search as it was built last can stay. A new clause in a segment would rename most of its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.search.entries import Name, PlanEntry, Words
from generator.search.segment import CHUNK, Segment, build, in_order

FEWEST = 200
"""Below so many plans there is always one segment: the same content gives the same files."""
MOST = 0.1
"""Of the plans: where more than this share changed, or are gone from their segments, all is made anew."""
SEGMENTS = 4
ADDED_CHUNK = 2 * CHUNK
"""Texts a file of a segment that is added: a reader asks for little of it, and it is smaller so."""
NAMES = -1
"""Stands for all names among the plans of a segment that are gone."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as index.json tells it.

    `gone` are its plans, by their place in it, that are no longer so (NAMES: all names); `order` is, for each plan of
    a segment but the first, the plan of the first before which it stands, and its turn among all plans that came later.
    """

    name: str
    gone: tuple[int, ...] = ()
    order: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A plan of a segment: what orders it, and a hash of all that is found of it."""

    slug: str
    day: str
    mark: str


@dataclass(frozen=True, slots=True)
class State:
    """A segment as state.json tells it: its plans in order, a hash of its names where it has names, its files."""

    name: str
    names: str | None
    plans: tuple[Held, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The segments that there were, the oldest first."""

    segments: list[State]

    def told(self) -> dict[str, Any]:
        listed = [
            {
                "name": s.name,
                "names": s.names,
                "plans": [[p.slug, p.day, p.mark] for p in s.plans],
                "files": _counted(s.files),
            }
            for s in self.segments
        ]
        return {"code": code(), "segments": listed}

    @staticmethod
    def read(data: bytes | None) -> Before | None:
        """None where there was no search, or where other code made it."""
        told = json.loads(data) if data else None
        if told is None or told["code"] != code():
            return None
        return Before(
            [
                State(each["name"], each["names"], tuple(Held(*plan) for plan in each["plans"]), _listed(each["files"]))
                for each in told["segments"]
            ]
        )


def _counted(files: Iterable[str]) -> dict[str, int]:
    """How many files begin with the same letters and have a number behind; 0 for one without a number."""
    found: dict[str, int] = {}
    for name in files:
        kind = name.rstrip("0123456789")
        found[kind] = found.get(kind, 0) + (kind != name)
    return found


def _listed(counts: dict[str, int]) -> tuple[str, ...]:
    names = ([f"{kind}{n}" for n in range(count)] if count else [kind] for kind, count in counts.items())
    return tuple(sorted(name for listed in names for name in listed))


@dataclass(frozen=True, slots=True)
class Update:
    """The segments that stay and the one that is added, if any, as index.json and state.json will tell them."""

    parts: list[Part]
    segments: list[State]
    kept: list[State]
    added: Segment | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be found. `plans` gives the entries of all `count` plans anew each time: no one keeps them all."""

    names: tuple[Name, ...]
    words: Words
    count: int
    plans: Callable[[], Iterable[PlanEntry]]


def whole(wanted: Wanted, chunk: int) -> Update:
    """One segment with everything in the place of all that there were."""
    added, state = _made(wanted.names, wanted.plans(), wanted.words, chunk)
    state = replace(state, names=names_mark(wanted))
    return Update([Part(added.name)], [state], [], added)


def renewed(wanted: Wanted, before: Before) -> Update | None:
    """The update that makes the search find what is `wanted`; None where all is better made anew."""
    most = MOST * wanted.count
    if wanted.count < FEWEST:
        return None
    holder = {(held.slug, held.mark): at for at, state in enumerate(before.segments) for held in state.plans}
    marks: dict[str, str] = {}
    fresh: list[PlanEntry] = []
    for plan in wanted.plans():
        mark = marks[plan.slug] = mark_of(plan)
        if (plan.slug, mark) not in holder:
            fresh.append(plan)
            if len(fresh) > most:
                return None
    named = max((at for at, state in enumerate(before.segments) if state.names), default=0)
    same_names = before.segments[named].names == names_mark(wanted)
    gone = [
        tuple(n for n, held in enumerate(state.plans) if marks.get(held.slug) != held.mark or _later(holder, held, at))
        for at, state in enumerate(before.segments)
    ]
    if sum(map(len, gone)) > most:
        return None
    living = [
        at
        for at, state in enumerate(before.segments)
        if at == 0 or len(gone[at]) < len(state.plans) or (same_names and at == named)
    ]
    kept = [before.segments[at] for at in living]
    added = None
    segments = list(kept)
    if fresh or not same_names:
        added, state = _made(() if same_names else wanted.names, fresh, wanted.words, ADDED_CHUNK)
        segments.append(state if same_names else replace(state, names=names_mark(wanted)))
    if len(segments) > SEGMENTS:
        return None
    lost = [(*gone[at], *((NAMES,) if _lost_names(before, at, named, same_names) else ())) for at in living]
    return Update(_parts(segments, lost), segments, kept, added)


def _made(names: Sequence[Name], plans: Iterable[PlanEntry], words: Words, chunk: int) -> tuple[Segment, State]:
    """A new segment, and what state.json tells of its plans."""
    held: list[Held] = []

    def noted() -> Iterator[PlanEntry]:
        for plan in plans:
            held.append(Held(plan.slug, plan.day, mark_of(plan)))
            yield plan

    segment = build(names, noted(), words, chunk)
    ordered = in_order(held, lambda plan: (plan.day, plan.slug))
    return segment, State(segment.name, None, tuple(ordered), tuple(sorted(segment.files)))


def _later(holder: dict[tuple[str, str], int], held: Held, at: int) -> bool:
    """Whether a later segment holds the same."""
    return holder[held.slug, held.mark] > at


def _lost_names(before: Before, at: int, named: int, same: bool) -> bool:
    return before.segments[at].names is not None and not (same and at == named)


def _parts(segments: Sequence[State], lost: Sequence[tuple[int, ...]]) -> list[Part]:
    places = _places(segments)
    return [
        Part(
            state.name,
            lost[at] if at < len(lost) else (),
            tuple(places[at, held.slug] for held in state.plans) if at else (),
        )
        for at, state in enumerate(segments)
    ]


def _places(segments: Sequence[State]) -> dict[tuple[int, str], tuple[int, int]]:
    """(segment, plan) → (plans of the first segment before it, its turn), for plans of the later segments."""
    everything = [(at, held) for at, state in enumerate(segments) for held in state.plans]
    places: dict[tuple[int, str], tuple[int, int]] = {}
    passed = 0
    for at, held in in_order(everything, lambda pair: (pair[1].day, pair[1].slug)):
        if at:
            places[at, held.slug] = (passed, len(places))
        else:
            passed += 1
    return places


def kept(states: Iterable[State], before: Callable[[str], bytes | None]) -> dict[str, bytes] | None:
    """The files of the segments that stay, byte for byte; None where one is missing."""
    found: dict[str, bytes] = {}
    for path in (f"{state.name}/{name}" for state in states for name in state.files):
        data = before(path)
        if data is None:
            return None
        found[path] = data
    return found


def mark_of(plan: PlanEntry) -> str:
    """A hash of all that is found of a plan."""
    clauses = [[c.id, c.way, c.text, c.above, c.keys, c.target, c.units] for c in plan.clauses]
    head = [plan.slug, plan.title, plan.also, plan.keys, plan.day, plan.place, plan.years, plan.topics]
    return _hash([*head, clauses])


def names_mark(wanted: Wanted) -> str:
    """A hash of all names, and of the words that go with them."""
    listed = [[n.kind, n.url, n.title, n.also, n.keys, n.place] for n in wanted.names]
    return _hash([listed, wanted.words.equal, wanted.words.places, wanted.words.topics])


@cache
def code() -> str:
    """A hash of the code that makes segments: those that other code made are not mixed with its own."""
    here = Path(__file__).parent
    return sha256(
        b"".join(file.read_bytes() for file in (*sorted(here.glob("*.py")), here.parent / "vietnamese.py"))
    ).hexdigest()[:12]


def _hash(value: Any) -> str:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]
