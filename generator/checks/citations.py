"""Every cited document is read and known: its number, and one entry of documents.yaml or a plan of the site.

A date that differs from the register's is a misprint of the plan, which gets a note, or a slip in the register.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject, noted
from generator.corpus import Corpus
from generator.messages import word
from generator.plans import Plan
from generator.problems import Place, Problem, nearest
from generator.readers.dates import agree, written
from generator.registry import Document
from generator.resolver.citations import Library, Mention, mentions


def check(subject: Subject, plan: Plan) -> Iterator[Problem]:
    """Citations that the grammar can't read, that nobody registered, or that two entries answer."""
    if not subject.reads("documents", "places", "units", "plans"):
        return
    corpus = subject.corpus
    for mention in mentions(plan, subject.library):
        if not mention.settled:
            found = document_problem(plan.spot(*mention.at), mention, subject.library)
        else:
            found = _date(corpus, plan, mention)
        if found:
            yield found


def document_problem(spot: Place, mention: Mention, library: Library) -> Problem | None:
    """What is wrong with the mention at `spot`: not read, not registered, or several documents answer to it."""
    words = {"value": mention.printed}
    if mention.settled:
        return None
    if mention.citation is None:
        return Problem(spot, "citation-unread", words)
    if len(mention.found) > 1:
        which = "; ".join(_described(document) for document in mention.found)
        return Problem(spot, "document-ambiguous", words | {"documents": which})
    known = [d.number or d.entry.name or d.entry.title for d in library.registry.documents.values()]
    name = mention.citation.number or mention.citation.name or mention.printed
    return Problem(spot, "document-unknown", words, nearest(name, known))


def _date(corpus: Corpus, plan: Plan, mention: Mention) -> Problem | None:
    """Dates are compared as far as both are known."""
    document = mention.found[0] if mention.found else None
    printed = mention.citation.date if mention.citation else None
    if not (document and document.issued and printed) or agree(printed, document.issued):
        return None
    if noted(corpus.clause_by_id[plan.slug, mention.clause], mention.printed):
        return None
    words = {"value": mention.printed, "printed": written(printed), "known": written(document.issued)}
    return Problem(plan.spot(*mention.at), "citation-date-differs", words)


def _described(document: Document) -> str:
    """A document by what tells it from others of its number."""
    issued = written(document.issued or "")
    name = document.number or document.entry.name or document.entry.title
    return word("document-described", name=name, issued=issued, issuer=document.entry.issuer)
