"""What stands beside a page: a unit's list (`nghia-vu`) and a plan's table of tasks (`nhiem-vu`)."""

from __future__ import annotations

from collections.abc import Iterable

from generator import urls
from generator.corpus import Assignment, Corpus, Duty, NamedUnits, ReportLink
from generator.exports.contract import Record
from generator.exports.work import rule_records
from generator.model.plan import ROLES
from generator.paths import path_label
from generator.plans import Plan
from generator.registry import Unit
from generator.views.common import full_link, plan_name
from generator.views.unit import work_list


def unit_task_records(corpus: Corpus, unit: Unit) -> list[Record]:
    """The rows of a unit's page in its order: duties by role, uncertain ones, reports owed, reports received."""
    work = work_list(corpus, unit)
    rows = [_duty(corpus, duty, unit) for duty in (*work.certain, *work.uncertain)]
    rows += [_report(corpus, link, unit, "owes") for link in work.owes]
    return rows + [_report(corpus, link, unit, "receives") for link in work.receives]


def _duty(corpus: Corpus, duty: Duty, unit: Unit) -> Record:
    units = corpus.registry.units
    plan = corpus.plan_by_slug[duty.plan]
    ways = [
        {"unit_name": units[step.unit].full_name, "kind": step.kind, "unit": step.unit} for step in duty.inherited_from
    ]
    return {
        "id": duty.id,
        "url": urls.clause(duty.plan, duty.clause),
        "role": duty.role,
        "text": _words(corpus, duty.plan, duty.clause),
        "what": None,
        "due": rule_records(duty.rules),
        "path": path_label(corpus.clause_by_id[duty.plan, duty.clause]),
        "plan_name": plan_name(corpus, plan),
        "certain": duty.certain,
        "inherited_from": ways,
        "from": [],
        "to": [],
        "via": [],
        "doubt": None,
        "period_from": duty.period_from,
        "period_to": duty.period_to,
        **_of(duty, unit),
    }


def _report(corpus: Corpus, link: ReportLink, unit: Unit, role: str) -> Record:
    plan = corpus.plan_by_slug[link.plan]
    return {
        "id": f"{link.id}/{unit.id}/{role}",
        "url": urls.clause(link.plan, link.clause),
        "role": role,
        "text": _words(corpus, link.plan, link.clause),
        "what": link.what,
        "due": rule_records(link.rules),
        "path": path_label(corpus.clause_by_id[link.plan, link.clause]),
        "plan_name": plan_name(corpus, plan),
        "certain": True,
        "inherited_from": [],
        "from": _names(corpus, link.senders),
        "to": _names(corpus, link.receivers),
        "via": _names(corpus, link.via),
        "doubt": link.doubt,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        **_of(link, unit),
    }


def _of(fact: Duty | ReportLink, unit: Unit) -> Record:
    return {"plan": fact.plan, "clause": fact.clause, "unit": unit.id, "unit_name": unit.full_name}


def _names(corpus: Corpus, names: Iterable[NamedUnits]) -> list[str]:
    return [full_link(corpus, named).text for named in names]


def _words(corpus: Corpus, plan: str, clause_id: str) -> str:
    clause = corpus.clause_by_id[plan, clause_id]
    return clause.full_text() or clause.source.title or ""


def task_records(corpus: Corpus, plan: Plan) -> list[Record]:
    """The tasks of a plan in the text's order, units as printed; none where the text names none."""
    return [_task(corpus, plan, item) for item in corpus.of_plan(plan.slug).assignments]


def _task(corpus: Corpus, plan: Plan, item: Assignment) -> Record:
    clause = corpus.clause_by_id[plan.slug, item.clause]
    held = {role: [named.name for named in names] for role, names in item.roles}
    return {
        "id": f"{plan.slug}#{item.clause}",
        "url": urls.clause(plan.slug, item.clause),
        "path": path_label(clause),
        "heading": clause.source.title,
        "text": clause.full_text() or None,
        **{role: held.get(role, []) for role in ROLES},
        "with": [named.name for named in item.partners],
        "due": rule_records(item.rules),
        "plan": plan.slug,
        "clause": item.clause,
    }
