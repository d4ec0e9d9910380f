"""A report goes from somebody to somebody: a chain whose end or beginning is nobody leaves it on no one's list."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject, noted
from generator.corpus import NamedUnits, ReportLink
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem


def check(subject: Subject) -> Iterator[Problem]:
    """Report links whose receiver is nobody for sure, that have no sender, or that come back to the sender."""
    if not subject.reads("places", "units", "abbreviations"):
        return
    corpus = subject.corpus
    for link in corpus.reports:
        plan, clause = corpus.plan_by_slug[link.plan], corpus.clause_by_id[link.plan, link.clause]
        if problem := _problem(plan, clause, link):
            yield problem


def _problem(plan: Plan, clause: PlanClause, link: ReportLink) -> Problem | None:
    at = (*clause.at, "reports", link.step - 1)
    to = ", ".join(f"«{named.name}»" for named in link.receivers)
    if not link.senders:
        return Problem(plan.spot(*at), "report-without-sender", {"to": to})
    if noted(clause, to) or link.doubt:
        return None
    if all(named.vague for named in link.receivers):
        return Problem(plan.spot(*at, "to"), "report-nowhere", {"to": to})
    senders, receivers = _named(link.senders), _named(link.receivers)
    if senders and senders == receivers:
        return Problem(plan.spot(*at, "to"), "report-circle", {"to": to})
    return None


def _named(names: tuple[NamedUnits, ...]) -> set[str]:
    return {unit for named in names for unit in named.units}
