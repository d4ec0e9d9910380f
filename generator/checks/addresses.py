"""No two clauses of a plan share an id: the id is the clause's permanent address."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.problems import Problem


def check(subject: Subject) -> Iterator[Problem]:
    """Two clauses with one id, whether made from their labels or given by `id:`."""
    for plan in subject.corpus.plans:
        seen: dict[str, int] = {}
        for clause in plan.clauses:
            spot = plan.spot(*clause.at)
            if clause.id in seen:
                words = {"id": clause.id, "line": str(seen[clause.id])}
                yield Problem(spot, "clause-id-twice", words)
            seen.setdefault(clause.id, spot.line)
