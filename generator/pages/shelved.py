"""What is kept of each plan from build to build besides the rows of tables: its gist, what the search notes of it."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import ClassVar, Protocol

from msgspec import Struct

from generator.corpus import Corpus
from generator.exports.spliced import Block, Shelf
from generator.search.noted import Note
from generator.views.gists import Gist, Gists, maker, read, told

GISTS = "gists"


class Shelves(Protocol):
    """What was kept of each plan, by the name of the table."""

    def of(self, table: str) -> AbstractContextManager[Shelf]:
        """Of one of OF_PLAN the rows; of any other what was put there."""


def kept_gists(corpus: Corpus, shelves: Shelves) -> Gists:
    """The gists of all plans, made anew for those alone that changed."""
    make = maker(corpus)
    found: dict[str, Gist] = {}
    with shelves.of(GISTS) as shelf:
        for plan in corpus.plans:
            if shelf.count(plan.slug, GISTS):
                found[plan.slug] = read(shelf.get(plan.slug, GISTS).rows[0])
            else:
                gist = found[plan.slug] = make(plan)
                shelf.put(plan.slug, GISTS, Block([told(gist)]))
    return found


class Noted(Struct, frozen=True):
    """What the search notes of each plan."""

    NAME: ClassVar[str] = "search"
    shelf: Shelf

    def get(self, plan: str) -> Note | None:
        """What was noted of a plan; None where nothing was, or where the plan changed."""
        if not self.shelf.count(plan, self.NAME):
            return None
        mark, topics = json.loads(self.shelf.get(plan, self.NAME).rows[0])
        return Note(mark, tuple(topics))

    def put(self, plan: str, note: Note) -> None:
        """Note something of a plan."""
        self.shelf.put(plan, self.NAME, Block([json.dumps(note).encode()]))
