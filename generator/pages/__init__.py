"""Corpus → finished pages and files, as plain values: who hosts them is not decided here.

A module a section of the site; each has `pages(corpus, renderer, today)`. `changes` is told the history besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.corpus import Corpus
from generator.history import History
from generator.pages import (
    changes,
    data,
    deadlines,
    documents,
    home,
    lookup,
    moved,
    places,
    plans,
    rules,
    targets,
    topics,
    units,
)
from generator.pages.render import Made, Page, Renderer, environment

SECTIONS = (home, plans, units, targets, documents, data, deadlines, places, topics, lookup, rules, moved)
"""The sections of the site, in the order in which they are made."""


def site_pages(
    corpus: Corpus, templates: Path, today: str, history: History, site: str = "", made: Made | None = None
) -> Iterator[Page]:
    """Every generated page of the site, as of `today` (ISO), with the `history` of its plans; `site` is its address.

    `made`: the files that pages may offer (`files.site_files`).
    """
    renderer = Renderer(environment(templates), site, made or Made())
    for section in SECTIONS:
        yield from section.pages(corpus, renderer, today)
    yield from changes.pages(corpus, renderer, history)
