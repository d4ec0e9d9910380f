"""Every printed amount is read: values of targets, sums of money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks import noted
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem
from generator.readers.money import read_money
from generator.readers.quantities import format_number, read_quantity

TOTAL = re.compile(r"(?i)(?:tổng )?cộng\b|tổng(?: số| kinh phí)?\b")
"""How the row of a total begins."""


def check(plan: Plan) -> Iterator[Problem]:
    """Values that are no number with a measure, ranges that are none, sums whose digits and words differ."""
    for clause in plan.clauses:
        if clause.source.money and read_money(clause.source.money) is None:
            yield Problem(plan.spot(*clause.at, "money"), "money-unread", {"value": clause.source.money})
        if clause.source.money or clause.source.adds_up:
            yield from _sum(plan, clause)
        if clause.children:
            yield from _total(plan, clause)
        for index, target in enumerate(clause.source.targets):
            if target.printed and (found := _misread(target.printed, target.comparator)):
                rule, words = found
                yield Problem(plan.spot(*clause.at, "targets", index, target.comparator), rule, words)


def _misread(printed: str, comparator: str) -> tuple[str, dict[str, str]] | None:
    """The rule that a printed value breaks under its comparator, and the words of its message."""
    quantity, words = read_quantity(printed), {"value": printed, "key": comparator}
    if quantity is None:
        return "quantity-unread", {"value": printed}
    if (comparator == "between") != (quantity.value_to is not None):
        return "range-expected" if comparator == "between" else "range-unexpected", words
    if quantity.hint and quantity.hint != comparator:
        return "comparator-differs", words | {"says": quantity.hint}
    return None


def _sum(plan: Plan, clause: PlanClause) -> Iterator[Problem]:
    """«adds_up»: the sums of the items are those of the whole. Else they may be a part («trong đó»), never more."""
    whole = read_money(clause.source.money or "")
    parts = [read_money(child.source.money) for child in clause.children if child.source.money]
    added = sum(part for part in parts if part is not None)
    words = {"whole": format_number(whole or 0), "parts": format_number(added)}
    if clause.source.adds_up:
        spot = plan.spot(*clause.at, "adds_up")
        if whole is None or not parts:
            yield Problem(spot, "sum-missing")
        elif added != whole and None not in parts:
            yield Problem(spot, "sum-differs", words)
    elif whole is not None and added > whole and not noted(clause, clause.source.money or ""):
        yield Problem(plan.spot(*clause.at, "money"), "sum-exceeds", words)


def _total(plan: Plan, clause: PlanClause) -> Iterator[Problem]:
    """A row «Tổng cộng» among rows with sums of money."""
    sums = [(child, read_money(child.source.money)) for child in clause.children if child.source.money]
    if len(sums) < 3:
        return
    totals = [(child, money) for child, money in sums if TOTAL.match(child.source.title or child.source.words or "")]
    parts = [money for child, money in sums if not any(child is total for total, _ in totals)]
    if len(totals) != 1 or len(parts) < 2 or None in parts:
        return
    row, whole = totals[0]
    added = sum(part for part in parts if part is not None)
    if whole is not None and whole != added and not noted(row, row.source.money or ""):
        words = {"whole": format_number(whole), "parts": format_number(added)}
        yield Problem(plan.spot(*row.at, "money"), "total-differs", words)
