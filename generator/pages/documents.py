"""The cited documents and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.chain import Chain, ChainNode
from generator.views.common import Link
from generator.views.registers import DocumentView, document_views


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The register of documents, and who implements what among them."""

    documents: tuple[DocumentView, ...]
    chain: tuple[ChainNode, ...]


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/van-ban/ and /van-ban/<document>/."""
    documents = document_views(corpus)
    register = DocumentsView(documents, Chain(corpus).whole())
    title, description = word("documents"), word("documents-description")
    listed = (Link(view.name, view.url) for view in documents)
    head = jsonld.script(jsonld.register(title, description, urls.DOCUMENTS, listed, renderer.site))
    yield renderer.page(urls.DOCUMENTS, "documents", title, description, register, head=head)
    crumbs = (Link(word("documents"), urls.DOCUMENTS),)
    known = {urls.document(document.id): document for document in corpus.registry.documents.values()}
    for view in documents:
        description = word("document-description", name=view.name, title=view.title)
        document = known[view.url]
        citing = sorted({corpus.plan_by_slug[fact.plan].path for fact in corpus.cited_by.get(document.id, ())})
        yield renderer.page(
            view.url,
            "document",
            view.name,
            description,
            view,
            crumbs=crumbs,
            head=jsonld.script(jsonld.document(document, renderer.site)),
            sources=(document.spot.path, *citing),
            spot=document.spot,
        )
