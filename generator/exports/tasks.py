"""What stands beside a page: a unit's list (`nghia-vu`) and a plan's table of tasks (`nhiem-vu`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from generator.corpus import Assignment, Corpus, Duty, NamedUnits, ReportLink
from generator.exports.contract import Record
from generator.exports.memo import Alike, single
from generator.exports.shared import Shared, rule_records
from generator.model.plan import ROLES
from generator.plans import Plan
from generator.readers.rules import Rule
from generator.registry import Unit
from generator.views.common import full_link
from generator.views.unit import has_last_day, work_list

OWN = ("id", "role", "certain", "inherited_from", "unit", "unit_name")
"""The fields in which the rows of a clause differ."""
Place = tuple[str, int]
"""A unit, and the group of its list where a row stands: its role, uncertain, owed or received with or without day."""


def unit_task_records(corpus: Corpus, unit: Unit) -> list[Record]:
    """The rows of a unit's page in its order: duties by role, uncertain ones, reports owed, reports received."""
    work = work_list(corpus, unit)
    rows: list[Alike] = []
    for slug, held in groupby((*work.certain, *work.uncertain), lambda duty: duty.plan):
        rows += _duties(Shared(corpus, corpus.plan_by_slug[slug]), held)
    for role, links in (("owes", work.owes), ("receives", work.receives)):
        rows += (_report(Shared(corpus, corpus.plan_by_slug[link.plan]), link, (unit.id,), role) for link in links)
    return [*single(rows)]


def unit_rows_of(corpus: Corpus, plan: Plan) -> Iterator[tuple[Alike, list[Place]]]:
    """What one plan adds to the lists of units, with the place of each row.

    A unit's rows of all plans, plan after plan, sorted by their group alone (stable), are its `unit_task_records`.
    """
    shared, facts = Shared(corpus, plan), corpus.of_plan(plan.slug)
    for rows in _duties(shared, facts.duties):
        yield rows, [(row[4], ROLES.index(row[1]) if row[2] else len(ROLES)) for row in rows.values]
    for link in facts.reports:
        group = len(ROLES) + (1 if has_last_day(link) else 2)
        yield _report(shared, link, link.sender_units, "owes"), [(unit, group) for unit in link.sender_units]
        got = link.receiver_units
        yield _report(shared, link, got, "receives"), [(unit, group + 2) for unit in got]


def _duties(shared: Shared, duties: Iterable[Duty]) -> list[Alike]:
    units = shared.corpus.registry.units
    found = []
    for (clause, rules, *span), held in shared.alike(duties):
        base = _base(shared, clause, rules) | {"period_from": span[0], "period_to": span[1]}
        rows = [(d.id, d.role, d.certain, shared.ways(d.inherited_from), d.unit, units[d.unit].full_name) for d in held]
        found.append(Alike(base, OWN, rows))
    return found


def _report(shared: Shared, link: ReportLink, whose: Iterable[str], role: str) -> Alike:
    corpus, none = shared.corpus, list[dict[str, str]]()
    base = _base(shared, link.clause, link.rules) | {
        "what": link.what,
        "from": _names(corpus, link.senders),
        "to": _names(corpus, link.receivers),
        "via": _names(corpus, link.via),
        "doubt": link.doubt,
    }
    units = corpus.registry.units
    rows = [(f"{link.id}/{unit}/{role}", role, True, none, unit, units[unit].full_name) for unit in whose]
    return Alike(base, OWN, rows)


def _base(shared: Shared, clause_id: str, rules: tuple[Rule, ...]) -> Record:
    """What the rows of a clause share, and the order of their fields."""
    plan, said = shared.plan, shared.said(clause_id)
    return {
        "id": "",
        "url": said.url,
        "role": "",
        "text": said.words,
        "what": None,
        "due": shared.rules(rules),
        "path": said.path,
        "plan_name": shared.name,
        "certain": True,
        "inherited_from": [],
        "from": [],
        "to": [],
        "via": [],
        "doubt": None,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "plan": plan.slug,
        "clause": clause_id,
        "unit": "",
        "unit_name": "",
    }


def _names(corpus: Corpus, names: Iterable[NamedUnits]) -> list[str]:
    return [full_link(corpus, named).text for named in names]


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
