"""The files of the search: `index.json`, which is asked for anew at each visit, and the segments that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from generator.compact import encoded
from generator.corpus import Corpus
from generator.memory import uncollected
from generator.search import entries
from generator.search.noted import Notes, Plans
from generator.search.segment import CHUNK
from generator.search.update import Before, Part, State, Wanted, renewed, whole

File = tuple[str, bytes | None]
"""A path below the search's folder, and the bytes that stand there; None where the file stays as it is."""


class Last(Protocol):
    """The search as it was built last, by paths below its folder."""

    def read(self, path: str) -> bytes | None:
        """What stands there; None where nothing does, or not what was written."""

    def intact(self, path: str) -> bool:
        """Whether the file is there as it was written."""


INDEX, STATE = "index.json", "state.json"
MANY = 5_000
"""Plans from which on a file holds more texts, so that hosts that limit the number of files can keep the site."""


def chunk(plans: int) -> int:
    """How many texts stand in a file where there are so many plans."""
    return CHUNK if plans < MANY else 2 * CHUNK


def index(parts: list[Part]) -> bytes:
    """What a browser reads first: of each segment its name, what of it is gone, where its plans stand."""
    root = {"segments": [[part.name, part.gone, part.order] for part in parts]}
    return encoded(root)


def files(corpus: Corpus, last: Last | None = None, notes: Notes | None = None) -> Iterator[File]:
    """Every file of the search.

    Where there are many plans and few of them changed since the `last` time, its segments stay as they are, and what is
    new stands in a further one. `notes` were kept of the plans that did not change.
    """
    with uncollected():
        plans = Plans(
            tuple(sorted(corpus.plan_by_slug)),
            lambda slug: entries.plan_entry(corpus, corpus.plan_by_slug[slug]),
            notes,
        )
        wanted = Wanted(entries.names(corpus), entries.words(corpus), plans)
    yield from _made(wanted, last)


def made(found: entries.Entries, last: Last | None = None) -> Iterator[File]:
    """The same from the entries."""
    known = {plan.slug: plan for plan in found.plans}
    yield from _made(Wanted(found.names, found.words, Plans(tuple(known), known.__getitem__)), last)


def _made(wanted: Wanted, last: Last | None) -> Iterator[File]:
    with uncollected():
        state = Before.read(last.read(STATE)) if last else None
        update = renewed(wanted, state) if state else None
        stay = intact(update.kept, last) if update and last else None
        if update is None or stay is None:
            update, stay = whole(wanted, chunk(len(wanted.plans.slugs))), []
    yield INDEX, index(update.parts)
    yield STATE, encoded(Before(update.segments).told())
    yield from ((path, None) for path in stay)
    if update.added:
        yield from ((f"{update.added.name}/{name}", update.added.files[name]) for name in sorted(update.added.files))


def intact(states: Iterable[State], last: Last) -> list[str] | None:
    """The files of the segments that stay; None where one is not as it was."""
    paths = sorted(f"{state.name}/{name}" for state in states for name in state.files)
    return paths if all(map(last.intact, paths)) else None
