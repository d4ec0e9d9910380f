"""No two clauses of a plan share an id: the id is the clause's permanent address."""

from __future__ import annotations

from collections.abc import Iterator

from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Two clauses with one id, whether made from their labels or given by `id:`."""
    seen: dict[str, PlanClause] = {}
    for clause in plan.clauses:
        first = seen.setdefault(clause.id, clause)
        if first is not clause:
            words = {"id": clause.id, "line": str(plan.spot(*first.at).line)}
            yield Problem(plan.spot(*clause.at), "clause-id-twice", words)
