"""/data/documents."""

from __future__ import annotations

from typing import Any

from generator import urls
from generator.corpus import Corpus
from generator.registry import Document


def document_records(corpus: Corpus) -> list[dict[str, Any]]:
    """One record a cited document, in the order of their ids; `cited_by` are clause ids."""
    return [
        {
            "id": document.id,
            "url": urls.document(document.id),
            "number": document.number,
            "type": document.entry.type,
            "issuer_name": document.entry.issuer,
            "issued": document.issued,
            "title": document.entry.title,
            "link": document.entry.link,
            "plan": _plan(corpus, document),
            "cited_by": [f"{fact.plan}#{fact.clause}" for fact in corpus.cited_by.get(document.id, ())],
        }
        for _, document in sorted(corpus.registry.documents.items())
    ]


def _plan(corpus: Corpus, document: Document) -> str | None:
    """The plan of the site that the document is, as far as its citations tell; None where they tell of two."""
    meant = {fact.target_plan for fact in corpus.cited_by.get(document.id, ()) if fact.target_plan}
    return meant.pop() if len(meant) == 1 else None
