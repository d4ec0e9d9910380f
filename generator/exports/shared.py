"""What the records of one plan share: the words, the path and the rules of a clause, made once for all its units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from generator import urls
from generator.corpus import Corpus, Duty, Heritage
from generator.exports.memo import MOST_OWN
from generator.outline import PlanClause
from generator.paths import path_label
from generator.plans import Plan
from generator.readers.rules import Rule
from generator.titles import plan_name

Own = tuple[Any, ...]
Rules = list[dict[str, str | None]]
Kin = tuple[str, tuple[Rule, ...], str | None, str | None]
"""What duties side by side share: clause, rules, period."""


def rule_records(rules: tuple[Rule, ...]) -> Rules:
    """The shape that `due` and `rule` share: kind, before, by, from, to, last_day, printed."""
    return [
        {
            "kind": rule.kind,
            "before": rule.before,
            "by": rule.by,
            "from": rule.from_,
            "to": rule.to,
            "last_day": rule.last_day,
            "printed": rule.printed,
        }
        for rule in rules
    ]


@dataclass(frozen=True)
class Said:
    """One clause as records tell it; `path` is made where it is asked for."""

    clause: PlanClause
    url: str
    text: str

    @cached_property
    def path(self) -> str:
        return path_label(self.clause)

    @property
    def words(self) -> str:
        """A heading without words below it is its title."""
        return self.text or self.clause.source.title or ""


@dataclass(frozen=True)
class Shared:
    """What is said of one plan, remembered while its records are made; what it hands out is never changed."""

    corpus: Corpus
    plan: Plan
    _said: dict[str, Said] = field(default_factory=dict)
    _rules: dict[int, tuple[tuple[Rule, ...], Rules]] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        return plan_name(self.corpus, self.plan)

    def said(self, clause_id: str) -> Said:
        found = self._said.get(clause_id)
        if found is None:
            clause = self.corpus.clause_by_id[self.plan.slug, clause_id]
            found = Said(clause, urls.clause(self.plan.slug, clause_id), clause.full_text())
            self._said[clause_id] = found
        return found

    def rules(self, rules: tuple[Rule, ...]) -> Rules:
        """The records of rules; the very same rules, which the duties of a clause have, give the very same list."""
        held = self._rules.get(id(rules))
        if held is None:
            held = self._rules[id(rules)] = (rules, rule_records(rules))
        return held[1]

    def alike(self, duties: Iterable[Duty]) -> Iterator[tuple[Kin, tuple[Duty, ...]]]:
        """Duties side by side that share clause, rules and period."""
        for (clause, _, *span), found in groupby(duties, lambda d: (d.clause, id(d.rules), d.period_from, d.period_to)):
            held = tuple(found)
            yield (clause, held[0].rules, span[0], span[1]), held

    def own(self, duty: Duty) -> Own:
        """What is the duty's own: unit, its name, role, how it came to the unit, certain."""
        name = self.corpus.registry.units[duty.unit].full_name
        return _own(duty.unit, name, duty.role, duty.inherited_from, duty.certain)


@lru_cache(maxsize=MOST_OWN)
def _own(unit: str, name: str, role: str, way: tuple[Heritage, ...], certain: bool) -> Own:
    """The same in most plans of a place; alike ones are the same tuple."""
    return unit, name, role, [{"unit": step.unit, "kind": step.kind} for step in way], certain
