"""/data/documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator import urls
from generator.corpus import Corpus
from generator.plans import Plan

Citing = tuple[str, str]
"""A document, and the id of a clause that cites it."""


def document_records(corpus: Corpus, known: Iterable[Citing] | None = None) -> list[dict[str, Any]]:
    """One record a cited document, in the order of their ids; `cited_by` are clause ids.

    `known` is what the plans cite, plan after plan.
    """
    cited_by: dict[str, list[str]] = {}
    for document, clause in known or (citing for plan in corpus.plans for citing in citing_of(corpus, plan)):
        cited_by.setdefault(document, []).append(clause)
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
            "cited_by": cited_by.get(document.id, []),
        }
        for _, document in sorted(corpus.registry.documents.items())
    ]


def citing_of(corpus: Corpus, plan: Plan) -> Iterator[Citing]:
    """Which documents the clauses of a plan cite, in printed order."""
    found = corpus.of_plan(plan.slug).citations
    return ((fact.document, f"{fact.plan}#{fact.clause}") for fact in found if fact.document)
