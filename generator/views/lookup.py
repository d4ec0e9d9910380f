"""The page of the search: where its index stands, and the lists for who would rather look through."""

from __future__ import annotations

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.views.common import Link


class Listed(Struct, frozen=True):
    """A list of the site and how many entries it has."""

    link: Link
    count: int


class LookupView(Struct, frozen=True):
    """`folder` is where the index of the search stands."""

    folder: str
    lists: tuple[Listed, ...]


def lookup_view(corpus: Corpus) -> LookupView:
    registry = corpus.registry
    counts = (
        ("plans", urls.PLANS, len(corpus.plans)),
        ("units", urls.UNITS, len(registry.units)),
        ("targets", urls.TARGETS, len(corpus.plans_aiming)),
        ("documents", urls.DOCUMENTS, len(registry.documents)),
        ("places", urls.PLACES, len(registry.localities)),
    )
    return LookupView(urls.SEARCH, tuple(Listed(Link(word(name), url), count) for name, url, count in counts))
