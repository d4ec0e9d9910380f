"""200 of the mutations, each kind at least three times: a located message, or every text still shown.

The whole: python -m tests.mutations 1000
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.problems import Place, Problem
from generator.survey import Survey, survey
from tests.damage import DAMAGE
from tests.mutations import Outcome, Workshop, damaged, outcomes
from tests.values import replace

COUNT = 200
PARTS = 8
"""The mutations run in so many parts, so that the processor's cores share them."""


@pytest.mark.parametrize("part", range(PARTS))
def test_mutations_end_in_a_message_or_on_the_page(part: int) -> None:
    step = COUNT // PARTS
    found = outcomes(range(part * step, (part + 1) * step))
    assert len(found) == step
    assert [outcome for outcome in found if outcome.result == "FAILED"] == []


def test_every_kind_takes_part() -> None:
    assert len(DAMAGE) * 3 <= COUNT


def broken(_: Path) -> Survey:
    raise KeyError("sections")


def blind(root: Path) -> Survey:
    """Sees no mistake, and a corpus without plans."""
    found = survey(root)
    return Survey(found.content, replace(found.corpus, plans=()), ())


def lost(root: Path) -> Survey:
    """Tells of a line that is not there."""
    found = survey(root)
    return Survey(found.content, found.corpus, (Problem(Place("content/topics.yaml", 9999), "file-empty"),))


@pytest.mark.parametrize(("look", "told"), [(broken, "KeyError"), (blind, "lost: "), (lost, "no such place")])
def test_the_judge_sees_what_is_wrong(tmp_path: Path, look: Callable[[Path], Survey], told: str) -> None:
    """A traceback, texts that vanish, a place that is none."""
    workshop = Workshop.at(tmp_path)
    workshop.look = look
    number = next(number for number in range(1000) if _changes_line_ends_of_a_plan(number))
    outcome = workshop.run(number)
    assert outcome.result == "FAILED"
    assert told in outcome.detail


def _changes_line_ends_of_a_plan(number: int) -> bool:
    kind, name, _ = damaged(number)
    return kind == "CRLF" and name.startswith("plans/")


def test_a_number_always_means_the_same_mutation(tmp_path: Path) -> None:
    first = Workshop.at(tmp_path / "one").run(7)
    again = Workshop.at(tmp_path / "two").run(7)
    assert isinstance(first, Outcome)
    assert first == again
