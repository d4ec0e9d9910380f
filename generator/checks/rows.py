"""A row of a table has a label: without one it is no row, and its address hangs on how many stand above it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Items of a table, or of a group of its rows, that have neither label nor title nor an id of their own."""
    for clause in plan.clauses:
        if clause.source.columns:
            yield from _unlabelled(clause, plan)


def _unlabelled(table: PlanClause, plan: Plan) -> Iterator[Problem]:
    for child in table.children:
        source = child.source
        if source.columns:  # a table in a table is looked at by itself
            continue
        if source.title:
            yield from _unlabelled(child, plan)
        elif not (source.label or source.id):
            yield Problem(plan.spot(*child.at), "row-unlabelled", {"id": child.id})
