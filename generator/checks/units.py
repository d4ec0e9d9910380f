"""Every unit named is known: in the plan's place or above it, or as a phrase of the plan's `groups`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.corpus import Corpus
from generator.loader import Step
from generator.model.plan import ROLES
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem, nearest
from generator.resolver.names import Reader


def check(subject: Subject, plan: Plan) -> Iterator[Problem]:
    """Unknown and ambiguous names of units, in roles, reports, recipients and groups; unknown issuers."""
    if not subject.reads("places", "units", "abbreviations") or subject.broken_places:
        return
    yield from _plan(plan, subject.corpus, subject.reader(plan))


def _plan(plan: Plan, corpus: Corpus, reader: Reader | None) -> Iterator[Problem]:
    """A plan whose place or issuer is not known can't be blamed for the names that hang on them."""
    registry = corpus.registry
    if reader is None:
        known = [place.name for place in registry.localities.values()]
        yield Problem(plan.spot("place"), "place-unknown", {"name": plan.place}, nearest(plan.place, known))
        return
    if plan.issuer is None:
        yield Problem(plan.spot("not_printed"), "issuer-missing")
        return
    if corpus.issuers[plan.slug] is None:
        words = {"name": plan.issuer, "place": plan.place}
        known_names = registry.known_names(reader.scopes)
        yield Problem(
            plan.spot("not_printed", "issuer", "is"), "unit-unknown", words, nearest(plan.issuer, known_names)
        )
        return
    for phrase, meaning in plan.file.groups.items():
        for index, name in enumerate(meaning):
            if problem := reader.problem_in_group(name, meaning, plan.spot("groups", phrase, index)):
                yield problem
    for name, at in names(plan):
        if reader.doubtful(name) and (problem := reader.problem(name, plan.spot(*at))):
            yield problem


def names(plan: Plan) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Every name of a unit in the plan's clauses and recipients, and where it stands."""
    for clause in plan.clauses:
        yield from names_of(clause)
    for index, line in enumerate(plan.file.recipients):
        for number, name in enumerate(line.units):
            yield name, ("recipients", index, "units", number)


def names_of(clause: PlanClause) -> Iterator[tuple[str, tuple[Step, ...]]]:
    source = clause.source
    if not (source.names_roles or source.partners or source.reports or source.columns):
        return
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
