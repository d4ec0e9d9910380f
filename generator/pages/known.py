"""What is known of every plan besides what it says itself, when the pages of many plans are made."""

from __future__ import annotations

from msgspec import Struct

from generator.corpus import Corpus
from generator.views.excerpts import Excerpts, Fresh
from generator.views.gists import Gists, gists


class Known(Struct, frozen=True):
    """The gist of each plan, and what pages show of it."""

    gists: Gists
    excerpts: Excerpts


def known_of(corpus: Corpus) -> Known:
    """Found out from the plans."""
    return Known(gists(corpus), Fresh(corpus))
