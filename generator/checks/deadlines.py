"""Deadlines lie in the time that the plan is for: a year that is off by one is the commonest slip of the pen.

A report on the plan may be due in the year after it. Targets may reach beyond it: a plan for a year quotes those of the
programme that it carries out. A later year that the title names («tầm nhìn đến năm 2050») is meant, and so is one that
a note speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import noted
from generator.loader import Step
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem
from generator.readers.dates import precedes
from generator.readers.times import Rule, read_time

REPORT_YEARS = 1
"""How many years after the plan's last a report on it may be due."""
NO_LIMIT = 1000


def check(plan: Plan) -> Iterator[Problem]:
    """Printed times of work, targets and reports that lie before the plan or after its period."""
    if plan.period_from is None or plan.period_to is None:
        return
    for clause in plan.clauses:
        for text, at, late in _phrases(clause):
            rules = read_time(text) or ()
            if any(_outside(rule, plan, late) for rule in rules) and not noted(clause, text):
                words = {"value": text, "period": plan.period or ""}
                yield Problem(plan.spot(*at), "deadline-outside-period", words)


def _outside(rule: Rule, plan: Plan, late: int) -> bool:
    first, last = _bounds(rule)
    if first is None or last is None or first.startswith("--"):
        return False
    assert plan.period_from is not None
    assert plan.period_to is not None
    start = min(plan.period_from, plan.issued or plan.period_from)
    end = f"{int(plan.period_to[:4]) + late}{'' if late else plan.period_to[4:]}"
    return precedes(last, start) or (precedes(end, first) and first[:4] not in plan.title)


def _bounds(rule: Rule) -> tuple[str | None, str | None]:
    if rule.kind == "span":
        return rule.from_, rule.to
    day = rule.last_day or rule.by
    return day, day


def _phrases(clause: PlanClause) -> Iterator[tuple[str, tuple[Step, ...], int]]:
    """Each phrase, where it stands, how many years late it may be."""
    source = clause.source
    if not (source.time or source.targets or source.reports):
        return
    aims = source.targets or clause.holds.kind in ("purpose", "targets")
    late = NO_LIMIT if aims else REPORT_YEARS if source.reports else 0
    for index, text in enumerate(source.time):
        yield text, (*clause.at, "time", index), late
    for number, target in enumerate(source.targets):
        yield from ((text, (*clause.at, "targets", number, "time", i), NO_LIMIT) for i, text in enumerate(target.time))
    for number, link in enumerate(source.reports):
        for index, text in enumerate(link.time):
            yield text, (*clause.at, "reports", number, "time", index), REPORT_YEARS
