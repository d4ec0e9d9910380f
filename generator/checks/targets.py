"""Targets of one indicator do not go back: what is asked by 2030 is no less than what is asked by 2025.

«Ít nhất» and «trên» must not fall; «không quá» and «dưới» must not rise. Exact and approximate values say no direction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.checks import Subject, noted
from generator.corpus import TargetFact
from generator.plans import Plan
from generator.problems import Place, Problem
from generator.readers.dates import precedes, written
from generator.vietnamese import name_key

DIRECTIONS = {"at_least": 1, "more_than": 1, "at_most": -1, "less_than": -1}


def check(subject: Subject, plan: Plan) -> Iterator[Problem]:
    """Targets that ask less than an earlier one of the same plan, indicator, population and measure."""
    groups: defaultdict[tuple[str | int, ...], list[TargetFact]] = defaultdict(list)
    for fact in subject.corpus.of_plan(plan.slug).targets:
        direction = DIRECTIONS.get(fact.comparator)
        if direction and fact.indicator and fact.value is not None and fact.horizon_to:
            groups[fact.indicator, name_key(fact.among or ""), fact.measure or "", direction].append(fact)
    for facts in groups.values():
        yield from (problem for fact in facts if (problem := _falls(fact, facts, plan)))


def _falls(fact: TargetFact, facts: list[TargetFact], plan: Plan) -> Problem | None:
    assert fact.value is not None
    assert fact.horizon_to is not None
    way = DIRECTIONS[fact.comparator]
    for earlier in facts:
        assert earlier.value is not None
        assert earlier.horizon_to is not None
        if precedes(earlier.horizon_to, fact.horizon_to) and way * (fact.value - earlier.value) < 0:
            if noted(plan.clause_by_id[fact.clause], fact.printed or ""):
                return None
            words = {
                "value": fact.printed or "",
                "by": written(fact.horizon_to),
                "earlier": earlier.printed or "",
                "before": written(earlier.horizon_to),
                "line": str(_spot(earlier, plan).line),
            }
            return Problem(_spot(fact, plan), "target-falls" if way > 0 else "target-rises", words)
    return None


def _spot(fact: TargetFact, plan: Plan) -> Place:
    return plan.spot(*plan.clause_by_id[fact.clause].at, "targets", fact.index - 1, fact.comparator)
