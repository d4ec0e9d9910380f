"""Read plans + registry → Corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.corpus import Corpus, PlanFacts, UpdateFact
from generator.facts import ties
from generator.plans import Plan
from generator.registers import Read
from generator.registry import Registry
from generator.resolver.citations import Library, citations
from generator.resolver.duties import assignments, duties
from generator.resolver.names import Reader
from generator.resolver.reports import reports
from generator.resolver.targets import targets
from generator.resolver.updates import entries, names_of, updates


def issuer_of(plan: Plan, registry: Registry) -> str | None:
    """The issuing unit's id: known from `not_printed`, else None."""
    place = registry.locality(plan.place)
    if plan.issuer is None or place is None:
        return None
    found = registry.find_units(plan.issuer, registry.scopes(place.id, None))
    return found[0].id if len(found) == 1 else None


def reader_of(plan: Plan, registry: Registry, issuers: Mapping[str, str | None]) -> Reader | None:
    """The look-up of names for a plan; None while its place is unknown."""
    place = registry.locality(plan.place)
    return Reader.of(registry, plan, place.id, issuers[plan.slug]) if place else None


def resolve(plans: tuple[Plan, ...], registry: Registry, reported: tuple[Read, ...] = ()) -> Corpus:
    """Everything the plans say and what was `reported` of them later, resolved.

    Names that resolve to nothing are left out here and told by checks.
    """
    issuers = {plan.slug: issuer_of(plan, registry) for plan in plans}
    library = Library.of(registry, plans, issuers)
    facts = {plan.slug: facts_of(plan, reader_of(plan, registry, issuers), library) for plan in plans}
    return Corpus(
        registry=registry,
        plans=plans,
        issuers=issuers,
        facts=facts,
        ties={plan.slug: ties(plan, facts[plan.slug]) for plan in plans},
        updates=tuple(later(plans, facts, library, reported)),
    )


def facts_of(plan: Plan, reader: Reader | None, library: Library) -> PlanFacts:
    """What one plan says; nothing while its place is unknown."""
    if reader is None:
        return PlanFacts()
    given = tuple(assignments(plan, reader))
    held = tuple(duties(plan, reader, given))
    named = (tuple(unit for name in line.units for unit in reader.read(name).units) for line in plan.file.recipients)
    return PlanFacts(
        assignments=given,
        duties=held,
        targets=tuple(targets(plan, library.registry)),
        reports=tuple(reports(plan, reader, held)),
        citations=tuple(citations(plan, library)),
        recipients=tuple(named),
    )


def later(
    plans: tuple[Plan, ...], facts: Mapping[str, PlanFacts], library: Library, reported: tuple[Read, ...]
) -> Iterator[UpdateFact]:
    """What was reported of the plans, in their order."""
    written = tuple(entries(reported))
    for plan in plans if written else ():
        told = [entry for entry in written if entry.slug in names_of(plan)]
        if told and (reader := reader_of(plan, library.registry, library.issuers)):
            yield from updates(plan, told, reader, library, facts[plan.slug].duties, facts[plan.slug].targets)
