"""Who has to do what, and by when: duties, deadlines, reports, targets of one plan in both states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from generator.changes.clauses import GONE, Alignment
from generator.changes.model import Change, stage_of
from generator.corpus import Assignment, Corpus, NamedUnits, PlanFacts, ReportLink, TargetFact
from generator.model.plan import ROLES
from generator.outline import PlanClause
from generator.paths import path_label
from generator.readers.times import Rule

K = TypeVar("K")


@dataclass(frozen=True)
class PlanStates:
    """One plan as it was and as it is. `met` says which clause is which."""

    slug: str
    old: Corpus
    new: Corpus
    met: Alignment

    @property
    def facts(self) -> tuple[PlanFacts, PlanFacts]:
        return self.old.of_plan(self.slug), self.new.of_plan(self.slug)

    @cached_property
    def holders(self) -> dict[str, dict[str, tuple[str, bool]]]:
        """As `_holders`, for the new state."""
        return _holders(self.facts[1], lambda clause: clause)

    @cached_property
    def former(self) -> dict[str, dict[str, tuple[str, bool]]]:
        """As `_holders`, for the old state, under the ids that its clauses have now."""
        return _holders(self.facts[0], self.met.now)

    def units_at(self, clause: PlanClause) -> tuple[str, ...]:
        """Those who have work in the clause, or in one above it whose words it is a part of, then or now."""
        found: set[str] = set()
        if clause.id in self.met.new and self.met.new[clause.id] is clause:
            found |= self._units_above(clause.id, self.met.new, str)
            was = self.met.old_of.get(clause.id)
        else:
            was = clause.id
        if was:
            found |= self._units_above(was, self.met.old, self.met.now)
        return tuple(sorted(found))

    def _units_above(self, id_: str, clauses: dict[str, PlanClause], key: Callable[[str], str]) -> set[str]:
        found: set[str] = set()
        step: str | None = id_
        while step:
            found |= self.holders.get(key(step), {}).keys() | self.former.get(key(step), {}).keys()
            found |= self._reporting.get(key(step), set())
            step = clauses[step].parent
        return found

    @cached_property
    def _reporting(self) -> dict[str, set[str]]:
        """Clause → those who report, or are reported to, by its words."""
        found: dict[str, set[str]] = {}
        old, new = self.facts
        links = [(self.met.now(link.clause), link) for link in old.reports] + [
            (link.clause, link) for link in new.reports
        ]
        for key, link in links:
            found.setdefault(key, set()).update(report_units(link))
        return found

    def change(
        self,
        about: str,
        key: str,
        part: str,
        *,
        units: tuple[str, ...],
        before: str | None,
        after: str | None,
        what: str = "",
        name: str = "",
    ) -> Change:
        """The change of one `part` of a clause; its stage follows from `before` and `after`."""
        at = self.met.clause(key)
        return Change(
            about,
            stage_of(before, after),
            f"{self.slug}#{at.id}/{part}",
            plan=self.slug,
            clause=None if key.startswith(GONE) else at.id,
            name=name,
            path=path_label(at),
            what=what,
            units=units,
            before=before,
            after=after,
        )

    def origin(self, key: str, held: str) -> str:
        """The clause that prints what holds for another (`roles`, `times`): itself, or the heading that says it for all
        below it.

        Where the two states have it from different clauses, it is told of the clause itself.
        """
        now = _printing(self.met.new, None if key.startswith(GONE) else key, held)
        was = _printing(self.met.old, key[1:] if key.startswith(GONE) else self.met.old_of.get(key), held)
        then = self.met.now(was) if was else None
        return key if now and then and now != then else now or then or key


def _printing(clauses: dict[str, PlanClause], id_: str | None, held: str) -> str | None:
    """The clause from which `id_` has its roles or times; None where it has none."""
    if id_ is None or not getattr(clauses[id_].holds, held):
        return None
    at = clauses[id_]
    while at.parent and getattr(clauses[at.parent].holds, held) == getattr(at.holds, held):
        at = clauses[at.parent]
    return at.id


def _holders(facts: PlanFacts, now: Callable[[str], str]) -> dict[str, dict[str, tuple[str, bool]]]:
    """Clause → unit → its role there, and whether that is certain."""
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for duty in facts.duties:
        found.setdefault(now(duty.clause), {})[duty.unit] = (duty.role, duty.certain)
    return found


def report_units(link: ReportLink) -> tuple[str, ...]:
    return (*link.sender_units, *link.receiver_units)


def names(given: Iterable[NamedUnits]) -> str | None:
    """Names as printed, in one line; None for none."""
    return ", ".join(named.name for named in given) or None


def duty_changes(states: PlanStates) -> Iterator[Change]:
    """Roles given, withdrawn, or given to others; said once where a heading gives them for all clauses below it."""
    old, new = _work(states)
    for key in _in_order(old, new):
        was, now = (dict(side[key].roles) if key in side else {} for side in (old, new))
        former, holders = states.former.get(key, {}), states.holders.get(key, {})
        affected = {unit for unit in former.keys() | holders.keys() if former.get(unit) != holders.get(unit)}
        origin = states.origin(key, "roles")
        for role in ROLES:
            before, after = names(was.get(role, ())), names(now.get(role, ()))
            if before != after:
                of_role = {u for side in (former, holders) for u, (held, _) in side.items() if held == role}
                units = tuple(sorted(affected & of_role or of_role))
                what = f"duty-role-{role}"
                yield states.change("duty", origin, role, what=what, units=units, before=before, after=after)


def deadline_changes(states: PlanStates) -> Iterator[Change]:
    """The printed times of work that was and is there, and of reports."""
    old, new = _work(states)
    for key in (key for key in new if key in old):
        units = tuple(sorted(states.former.get(key, {}).keys() | states.holders.get(key, {}).keys()))
        yield from _times(states, states.origin(key, "times"), old[key].rules, new[key].rules, units)
    was, now = _links(states)
    for at in (at for at in now if at in was):
        units = tuple(sorted({*report_units(was[at]), *report_units(now[at])}))
        yield from _times(states, at[0], was[at].rules, now[at].rules, units)


def _times(
    states: PlanStates, key: str, old: tuple[Rule, ...], new: tuple[Rule, ...], units: tuple[str, ...]
) -> Iterator[Change]:
    """What is no longer printed → what is printed instead."""
    was, now = [rule.printed for rule in old], [rule.printed for rule in new]
    before = "; ".join(text for text in was if text not in now) or None
    after = "; ".join(text for text in now if text not in was) or None
    if before or after:
        yield states.change("deadline", key, "han", units=units, before=before, after=after)


def report_changes(states: PlanStates) -> Iterator[Change]:
    """Reports asked for, no longer asked for, or asked of others."""
    old, new = _links(states)
    for key, step in _in_order(old, new):
        was, now = old.get((key, step)), new.get((key, step))
        units = tuple(sorted({unit for link in (was, now) if link for unit in report_units(link)}))
        part = f"bao-cao-{step}"
        if was is None or now is None:
            before, after = (_said(link) if link else None for link in (was, now))
            yield states.change("report", key, part, units=units, before=before, after=after)
            continue
        for name, read in _REPORT.items():
            if (before := read(was)) != (after := read(now)):
                what = f"report-{name}"
                yield states.change("report-part", key, part, what=what, units=units, before=before, after=after)


_REPORT: dict[str, Callable[[ReportLink], str | None]] = {
    "from": lambda link: names(link.senders),
    "to": lambda link: names(link.receivers),
    "via": lambda link: names(link.via),
    "what": lambda link: link.what,
    "doubt": lambda link: link.doubt,
}


def _said(link: ReportLink) -> str:
    """A report in one line: who → whom: what (when)."""
    when = "; ".join(rule.printed for rule in link.rules)
    line = f"{names(link.senders) or '–'} → {names(link.receivers) or '–'}"
    return line + (f": {link.what}" if link.what else "") + (f" ({when})" if when else "")


def target_changes(states: PlanStates) -> Iterator[Change]:
    """Targets set, dropped, or with another number, comparison or horizon."""
    was, now = states.facts
    old = {(states.met.now(fact.clause), fact.index): fact for fact in was.targets}
    new = {(fact.clause, fact.index): fact for fact in now.targets}
    for at in _in_order(old, new):
        before, after = old.get(at), new.get(at)
        if before and after and (before.indicator, before.among) != (after.indicator, after.among):
            yield _target(states, at, before, None)
            yield _target(states, at, None, after)
        elif before is None or after is None or before.printed != after.printed:
            yield _target(states, at, before, after)
        else:
            yield from _target_parts(states, at, before, after)


def _target(states: PlanStates, at: tuple[str, int], was: TargetFact | None, now: TargetFact | None) -> Change:
    """A target without a number still is one: its printed value is then «–»."""
    before, after = ((fact.printed or "–") if fact else None for fact in (was, now))
    units, name = states.units_at(states.met.clause(at[0])), _indicator(states, now or was)
    return states.change("target", at[0], f"chi-tieu-{at[1]}", name=name, units=units, before=before, after=after)


def _target_parts(states: PlanStates, at: tuple[str, int], was: TargetFact, now: TargetFact) -> Iterator[Change]:
    parts = (("comparison", was.comparator, now.comparator), ("horizon", was.horizon_to, now.horizon_to))
    units, name = states.units_at(states.met.clause(at[0])), _indicator(states, now)
    for what, before, after in parts:
        if before != after:
            part, about = f"chi-tieu-{at[1]}", f"target-{what}"
            yield states.change(about, at[0], part, name=name, units=units, before=before, after=after)


def _indicator(states: PlanStates, fact: TargetFact | None) -> str:
    """The indicator's name, with those among whom it is measured."""
    if fact is None:
        return ""
    found = states.new.registry.indicators.get(fact.indicator) or states.old.registry.indicators.get(fact.indicator)
    name = found.name if found else fact.indicator
    return f"{name} ({fact.among})" if fact.among else name


def _work(states: PlanStates) -> tuple[dict[str, Assignment], dict[str, Assignment]]:
    """Clause → its work, in both states; those of the old one by the keys that they have now."""
    old, new = states.facts
    return (
        {states.met.now(item.clause): item for item in old.assignments},
        {item.clause: item for item in new.assignments},
    )


def _links(states: PlanStates) -> tuple[dict[tuple[str, int], ReportLink], dict[tuple[str, int], ReportLink]]:
    """(clause, step) → its report, likewise."""
    old, new = states.facts
    return (
        {(states.met.now(link.clause), link.step): link for link in old.reports},
        {(link.clause, link.step): link for link in new.reports},
    )


def _in_order(old: Iterable[K], new: Iterable[K]) -> Iterator[K]:
    """The keys of the new state in its order, then those that are gone."""
    yield from dict.fromkeys((*new, *old))
