"""A former address leads to one page, and to none that is still there under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.checks import Subject
from generator.problems import Place, Problem


def check(subject: Subject) -> Iterator[Problem]:
    """Former addresses of plans and units that belong to another page."""
    corpus = subject.corpus
    plans = {plan.slug: plan.path for plan in corpus.plans}
    given = ((old, plan.spot("formerly", n)) for plan in corpus.plans for n, old in enumerate(plan.formerly))
    yield from _taken(plans, given)
    reads = {read.path: read for read in subject.content.registers.units}
    units = {unit.id: f"{unit.spot.path}:{unit.spot.line}" for unit in corpus.registry.units.values()}
    of_units = (
        (old, reads[unit.spot.path].spot(*unit.at, "formerly", n))
        for unit in corpus.registry.units.values()
        for n, old in enumerate(unit.entry.formerly)
    )
    yield from _taken(units, of_units)


def _taken(owners: dict[str, str], given: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    for old, spot in given:
        if old in owners:
            yield Problem(spot, "address-twice", {"id": old, "other": owners[old]})
        owners.setdefault(old, f"{spot.path}:{spot.line}")
