"""A report goes from somebody to somebody: a chain whose end or beginning is nobody leaves it on no one's list."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject, noted
from generator.corpus import Corpus, NamedUnits, ReportLink
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem


def check(subject: Subject, plan: Plan) -> Iterator[Problem]:
    """Report links that reach nobody for sure, have no sender, come back to the sender, or stop on the way."""
    if not subject.reads("places", "units", "abbreviations"):
        return
    corpus = subject.corpus
    for link in corpus.of_plan(plan.slug).reports:
        clause = plan.clause_by_id[link.clause]
        if problem := _problem(plan, clause, link) or _stops(corpus, plan, clause, link):
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


def _stops(corpus: Corpus, plan: Plan, clause: PlanClause, link: ReportLink) -> Problem | None:
    """A report that ends at units which the plan charges, and which report on to nobody.

    Reports go up to who issued the plan, or further. Where they are gathered on the way («… tổng hợp, báo cáo UBND
    tỉnh») that is a link of its own, and the one that is forgotten.
    """
    issuer, receivers = corpus.issuers[plan.slug], _named(link.receivers)
    if not issuer or not receivers or link.doubt:
        return None
    facts = corpus.of_plan(plan.slug)
    charged = {duty.unit for duty in facts.duties}
    reporting = {unit for other in facts.reports for unit in other.sender_units}
    to = ", ".join(f"«{named.name}»" for named in link.receivers)
    if not receivers <= charged - reporting - {issuer} or noted(clause, to):
        return None
    words = {"to": to, "issuer": corpus.registry.units[issuer].name}
    return Problem(plan.spot(*clause.at, "reports", link.step - 1, "to"), "report-stops", words)


def _named(names: tuple[NamedUnits, ...]) -> set[str]:
    return {unit for named in names for unit in named.units}
