"""The rules that content is held to, a rule a file. Each yields problems; none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.content import Content
from generator.corpus import Corpus
from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: the files as written, and what they resolved to."""

    content: Content
    corpus: Corpus

    def reads(self, *registers: str) -> bool:
        """Whether these could be read in full; else what they lack is no mistake of those who name it."""
        return self.content.unread.isdisjoint(registers)


Rule = Callable[[Subject], Iterator[Problem]]


def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their names."""
    from generator.checks import addresses, citations, heading_roles, numbers, printed, registers, terms, times, units

    modules = (addresses, citations, heading_roles, numbers, printed, registers, terms, times, units)
    return tuple(module.check for module in modules)
