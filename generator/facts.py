"""What plans say, resolved: each fact with the clause that says it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import astuple

from generator.plans import Plan
from generator.readers.times import Rule

T = TypeVar("T")


class Heritage(Struct, frozen=True):
    """Through whom a duty comes to a unit: a collective that it is a member of, or a unit that it succeeded."""

    unit: str
    kind: str
    basis: str | None = None


class Duty(Struct, frozen=True):
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


class Assignment(Struct, frozen=True):
    """A clause that gives work, with its units as printed: one row of a plan's table of assignments.

    `roles`: role → names as printed with the units they resolve to (none for a vague phrase).
    """

    plan: str
    clause: str
    roles: tuple[tuple[str, tuple[NamedUnits, ...]], ...]
    partners: tuple[NamedUnits, ...]
    rules: tuple[Rule, ...]


class NamedUnits(Struct, frozen=True):
    """A name as printed and the units it means; `vague` for a phrase that the plan leaves open or means everyone."""

    name: str
    units: tuple[str, ...]
    vague: str | None = None
    certain: bool = True


class ReportLink(Struct, frozen=True):
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


class TargetFact(Struct, frozen=True):
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


class CitationFact(Struct, frozen=True):
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


class Fidelity(Struct, frozen=True):
    """How many words of plan and source match, and what had to be repaired to compare them."""

    matched: int
    total: int
    repairs: tuple[str, ...]

    @property
    def share(self) -> float:
        return 1.0 if self.matched == self.total else self.matched / self.total


@dataclass(frozen=True)
class PlanFacts:
    """What one plan says, resolved. `recipients`: for each line of them the units that it names."""

    assignments: tuple[Assignment, ...] = ()
    duties: tuple[Duty, ...] = ()
    targets: tuple[TargetFact, ...] = ()
    reports: tuple[ReportLink, ...] = ()
    citations: tuple[CitationFact, ...] = ()
    recipients: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def duties_of(self) -> dict[str, list[Duty]]:
        """Unit → its duties."""
        found: defaultdict[str, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            found[duty.unit].append(duty)
        return dict(found)

    @cached_property
    def assignment_by_clause(self) -> dict[str, Assignment]:
        return {item.clause: item for item in self.assignments}


class Ties(Struct, frozen=True):
    """With whom and what a plan has to do: units, documents, plans and indicators, each in the order of the text.

    Small, and enough to know which plans a page tells of without looking at what they say.
    """

    charged: tuple[str, ...]
    certain: tuple[tuple[str, str, int], ...]
    """(unit, role, how many duties it has for certain)."""
    owed: tuple[tuple[str, int], ...]
    """(unit, how many reports it owes)."""
    receivers: tuple[str, ...]
    named: tuple[tuple[str, str | None, str | None], ...]
    """What is cited: (relation, document, plan of the site)."""
    cited: tuple[tuple[str, int, int], ...]
    """(document, clauses that cite it, bytes of the forms in which they do)."""
    indicators: tuple[tuple[str, int], ...]
    """(indicator, how many targets there are of it)."""
    topics: tuple[str, ...]
    """Names as written, of the plan and of its clauses."""
    tasks: int
    """Assignments that name somebody."""

    @property
    def senders(self) -> tuple[str, ...]:
        """The units that owe a report."""
        return tuple(unit for unit, _ in self.owed)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that are cited."""
        return tuple(document for document, _, _ in self.cited)

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans of the site that are cited."""
        return _once(plan for _, _, plan in self.named if plan)


def ties(plan: Plan, facts: PlanFacts) -> Ties:
    """The ties that a plan's facts make."""
    certain = Counter((duty.unit, duty.role) for duty in facts.duties if duty.certain)
    owed = Counter(unit for link in facts.reports for unit in link.sender_units)
    return Ties(
        charged=_once(duty.unit for duty in facts.duties),
        certain=tuple((*held, n) for held, n in certain.items()),
        owed=tuple(owed.items()),
        receivers=_once(unit for link in facts.reports for unit in link.receiver_units),
        named=_once((fact.relation, fact.document, fact.target_plan) for fact in facts.citations),
        cited=tuple(_cited(facts.citations)),
        indicators=tuple(Counter(fact.indicator for fact in facts.targets).items()),
        topics=_once((*plan.file.topics, *(name for clause in plan.clauses for name in clause.source.topics))),
        tasks=sum(bool(item.roles) for item in facts.assignments),
    )


def _cited(citations: tuple[CitationFact, ...]) -> Iterator[tuple[str, int, int]]:
    for document in _once(fact.document for fact in citations if fact.document):
        printed = [fact.printed for fact in citations if fact.document == document]
        yield document, len(printed), sum(len(form.encode()) for form in set(printed))


def _once(names: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(names))


def shared(told: Ties, known: dict[object, object]) -> Ties:
    """The same ties, made of values in `known`, where what is new is added: units come again in every plan."""
    return Ties(*(_shared(value, known) for value in astuple(told)))


def _shared(value: Any, known: dict[object, object]) -> Any:
    if isinstance(value, tuple):
        value = tuple([_shared(each, known) for each in value])
    return known.setdefault(value, value)
