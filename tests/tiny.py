"""The tiny corpus, surveyed once: what tests of the resolver, the views and the data look at."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.corpus import Corpus, Duty
from generator.survey import survey

TINY = Path(__file__).parent / "content"


@cache
def tiny() -> Corpus:
    """The corpus of tests/content, without a problem."""
    found = survey(TINY)
    assert [problem.line("en") for problem in found.problems] == []
    return found.corpus


def holders(plan: str, clause: str) -> dict[str, Duty]:
    """Unit → its duty in one clause."""
    return {duty.unit: duty for duty in tiny().duties if (duty.plan, duty.clause) == (plan, clause)}
