"""What of the search as it was built last can stay. A new clause in a segment would rename most of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.compact import decoded
from generator.search.entries import Name, PlanEntry, Words
from generator.search.noted import Plans, hashed
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


class Part(Struct, frozen=True):
    """A segment as index.json tells it.

    `gone` are its plans, by their place in it, that are no longer so (NAMES: all names); `order` is, for each plan of
    a segment but the first, the plan of the first before which it stands, and its turn among all plans that came later.
    """

    name: str
    gone: tuple[int, ...] = ()
    order: tuple[tuple[int, int], ...] = ()


class Held(Struct, frozen=True):
    """A plan of a segment: what orders it, and a hash of all that is found of it."""

    slug: str
    day: str
    mark: str


class State(Struct, frozen=True):
    """A segment as state.json tells it: its plans in order, a hash of its names where it has names, its files."""

    name: str
    names: str | None
    plans: tuple[Held, ...]
    files: tuple[str, ...]


class Before(Struct, frozen=True):
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
        told = decoded(data) if data else None
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


class Update(Struct, frozen=True):
    """The segments that stay and the one that is added, if any, as index.json and state.json will tell them."""

    parts: list[Part]
    segments: list[State]
    kept: list[State]
    added: Segment | None


class Wanted(Struct, frozen=True):
    """What shall be found."""

    names: tuple[Name, ...]
    words: Words
    plans: Plans


def whole(wanted: Wanted, chunk: int) -> Update:
    """One segment with everything in the place of all that there were."""
    added, state = _made(wanted, wanted.names, wanted.plans.entries(), chunk)
    state = replace(state, names=names_mark(wanted))
    return Update([Part(added.name)], [state], [], added)


class _Turn(Struct, frozen=True):
    """What stays of the segments `before`, by their places: `living`; `fresh` plans go to a segment that is added.

    `gone` are the plans of each segment that are no longer so; `same_names` says that the names in `named` stay.
    """

    before: Before
    living: list[int]
    fresh: list[str]
    gone: list[tuple[int, ...]]
    named: int
    same_names: bool

    @property
    def count(self) -> int:
        """How many segments there will be."""
        return len(self.living) + bool(self.fresh or not self.same_names)


def renewed(wanted: Wanted, before: Before) -> Update | None:
    """The update that makes the search find what is `wanted`; None where all is better made anew."""
    most = MOST * len(wanted.plans.slugs)
    if len(wanted.plans.slugs) < FEWEST:
        return None
    holder = {(held.slug, held.mark): at for at, state in enumerate(before.segments) for held in state.plans}
    marks: dict[str, str] = {}
    fresh: list[str] = []
    for slug in wanted.plans.slugs:
        marks[slug] = wanted.plans.mark(slug)
        if (slug, marks[slug]) not in holder:
            fresh.append(slug)
            if len(fresh) > most:
                return None
    turn = _turn(wanted, before, holder, marks, fresh)
    if turn.count > SEGMENTS:
        later = [slug for slug, mark in marks.items() if holder.get((slug, mark)) != 0]
        turn = replace(turn, living=[0], fresh=later, same_names=turn.same_names and turn.named == 0)
    if sum(map(len, turn.gone)) > most or len(turn.fresh) > most:
        return None
    return _update(wanted, turn)


def _turn(
    wanted: Wanted, before: Before, holder: dict[tuple[str, str], int], marks: dict[str, str], fresh: list[str]
) -> _Turn:
    """What can stay, while the `fresh` plans go to one segment more."""
    segments = before.segments
    named = max((at for at, state in enumerate(segments) if state.names), default=0)
    same = segments[named].names == names_mark(wanted)
    gone = [
        tuple(n for n, held in enumerate(state.plans) if marks.get(held.slug) != held.mark or _later(holder, held, at))
        for at, state in enumerate(segments)
    ]
    living = [
        at for at, state in enumerate(segments) if at == 0 or len(gone[at]) < len(state.plans) or (same and at == named)
    ]
    return _Turn(before, living, fresh, gone, named, same)


def _update(wanted: Wanted, turn: _Turn) -> Update:
    kept = [turn.before.segments[at] for at in turn.living]
    added = None
    segments = list(kept)
    if turn.fresh or not turn.same_names:
        names = () if turn.same_names else wanted.names
        added, state = _made(wanted, names, map(wanted.plans.entry, turn.fresh), ADDED_CHUNK)
        segments.append(state if turn.same_names else replace(state, names=names_mark(wanted)))
    lost = [(*turn.gone[at], *((NAMES,) if _lost_names(turn, at) else ())) for at in turn.living]
    return Update(_parts(segments, lost), segments, kept, added)


def _made(wanted: Wanted, names: Sequence[Name], plans: Iterable[PlanEntry], chunk: int) -> tuple[Segment, State]:
    """A new segment, and what state.json tells of its plans."""
    held: list[Held] = []

    def noted() -> Iterator[PlanEntry]:
        for plan in plans:
            held.append(Held(plan.slug, plan.day, wanted.plans.note(plan)))
            yield plan

    segment = build(names, noted(), wanted.words, chunk)
    ordered = in_order(held, lambda plan: (plan.day, plan.slug))
    return segment, State(segment.name, None, tuple(ordered), tuple(sorted(segment.files)))


def _later(holder: dict[tuple[str, str], int], held: Held, at: int) -> bool:
    """Whether a later segment holds the same."""
    return holder[held.slug, held.mark] > at


def _lost_names(turn: _Turn, at: int) -> bool:
    return turn.before.segments[at].names is not None and not (turn.same_names and at == turn.named)


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


def names_mark(wanted: Wanted) -> str:
    """A hash of all names, and of the words that go with them."""
    listed = [[n.kind, n.url, n.title, n.also, n.keys, n.place] for n in wanted.names]
    return hashed([listed, wanted.words.equal, wanted.words.places, wanted.words.topics])


@cache
def code() -> str:
    """A hash of the code that makes segments: those that other code made are not mixed with its own."""
    here = Path(__file__).parent
    return sha256(
        b"".join(file.read_bytes() for file in (*sorted(here.glob("*.py")), here.parent / "vietnamese.py"))
    ).hexdigest()[:12]
