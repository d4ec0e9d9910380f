"""/data/updates: what was reported of duties and targets after the plans were published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import urls
from generator.corpus import Corpus, TargetFact, UpdateFact
from generator.exports.contract import Record
from generator.exports.shared import rule_records
from generator.exports.work import number
from generator.plans import Plan


def update_records(corpus: Corpus) -> list[Record]:
    """One record a report, by plan, the newest first; none where nobody has reported."""
    return [record for plan in corpus.plans for record in updates_of(corpus, plan)]


def updates_of(corpus: Corpus, plan: Plan) -> Iterator[Record]:
    """What was reported of one plan."""
    updates = corpus.updates_of_plan.get(plan.slug, ())
    known = {(fact.clause, fact.index): fact for fact in corpus.of_plan(plan.slug).targets} if updates else {}
    for fact in updates:
        yield _record(corpus, fact, [known[fact.clause, index] for index in fact.targets])


def _record(corpus: Corpus, fact: UpdateFact, targets: Sequence[TargetFact]) -> Record:
    """The `targets` of a report have one indicator and one population."""
    return {
        "id": fact.id,
        "url": urls.clause(fact.plan, fact.clause),
        "plan": fact.plan,
        "clause": fact.clause,
        "unit": fact.unit,
        "targets": [target.id for target in targets],
        "indicator": targets[0].indicator if targets else None,
        "among": targets[0].among if targets else None,
        "date": fact.date,
        "state": fact.state,
        "printed": fact.printed,
        "value": number(fact.value),
        "value_to": number(fact.value_to),
        "measure": fact.measure,
        "by": fact.by,
        "by_name": corpus.registry.units[fact.by].full_name,
        "evidence": fact.evidence,
        "note": fact.note,
        "new_deadline": rule_records(fact.moved.rules) if fact.moved else [],
        "new_deadline_basis": fact.moved.basis if fact.moved else None,
        "new_deadline_document": fact.moved.document if fact.moved else None,
    }
