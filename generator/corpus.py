"""Everything known, resolved and frozen: what the views, the pages and the data files are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Protocol, TypeVar

from generator.outline import PlanClause
from generator.plans import Plan
from generator.readers.times import Rule
from generator.registry import Document, Registry, Unit
from generator.reported import Moved as Moved
from generator.reported import UpdateFact as UpdateFact

V = TypeVar("V")


class _OfPlan(Protocol):
    @property
    def plan(self) -> str: ...


def _plan_of(fact: _OfPlan) -> tuple[str, ...]:
    return (fact.plan,)


@dataclass(frozen=True, slots=True)
class Heritage:
    """Through whom a duty comes to a unit: a collective that it is a member of, or a unit that it succeeded."""

    unit: str
    kind: str
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A role of one unit in one clause. `inherited_from` is empty when the clause names the unit itself.

    `certain` is False where the text says «có liên quan» and so does not tell who is meant.
    """

    plan: str
    clause: str
    unit: str
    role: str
    inherited_from: tuple[Heritage, ...]
    certain: bool
    rules: tuple[Rule, ...]
    period_from: str | None
    period_to: str | None

    @property
    def id(self) -> str:
        """Permanent; the same duty that reaches a unit on two ways is one duty."""
        return f"{self.plan}#{self.clause}/{self.unit}/{self.role}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A clause that gives work, with its units as printed: one row of a plan's table of assignments.

    `roles`: role → names as printed with the units they resolve to (none for a vague phrase).
    """

    plan: str
    clause: str
    roles: tuple[tuple[str, tuple[NamedUnits, ...]], ...]
    partners: tuple[NamedUnits, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """A name as printed and the units it means; `vague` for a phrase that the plan leaves open or means everyone."""

    name: str
    units: tuple[str, ...]
    vague: str | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class ReportLink:
    """One link of a reporting chain, its ends resolved."""

    plan: str
    clause: str
    step: int
    senders: tuple[NamedUnits, ...]
    sender_units: tuple[str, ...]
    receivers: tuple[NamedUnits, ...]
    via: tuple[NamedUnits, ...]
    what: str | None
    rules: tuple[Rule, ...]
    doubt: str | None

    @property
    def id(self) -> str:
        return f"{self.plan}#{self.clause}/bao-cao-{self.step}"

    @property
    def receiver_units(self) -> tuple[str, ...]:
        """Who gets the report: the addressee and the unit where it is handed in."""
        return tuple(dict.fromkeys(u for named in (*self.receivers, *self.via) for u in named.units))


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A target: what is measured, among whom, how it compares, by when."""

    plan: str
    clause: str
    index: int
    indicator: str
    among: str | None
    printed: str | None
    comparator: str
    value: Decimal | None
    value_to: Decimal | None
    measure: str | None
    horizon_from: str | None
    horizon_to: str | None
    note: str | None

    @property
    def id(self) -> str:
        return f"{self.plan}#{self.clause}/chi-tieu-{self.index}"


@dataclass(frozen=True, slots=True)
class CitationFact:
    """A mention of a document: by which clause, how (basis, implements, cites), printed how, meaning what.

    `document` is an id of the register, `target_plan` a plan of the site; `date_differs` when another date is printed
    than the register knows.
    """

    plan: str
    clause: str
    relation: str
    printed: str
    document: str | None
    target_plan: str | None
    date_differs: bool


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How many words of plan and source match, and what had to be repaired to compare them."""

    matched: int
    total: int
    repairs: tuple[str, ...]

    @property
    def share(self) -> float:
        return 1.0 if self.matched == self.total else self.matched / self.total


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
    def updates_of(self) -> dict[tuple[str, str, int | None], list[UpdateFact]]:
        """(plan, clause, target or None) → what was reported of it, newest first."""
        found: defaultdict[tuple[str, str, int | None], list[UpdateFact]] = defaultdict(list)
        for fact in self.updates:
            for target in fact.targets or (None,):
                found[fact.plan, fact.clause, target].append(fact)
        return dict(found)

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
    def collectives_of(self) -> dict[str, list[Unit]]:
        """Unit → the collectives that list it as a member today, by list or rule."""
        groups = [unit for unit in self.registry.units.values() if unit.collective]
        return _grouped(groups, lambda group: tuple(m.id for m in self.registry.members(group, None)))

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


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What one plan says, resolved."""

    assignments: tuple[Assignment, ...]
    duties: tuple[Duty, ...]
    targets: tuple[TargetFact, ...]
    reports: tuple[ReportLink, ...]
    citations: tuple[CitationFact, ...]
    updates: tuple[UpdateFact, ...] = ()


def _grouped(values: Iterable[V], keys: Callable[[V], Iterable[str]]) -> dict[str, list[V]]:
    """Each value under each of its keys, in the order given."""
    groups: defaultdict[str, list[V]] = defaultdict(list)
    for value in values:
        for key in keys(value):
            groups[key].append(value)
    return dict(groups)
