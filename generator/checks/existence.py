"""A unit that a plan names existed when the plan was issued: else another unit of that name is meant.

Where the text itself names a unit that no longer was, a note on the clause says so, and the rule is content.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject, noted
from generator.checks.units import names_of
from generator.plans import Plan
from generator.problems import Problem
from generator.readers.dates import precedes, written
from generator.registry import Unit


def check(subject: Subject, plan: Plan) -> Iterator[Problem]:
    """Units that ended before the plan's date, or were founded after it."""
    if not subject.reads("places", "units", "abbreviations"):
        return
    corpus = subject.corpus
    units, dated = corpus.registry.units, subject.dated_units
    reader = subject.reader(plan)
    if reader is None or plan.day is None:
        return
    for clause in plan.clauses:
        for name, at in names_of(clause):
            for unit in (units[each] for each in reader.read(name).units if each in dated):
                found = _breach(unit, plan.day)
                if found and not noted(clause, name):
                    rule, date = found
                    words = {"name": name, "unit": unit.full_name}
                    yield Problem(plan.spot(*at), rule, words | {"date": written(date), "day": written(plan.day)})


def _breach(unit: Unit, day: str) -> tuple[str, str] | None:
    """The rule that naming `unit` on `day` breaks, and the date that says so."""
    ended, founded = unit.entry.dissolved, unit.entry.established
    if ended and precedes(ended, day):
        return "unit-dissolved", ended
    if founded and precedes(day, founded):
        return "unit-not-yet", founded
    return None
