"""What falls due on a day: reports owed and duties with a dated rule, of the site and of each unit.

The id of a deadline is permanent: it does not change when its day moves. It is the id of its duty or report, with its
place among the rules of that duty or report: `<plan>#<clause>/<unit>/<role>/han-1`,
`<plan>#<clause>/bao-cao-1/<unit>/owes/han-1`. In the list of the whole site, where one deadline stands for all its
units, the unit and its role are left out. In /data/deadlines what recurs has its year or month besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from generator.corpus import Assignment, Corpus, Duty, ReportLink
from generator.plans import Plan
from generator.readers.rules import Rule, expand


class Due(Struct, frozen=True):
    """One rule of a `report` or of work, and the last `days` (ISO, in order, at least one) on which it is in time."""

    id: str
    plan: str
    clause: str
    rule: Rule
    days: tuple[str, ...]
    report: ReportLink | None = None
    role: str | None = None


def occasions(rule: Rule, plan: Plan) -> tuple[str, ...]:
    """The last days of a rule, recurring ones in each year of the plan's period; a time of work has none."""
    first, last = plan.period_from, plan.period_to
    if rule.kind == "span" or rule.last_day is None or not (first and last):
        return ()
    return _days(rule, int(first[:4]), int(last[:4]))


@lru_cache(maxsize=1 << 12)
def _days(rule: Rule, first: int, last: int) -> tuple[str, ...]:
    """Plans of the same years use the same words of time."""
    return tuple(occasion.last_day for occasion in expand(rule, first, last))


def due_of_plan(corpus: Corpus, plan: Plan) -> Iterator[Due]:
    """The deadlines of a plan, each once for all its units, in printed order. A duty to report is a report."""
    facts = corpus.of_plan(plan.slug)
    spoken = _spoken(facts.reports)
    for link in facts.reports:
        yield from _dated(plan, link.clause, link.id, link.rules, report=link)
    for item in facts.assignments:
        if item.roles:
            yield from _of_work(plan, item, f"{plan.slug}#{item.clause}", spoken)


def due_of_unit(corpus: Corpus, unit: str) -> Iterator[Due]:
    """The deadlines that a unit has to keep: its reports and its certain duties, not the reports that it receives."""
    owed = corpus.reports_owed.get(unit, ())
    spoken = _spoken(owed)
    for link in owed:
        plan = corpus.plan_by_slug[link.plan]
        yield from _dated(plan, link.clause, f"{link.id}/{unit}/owes", link.rules, report=link)
    for duty in corpus.duties_of_unit.get(unit, ()):
        if duty.certain:
            yield from _of_work(corpus.plan_by_slug[duty.plan], duty, duty.id, spoken, duty.role)


def _spoken(links: Iterable[ReportLink]) -> set[tuple[str, str, str]]:
    return {(link.plan, link.clause, rule.printed) for link in links for rule in link.rules}


def _of_work(
    plan: Plan, work: Assignment | Duty, id_: str, spoken: set[tuple[str, str, str]], role: str | None = None
) -> Iterator[Due]:
    for due in _dated(plan, work.clause, id_, work.rules, role=role):
        if (plan.slug, work.clause, due.rule.printed) not in spoken:
            yield due


def _dated(
    plan: Plan,
    clause: str,
    id_: str,
    rules: Iterable[Rule],
    *,
    report: ReportLink | None = None,
    role: str | None = None,
) -> Iterator[Due]:
    for place, rule in enumerate(rules, start=1):
        if days := occasions(rule, plan):
            yield Due(f"{id_}/han-{place}", plan.slug, clause, rule, days, report, role)
