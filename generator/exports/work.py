"""/data/duties, /data/targets, /data/reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator import urls
from generator.corpus import Corpus, NamedUnits
from generator.readers.rules import Rule


def rule_records(rules: tuple[Rule, ...]) -> list[dict[str, str | None]]:
    """The shape that `due` and `rule` share: kind, before, by, from, to, last_day, printed."""
    return [
        {
            "kind": rule.kind,
            "before": rule.before,
            "by": rule.by,
            "from": rule.from_,
            "to": rule.to,
            "last_day": rule.last_day,
            "printed": rule.printed,
        }
        for rule in rules
    ]


def duty_records(corpus: Corpus) -> list[dict[str, Any]]:
    """One record for each duty and unit, collectives and successors resolved."""
    units = corpus.registry.units
    return [
        {
            "id": duty.id,
            "url": urls.clause(duty.plan, duty.clause),
            "plan": duty.plan,
            "clause": duty.clause,
            "unit": duty.unit,
            "unit_name": units[duty.unit].full_name,
            "role": duty.role,
            "inherited_from": [{"unit": step.unit, "kind": step.kind} for step in duty.inherited_from],
            "certain": duty.certain,
            "text": corpus.clause_by_id[duty.plan, duty.clause].full_text(),
            "period_from": duty.period_from,
            "period_to": duty.period_to,
            "due": rule_records(duty.rules),
        }
        for duty in corpus.duties
    ]


def target_records(corpus: Corpus) -> list[dict[str, Any]]:
    """One record a target; `value` and `value_to` are numbers, null where the text gives none."""
    return [
        {
            "id": fact.id,
            "url": urls.clause(fact.plan, fact.clause),
            "plan": fact.plan,
            "clause": fact.clause,
            "indicator": fact.indicator,
            "among": fact.among,
            "text": _text(corpus, fact.plan, fact.clause),
            "printed": fact.printed,
            "comparator": fact.comparator,
            "value": _number(fact.value),
            "value_to": _number(fact.value_to),
            "measure": fact.measure,
            "horizon_from": fact.horizon_from,
            "horizon_to": fact.horizon_to,
            "note": fact.note,
        }
        for fact in corpus.targets
    ]


def _text(corpus: Corpus, plan: str, clause_id: str) -> str:
    """The clause's words; a heading that carries a target is quoted itself."""
    clause = corpus.clause_by_id[plan, clause_id]
    return (clause.source.title or "") if clause.heading else clause.full_text()


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def report_records(corpus: Corpus) -> list[dict[str, Any]]:
    """One record for each link of a reporting chain."""
    return [
        {
            "id": link.id,
            "url": urls.clause(link.plan, link.clause),
            "plan": link.plan,
            "clause": link.clause,
            "step": link.step,
            "from": _printed(link.senders),
            "from_units": list(link.sender_units),
            "to": [unit for named in link.receivers for unit in named.units],
            "to_printed": _printed(link.receivers),
            "via": [unit for named in link.via for unit in named.units],
            "what": link.what,
            "due": rule_records(link.rules),
            "doubt": link.doubt,
        }
        for link in corpus.reports
    ]


def _printed(names: tuple[NamedUnits, ...]) -> list[str]:
    return [named.name for named in names]
