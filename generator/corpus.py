"""Everything known, resolved and frozen: what the views, the pages and the data files are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from generator.facts import Assignment as Assignment
from generator.facts import CitationFact as CitationFact
from generator.facts import Duty as Duty
from generator.facts import Fidelity as Fidelity
from generator.facts import Heritage as Heritage
from generator.facts import NamedUnits as NamedUnits
from generator.facts import PlanFacts as PlanFacts
from generator.facts import ReportLink as ReportLink
from generator.facts import TargetFact as TargetFact
from generator.model.registers import Successor
from generator.outline import PlanClause
from generator.plans import Plan
from generator.registry import Document, Registry, Unit
from generator.reported import Moved as Moved
from generator.reported import UpdateFact as UpdateFact
from generator.vietnamese import sort_key

V = TypeVar("V")


class _OfPlan(Protocol):
    @property
    def plan(self) -> str: ...


def _plan_of(fact: _OfPlan) -> tuple[str, ...]:
    return (fact.plan,)


@dataclass(frozen=True)
class Corpus:
    """All plans and what they say, with the look-ups that views need. Frozen; the indexes are made once."""

    registry: Registry
    plans: tuple[Plan, ...]
    issuers: dict[str, str | None]
    assignments: tuple[Assignment, ...]
    duties: tuple[Duty, ...]
    reports: tuple[ReportLink, ...]
    targets: tuple[TargetFact, ...]
    citations: tuple[CitationFact, ...]
    recipients: dict[str, tuple[tuple[str, ...], ...]]
    fidelity: dict[str, Fidelity] = field(default_factory=dict)
    updates: tuple[UpdateFact, ...] = ()

    @cached_property
    def plan_by_slug(self) -> dict[str, Plan]:
        return {plan.slug: plan for plan in self.plans}

    @cached_property
    def clause_by_id(self) -> dict[tuple[str, str], PlanClause]:
        return {(plan.slug, clause.id): clause for plan in self.plans for clause in plan.clauses}

    @cached_property
    def assignment_by_clause(self) -> dict[tuple[str, str], Assignment]:
        return {(item.plan, item.clause): item for item in self.assignments}

    @cached_property
    def duties_of_unit(self) -> dict[str, list[Duty]]:
        return _grouped(self.duties, lambda duty: (duty.unit,))

    @cached_property
    def duties_counted(self) -> dict[str, dict[str, int]]:
        """Unit → how many of its certain duties it has in each role."""
        found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for duty in self.duties:
            if duty.certain:
                found[duty.unit][duty.role] += 1
        return {unit: dict(counts) for unit, counts in found.items()}

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
        return _grouped(self.updates, _plan_of)

    @cached_property
    def update_files(self) -> dict[str, str]:
        """Plan → the file of what was reported of it."""
        return {fact.plan: fact.path for fact in self.updates}

    @cached_property
    def reports_owed(self) -> dict[str, list[ReportLink]]:
        return _grouped(self.reports, lambda link: link.sender_units)

    @cached_property
    def reports_received(self) -> dict[str, list[ReportLink]]:
        return _grouped(self.reports, lambda link: link.receiver_units)

    @cached_property
    def cited_by(self) -> dict[str, list[CitationFact]]:
        return _grouped(self.citations, lambda fact: (fact.document,) if fact.document else ())

    @cached_property
    def plan_cited_by(self) -> dict[str, list[CitationFact]]:
        return _grouped(self.citations, lambda fact: (fact.target_plan,) if fact.target_plan else ())

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
        return self._facts[slug]

    @cached_property
    def _facts(self) -> dict[str, PlanFacts]:
        assignments, duties = _grouped(self.assignments, _plan_of), _grouped(self.duties, _plan_of)
        targets, reports = _grouped(self.targets, _plan_of), _grouped(self.reports, _plan_of)
        citations, updates = _grouped(self.citations, _plan_of), _grouped(self.updates, _plan_of)
        return {
            plan.slug: PlanFacts(
                tuple(assignments.get(plan.slug, ())),
                tuple(duties.get(plan.slug, ())),
                tuple(targets.get(plan.slug, ())),
                tuple(reports.get(plan.slug, ())),
                tuple(citations.get(plan.slug, ())),
                tuple(updates.get(plan.slug, ())),
            )
            for plan in self.plans
        }

    def document_plan(self, document: Document) -> Plan | None:
        """The plan of the site that a document of the register is, if any."""
        return self._plan_of_document.get(document.id)

    @cached_property
    def _plan_of_document(self) -> dict[str, Plan]:
        facts = (fact for fact in self.citations if fact.document and fact.target_plan)
        return {str(fact.document): self.plan_by_slug[str(fact.target_plan)] for fact in facts}


def _grouped(values: Iterable[V], keys: Callable[[V], Iterable[str]]) -> dict[str, list[V]]:
    """Each value under each of its keys, in the order given."""
    groups: defaultdict[str, list[V]] = defaultdict(list)
    for value in values:
        for key in keys(value):
            groups[key].append(value)
    return dict(groups)
