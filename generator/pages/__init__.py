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
from generator.exports.stratml import stratml
from generator.history import History
from generator.pages import changes, data, deadlines, documents, home, lookup, places, plans, targets, topics, units
from generator.pages.render import Artifact, Page, Renderer, environment
from generator.search import site as search

SECTIONS = (home, plans, units, targets, documents, data, deadlines, places, topics, lookup)
"""The sections of the site, in the order in which they are made."""


def site_pages(corpus: Corpus, templates: Path, today: str, history: History, site: str = "") -> Iterator[Page]:
    """Every generated page of the site, as of `today` (ISO), with the `history` of its plans; `site` is its address."""
    renderer = Renderer(environment(templates), site)
    for section in SECTIONS:
        yield from section.pages(corpus, renderer, today)
    yield changes.page(corpus, renderer, history)


def site_files(
    corpus: Corpus, content: Content, site: str = "", before: search.Read | None = None
) -> Iterator[Artifact]:
    """Every generated file: data, the index of the search, each plan's StratML and source; `site` is the address.

    `before` reads the search as it was built last, of which most can stay where there are many plans.
    """
    for name, make in TABLES.items():
        yield Artifact(urls.data(name), to_json(make(corpus)).encode())
    for path, packed in search.files(corpus, before):
        yield Artifact(f"{urls.SEARCH}{path}", packed)
    for plan in corpus.plans:
        yield Artifact(urls.stratml(plan.slug), stratml(corpus, plan, site))
        if plan.slug in corpus.fidelity:
            yield Artifact(urls.source(plan.slug), (content.root / plan.file.source.file).read_bytes())
