"""Read plans + registry → Corpus."""

from __future__ import annotations

from generator.corpus import Assignment, CitationFact, Corpus, Duty, ReportLink, TargetFact, UpdateFact
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
    known = plan.file.not_printed.issuer
    place = registry.locality(plan.file.place)
    if known is None or place is None:
        return None
    found = registry.find_units(known.value, registry.scopes(place.id, None))
    return found[0].id if len(found) == 1 else None


def reader_of(plan: Plan, registry: Registry, issuers: dict[str, str | None]) -> Reader | None:
    """The look-up of names for a plan; None while its place is unknown."""
    place = registry.locality(plan.file.place)
    return Reader.of(registry, plan, place.id, issuers[plan.slug]) if place else None


def resolve(plans: tuple[Plan, ...], registry: Registry, reported: tuple[Read, ...] = ()) -> Corpus:
    """Everything the plans say and what was `reported` of them later, resolved.

    Names that resolve to nothing are left out here and told by checks.
    """
    issuers = {plan.slug: issuer_of(plan, registry) for plan in plans}
    library = Library.of(registry, plans, issuers)
    given: list[Assignment] = []
    held: list[Duty] = []
    links: list[ReportLink] = []
    aims: list[TargetFact] = []
    mentions: list[CitationFact] = []
    later: list[UpdateFact] = []
    written = tuple(entries(reported))
    recipients: dict[str, tuple[tuple[str, ...], ...]] = {}
    for plan in plans:
        reader = reader_of(plan, registry, issuers)
        if reader is None:
            continue
        own = tuple(assignments(plan, reader))
        own_duties = tuple(duties(plan, reader, own))
        given += own
        held += own_duties
        links += reports(plan, reader, own_duties)
        own_aims = tuple(targets(plan, registry))
        aims += own_aims
        told = [entry for entry in written if entry.slug in names_of(plan)]
        later += updates(plan, told, reader, library, own_duties, own_aims)
        mentions += citations(plan, library)
        recipients[plan.slug] = tuple(
            tuple(unit for name in line.units for unit in reader.read(name).units) for line in plan.file.recipients
        )
    return Corpus(
        registry=registry,
        plans=plans,
        issuers=issuers,
        assignments=tuple(given),
        duties=tuple(held),
        reports=tuple(links),
        targets=tuple(aims),
        citations=tuple(mentions),
        recipients=recipients,
        updates=tuple(later),
    )
