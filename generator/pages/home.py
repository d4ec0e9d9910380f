"""The home page."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.known import Known
from generator.pages.render import Page, Renderer, feed_link
from generator.views.registers import home_view


def pages(corpus: Corpus, renderer: Renderer, today: str, known: Known) -> Iterator[Page]:
    """/ as of `today`."""
    view = home_view(corpus, known.gists, today)
    head = jsonld.script(jsonld.website(renderer.site)) + feed_link(urls.feed(), word("feed-site-link"))
    yield renderer.page(urls.HOME, "home", word("site-name"), word("home-description"), view, head=head)
