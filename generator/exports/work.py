"""/data/duties, /data/targets, /data/reports."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator import urls
from generator.corpus import Corpus, NamedUnits
from generator.exports.contract import Record
from generator.exports.memo import Alike, Base, single
from generator.exports.shared import Shared
from generator.exports.shared import rule_records as rule_records
from generator.plans import Plan


def duty_records(corpus: Corpus) -> list[Record]:
    """One record for each duty and unit, collectives and successors resolved."""
    return [record for plan in corpus.plans for record in single(duties_of(corpus, plan))]


OWN = ("unit", "unit_name", "role", "inherited_from", "certain")
"""The fields beside the id in which the duties of a clause differ."""


def duties_of(corpus: Corpus, plan: Plan) -> Iterator[Alike]:
    """The duties of one plan, those of a clause together."""
    shared = Shared(corpus, plan)
    for (clause, rules, *span), held in shared.alike(corpus.of_plan(plan.slug).duties):
        said = shared.said(clause)
        base = {
            "id": "",
            "url": said.url,
            "plan": plan.slug,
            "clause": clause,
            "unit": "",
            "unit_name": "",
            "role": "",
            "inherited_from": [],
            "certain": True,
            "text": said.text,
            "period_from": span[0],
            "period_to": span[1],
            "due": shared.rules(rules),
        }
        yield Alike(Base(base), OWN, [(duty.id, shared.own(duty)) for duty in held])


def target_records(corpus: Corpus) -> list[Record]:
    """One record a target; `value` and `value_to` are numbers, null where the text gives none."""
    return [record for plan in corpus.plans for record in targets_of(corpus, plan)]


def targets_of(corpus: Corpus, plan: Plan) -> Iterator[Record]:
    """The targets of one plan."""
    for fact in corpus.of_plan(plan.slug).targets:
        yield {
            "id": fact.id,
            "url": urls.clause(fact.plan, fact.clause),
            "plan": fact.plan,
            "clause": fact.clause,
            "indicator": fact.indicator,
            "among": fact.among,
            "text": _text(corpus, fact.plan, fact.clause),
            "printed": fact.printed,
            "comparator": fact.comparator,
            "value": number(fact.value),
            "value_to": number(fact.value_to),
            "measure": fact.measure,
            "horizon_from": fact.horizon_from,
            "horizon_to": fact.horizon_to,
            "note": fact.note,
        }


def _text(corpus: Corpus, plan: str, clause_id: str) -> str:
    """The clause's words; a heading that carries a target is quoted itself."""
    clause = corpus.clause_by_id[plan, clause_id]
    return (clause.source.title or "") if clause.heading else clause.full_text()


def number(value: Decimal | None) -> int | float | None:
    """A number of JSON: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def report_records(corpus: Corpus) -> list[Record]:
    """One record for each link of a reporting chain."""
    return [record for plan in corpus.plans for record in reports_of(corpus, plan)]


def reports_of(corpus: Corpus, plan: Plan) -> Iterator[Record]:
    """The links of one plan's reporting chains."""
    for link in corpus.of_plan(plan.slug).reports:
        yield {
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


def _printed(names: tuple[NamedUnits, ...]) -> list[str]:
    return [named.name for named in names]
