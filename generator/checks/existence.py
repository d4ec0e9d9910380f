"""A unit that a plan names existed when the plan was issued: else another unit of that name is meant.

Where the text itself names a unit that no longer was, a note on the clause says so, and the rule is content.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject, noted
from generator.checks.units import names_of
from generator.problems import Place, Problem
from generator.readers.dates import precedes, written
from generator.registry import Unit
from generator.resolver.corpus import reader_of


def check(subject: Subject) -> Iterator[Problem]:
    """Units that ended before the plan's date, or were founded after it."""
    if not subject.reads("places", "units", "abbreviations"):
        return
    corpus = subject.corpus
    for plan in corpus.plans:
        reader = reader_of(plan, corpus.registry, corpus.issuers)
        if reader is None or plan.day is None:
            continue
        for clause in plan.clauses:
            for name, at in names_of(clause):
                for unit in reader.read(name).units:
                    problem = _problem(corpus.registry.units[unit], name, plan.day, plan.spot(*at))
                    if problem and not noted(clause, name):
                        yield problem


def _problem(unit: Unit, name: str, day: str, spot: Place) -> Problem | None:
    words = {"name": name, "unit": unit.full_name, "day": written(day)}
    entry = unit.entry
    if entry.dissolved and precedes(entry.dissolved, day):
        return Problem(spot, "unit-dissolved", words | {"date": written(entry.dissolved)})
    if entry.established and precedes(day, entry.established):
        return Problem(spot, "unit-not-yet", words | {"date": written(entry.established)})
    return None
