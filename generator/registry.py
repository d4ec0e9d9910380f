"""The registers, indexed for look-up: a name as an editor writes it → the one thing that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

from generator.model.registers import (
    Abbreviation,
    DocumentEntry,
    IndicatorEntry,
    Member,
    PlaceEntry,
    Successor,
    TopicEntry,
    UnitEntry,
)
from generator.problems import Place as Spot
from generator.readers.citations import normal_number
from generator.vietnamese import name_key, slug

SELF_GOVERNING = frozenset({"UBND", "HĐND", "chính phủ", "bộ"})
"""A unit directly below one of these is known in the whole place; below any other it is an inner room."""
MANY = 200
"""Members of a collective. What a larger one has to do is told once, of the collective, and not of each member: more
than the communes of any province, fewer than all schools of one."""


class Locality(Struct, frozen=True):
    """A territory and the chain of territories above it."""

    id: str
    entry: PlaceEntry
    spot: Spot
    above: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.entry.name


class Unit(Struct, frozen=True):
    """A unit or collective; `parent`, `members` and `successors` are ids or entries of the same register."""

    id: str
    name: str
    full_name: str
    place: str
    parent: str | None
    entry: UnitEntry
    spot: Spot
    at: tuple[str | int, ...] = ()
    """Where the entry stands in its file."""

    @property
    def collective(self) -> bool:
        return self.entry.kind == "tập thể"


class Document(Struct, frozen=True):
    """A document of the register."""

    id: str
    entry: DocumentEntry
    number: str | None
    issued: str | None
    spot: Spot

    @property
    def year(self) -> str | None:
        return self.issued[:4] if self.issued else None


class Term(Struct, frozen=True):
    """A topic or an indicator."""

    id: str
    entry: TopicEntry | IndicatorEntry
    spot: Spot

    @property
    def name(self) -> str:
        return self.entry.name


@dataclass(frozen=True, slots=True)
class Names:
    """The key under which names are compared: abbreviations are written out first."""

    long_forms: tuple[tuple[str, str], ...] = ()
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Keys made before: the same names come again in every plan."""

    @classmethod
    def of(cls, abbreviations: Iterable[Abbreviation]) -> Names:
        pairs = {(name_key(a.short), name_key(a.long)) for a in abbreviations}
        return cls(tuple(sorted(pairs)))

    def key(self, name: str) -> str:
        found = self.known.get(name)
        if found is None:
            found = f" {name_key(name)} "
            for short, long in self.long_forms:
                found = found.replace(f" {short} ", f" {long} ")
            found = self.known[name] = found.strip()
        return found


@dataclass(frozen=True)
class Registry:
    """Everything that plans are read against. Built once by `generator.registers`, never changed; indexes made once."""

    localities: dict[str, Locality]
    units: dict[str, Unit]
    documents: dict[str, Document]
    topics: dict[str, Term]
    indicators: dict[str, Term]
    abbreviations: tuple[Abbreviation, ...]
    names: Names
    by_scope: dict[tuple[str, str], tuple[str, ...]] = field(repr=False)
    by_full_name: dict[str, tuple[str, ...]] = field(repr=False)
    by_number: dict[str, tuple[str, ...]] = field(repr=False)
    by_place: dict[str, str] = field(repr=False)

    def locality(self, name: str) -> Locality | None:
        found = self.by_place.get(name_key(name))
        return self.localities[found] if found else None

    def scopes(self, place: str, issuer: str | None) -> tuple[str, ...]:
        """From the issuer outwards: its own rooms, then the plan's place, then the places above it."""
        chain = (place, *self.localities[place].above)
        return (issuer, *chain) if issuer else chain

    def find_units(self, name: str, scopes: Iterable[str]) -> tuple[Unit, ...]:
        """The units that `name` names in the nearest scope that knows it; more than one means ambiguous.

        A full name («Sở Công Thương tỉnh Bắc Sơn») names its unit from everywhere.
        """
        key = self.names.key(name)
        for scope in scopes:
            if found := self.by_scope.get((scope, key)):
                return tuple(self.units[unit] for unit in found)
        return tuple(self.units[unit] for unit in self.by_full_name.get(key, ()))

    def elsewhere(self, name: str) -> tuple[Unit, ...]:
        """Units of that name in any place: to tell an editor that he means the neighbour's."""
        return tuple(self.units[unit] for unit in self._by_name.get(self.names.key(name), ()))

    def known_names(self, scopes: Iterable[str]) -> Iterator[str]:
        wanted = set(scopes)
        for unit in self.units.values():
            if self.scope_of(unit) in wanted:
                yield unit.name
                yield from unit.entry.aliases

    def scope_of(self, unit: Unit) -> str:
        """Where the name is known: inner rooms below their parent, all others in their place."""
        parent = self.units.get(unit.parent) if unit.parent else None
        return parent.id if parent and parent.entry.kind not in SELF_GOVERNING else unit.place

    def lineage(self, unit: Unit) -> tuple[Unit, ...]:
        """The units above `unit`, nearest first."""
        above: list[Unit] = []
        while unit.parent and unit.parent in self.units and len(above) < 10:
            unit = self.units[unit.parent]
            above.append(unit)
        return tuple(above)

    def children(self, unit: Unit) -> tuple[Unit, ...]:
        return self._by_parent.get(unit.id, ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        """Name key → ids of all units so named, in any scope."""
        index: defaultdict[str, set[str]] = defaultdict(set)
        for (_, key), found in self.by_scope.items():
            index[key].update(found)
        return {key: tuple(sorted(found)) for key, found in index.items()}

    @cached_property
    def _by_parent(self) -> dict[str, tuple[Unit, ...]]:
        return self._units_by(lambda unit: unit.parent)

    @cached_property
    def _by_home(self) -> dict[str, tuple[Unit, ...]]:
        """Place → the units that are known in the whole of it."""
        return self._units_by(lambda unit: unit.place if self.scope_of(unit) == unit.place else None)

    def _units_by(self, of: Callable[[Unit], str | None]) -> dict[str, tuple[Unit, ...]]:
        index: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            if key := of(unit):
                index[key].append(unit)
        return {key: tuple(found) for key, found in index.items()}

    def members(self, unit: Unit, day: str | None) -> tuple[Unit, ...]:
        """The units in a collective on `day` (ISO, as precise as known), collectives inside it opened up.

        A unit founded after that day, or dissolved before it, is no member.
        """
        known = self._members.get((unit.id, day))
        if known is None:
            found: dict[str, Unit] = {}
            self._gather(unit, day, found, frozenset({unit.id}))
            known = self._members[unit.id, day] = tuple(found[key] for key in sorted(found))
        return known

    def large(self, unit: Unit) -> bool:
        """Whether a collective has so many members, of whatever day, that its work is not copied to each of them."""
        return unit.collective and len(self.members(unit, None)) > MANY

    @cached_property
    def _members(self) -> dict[tuple[str, str | None], tuple[Unit, ...]]:
        """Members found before, by collective and day: filled as they are asked for."""
        return {}

    def _gather(self, unit: Unit, day: str | None, found: dict[str, Unit], seen: frozenset[str]) -> None:
        for member in unit.entry.members:
            for inner in self._named_by(member, unit):
                if inner.id in seen or not _exists(inner, day):
                    continue
                if inner.collective:
                    self._gather(inner, day, found, seen | {inner.id})
                else:
                    found[inner.id] = inner

    def _named_by(self, member: Member, collective: Unit) -> tuple[Unit, ...]:
        if member.name:
            return self.find_units(member.name, self.member_scopes(collective))
        parent = self.find_units(member.of, self.member_scopes(collective)) if member.of else ()
        near = self.children(parent[0]) if parent else self._by_home.get(collective.place, ())
        return tuple(
            u
            for u in near
            if not u.collective and u.entry.kind != "lãnh đạo" and (member.kind is None or u.entry.kind == member.kind)
        )

    def member_scopes(self, collective: Unit) -> tuple[str, ...]:
        """Where the names of members are looked up: beside the collective, then its place and the places below it."""
        below = [p.id for p in self.localities.values() if collective.place in p.above]
        return (self.scope_of(collective), *self.scopes(collective.place, None), *below)

    def successors(self, unit: Unit) -> tuple[tuple[Unit, Successor], ...]:
        """The units that took over, each with the entry that gives the basis."""
        if not unit.entry.succeeded_by:
            return ()
        scopes = self.scopes(unit.place, None)
        return tuple(
            (found, successor)
            for successor in unit.entry.succeeded_by
            for found in self.find_units(successor.unit, scopes)[:1]
        )

    def documents_named(self, form: str) -> tuple[Document, ...]:
        """The documents of a number or a law's name, however it is written."""
        return tuple(self.documents[found] for found in self.by_number.get(document_key(form), ()))

    def topic(self, name: str) -> Term | None:
        return self._topic_by_name.get(slug(name))

    def indicator(self, name: str) -> Term | None:
        return self._indicator_by_name.get(slug(name))

    @cached_property
    def _topic_by_name(self) -> dict[str, Term]:
        return {slug(term.name): term for term in self.topics.values()}

    @cached_property
    def _indicator_by_name(self) -> dict[str, Term]:
        return {slug(term.name): term for term in self.indicators.values()}


def document_key(form: str) -> str:
    """The key of a number or of a law's name: marks, case and blanks aside."""
    return slug(normal_number(form))


def _exists(unit: Unit, day: str | None) -> bool:
    """Whether the unit stood on `day`; dates are compared as far as both are known."""
    if day is None:
        return True
    founded, ended = unit.entry.established, unit.entry.dissolved
    if founded and day[: len(founded)] < founded[: len(day)]:
        return False
    return not (ended and day[: len(ended)] > ended[: len(day)])


def index_units(units: Iterable[Unit], scopes: dict[str, str], names: Names) -> dict[tuple[str, str], tuple[str, ...]]:
    """(scope, name key) → ids of the units so named; `scopes` says where each unit's names are known."""
    index: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units:
        forms = [unit.name, unit.full_name, *unit.entry.aliases]
        if unit.entry.short:
            forms.append(unit.entry.short)
        for form in forms:
            index[scopes[unit.id], names.key(form)].add(unit.id)
    return {key: tuple(sorted(found)) for key, found in index.items()}
