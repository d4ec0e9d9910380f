"""The cited documents and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link
from generator.views.registers import document_views


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/van-ban/ and /van-ban/<document>/."""
    documents = document_views(corpus)
    yield renderer.page(urls.DOCUMENTS, "documents", word("documents"), word("documents-description"), documents)
    crumbs = (Link(word("documents"), urls.DOCUMENTS),)
    for view in documents:
        description = word("document-description", name=view.name, title=view.title)
        yield renderer.page(view.url, "document", view.name, description, view, crumbs=crumbs)
