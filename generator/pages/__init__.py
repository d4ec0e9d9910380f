"""Corpus → finished pages and files, as plain values: who hosts them is not decided here.

A module a section of the site; each has `pages(corpus, renderer, today)`. `changes` is told the history besides.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.messages import word

ROOTS = {
    urls.HOME: "home",
    urls.PLANS: "plans",
    urls.UNITS: "units",
    urls.TARGETS: "targets",
    urls.DOCUMENTS: "documents",
    urls.DATA: "data",
    urls.DEADLINES: "deadlines",
    urls.PLACES: "places",
    urls.TOPICS: "topics",
    urls.LOOKUP: "lookup",
    urls.RULES: "rules",
    urls.CHANGES: "changes",
}
"""The first page of each section, and the key of its title."""


def roots() -> Iterator[tuple[str, str]]:
    """(address, title) of the first page of each section."""
    return ((address, word(key)) for address, key in ROOTS.items())


def addresses(corpus: Corpus) -> Iterator[str]:
    """The pages below them to which a text may link: plans, units, documents, places."""
    registry = corpus.registry
    yield from (urls.plan(plan.slug) for plan in corpus.plans)
    yield from (urls.unit(unit.id) for unit in registry.units.values())
    yield from (urls.document(document.id) for document in registry.documents.values())
    yield from (urls.place(place.id) for place in registry.localities.values())
