"""Cited documents as a plan's page shows them: each once, under the relation in which it is cited."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator import urls
from generator.corpus import CitationFact, Corpus, PlanFacts
from generator.paths import path_label
from generator.plans import Plan
from generator.registry import Document
from generator.views.common import Link, clause_link, plan_link, vietnamese_date


class CitationView(Struct, frozen=True):
    """A cited document, how it is cited, and by which clauses."""

    printed: str
    document: Link
    title: str | None
    relation: str
    clauses: tuple[Link, ...]
    register_date: str | None


def cited(corpus: Corpus, facts: PlanFacts) -> Iterator[CitationView]:
    """Each document once, under the strongest relation in which the plan cites it."""
    groups: dict[str, list[CitationFact]] = {}
    for fact in facts.citations:
        groups.setdefault(fact.document or fact.target_plan or fact.printed, []).append(fact)
    for group in groups.values():
        first = group[0]
        document = corpus.registry.documents.get(first.document or "")
        target = corpus.plan_by_slug.get(first.target_plan or "")
        url = urls.plan(target.slug) if target else urls.document(document.id) if document else None
        differs = next((fact for fact in group if fact.date_differs), None)
        yield CitationView(
            printed=first.printed,
            document=Link(document_name(document) if document else first.printed, url),
            title=document.entry.title if document else None,
            relation=first.relation,
            clauses=tuple(clause_link(corpus, fact.plan, fact.clause) for fact in group),
            register_date=vietnamese_date(document.issued) if differs and document and document.issued else None,
        )


def document_name(document: Document) -> str:
    """How a document of the register is called in lists."""
    entry = document.entry
    return entry.name or f"{entry.type} số {document.number}"


def cited_by(corpus: Corpus, plan: Plan) -> Iterator[Link]:
    for fact in corpus.plan_cited_by.get(plan.slug, ()):
        other = corpus.plan_by_slug[fact.plan]
        where = path_label(corpus.clause_by_id[fact.plan, fact.clause])
        yield Link(f"{plan_link(corpus, other).text}: {where}", urls.clause(fact.plan, fact.clause))
