"""A plan's `plan.json`: the plan, its clauses as a tree, and in each clause what it says, resolved."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.corpus import Corpus
from generator.exports.contract import Record
from generator.exports.memo import Records, single
from generator.exports.tasks import task_records
from generator.plans import Plan

SAID = ("tasks", "duties", "targets", "reports", "deadlines", "money", "notes", "cites", "updates")
"""What hangs below a clause."""
LINES = ("recipients", "notes")
"""What hangs below the plan itself."""
NESTED = frozenset({"url", "plan", "clause", "text"})
"""What a record below a clause does not say again: it is the clause's."""

Grouped = Mapping[str, Mapping[str | None, list[Record]]]
"""Plan → clause (None: the plan itself) → records."""


@dataclass(frozen=True, slots=True)
class Trees:
    """The plans as trees; the tables are sorted by plan and clause once."""

    corpus: Corpus
    plans: Mapping[str, Record]
    clauses: Grouped
    said: Mapping[str, Grouped]

    @classmethod
    def of(cls, corpus: Corpus, tables: Mapping[str, Iterable[Record]]) -> Trees:
        """From the records of all tables."""
        names = (*(name for name in SAID if name in tables), "recipients")
        return cls(
            corpus,
            {record["id"]: record for record in tables["plans"]},
            _by_plan(tables["clauses"], "parent"),
            {name: _by_plan(tables[name], "clause") for name in names},
        )

    def to_json(self, slug: str) -> str:
        """The tree of one plan."""
        return json.dumps(self.tree(slug), ensure_ascii=False, separators=(",", ":")) + "\n"

    def tree(self, slug: str) -> Record:
        """The tree of one plan."""
        plan = self.corpus.plan_by_slug[slug]
        said: dict[str, Mapping[str | None, list[Record]]] = {n: of.get(slug, {}) for n, of in self.said.items()}
        said["tasks"] = _grouped(task_records(self.corpus, plan), "clause")
        said["cites"] = self._cites(slug)
        lines = {
            "recipients": said["recipients"].get(None, []),
            "notes": [_nested(record) for record in said["notes"].get(None, ())],
        }
        return self.plans[slug] | {"clauses": self._below(slug, None, said)} | lines

    def _below(self, slug: str, parent: str | None, said: Grouped) -> list[Record]:
        nodes = []
        for clause in self.clauses[slug].get(parent, ()):
            local = clause["id"].partition("#")[2]
            facts = {name: [_nested(record) for record in said[name].get(local, ())] for name in SAID}
            nodes.append(clause | facts | {"children": self._below(slug, clause["id"], said)})
        return nodes

    def _cites(self, slug: str) -> dict[str | None, list[Record]]:
        found: defaultdict[str | None, list[Record]] = defaultdict(list)
        for fact in self.corpus.of_plan(slug).citations:
            found[fact.clause].append(
                {
                    "relation": fact.relation,
                    "printed": fact.printed,
                    "document": fact.document,
                    "plan": fact.target_plan,
                }
            )
        return found


def plan_json(corpus: Corpus, plan: Plan, added: Mapping[str, Records]) -> str:
    """The tree of one plan from what it adds to each table (`exports.records_of`), without the other plans."""
    return Trees.of(corpus, {name: [*single(records)] for name, records in added.items()}).to_json(plan.slug)


def _nested(record: Record) -> Record:
    if "relation" in record:
        return record
    return {name: value for name, value in record.items() if name not in NESTED}


def _by_plan(records: Iterable[Record], key: str) -> Grouped:
    plans: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        plans[record["plan"]].append(record)
    return {plan: _grouped(own, key) for plan, own in plans.items()}


def _grouped(records: Iterable[Record], key: str) -> dict[str | None, list[Record]]:
    groups: defaultdict[str | None, list[Record]] = defaultdict(list)
    for record in records:
        groups[record[key]].append(record)
    return dict(groups)
