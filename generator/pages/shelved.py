"""What is kept of each plan from build to build besides the rows of tables, and how all of it is made together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, ClassVar, Protocol, TypeVar

import msgspec
from msgspec import Raw

from generator.compact import decoded, encoded
from generator.corpus import Corpus
from generator.exports import OF_PLAN
from generator.exports.blocks import Block, DamagedError, Shelf, blocks
from generator.exports.calendars import Calendars, OpenEvent
from generator.exports.documents import Citing, citing_of
from generator.memory import Recent
from generator.pages.known import Known, known_of
from generator.views.aims import AIMS
from generator.views.deadlines import DAYS, UNDATED
from generator.views.documents import CITES
from generator.views.excerpts import Fresh, Kind
from generator.views.gists import maker, read, told
from generator.views.places import AIMED
from generator.views.topics import SPOKEN

V = TypeVar("V")

GISTS, CITING, EVENTS, EXCERPTS = "gists", "documents", "events", "excerpts"
"""What is kept besides tables: what plans add to lists, to the table of documents, to the calendar of the site, and
what pages show of them."""
KINDS: tuple[Kind[Any], ...] = (AIMED, AIMS, CITES, DAYS, SPOKEN, UNDATED)
GROUPS = 64
"""Groups of plans of which excerpts are at hand: the next page of a section often shows the same plans."""


class Shelves(Protocol):
    """What was kept of plans."""

    marks: Mapping[str, str]

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """Plans that are kept together, under the first of them."""

    def of(self, name: str) -> AbstractContextManager[Shelf | None]:
        """Of a table, or of GISTS, CITING, EVENTS; None where it can't be had."""

    def standing(self, name: str) -> Shelf | None:
        """Likewise, to be asked again and again by this process."""

    def recall(self, name: str) -> Any:
        """What was remembered under a name; None where that can't be had."""

    def remember(self, name: str, value: Any) -> None:
        """Keep a value, of plain ones, until it is told anew."""


def all_blocks(corpus: Corpus, calendars: Calendars, slugs: list[str]) -> Iterator[tuple[str, str, Block]]:
    """All that is kept of a group of plans: a plan's clauses and facts are asked for once."""
    plans = [corpus.plan_by_slug[slug] for slug in slugs]
    for name in OF_PLAN:
        yield from ((name, form, block) for form, block in blocks(corpus, name, calendars.site, slugs))
    make = maker(corpus)
    yield GISTS, GISTS, Block([told(make(plan)) for plan in plans], len(plans))
    yield CITING, CITING, _json([citing for plan in plans for citing in citing_of(corpus, plan)])
    yield EVENTS, EVENTS, _json([event for plan in plans for event in calendars.open_events(plan)])
    for kind in KINDS:
        yield EXCERPTS, kind.name, Block([_encode(kind.make(corpus, plan)) for plan in plans], len(plans))


def known_from(corpus: Corpus, shelves: Shelves | None) -> Known:
    """What is known of all plans: what was kept, else found out again."""
    rows = _rows(shelves, GISTS)
    if shelves is None or rows is None:
        return known_of(corpus)
    known = {plan.slug: read(row) for plan, row in zip(corpus.plans, rows, strict=True)}
    return Known(known, KeptExcerpts(corpus, shelves))


class KeptExcerpts:
    """Excerpts as they were kept; made anew where they are damaged."""

    def __init__(self, corpus: Corpus, shelves: Shelves) -> None:
        self._shelves, self._fresh = shelves, Fresh(corpus)
        self._blocks: Recent[tuple[str, str], Sequence[bytes]] = Recent(GROUPS * len(KINDS))

    @property
    def corpus(self) -> Corpus:
        return self._fresh.corpus

    @cached_property
    def _place_of(self) -> dict[str, tuple[str, int]]:
        """Plan → its group, and its place in there."""
        groups = self._shelves.groups.items()
        return {plan: (group, place) for group, plans in groups for place, plan in enumerate(plans)}

    def get(self, kind: Kind[V], plan: str, key: str) -> V:
        """Of this plan what stands under this key. Raises DamagedError; then, asked again, it is made anew."""
        shelf, (group, place) = self._shelves.standing(EXCERPTS), self._place_of[plan]
        if shelf is None:
            return self._fresh.get(kind, plan, key)
        rows = self._blocks.of((kind.name, group), lambda: shelf.get(group, kind.name).rows)
        found: V = _decoder(kind).decode(_row_decoder.decode(rows[place])[key])
        return found


_encode = msgspec.msgpack.Encoder().encode
_row_decoder = msgspec.msgpack.Decoder(dict[str, Raw])


@cache
def _decoder(kind: Kind[V]) -> msgspec.msgpack.Decoder[V]:
    return msgspec.msgpack.Decoder(kind.of)


def kept_citing(shelves: Shelves | None) -> Iterator[Citing] | None:
    """What cites documents, plan after plan; None where it can't be had."""
    rows = _rows(shelves, CITING)
    return ((document, clause) for row in rows for document, clause in decoded(row)) if rows else None


def kept_events(shelves: Shelves | None) -> Iterator[OpenEvent] | None:
    """The events of the site's calendar, likewise."""
    rows = _rows(shelves, EVENTS)
    return (OpenEvent(plan, id_, tuple(parts)) for row in rows for plan, id_, parts in decoded(row)) if rows else None


def _rows(shelves: Shelves | None, name: str) -> list[bytes] | None:
    """What was kept of all plans in their order; None where it can't be had, or there is none."""
    if shelves is not None:
        with suppress(DamagedError), shelves.of(name) as shelf:
            return [row for group in shelf.heads(name) for row in shelf.get(group, name).rows] if shelf else None
    return None


def _json(rows: list[Any]) -> Block:
    return Block([encoded(rows)], len(rows))


@dataclass(frozen=True)
class Noted:
    """What the search notes of each plan, with what decided it."""

    NAME: ClassVar[str] = "search"
    shelves: Shelves
    _known: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, shelves: Shelves) -> Noted:
        """What was noted the last time."""
        return cls(shelves, shelves.recall(cls.NAME) or {})

    def get(self, plan: str) -> str | None:
        """What was noted of a plan; None where nothing was, or where the plan changed."""
        mark, note = self._known.get(plan, (None, None))
        return note if mark == self.shelves.marks[plan] else None

    def put(self, plan: str, note: str) -> None:
        """Note something of a plan."""
        self._known[plan] = self.shelves.marks[plan], note

    def keep(self) -> None:
        """Keep what was noted of the plans that there are."""
        self.shelves.remember(
            self.NAME, {plan: self._known[plan] for plan in self.shelves.marks if plan in self._known}
        )
