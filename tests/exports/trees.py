"""A plan's `plan.json` as plain data from the records of all tables: what the program's own bytes must be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.corpus import Corpus
from generator.exports import Tables
from generator.exports.contract import Record
from generator.exports.tasks import task_records
from generator.exports.trees import NESTED, SAID

Grouped = Mapping[str | None, list[Record]]


def tree(corpus: Corpus, tables: Tables, slug: str) -> Record:
    """The tree of one plan."""
    plan = corpus.plan_by_slug[slug]
    said = {name: _grouped((r for r in tables[name] if r["plan"] == slug), "clause") for name in SAID if name in tables}
    said["tasks"] = _grouped(task_records(corpus, plan), "clause")
    said["cites"] = _cites(corpus, slug)
    clauses = _grouped((record for record in tables["clauses"] if record["plan"] == slug), "parent")
    return next(record for record in tables["plans"] if record["id"] == slug) | {
        "clauses": _below(None, clauses, said),
        "recipients": [record for record in tables["recipients"] if record["plan"] == slug],
        "notes": [_nested(record) for record in said["notes"].get(None, ())],
    }


def _below(parent: str | None, clauses: Grouped, said: Mapping[str, Grouped]) -> list[Record]:
    nodes = []
    for clause in clauses.get(parent, ()):
        local = clause["id"].partition("#")[2]
        facts = {name: [_nested(record) for record in said[name].get(local, ())] for name in SAID}
        nodes.append(clause | facts | {"children": _below(clause["id"], clauses, said)})
    return nodes


def _cites(corpus: Corpus, slug: str) -> Grouped:
    found: defaultdict[str | None, list[Record]] = defaultdict(list)
    for fact in corpus.of_plan(slug).citations:
        names = ("relation", "printed", "document", "plan")
        values = (fact.relation, fact.printed, fact.document, fact.target_plan)
        found[fact.clause].append(dict(zip(names, values, strict=True)))
    return found


def _nested(record: Record) -> Record:
    if "relation" in record:
        return record
    return {name: value for name, value in record.items() if name not in NESTED}


def _grouped(records: Iterable[Record], key: str) -> Grouped:
    groups: defaultdict[str | None, list[Record]] = defaultdict(list)
    for record in records:
        groups[record[key]].append(record)
    return groups
