"""The rules that content is held to, a rule a file. Each yields problems; none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.content import Content
from generator.corpus import Corpus
from generator.outline import PlanClause
from generator.past import Past
from generator.problems import Problem
from generator.resolver.citations import Library
from generator.resolver.corpus import reader_of
from generator.resolver.names import Reader


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: the files as written, and what they resolved to. The look-ups are made once."""

    content: Content
    corpus: Corpus
    past: Past | None = None
    """What was published before, where that is known."""
    today: str | None = None
    """The day of the check (ISO), where it was told."""

    def reads(self, *registers: str) -> bool:
        """Whether these could be read in full; else what they lack is no mistake of those who name it."""
        return self.content.unread.isdisjoint(registers)

    @cached_property
    def readers(self) -> dict[str, Reader | None]:
        """Plan → the look-up of its names; None while its place is unknown."""
        corpus = self.corpus
        return {plan.slug: reader_of(plan, corpus.registry, corpus.issuers) for plan in corpus.plans}

    @cached_property
    def library(self) -> Library:
        """The documents that can be cited."""
        return Library.of(self.corpus.registry, self.corpus.plans, self.corpus.issuers)


Rule = Callable[[Subject], Iterator[Problem]]


def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their names."""
    from generator.checks import (
        addresses,
        characters,
        citations,
        deadlines,
        existence,
        formerly,
        gone,
        heading_roles,
        identity,
        numbers,
        printed,
        registers,
        reports,
        rows,
        targets,
        terms,
        times,
        units,
        updates,
    )

    modules = (
        addresses, characters, citations, deadlines, existence, formerly, gone, heading_roles, identity, numbers,
        printed, registers, reports, rows, targets, terms, times, units, updates,
    )  # fmt: skip
    return tuple(module.check for module in modules)


def noted(clause: PlanClause, words: str) -> bool:
    """Whether an editor's note on the clause speaks of `words`, or of the clause as a whole: then he knows."""
    return any(n.printed is None or n.printed in words or words in n.printed for n in clause.source.notes)
