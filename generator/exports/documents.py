"""/data/documents."""

from __future__ import annotations

from typing import Any

from generator import urls
from generator.corpus import Corpus


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
            "plan": plan.slug if (plan := corpus.document_plan(document)) else None,
            "cited_by": [f"{fact.plan}#{fact.clause}" for fact in corpus.cited_by.get(document.id, ())],
        }
        for _, document in sorted(corpus.registry.documents.items())
    ]
