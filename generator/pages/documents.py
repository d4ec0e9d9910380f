"""The cited documents and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer, told
from generator.registry import Document
from generator.views import weights
from generator.views.chain import Chain, ChainNode, without_heirs
from generator.views.common import Link
from generator.views.parts import Sheet, Split, dated, fits, sheets
from generator.views.registers import CitingPlan, DocumentView, document_views


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The register of documents, and who implements what among them; `undrawn` where that is too much for a page."""

    documents: tuple[DocumentView, ...]
    chain: tuple[ChainNode, ...]
    split: Split | None
    undrawn: bool


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/van-ban/, /van-ban/nam/<year>/ where documents are many, and /van-ban/<document>/."""
    documents = document_views(corpus)
    known = {urls.document(document.id): document for document in corpus.registry.documents.values()}
    yield from _register(corpus, renderer, documents, {url: document.issued for url, document in known.items()})
    days = {urls.plan(plan.slug): plan.day for plan in corpus.plans}
    for view in documents:
        for sheet in sheets(view.cited_by, weights.citing, view.url, dated(lambda item: days[item.plan.url or ""])):
            yield _document(corpus, renderer, known[view.url], view, sheet)


def _register(
    corpus: Corpus, renderer: Renderer, documents: tuple[DocumentView, ...], days: Mapping[str, str | None]
) -> Iterator[Page]:
    whole = Chain(corpus).whole()
    drawn = fits(weights.chain(whole))
    below = urls.of_years(urls.DOCUMENTS)
    for sheet in sheets(documents, weights.document, urls.DOCUMENTS, dated(lambda view: days[view.url]), below=below):
        title, description, crumbs = told(sheet, word("documents"), word("documents-description"))
        chain = whole if drawn and not sheet.part else ()
        view = DocumentsView(sheet.items, chain, sheet.split, not drawn and not sheet.part)
        listed = (Link(document.name, document.url) for document in sheet.items)
        head = jsonld.script(jsonld.register(title, description, sheet.address, listed, renderer.site))
        yield renderer.page(sheet.address, "documents", title, description, view, crumbs=crumbs, head=head)


def _document(
    corpus: Corpus, renderer: Renderer, document: Document, view: DocumentView, sheet: Sheet[CitingPlan]
) -> Page:
    described = word("document-description", name=view.name, title=view.title)
    title, description, crumbs = told(sheet, view.name, described, (Link(word("documents"), urls.DOCUMENTS),))
    citing = sorted({corpus.plan_by_slug[fact.plan].path for fact in corpus.cited_by.get(document.id, ())})
    about = jsonld.document(document, renderer.site)
    chain = () if sheet.part else view.chain
    if not fits(weights.chain(chain), 2):
        chain = without_heirs(chain)
    if sheet.part:
        about = jsonld.page(title, description, sheet.address, renderer.site)
    return renderer.page(
        sheet.address,
        "document",
        title,
        description,
        replace(view, cited_by=sheet.items, chain=chain, split=sheet.split),
        crumbs=crumbs,
        head=jsonld.script(about),
        sources=(document.spot.path, *citing),
        spot=document.spot,
    )
