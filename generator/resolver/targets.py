"""Targets with their printed values read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.corpus import TargetFact
from generator.model.plan import Target
from generator.outline import PlanClause
from generator.plans import Plan
from generator.readers.quantities import read_quantity
from generator.readers.times import Rule, read_time
from generator.registry import Registry
from generator.resolver.duties import rules


def targets(plan: Plan, registry: Registry) -> Iterator[TargetFact]:
    """The plan's targets in printed order."""
    for clause in plan.clauses:
        for index, target in enumerate(clause.source.targets, start=1):
            yield _fact(plan, clause, index, target, registry)


def _fact(plan: Plan, clause: PlanClause, index: int, target: Target, registry: Registry) -> TargetFact:
    quantity = read_quantity(target.printed) if target.printed else None
    first, last = horizon(plan, clause, target)
    indicator = registry.indicator(target.indicator)
    return TargetFact(
        plan=plan.slug,
        clause=clause.id,
        index=index,
        indicator=indicator.id if indicator else "",
        among=target.among,
        printed=target.printed,
        comparator=target.comparator,
        value=quantity.value if quantity else None,
        value_to=quantity.value_to if quantity else None,
        measure=quantity.measure if quantity else None,
        horizon_from=first,
        horizon_to=last,
        note=target.note,
    )


def horizon(plan: Plan, clause: PlanClause, target: Target) -> tuple[str | None, str | None]:
    """When the target is to be met: its own time, else its clause's, else the plan's period."""
    own = tuple(rule for phrase in target.time for rule in read_time(phrase) or ())
    for given in (own, rules(clause)):
        if found := _bounds(given):
            return found
    return plan.period_from, plan.period_to


def _bounds(given: tuple[Rule, ...]) -> tuple[str | None, str | None] | None:
    for rule in given:
        if rule.kind == "span":
            return rule.from_, rule.to
        if rule.kind == "once":
            return None, rule.by or rule.last_day
    return None
