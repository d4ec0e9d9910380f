"""Printed names of units → units, as one plan means them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from generator.corpus import NamedUnits
from generator.outline import RoleName
from generator.plans import Plan
from generator.problems import Place as Spot
from generator.problems import Problem, nearest
from generator.registry import Registry, Unit
from generator.vietnamese import KEPT, fold, squash

EVERYONE = "everyone"
UNNAMED = "unnamed"


_OPEN_END = re.compile(r"\bva (?:cac )?(?:don vi|co quan|to chuc|nganh|dia phuong)(?:, [a-z, ]+?)? (?:co )?lien quan$")


@lru_cache(maxsize=KEPT)
def says_who(name: str) -> bool:
    """Whether a printed name tells who is meant.

    «các đơn vị có liên quan» does not. Where such a phrase only ends a list («Các ban, ngành, …, UBND cấp xã và các
    đơn vị có liên quan»), what stands before it is named all the same.
    """
    folded = squash(fold(name))
    return "lien quan" not in folded or bool(_OPEN_END.search(folded))


@dataclass(frozen=True, slots=True)
class Reader:
    """Looks names up for one plan: its own groups first, then from the issuer outwards."""

    registry: Registry
    plan: Plan
    scopes: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    known: dict[str, NamedUnits] = field(default_factory=dict, compare=False, repr=False)
    """Names read before: a plan says the same ones again and again."""

    @classmethod
    def of(cls, registry: Registry, plan: Plan, place: str, issuer: str | None) -> Reader:
        groups = {registry.names.key(phrase): names for phrase, names in plan.file.groups.items()}
        return cls(registry, plan, registry.scopes(place, issuer), groups)

    def read(self, name: str) -> NamedUnits:
        """The units that `name` means; none when it is vague, unknown or ambiguous."""
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = self._read(name)
        return found

    def _read(self, name: str) -> NamedUnits:
        certain = says_who(name)
        meaning = self.groups.get(self.registry.names.key(name))
        if meaning == (EVERYONE,) or meaning == (UNNAMED,):
            return NamedUnits(name, (), meaning[0], certain)
        names = meaning or (name,)
        found = [self.registry.find_units(each, self.scopes) for each in names]
        return NamedUnits(name, tuple(units[0].id for units in found if len(units) == 1), None, certain)

    def doubtful(self, name: str) -> bool:
        """Whether `problem` may find something: quickly told, before the spot in the file is looked up."""
        return not self.read(name).units

    def problem(self, name: str, spot: Spot) -> Problem | None:
        """What is wrong with `name`: nobody of that name, or several.

        A phrase of `groups` is judged where it is defined.
        """
        return None if self.registry.names.key(name) in self.groups else self._unit_problem(name, spot)

    def problem_in_group(self, name: str, meaning: tuple[str, ...], spot: Spot) -> Problem | None:
        """What is wrong with a name that a group means; a lone word may also be `everyone` or `unnamed`."""
        if meaning in ((EVERYONE,), (UNNAMED,)):
            return None
        found = self._unit_problem(name, spot)
        if found and found.rule == "unit-unknown" and not found.nearest:
            return Problem(spot, "group-unknown", found.words)
        return found

    def _unit_problem(self, name: str, spot: Spot) -> Problem | None:
        found = self.registry.find_units(name, self.scopes)
        if len(found) > 1:
            return Problem(spot, "unit-ambiguous", {"name": name, "units": "; ".join(u.full_name for u in found)})
        return None if found else self._unknown(name, spot)

    def _unknown(self, name: str, spot: Spot) -> Problem:
        place = self.plan.place
        if others := self.registry.elsewhere(name):
            issuer = self.registry.units.get(self.scopes[0])
            if issuer and any(unit.place in self.scopes for unit in others):
                place = issuer.full_name
            where = "; ".join(unit.full_name for unit in others)
            near = nearest(name, self.registry.known_names(self.scopes))
            return Problem(spot, "unit-elsewhere", {"name": name, "place": place, "units": where}, near)
        known = (*self.registry.known_names(self.scopes), *self.plan.file.groups)
        return Problem(spot, "unit-unknown", {"name": name, "place": place}, nearest(name, known))

    def reach(self, role: RoleName) -> frozenset[str]:
        """The units that a name takes in: itself, and the members of a collective."""
        units = [self.registry.units[unit] for unit in self.read(role.name).units]
        inner = [member.id for unit in units if unit.collective for member in self.members(unit)]
        return frozenset([*(unit.id for unit in units), *inner])

    def members(self, unit: Unit) -> tuple[Unit, ...]:
        """The members of a collective as of the plan's date."""
        return self.registry.members(unit, self.plan.day)

    def heirs(self, unit: Unit) -> tuple[Unit, ...]:
        """The units to which the work of a collective comes: its members, or none where they are too many to be told
        one by one."""
        return () if self.registry.large(unit) else self.members(unit)
