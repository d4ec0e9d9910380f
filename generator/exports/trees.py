"""A plan's `plan.json`: the plan, its clauses as a tree, and in each clause what it says, resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.compact import encoded
from generator.corpus import Corpus
from generator.exports.contract import Record
from generator.exports.json_file import JsonRows
from generator.exports.memo import Alike, Base, Records
from generator.exports.tasks import task_records
from generator.plans import Plan

SAID = ("tasks", "duties", "targets", "reports", "deadlines", "money", "notes", "cites", "updates")
"""What hangs below a clause."""
LINES = ("recipients", "notes")
"""What hangs below the plan itself."""
NESTED = frozenset({"url", "plan", "clause", "text"})
"""What a record below a clause does not say again: it is the clause's."""
ROWS = JsonRows()
"""Remembers what units and roles become, from plan to plan."""

Said = Mapping[str | None, list[bytes]]
"""Clause (None: the plan itself) → records as JSON."""


def plan_json(corpus: Corpus, plan: Plan, added: Mapping[str, Records]) -> bytes:
    """The tree of one plan from what it adds to each table (`exports.records_of`), without the other plans."""
    said = {name: _said(added[name]) for name in SAID if name in added}
    said |= {"tasks": _said(task_records(corpus, plan)), "cites": _cites(corpus, plan)}
    below: defaultdict[str | None, list[Record]] = defaultdict(list)
    for clause in _single(added["clauses"]):
        below[clause["parent"]].append(clause)
    (head,) = _single(added["plans"])
    lines = {"recipients": map(encoded, _single(added["recipients"])), "notes": said["notes"].get(None, ())}
    held = {"clauses": _clauses(None, below, said)} | {name: lines[name] for name in LINES}
    return b"%b,%b}\n" % (encoded(head)[:-1], b",".join(_list(name, items) for name, items in held.items()))


def _list(name: str, items: Iterable[bytes]) -> bytes:
    return b'"%b":[%b]' % (name.encode(), b",".join(items))


def _clauses(parent: str | None, below: Mapping[str | None, list[Record]], said: Mapping[str, Said]) -> Iterator[bytes]:
    """The clauses right below one, each with all that is in it."""
    for clause in below.get(parent, ()):
        local = clause["id"].partition("#")[2]
        facts = [_list(name, said[name].get(local, ())) for name in SAID]
        children = _list("children", _clauses(clause["id"], below, said))
        yield b"%b,%b,%b}" % (encoded(clause)[:-1], b",".join(facts), children)


def _single(records: Records) -> Iterator[Record]:
    """Records of which none are alike."""
    for item in records:
        assert not isinstance(item, Alike)
        yield item


def _said(records: Records) -> Said:
    found: defaultdict[str | None, list[bytes]] = defaultdict(list)
    for item in records:
        if isinstance(item, Alike):
            record = item.base.record
            found[record["clause"]] += ROWS.of(Alike(Base(_nested(record)), item.own, item.values))
        else:
            found[item["clause"]].append(encoded(_nested(item)))
    return found


def _cites(corpus: Corpus, plan: Plan) -> Said:
    found: defaultdict[str | None, list[bytes]] = defaultdict(list)
    for fact in corpus.of_plan(plan.slug).citations:
        cited = {
            "relation": fact.relation,
            "printed": fact.printed,
            "document": fact.document,
            "plan": fact.target_plan,
        }
        found[fact.clause].append(encoded(cited))
    return found


def _nested(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in NESTED}
