"""A plan's table of tasks (`nhiem-vu`), which stands beside its page."""

from __future__ import annotations

from generator.corpus import Assignment, Corpus
from generator.exports.contract import Record
from generator.exports.shared import Shared, rule_records
from generator.model.plan import ROLES
from generator.plans import Plan


def task_records(corpus: Corpus, plan: Plan) -> list[Record]:
    """The tasks of a plan in the text's order, units as printed; none where the text names none."""
    shared = Shared(corpus, plan)
    return [_task(shared, item) for item in corpus.of_plan(plan.slug).assignments]


def _task(shared: Shared, item: Assignment) -> Record:
    said = shared.said(item.clause)
    held = {role: [named.name for named in names] for role, names in item.roles}
    return {
        "id": f"{shared.plan.slug}#{item.clause}",
        "url": said.url,
        "path": said.path,
        "heading": said.clause.source.title,
        "text": said.text or None,
        **{role: held.get(role, []) for role in ROLES},
        "with": [named.name for named in item.partners],
        "due": rule_records(item.rules),
        "plan": shared.plan.slug,
        "clause": item.clause,
    }
