"""Corpus → finished pages and files, as plain values: who hosts them is not decided here.

A module a section of the site; each has `pages(corpus, renderer, today)`. `changes` is told the history besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import urls
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import TABLES, to_json
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
from generator.pages.render import Artifact, Page, Renderer, environment

SECTIONS = (home, plans, units, targets, documents, data, deadlines, places, topics, lookup, rules, moved)
"""The sections of the site, in the order in which they are made."""


def site_pages(corpus: Corpus, templates: Path, today: str, history: History, site: str = "") -> Iterator[Page]:
    """Every generated page of the site, as of `today` (ISO), with the `history` of its plans; `site` is its address."""
    renderer = Renderer(environment(templates), site)
    for section in SECTIONS:
        yield from section.pages(corpus, renderer, today)
    yield changes.page(corpus, renderer, history)


def site_files(corpus: Corpus, content: Content) -> Iterator[Artifact]:
    """Every generated file: the data, and each plan's source text as received."""
    for name, make in TABLES.items():
        yield Artifact(urls.data(name), to_json(make(corpus)).encode())
    for plan in corpus.plans:
        if plan.slug in corpus.fidelity:
            yield Artifact(urls.source(plan.slug), (content.root / plan.file.source.file).read_bytes())
