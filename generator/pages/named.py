"""Of which plans a page tells, and so when it must be made again. One too many costs time, one too few an old page."""

from __future__ import annotations

from collections.abc import Iterable

from generator.corpus import Corpus
from generator.plans import Plan
from generator.registry import Unit


def by_plan(corpus: Corpus, plan: Plan) -> set[str]:
    """The plan itself, those that it names, those that name it."""
    ties = corpus.ties[plan.slug]
    citing = corpus.plans_citing_plan.get(plan.slug, ())
    return with_reported(corpus, {plan.slug, *ties.plans, *citing} | _of_documents(corpus, ties.documents))


def by_unit(corpus: Corpus, unit: Unit) -> set[str]:
    """The plans that give a unit work, hear from it or were issued by it.

    Also those of its large collectives, whose work is counted on its page.
    """
    shared = (of_unit(corpus, group) for group in corpus.large_collectives_of.get(unit.id, ()))
    return with_reported(corpus, of_unit(corpus, unit).union(*shared))


def of_unit(corpus: Corpus, unit: Unit) -> set[str]:
    """Likewise, without those that are only named in what was reported of these."""
    groups = (corpus.plans_charging, corpus.plans_owed, corpus.plans_heard)
    named = {plan for group in groups for plan in group.get(unit.id, ())}
    return named | {plan.slug for plan in corpus.plans_issued.get(unit.id, ())}


def with_reported(corpus: Corpus, plans: set[str]) -> set[str]:
    """These plans, with those that moved a deadline of theirs."""
    moved = [fact.moved for slug in plans for fact in corpus.updates_of_plan.get(slug, ()) if fact.moved]
    named = {move.plan for move in moved if move.plan}
    return plans | named | _of_documents(corpus, (move.document for move in moved))


def _of_documents(corpus: Corpus, ids: Iterable[str | None]) -> set[str]:
    """The plans of the site that these documents are."""
    known = (corpus.registry.documents.get(id_ or "") for id_ in ids)
    return {plan.slug for document in known if document and (plan := corpus.document_plan(document))}
