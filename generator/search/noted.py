"""The plans that shall be found. What is noted of one need not be found out again while it stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Protocol

from generator.compact import encoded
from generator.search.entries import PlanEntry


class Notes(Protocol):
    """Where is noted, of a plan, a hash of all that is found of it."""

    def get(self, plan: str) -> str | None:
        """What was noted of a plan; None where nothing was, or where the plan changed."""

    def put(self, plan: str, note: str) -> None:
        """Note it."""


class Plans:
    """All plans in the order of `slugs`. `entry` reads one anew each time: no one keeps them all."""

    def __init__(self, slugs: tuple[str, ...], entry: Callable[[str], PlanEntry], notes: Notes | None = None) -> None:
        self.slugs = slugs
        self.entry = entry
        self._notes = notes
        self._known = {slug: note for slug in slugs if notes and (note := notes.get(slug))}

    def mark(self, slug: str) -> str:
        """A hash of all that is found of a plan."""
        return self._known.get(slug) or self.note(self.entry(slug))

    def entries(self) -> Iterator[PlanEntry]:
        """Those of all plans."""
        return map(self.entry, self.slugs)

    def note(self, plan: PlanEntry) -> str:
        """The hash of this plan, noted."""
        if (known := self._known.get(plan.slug)) is None:
            known = self._known[plan.slug] = mark_of(plan)
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
