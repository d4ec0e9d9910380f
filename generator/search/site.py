"""The files of the search: `index.json`, which is asked for anew at each visit, and the segments that it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from generator.corpus import Corpus
from generator.memory import uncollected
from generator.search import entries
from generator.search.segment import CHUNK
from generator.search.update import Before, Part, Wanted, kept, renewed, whole

Read = Callable[[str], bytes | None]
"""Gives a file of the search as it was built last by its path below the search's folder; None where there is none."""
INDEX, STATE = "index.json", "state.json"
MANY = 5_000
"""Plans from which on a file holds more texts, so that hosts that limit the number of files can keep the site."""


def chunk(plans: int) -> int:
    """How many texts stand in a file where there are so many plans."""
    return CHUNK if plans < MANY else 2 * CHUNK


def index(parts: list[Part]) -> bytes:
    """What a browser reads first: of each segment its name, what of it is gone, where its plans stand."""
    root = {"segments": [[part.name, part.gone, part.order] for part in parts]}
    return _json(root)


def files(corpus: Corpus, before: Read | None = None) -> Iterator[tuple[str, bytes]]:
    """(path below the search's folder, bytes) of every file of the search.

    Where there are many plans and few of them changed since `before`, its segments stay as they are, and what is new
    stands in a further one.
    """
    with uncollected():
        wanted = Wanted(entries.names(corpus), entries.words(corpus), len(corpus.plans), lambda: entries.plans(corpus))
    yield from _made(wanted, before)


def made(found: entries.Entries, before: Read | None = None) -> Iterator[tuple[str, bytes]]:
    """The same from the entries."""
    yield from _made(Wanted(found.names, found.words, len(found.plans), lambda: found.plans), before)


def _made(wanted: Wanted, before: Read | None) -> Iterator[tuple[str, bytes]]:
    with uncollected():
        state = Before.read(before(STATE)) if before else None
        update = renewed(wanted, state) if state else None
        old = kept(update.kept, before) if update and before else None
        if update is None or old is None:
            update, old = whole(wanted, chunk(wanted.count)), {}
    yield INDEX, index(update.parts)
    yield STATE, _json(Before(update.segments).told())
    yield from sorted(old.items())
    if update.added:
        yield from ((f"{update.added.name}/{name}", data) for name, data in sorted(update.added.files.items()))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
