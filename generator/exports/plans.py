"""/data/plans and /data/clauses."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports.contract import Record
from generator.model.plan import NotPrintedFacts
from generator.paths import path_label
from generator.plans import Plan
from generator.readers.money import read_money


def plan_records(corpus: Corpus) -> list[Record]:
    """One record a plan, in the order of their ids."""
    return [_plan(corpus, plan) for plan in corpus.plans]


def plan_of(corpus: Corpus, plan: Plan) -> Iterator[Record]:
    """The record of one plan."""
    yield _plan(corpus, plan)


def _plan(corpus: Corpus, plan: Plan) -> Record:
    head = plan.file
    issuer = corpus.issuers[plan.slug]
    fidelity = corpus.fidelity.get(plan.slug)
    place = corpus.registry.locality(head.place)
    return {
        "id": plan.slug,
        "url": urls.plan(plan.slug),
        "type": head.type,
        "number": plan.number,
        "number_printed": head.number,
        "title": head.title,
        "issuer": issuer,
        "issuer_name": corpus.registry.units[issuer].full_name if issuer else None,
        "issued": plan.issued,
        "issued_printed": head.issued,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "place": place.id if place else None,
        "level": place.entry.level if place else None,
        "topics": [term.id for name in head.topics if (term := corpus.registry.topic(name))],
        "signer": head.signature.by,
        "signer_post": head.signature.post,
        **{relation: _cited(corpus, plan, relation) for relation in ("implements", "basis", "cites")},
        "not_printed": _not_printed(head.not_printed),
        "budget_amount": _budget(plan),
        "counts": _counts(corpus, plan),
        "source_file": head.source.file,
        "source_sha256": head.source.sha256,
        "fidelity": fidelity.share if fidelity else None,
    }


def _cited(corpus: Corpus, plan: Plan, relation: str) -> list[str]:
    """Ids of the documents cited in one relation, each once, in printed order."""
    facts = corpus.of_plan(plan.slug).citations
    return list(dict.fromkeys(fact.document for fact in facts if fact.relation == relation and fact.document))


def _not_printed(facts: NotPrintedFacts) -> dict[str, dict[str, str | None]]:
    known = {name: getattr(facts, name) for name in type(facts).model_fields}
    return {
        name: {"is": fact.value, "because": fact.because, "source": fact.source} for name, fact in known.items() if fact
    }


def _budget(plan: Plan) -> int | None:
    """The printed total in đồng: of the sums under a budget heading, the first."""
    sums = (
        read_money(clause.source.money)
        for clause in plan.clauses
        if clause.source.money and clause.holds.kind == "budget"
    )
    return next((amount for amount in sums if amount is not None), None)


def _counts(corpus: Corpus, plan: Plan) -> dict[str, int]:
    facts = corpus.of_plan(plan.slug)
    return {
        "sections": len(plan.part("sections")),
        "clauses": len(plan.clauses),
        "targets": len(facts.targets),
        "duties": sum(bool(item.roles) for item in facts.assignments),
        "reports": len(facts.reports),
        "recipients": len(plan.file.recipients),
        "notes": len(plan.file.notes) + sum(len(clause.source.notes) for clause in plan.clauses),
    }


def clause_records(corpus: Corpus) -> list[Record]:
    """One record a clause, plan by plan in printed order."""
    return [record for plan in corpus.plans for record in clauses_of(corpus, plan)]


def clauses_of(_: Corpus, plan: Plan) -> Iterator[Record]:
    """The clauses of one plan."""
    for order, clause in enumerate(plan.clauses, start=1):
        source = clause.source
        yield {
            "id": f"{plan.slug}#{clause.id}",
            "url": urls.clause(plan.slug, clause.id),
            "plan": plan.slug,
            "path": path_label(clause),
            "parent": f"{plan.slug}#{clause.parent}" if clause.parent else None,
            "order": order,
            "section": clause.section,
            "kind": clause.holds.kind,
            "marker": clause.marker,
            "label": source.label,
            "title": source.title,
            "text": source.words,
            "run_in": bool(source.title and source.text),
            "remark": source.remark,
            "time_printed": "; ".join(source.time) or None,
        }
