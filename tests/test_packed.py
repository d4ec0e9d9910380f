"""What is kept of plans is what was read of them: packed and opened again, to the last value and place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.facts import shared
from generator.loader import Mapping, Node, Sequence, Step, load, place_of
from generator.model.plan import Clause, PlanFile
from generator.nodes import place_in, spots_of
from generator.readings import opened, packed
from generator.survey import survey
from tests.tiny import TINY, tiny

ROOT = Path(__file__).parents[1]
FILES = sorted(file for root in (TINY, ROOT / "content") for file in root.glob("plans/*/*.yaml"))


def steps_in(node: Node, here: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The way to every value; and ways that lead nowhere."""
    yield here
    yield from ((*here, step) for step in ("no-such-key", 999))
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield from steps_in(value, (*here, key.value))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from steps_in(item, (*here, index))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_value_is_found_by_places_where_its_node_stands(file: Path) -> None:
    node, _ = load(file, "a.yaml")
    spots = opened(packed(spots_of(node)))
    ways = list(steps_in(node))
    assert len(ways) > 100
    for steps in ways:
        assert place_in(spots, steps, "a.yaml") == place_of(node, steps, "a.yaml")


def test_clauses_heads_and_facts_come_back_as_they_were() -> None:
    for corpus in (tiny(), survey(ROOT / "content").corpus):
        for plan in corpus.plans:
            for value in (plan.text.outline, plan.file, corpus.facts[plan.slug], corpus.ties[plan.slug]):
                again = opened(packed(value))
                assert again == value
                assert repr(again) == repr(value)


def test_a_record_comes_back_with_what_was_given_and_what_was_not() -> None:
    source = {"file": "sources/a.txt", "sha256": "0" * 64}
    record = PlanFile.model_validate(
        {"type": "KẾ HOẠCH", "title": "a", "place": "b", "source": source, "sections": [{"text": "c", "lead": "d"}]}
    )
    again = opened(packed(record))
    assert again == record
    assert again.model_fields_set == record.model_fields_set
    assert again.sections[0].lead == ("d",)
    assert again.sections[0].model_copy(update={"text": "e"}) == Clause(text="e", lead=("d",))
    assert again.groups == {}


def test_shared_ties_are_the_same_ties() -> None:
    known: dict[object, object] = {}
    corpus = tiny()
    for ties in corpus.ties.values():
        again = shared(opened(packed(ties)), known)
        assert again == ties
        assert all(known[unit] is unit for unit in again.charged)
