"""The rules that content is held to, a rule a file. Each yields problems; none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from generator.content import Content, Judges
from generator.corpus import Corpus
from generator.loader import Node
from generator.outline import PlanClause
from generator.past import Past
from generator.plans import Plan
from generator.problems import Problem
from generator.resolver.citations import Library
from generator.resolver.corpus import reader_of
from generator.resolver.names import Reader
from generator.vietnamese import name_key


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: the files as written, and what they resolved to. The look-ups are made once."""

    content: Content
    corpus: Corpus
    past: Past | None = None
    """What was published before, where that is known."""
    today: str | None = None
    """The day of the check (ISO), where it was told."""
    _readers: dict[str, Reader | None] = field(default_factory=dict, repr=False, compare=False)

    def reads(self, *registers: str) -> bool:
        """Whether these could be read in full; else what they lack is no mistake of those who name it."""
        return self.content.unread.isdisjoint(registers)

    def reader(self, plan: Plan) -> Reader | None:
        """The look-up of a plan's names; None while its place is unknown."""
        if plan.slug not in self._readers:
            self._readers.clear()  # rules go from plan to plan
            self._readers[plan.slug] = reader_of(plan, self.corpus.registry, self.corpus.issuers)
        return self._readers[plan.slug]

    @cached_property
    def library(self) -> Library:
        """The documents that can be cited."""
        return Library.of(self.corpus.registry, self.corpus.plans, self.corpus.issuers)

    @cached_property
    def broken_places(self) -> bool:
        """Whether a chain of places breaks off: the units above are then unknown through no fault of who names them."""
        registry = self.corpus.registry
        return any(
            place.entry.of and registry.locality(place.entry.of) is None for place in registry.localities.values()
        )

    @cached_property
    def dated_units(self) -> frozenset[str]:
        """The units that were not always there."""
        units = self.corpus.registry.units.values()
        return frozenset(unit.id for unit in units if unit.entry.dissolved or unit.entry.established)

    @cached_property
    def topics(self) -> dict[str, str]:
        """Key → name of every topic."""
        return {name_key(term.name): term.name for term in self.corpus.registry.topics.values()}

    @cached_property
    def indicators(self) -> dict[str, str]:
        """Key → name of every indicator."""
        return {name_key(term.name): term.name for term in self.corpus.registry.indicators.values()}


Rule = Callable[[Subject], Iterator[Problem]]
PlanRule = Callable[[Subject, Plan], Iterator[Problem]]


def rules_of_files() -> Judges:
    """The rules that look at one file alone."""
    from generator.checks import addresses, characters, deadlines, numbers, printed, rows, times

    rules = [module.check for module in (addresses, deadlines, numbers, printed, rows, times)]

    def of_plan(plan: Plan, node: Node) -> Iterator[Problem]:
        yield from characters.check(plan, node)
        for rule in rules:
            yield from rule(plan)

    return Judges(of_plan, characters.check_register)


def rules_of_plans() -> tuple[PlanRule, ...]:
    """The rules that look at one plan: at the registers, and at the plans that it names."""
    from generator.checks import citations, existence, heading_roles, reports, targets, terms, units

    return tuple(m.check for m in (citations, existence, heading_roles, reports, targets, terms, units))


def rules_of_all() -> tuple[Rule, ...]:
    """The rules that look at registers, at results, or at all plans together."""
    from generator.checks import formerly, gone, identity, registers, updates

    return tuple(m.check for m in (formerly, gone, identity, registers, updates))


def noted(clause: PlanClause, words: str) -> bool:
    """Whether an editor's note on the clause speaks of `words`, or of the clause as a whole: then he knows."""
    return any(n.printed is None or n.printed in words or words in n.printed for n in clause.source.notes)
