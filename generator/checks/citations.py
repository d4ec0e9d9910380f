"""Every cited document is read and known: its number, and one entry of documents.yaml or a plan of the site."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.messages import word
from generator.plans import Plan
from generator.problems import Problem, nearest
from generator.readers.citations import read_citation
from generator.registry import Document
from generator.resolver.citations import RELATIONS, Library


def check(subject: Subject) -> Iterator[Problem]:
    """Citations that the grammar can't read, that nobody registered, or that two entries answer."""
    if not subject.reads("documents", "places", "units", "plans"):
        return
    corpus = subject.corpus
    library = Library.of(corpus.registry, corpus.plans, corpus.issuers)
    for plan in corpus.plans:
        for clause in plan.clauses:
            for relation in RELATIONS:
                for index, printed in enumerate(getattr(clause.source, relation)):
                    yield from _one(plan, library, printed, (*clause.at, relation, index))


def _one(plan: Plan, library: Library, printed: str, at: tuple[str | int, ...]) -> Iterator[Problem]:
    spot = plan.spot(*at)
    citation = read_citation(printed)
    if citation is None:
        yield Problem(spot, "citation-unread", {"value": printed})
        return
    found = library.find(citation, plan)
    if len(found) > 1:
        which = "; ".join(_described(document) for document in found)
        yield Problem(spot, "document-ambiguous", {"value": printed, "documents": which})
    elif not found and library.find_plan(citation, None) is None:
        known = [d.number or d.entry.name or d.entry.title for d in library.registry.documents.values()]
        name = citation.number or citation.name or printed
        yield Problem(spot, "document-unknown", {"value": printed}, nearest(name, known))


def _described(document: Document) -> str:
    """A document by what tells it from others of its number."""
    issued = "/".join(reversed((document.issued or "").split("-")))
    name = document.number or document.entry.name or document.entry.title
    return word("document-described", name=name, issued=issued, issuer=document.entry.issuer)
