"""Every unit named is known: in the plan's place or above it, or as a phrase of the plan's `groups`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.loader import Step
from generator.model.plan import ROLES
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem, nearest
from generator.resolver.corpus import reader_of
from generator.resolver.names import EVERYONE, UNNAMED


def check(subject: Subject) -> Iterator[Problem]:
    """Unknown and ambiguous names of units, in roles, reports, recipients and groups; unknown issuers."""
    corpus = subject.corpus
    for plan in corpus.plans:
        reader = reader_of(plan, corpus.registry, corpus.issuers)
        if reader is None:
            known = [place.name for place in corpus.registry.localities.values()]
            yield Problem(
                plan.spot("place"), "place-unknown", {"name": plan.file.place}, nearest(plan.file.place, known)
            )
            continue
        for name, at in _names(plan):
            if problem := reader.problem(name, plan.spot(*at)):
                yield problem
        yield from _issuer(plan, corpus.issuers[plan.slug])


def _issuer(plan: Plan, issuer: str | None) -> Iterator[Problem]:
    known = plan.file.not_printed.issuer
    if known is None:
        yield Problem(plan.spot("not_printed"), "issuer-missing")
    elif issuer is None:
        words = {"name": known.value, "place": plan.file.place}
        yield Problem(plan.spot("not_printed", "issuer", "is"), "unit-unknown", words)


def _names(plan: Plan) -> Iterator[tuple[str, tuple[Step, ...]]]:
    for phrase, meaning in plan.file.groups.items():
        if meaning not in ((EVERYONE,), (UNNAMED,)):
            for index, name in enumerate(meaning):
                yield name, ("groups", phrase, index)
    for clause in plan.clauses:
        yield from _of_clause(clause)
    for index, line in enumerate(plan.file.recipients):
        for number, name in enumerate(line.units):
            yield name, ("recipients", index, "units", number)


def _of_clause(clause: PlanClause) -> Iterator[tuple[str, tuple[Step, ...]]]:
    source = clause.source
    for key in (*ROLES, "partners"):
        for index, name in enumerate(getattr(source, key)):
            yield name, (*clause.at, "with" if key == "partners" else key, index)
    for number, link in enumerate(source.reports):
        for key, names in (("from", link.sender), ("to", link.to), ("via", link.via)):
            for index, name in enumerate(names):
                yield name, (*clause.at, "reports", number, key, index)
    for number, column in enumerate(source.columns):
        if column.every_row and column.key in ("lead", "assigned", "support"):
            yield column.every_row, (*clause.at, "columns", number, "every_row")
