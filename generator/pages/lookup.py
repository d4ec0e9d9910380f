"""The page for looking things up by name."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.lookup import lookup_view


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/tra-cuu/."""
    view = lookup_view(corpus)
    title, description = word("lookup"), word("lookup-description")
    head = jsonld.script(jsonld.page(title, description, urls.LOOKUP, renderer.site))
    yield renderer.page(urls.LOOKUP, "lookup", title, description, view, head=head)
