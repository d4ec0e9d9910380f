"""Every printed amount is read: values of targets, sums of money."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem
from generator.readers.money import read_money
from generator.readers.quantities import format_number, read_quantity


def check(subject: Subject) -> Iterator[Problem]:
    """Values that are no number with a measure, ranges that are none, sums whose digits and words differ."""
    for plan in subject.corpus.plans:
        for clause in plan.clauses:
            if clause.source.money and read_money(clause.source.money) is None:
                yield Problem(plan.spot(*clause.at, "money"), "money-unread", {"value": clause.source.money})
            if problem := _sum(plan, clause):
                yield problem
            for index, target in enumerate(clause.source.targets):
                if target.printed is None:
                    continue
                spot = plan.spot(*clause.at, "targets", index, target.comparator)
                quantity = read_quantity(target.printed)
                if quantity is None:
                    yield Problem(spot, "quantity-unread", {"value": target.printed})
                elif (target.comparator == "between") != (quantity.value_to is not None):
                    rule = "range-expected" if target.comparator == "between" else "range-unexpected"
                    yield Problem(spot, rule, {"value": target.printed, "key": target.comparator})
                elif quantity.hint and quantity.hint != target.comparator:
                    words = {"value": target.printed, "says": quantity.hint, "key": target.comparator}
                    yield Problem(spot, "comparator-differs", words)


def _sum(plan: Plan, clause: PlanClause) -> Problem | None:
    """«adds_up»: the sums of the items are those of the whole."""
    if not clause.source.adds_up:
        return None
    spot = plan.spot(*clause.at, "adds_up")
    whole = read_money(clause.source.money or "")
    parts = [read_money(child.source.money) for child in clause.children if child.source.money]
    if whole is None or not parts:
        return Problem(spot, "sum-missing")
    known = [part for part in parts if part is not None]
    if sum(known) != whole and len(known) == len(parts):
        words = {"whole": format_number(whole), "parts": format_number(sum(known))}
        return Problem(spot, "sum-differs", words)
    return None
