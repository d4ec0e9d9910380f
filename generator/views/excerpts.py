"""What a page of many plans shows of each: made once a plan, so that no such page need look at whole plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from generator.corpus import Corpus
from generator.memory import Recent
from generator.plans import Plan

V = TypeVar("V")
AT_HAND = 64
"""Of so many plans what was made is remembered for the next page."""


@dataclass(frozen=True)
class Kind(Generic[V]):
    """Something that pages show of plans. `make` gives all of it that there is of a plan: key → value of type `of`.

    It must follow from the plan itself, the registers, and what was reported: not from other plans, nor from the day.
    """

    name: str
    make: Callable[[Corpus, Plan], Mapping[str, V]]
    of: Any


class Excerpts(Protocol):
    """What there is to show of the plans of `corpus`."""

    @property
    def corpus(self) -> Corpus: ...

    def get(self, kind: Kind[V], plan: str, key: str) -> V:
        """Of this plan what stands under this key."""


@dataclass(frozen=True)
class Fresh:
    """Made when it is asked for."""

    corpus: Corpus
    _made: Recent[tuple[str, str], Mapping[str, Any]] = field(default_factory=lambda: Recent(AT_HAND), repr=False)

    def get(self, kind: Kind[V], plan: str, key: str) -> V:
        """Of this plan what stands under this key."""
        made = self._made.of((kind.name, plan), kind.make, self.corpus, self.corpus.plan_by_slug[plan])
        found: V = made[key]
        return found
