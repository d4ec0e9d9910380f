"""Everything known, resolved and frozen: what the views, the pages and the data files are made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from generator.facts import Assignment as Assignment
from generator.facts import CitationFact as CitationFact
from generator.facts import Duty as Duty
from generator.facts import Fidelity as Fidelity
from generator.facts import Heritage as Heritage
from generator.facts import NamedUnits as NamedUnits
from generator.facts import PlanFacts as PlanFacts
from generator.facts import ReportLink as ReportLink
from generator.facts import TargetFact as TargetFact
from generator.facts import Ties as Ties
from generator.model.registers import Successor
from generator.outline import PlanClause
from generator.plans import Plan
from generator.registry import Document, Registry, Unit
from generator.reported import Moved as Moved
from generator.reported import UpdateFact as UpdateFact
from generator.vietnamese import sort_key

K = TypeVar("K")
V = TypeVar("V")
AT_HAND = 64
"""Of so many units, documents … what plans say of them is kept for the next who asks."""


class Gathered(Mapping[str, list[V]]):
    """What plans say of a unit, a document …: gathered from the plans that name it, in their order, when it is asked
    for."""

    def __init__(self, plans: Mapping[str, list[str]], of_plan: Callable[[str, str], Iterable[V]]) -> None:
        self._plans, self._of_plan = plans, of_plan
        self._at_hand: dict[str, list[V]] = {}

    def __getitem__(self, key: str) -> list[V]:
        if key in self._at_hand:
            return self._at_hand[key]
        if len(self._at_hand) >= AT_HAND:
            self._at_hand.clear()
        found = [value for plan in self._plans[key] for value in self._of_plan(plan, key)]
        self._at_hand[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._plans

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)


class OfClauses(Mapping[tuple[str, str], V]):
    """What there is of clauses, by (plan, clause), looked up in what there is of the plan."""

    def __init__(self, plans: Iterable[str], of_plan: Callable[[str], Mapping[str, V]]) -> None:
        self._plans, self._of_plan = dict.fromkeys(plans), of_plan

    def __getitem__(self, key: tuple[str, str]) -> V:
        plan, clause = key
        if plan not in self._plans:
            raise KeyError(key)
        return self._of_plan(plan)[clause]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((plan, clause) for plan in self._plans for clause in self._of_plan(plan))

    def __len__(self) -> int:
        return sum(len(self._of_plan(plan)) for plan in self._plans)


@dataclass(frozen=True)
class Corpus:
    """All plans and what they say, with the look-ups that views need. Frozen; the indexes are made once.

    `issuers`, `facts`, `ties`, `fidelity`: by plan. `facts` may be had only when they are asked for; which plans to ask
    is known from the `ties`.
    """

    registry: Registry
    plans: tuple[Plan, ...]
    issuers: Mapping[str, str | None]
    facts: Mapping[str, PlanFacts]
    ties: Mapping[str, Ties]
    fidelity: Mapping[str, Fidelity] = field(default_factory=dict)
    updates: tuple[UpdateFact, ...] = ()

    @cached_property
    def plan_by_slug(self) -> dict[str, Plan]:
        return {plan.slug: plan for plan in self.plans}

    @cached_property
    def clause_by_id(self) -> Mapping[tuple[str, str], PlanClause]:
        return OfClauses(self.plan_by_slug, lambda slug: self.plan_by_slug[slug].clause_by_id)

    @cached_property
    def assignment_by_clause(self) -> Mapping[tuple[str, str], Assignment]:
        return OfClauses(self.plan_by_slug, lambda slug: self.facts[slug].assignment_by_clause)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Those of all plans, as are the following; gathered each time: ask for a plan's own where that will do."""
        return self._all(lambda facts: facts.assignments)

    @property
    def duties(self) -> tuple[Duty, ...]:
        return self._all(lambda facts: facts.duties)

    @property
    def reports(self) -> tuple[ReportLink, ...]:
        return self._all(lambda facts: facts.reports)

    @property
    def targets(self) -> tuple[TargetFact, ...]:
        return self._all(lambda facts: facts.targets)

    @property
    def citations(self) -> tuple[CitationFact, ...]:
        return self._all(lambda facts: facts.citations)

    def _all(self, of_plan: Callable[[PlanFacts], Iterable[V]]) -> tuple[V, ...]:
        return tuple(value for plan in self.plans for value in of_plan(self.facts[plan.slug]))

    def _by(self, names: Callable[[Ties], Iterable[K]]) -> dict[K, list[str]]:
        """A name in plans' ties → these plans, in their order."""
        return _grouped((plan.slug for plan in self.plans), lambda slug: names(self.ties[slug]))

    @cached_property
    def plans_charging(self) -> dict[str, list[str]]:
        """Unit → the plans that give it a duty."""
        return self._by(lambda each: each.charged)

    @cached_property
    def plans_owed(self) -> dict[str, list[str]]:
        """Unit → the plans by which it reports."""
        return self._by(lambda each: each.senders)

    @cached_property
    def plans_heard(self) -> dict[str, list[str]]:
        """Unit → the plans by which it is reported to."""
        return self._by(lambda each: each.receivers)

    @cached_property
    def plans_citing(self) -> dict[str, list[str]]:
        """Document → the plans that cite it."""
        return self._by(lambda each: each.documents)

    @cached_property
    def plans_citing_plan(self) -> dict[str, list[str]]:
        """Plan → the plans that cite it."""
        return self._by(lambda each: each.plans)

    @cached_property
    def plans_aiming(self) -> dict[str, list[str]]:
        """Indicator → the plans with targets of it."""
        return self._by(lambda each: (indicator for indicator, _ in each.indicators))

    @cached_property
    def duties_of_unit(self) -> Mapping[str, list[Duty]]:
        return Gathered(self.plans_charging, lambda plan, unit: self.facts[plan].duties_of[unit])

    @cached_property
    def reports_owed(self) -> Mapping[str, list[ReportLink]]:
        return Gathered(
            self.plans_owed,
            lambda plan, unit: (link for link in self.facts[plan].reports if unit in link.sender_units),
        )

    @cached_property
    def reports_received(self) -> Mapping[str, list[ReportLink]]:
        return Gathered(
            self.plans_heard,
            lambda plan, unit: (link for link in self.facts[plan].reports if unit in link.receiver_units),
        )

    @cached_property
    def cited_by(self) -> Mapping[str, list[CitationFact]]:
        """Document → where it is cited."""
        return Gathered(
            self.plans_citing,
            lambda plan, document: (fact for fact in self.facts[plan].citations if fact.document == document),
        )

    @cached_property
    def plan_cited_by(self) -> Mapping[str, list[CitationFact]]:
        """Plan → where it is cited."""
        return Gathered(
            self.plans_citing_plan,
            lambda plan, cited: (fact for fact in self.facts[plan].citations if fact.target_plan == cited),
        )

    @cached_property
    def targets_of(self) -> Mapping[str, list[TargetFact]]:
        """Indicator → the targets of it."""
        return Gathered(
            self.plans_aiming,
            lambda plan, indicator: (fact for fact in self.facts[plan].targets if fact.indicator == indicator),
        )

    @cached_property
    def duties_counted(self) -> dict[str, dict[str, int]]:
        """Unit → how many of its certain duties it has in each role."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for plan in self.plans:
            for unit, role, count in self.ties[plan.slug].certain:
                found[unit][role] += count
        return {unit: dict(counts) for unit, counts in found.items()}

    @cached_property
    def reports_counted(self) -> Counter[str]:
        """Unit → how many reports it owes."""
        found: Counter[str] = Counter()
        for plan in self.plans:
            found.update(dict(self.ties[plan.slug].owed))
        return found

    @cached_property
    def updates_of(self) -> dict[tuple[str, str, int | None], list[UpdateFact]]:
        """(plan, clause, target or None) → what was reported of it, newest first."""
        found: defaultdict[tuple[str, str, int | None], list[UpdateFact]] = defaultdict(list)
        for fact in self.updates:
            for target in fact.targets or (None,):
                found[fact.plan, fact.clause, target].append(fact)
        return dict(found)

    @cached_property
    def updates_of_plan(self) -> dict[str, list[UpdateFact]]:
        return _grouped(self.updates, lambda fact: (fact.plan,))

    @cached_property
    def update_files(self) -> dict[str, str]:
        """Plan → the file of what was reported of it."""
        return {fact.plan: fact.path for fact in self.updates}

    @cached_property
    def plans_issued(self) -> dict[str, list[Plan]]:
        return _grouped(self.plans, lambda plan: (unit,) if (unit := self.issuers[plan.slug]) else ())

    @cached_property
    def predecessors(self) -> dict[str, list[tuple[Unit, Successor]]]:
        """Unit → the units that it took over from, each with the entry that gives the basis, in alphabetical order."""
        found: defaultdict[str, list[tuple[Unit, Successor]]] = defaultdict(list)
        for other in sorted(self.registry.units.values(), key=lambda unit: (self.name_rank[unit.name], unit.id)):
            for successor, entry in self.registry.successors(other):
                found[successor.id].append((other, entry))
        return dict(found)

    @cached_property
    def name_rank(self) -> dict[str, int]:
        """Name of a unit → its place in Vietnamese alphabetical order among all of them."""
        names = {unit.name for unit in self.registry.units.values()}
        return {name: rank for rank, name in enumerate(sorted(names, key=lambda name: (sort_key(name), name)))}

    @cached_property
    def plan_rank(self) -> dict[str, int]:
        """Plan → its place among all."""
        return {plan.slug: rank for rank, plan in enumerate(self.plans)}

    @cached_property
    def collectives_of(self) -> dict[str, list[Unit]]:
        """Unit → the collectives that list it as a member today, by list or rule."""
        groups = [unit for unit in self.registry.units.values() if unit.collective]
        return _grouped(groups, lambda group: tuple(m.id for m in self.registry.members(group, None)))

    @cached_property
    def large_collectives_of(self) -> dict[str, list[Unit]]:
        """Unit → the collectives whose work it shares and that are so large that this is told of them alone.

        Also those of the units that it succeeded.
        """
        registry = self.registry
        groups = [unit for unit in registry.units.values() if registry.large(unit)]
        found: defaultdict[str, dict[str, Unit]] = defaultdict(dict)
        for group in groups:
            for member in registry.members(group, None):
                for unit in (member, *(heir for heir, _ in registry.successors(member))):
                    found[unit.id][group.id] = group
        return {unit: list(known.values()) for unit, known in found.items()}

    def of_plan(self, slug: str) -> PlanFacts:
        return self.facts[slug]

    def document_plan(self, document: Document) -> Plan | None:
        """The plan of the site that a document of the register is, if any."""
        return self._plan_of_document.get(document.id)

    @cached_property
    def _plan_of_document(self) -> dict[str, Plan]:
        named = (pair for plan in self.plans for _, *pair in self.ties[plan.slug].named)
        return {document: self.plan_by_slug[plan] for document, plan in named if document and plan}

    @cached_property
    def targets_counted(self) -> Counter[str]:
        """Indicator → how many targets there are of it."""
        found: Counter[str] = Counter()
        for plan in self.plans:
            found.update(dict(self.ties[plan.slug].indicators))
        return found


def _grouped(values: Iterable[V], keys: Callable[[V], Iterable[K]]) -> dict[K, list[V]]:
    """Each value under each of its keys, in the order given."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for value in values:
        for key in keys(value):
            groups[key].append(value)
    return dict(groups)
