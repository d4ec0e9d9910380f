"""The plans that shall be found. What is noted of one need not be found out again while it stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

from generator.compact import encoded
from generator.search.entries import PlanEntry


class Note(NamedTuple):
    """Of one plan: a hash of all that is found of it, and its topics."""

    mark: str
    topics: tuple[str, ...]


class Notes(Protocol):
    """Where notes are kept."""

    def get(self, plan: str) -> Note | None:
        """What was noted of a plan; None where nothing was, or where the plan changed."""

    def put(self, plan: str, note: Note) -> None:
        """Note something of a plan."""


class Plans:
    """All plans in the order of `slugs`. `entry` reads one anew each time: no one keeps them all."""

    def __init__(self, slugs: tuple[str, ...], entry: Callable[[str], PlanEntry], notes: Notes | None = None) -> None:
        self.slugs = slugs
        self.entry = entry
        self._notes = notes
        self._known = {slug: note for slug in slugs if notes and (note := notes.get(slug))}

    def mark(self, slug: str) -> str:
        """A hash of all that is found of a plan."""
        known = self._known.get(slug) or self.note(self.entry(slug))
        return known.mark

    def entries(self) -> Iterator[PlanEntry]:
        """Those of all plans."""
        return map(self.entry, self.slugs)

    def topics(self) -> dict[str, tuple[str, ...]]:
        """Plan → its topics, of the plans of which something is noted."""
        return {slug: note.topics for slug, note in self._known.items()}

    def note(self, plan: PlanEntry) -> Note:
        """What is to be noted of this plan."""
        if (known := self._known.get(plan.slug)) is None:
            known = self._known[plan.slug] = Note(mark_of(plan), plan.topics)
            if self._notes:
                self._notes.put(plan.slug, known)
        return known


def mark_of(plan: PlanEntry) -> str:
    """A hash of all that is found of a plan."""
    clauses = [[c.id, c.way, c.text, c.above, c.keys, c.target, c.units] for c in plan.clauses]
    head = [plan.slug, plan.title, plan.also, plan.keys, plan.day, plan.place, plan.years, plan.topics]
    return hashed([*head, clauses])


def hashed(value: Any) -> str:
    """A short hash of something."""
    return sha256(encoded(value)).hexdigest()[:12]
