"""The open data: corpus → records as docs/reference/data.md (the contract) names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.corpus import Corpus
from generator.exports import deadlines, documents, lines, plans, units, updates, vocabularies, work
from generator.exports.contract import Record
from generator.exports.json_file import to_json as to_json
from generator.exports.memo import Alike
from generator.plans import Plan

TABLES: dict[str, Callable[[Corpus], list[Record]]] = {
    "plans": plans.plan_records,
    "clauses": plans.clause_records,
    "duties": work.duty_records,
    "targets": work.target_records,
    "reports": work.report_records,
    "deadlines": deadlines.deadline_records,
    "units": units.unit_records,
    "documents": documents.document_records,
    "recipients": lines.recipient_records,
    "notes": lines.note_records,
    "money": lines.money_records,
    "indicators": vocabularies.indicator_records,
    "places": vocabularies.place_records,
    "topics": vocabularies.topic_records,
    "updates": updates.update_records,
}
"""Each table of the contract, by the name of its file."""

OF_PLAN: dict[str, Callable[[Corpus, Plan], Iterator[Record | Alike]]] = {
    "plans": plans.plan_of,
    "clauses": plans.clauses_of,
    "duties": work.duties_of,
    "targets": work.targets_of,
    "reports": work.reports_of,
    "deadlines": deadlines.deadlines_of,
    "recipients": lines.recipients_of,
    "notes": lines.notes_of,
    "money": lines.money_of,
    "updates": updates.updates_of,
}
"""The tables that are their plans' records one plan after the other; the others are made from the registers.

`deadlines` is the exception: its plans are merged by `deadlines.in_time`.
"""

COUNTS: dict[str, Callable[[Corpus, Plan], int]] = {
    "clauses": lambda _, plan: len(plan.clauses),
    "duties": lambda corpus, plan: len(corpus.of_plan(plan.slug).duties),
    "targets": lambda corpus, plan: len(corpus.of_plan(plan.slug).targets),
    "reports": lambda corpus, plan: len(corpus.of_plan(plan.slug).reports),
}
"""How many records a plan adds, where that is known without making them."""

Tables = Mapping[str, Sequence[Record]]
"""Every table's records, made once for all that is written from them."""


def all_records(corpus: Corpus) -> Tables:
    """The records of every table, in the order of the contract."""
    return {name: make(corpus) for name, make in TABLES.items()}


def table_records(corpus: Corpus, name: str) -> Iterator[Record | Alike]:
    """The records of one table; those that are much alike stand together."""
    make = OF_PLAN.get(name)
    if make is None or name == "deadlines":
        return iter(TABLES[name](corpus))
    return (item for plan in corpus.plans for item in make(corpus, plan))


def records_of(corpus: Corpus, plan: Plan) -> dict[str, list[Record | Alike]]:
    """What one plan adds to each table of OF_PLAN."""
    return {name: [*make(corpus, plan)] for name, make in OF_PLAN.items()}
