"""/data/deadlines: each day on which something falls due, for each unit concerned.

The id of a record is permanent: it counts the rules of its clause and names the unit, never the day, so that a deadline
that moves keeps it; only what recurs has its year or month besides.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus, Duty, ReportLink, TargetFact
from generator.exports.contract import Record
from generator.exports.work import rule_records
from generator.plans import Plan
from generator.readers.rules import Rule, expand
from generator.readers.times import read_time

Dated = tuple[Rule, str, str]
"""A rule, one of its last days, and the end of the record's id."""


def deadline_records(corpus: Corpus) -> list[Record]:
    """One record a day and unit in the order of days; where the text does not say who, `unit` is null."""
    return sorted((record for plan in corpus.plans for record in _of_plan(corpus, plan)), key=in_time)


def in_time(record: Record) -> tuple[str, str]:
    """The order of the table: by day, then by id."""
    return record["last_day"], record["id"]


def deadlines_of(corpus: Corpus, plan: Plan) -> Iterator[Record]:
    """The deadlines of one plan in the order of days; those of several plans can be merged by `in_time`."""
    yield from sorted(_of_plan(corpus, plan), key=in_time)


def _of_plan(corpus: Corpus, plan: Plan) -> Iterator[Record]:
    facts = corpus.of_plan(plan.slug)
    spoken = {(link.clause, rule.printed) for link in facts.reports for rule in link.rules}
    for link in facts.reports:
        yield from _of_report(plan, link)
    named = set()
    for duty in facts.duties:
        if duty.certain:
            named.add(duty.clause)
            yield from _of_duty(plan, duty, spoken)
    for item in facts.assignments:
        if item.roles and item.clause not in named:
            for dated in _unspoken(plan, item.clause, item.rules, spoken):
                yield _record(plan, item.clause, "duty", f"{plan.slug}#{item.clause}", dated)
    for fact in facts.targets:
        yield from _of_target(corpus, plan, fact)


def _of_report(plan: Plan, link: ReportLink) -> Iterator[Record]:
    to = list(dict.fromkeys(unit for named in link.receivers for unit in named.units))
    for dated in _dated(plan, link.rules):
        for unit in link.sender_units:
            yield _record(plan, link.clause, "report", f"{link.id}/{unit}/owes", dated, unit, "owes", to)
        if not link.sender_units:
            yield _record(plan, link.clause, "report", f"{link.id}/owes", dated, None, "owes", to)
        for unit in link.receiver_units:
            yield _record(plan, link.clause, "report", f"{link.id}/{unit}/receives", dated, unit, "receives", to)


def _of_duty(plan: Plan, duty: Duty, spoken: set[tuple[str, str]]) -> Iterator[Record]:
    for dated in _unspoken(plan, duty.clause, duty.rules, spoken):
        yield _record(plan, duty.clause, "duty", duty.id, dated, duty.unit, "owes")


def _unspoken(plan: Plan, clause: str, rules: tuple[Rule, ...], spoken: set[tuple[str, str]]) -> Iterator[Dated]:
    """A duty to report is told once, as the report."""
    return (dated for dated in _dated(plan, rules) if (clause, dated[0].printed) not in spoken)


def _of_target(corpus: Corpus, plan: Plan, fact: TargetFact) -> Iterator[Record]:
    """A target whose text names the very day by which it is to be met."""
    if not fact.horizon_to or len(fact.horizon_to) < len("2024-06-30"):
        return
    clause = corpus.clause_by_id[plan.slug, fact.clause]
    own = clause.source.targets[fact.index - 1].time
    for phrases in (own, tuple(phrase.text for phrase in clause.holds.times)):
        rules = tuple(rule for phrase in phrases for rule in read_time(phrase) or ())
        met = [dated for dated in _dated(plan, rules) if dated[1] == fact.horizon_to]
        if met:
            yield _record(plan, fact.clause, "target", fact.id, met[0])
            return


def _dated(plan: Plan, rules: tuple[Rule, ...]) -> Iterator[Dated]:
    first, last = plan.period_from, plan.period_to
    if not (first and last):
        return
    for number, rule in enumerate(rules, start=1):
        recurring = rule.last_day is not None and rule.last_day.startswith("--")
        size = len("2024-06" if rule.kind == "monthly" else "2024")
        for occasion in expand(rule, int(first[:4]), int(last[:4])):
            yield rule, occasion.last_day, f"han-{number}" + (f"/{occasion.last_day[:size]}" if recurring else "")


def _record(
    plan: Plan,
    clause: str,
    kind: str,
    id_: str,
    dated: Dated,
    unit: str | None = None,
    role: str | None = None,
    to: list[str] | None = None,
) -> Record:
    rule, last_day, end = dated
    return {
        "id": f"{id_}/{end}",
        "url": urls.clause(plan.slug, clause),
        "plan": plan.slug,
        "clause": clause,
        "kind": kind,
        "unit": unit,
        "role": role,
        "to": to or [],
        "last_day": last_day,
        "rule": rule_records((rule,)),
        "printed": rule.printed,
    }
