"""The rules that content is held to, a rule a file. Each yields problems; none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.content import Content
from generator.corpus import Corpus
from generator.outline import PlanClause
from generator.past import Past
from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: the files as written, and what they resolved to."""

    content: Content
    corpus: Corpus
    past: Past | None = None
    """What was published before, where that is known."""

    def reads(self, *registers: str) -> bool:
        """Whether these could be read in full; else what they lack is no mistake of those who name it."""
        return self.content.unread.isdisjoint(registers)


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
    )

    modules = (
        addresses, characters, citations, deadlines, existence, formerly, gone, heading_roles, identity, numbers,
        printed, registers, reports, rows, targets, terms, times, units,
    )  # fmt: skip
    return tuple(module.check for module in modules)


def noted(clause: PlanClause, words: str) -> bool:
    """Whether an editor's note on the clause speaks of `words`, or of the clause as a whole: then he knows."""
    return any(n.printed is None or n.printed in words or words in n.printed for n in clause.source.notes)
