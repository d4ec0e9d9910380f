"""The cited documents and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.job import Job, page_job, pages_of
from generator.pages.known import Known, known_of
from generator.pages.render import Page, Renderer, told
from generator.registry import Document
from generator.views.citations import document_name
from generator.views.common import Link
from generator.views.documents import CitingLine, Documents, DocumentsView
from generator.views.parts import Sheet


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/van-ban/, /van-ban/nam/<year>/ where documents are many, and /van-ban/<document>/."""
    return pages_of(jobs(corpus, renderer, today, known_of(corpus)))


def jobs(corpus: Corpus, renderer: Renderer, _today: str, known: Known) -> Iterator[Job]:
    """A document's own page tells of the plans that stand around it, every page of those that cite it there."""
    documents = Documents(known.excerpts)
    for listed, view in documents.register():
        yield page_job(listed.address, partial(_register, renderer, listed, view), (), view)
    for document in documents.newest:
        plan = corpus.document_plan(document)
        around = documents.chain.near(document)
        citing = sorted(line.plan.path for line in documents.citing.get(document.id, ()))
        for sheet in documents.sheets(document):
            plans = {line.plan.slug for line in sheet.items} | ({plan.slug} if plan else set())
            plans |= set() if sheet.part else documents.chain.plans(around)
            make = partial(_document, renderer, documents, document, sheet, citing)
            yield page_job(sheet.address, make, plans, sheet.split, citing, None if sheet.part else around)


def _register(renderer: Renderer, sheet: Sheet[Document], view: DocumentsView) -> Page:
    title, description, crumbs = told(sheet, word("documents"), word("documents-description"))
    listed = (Link(row.name, row.url) for row in view.documents)
    head = jsonld.script(jsonld.register(title, description, sheet.address, listed, renderer.site))
    return renderer.page(sheet.address, "documents", title, description, view, crumbs=crumbs, head=head)


def _document(
    renderer: Renderer, documents: Documents, document: Document, sheet: Sheet[CitingLine], citing: list[str]
) -> Page:
    name = document_name(document)
    described = word("document-description", name=name, title=document.entry.title)
    title, description, crumbs = told(sheet, name, described, (Link(word("documents"), urls.DOCUMENTS),))
    about = jsonld.document(document, renderer.site)
    if sheet.part:
        about = jsonld.page(title, description, sheet.address, renderer.site)
    return renderer.page(
        sheet.address,
        "document",
        title,
        description,
        documents.view(document, sheet),
        crumbs=crumbs,
        head=jsonld.script(about),
        sources=(document.spot.path, *citing),
        spot=document.spot,
    )
