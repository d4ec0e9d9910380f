"""Which clauses give work, and to whom: named, through a collective, or inherited from a predecessor."""

from __future__ import annotations

from collections.abc import Iterator

from generator.corpus import Assignment, Duty, Heritage, NamedUnits
from generator.model.plan import ROLES
from generator.outline import PlanClause
from generator.plans import Plan
from generator.readers.times import Rule, read_time
from generator.registry import Unit
from generator.resolver.names import Reader


def duty_clauses(clause: PlanClause, inside: bool = False) -> Iterator[PlanClause]:
    """The clauses that are duties, or tasks without a unit, at or below `clause`.

    A duty stands on the highest clause without a title of its own; what lies below is its words, unless it names
    roles itself. Lead-ins, and lines that speak for their heading, are none.
    """
    if clause.source.applies_to == "heading":
        return
    if clause.heading or clause.lead_in or clause.source.columns:
        for child in clause.children:
            yield from duty_clauses(child, False)
        return
    if (clause.holds.roles and (not inside or clause.source.names_roles)) or (not inside and _open_task(clause)):
        yield clause
        inside = True
    for child in clause.children:
        yield from duty_clauses(child, inside)


def _open_task(clause: PlanClause) -> bool:
    """A content line that names no unit: shown as such, given to nobody. A mere pointer to an annex is no task."""
    return clause.holds.kind == "content" and not clause.source.see


def assignments(plan: Plan, reader: Reader) -> Iterator[Assignment]:
    """The plan's assignments in printed order."""
    for top in plan.tops:
        for clause in duty_clauses(top):
            named: dict[str, list[NamedUnits]] = {}
            for name in clause.holds.roles:
                named.setdefault(name.role, []).append(reader.read(name.name))
            roles = tuple((role, tuple(named[role])) for role in ROLES if role in named)
            partners = tuple(reader.read(name.name) for name in clause.holds.partners)
            yield Assignment(
                plan.slug, clause.id, (*roles, *_column_role(clause, reader, roles)), partners, rules(clause)
            )


def _column_role(
    clause: PlanClause, reader: Reader, given: tuple[tuple[str, tuple[NamedUnits, ...]], ...]
) -> Iterator[tuple[str, tuple[NamedUnits, ...]]]:
    """A value that a table repeats in every row stands once on its column."""
    for column in clause.columns:
        if column.every_row and column.key in ROLES and clause.is_row and column.key not in dict(given):
            yield column.key, (reader.read(column.every_row),)


def rules(clause: PlanClause) -> tuple[Rule, ...]:
    """The time rules that hold for a clause; what the grammar can't read is reported by a check."""
    phrases = [phrase.text for phrase in clause.holds.times]
    phrases += [
        c.every_row for c in clause.columns if c.every_row and c.key == "time" and clause.is_row and not phrases
    ]
    return tuple(rule for phrase in phrases for rule in read_time(phrase) or ())


def duties(plan: Plan, reader: Reader, given: tuple[Assignment, ...]) -> Iterator[Duty]:
    """One duty for each unit and role; a unit named itself comes before the ways round."""
    for assignment in given:
        partners = {unit for named in assignment.partners for unit in named.units}
        seen: set[str] = set()
        first, last = span(assignment.rules, plan)
        ranked = sorted(_holders(assignment, reader), key=lambda item: (len(item[2]), not item[3]))
        for unit, role, heritage, certain in ranked:
            if unit in seen or (heritage and unit in partners):
                continue
            seen.add(unit)
            yield Duty(plan.slug, assignment.clause, unit, role, heritage, certain, assignment.rules, first, last)


def _holders(assignment: Assignment, reader: Reader) -> Iterator[tuple[str, str, tuple[Heritage, ...], bool]]:
    """(unit, role, through whom, certain): named units, then members, then successors of both."""
    for role, names in assignment.roles:
        for named in names:
            for unit_id in named.units:
                unit = reader.registry.units[unit_id]
                yield unit_id, role, (), named.certain
                reached: list[tuple[Unit, tuple[Heritage, ...]]] = [(unit, ())]
                if unit.collective:
                    way = (Heritage(unit_id, "collective"),)
                    reached = [(member, way) for member in reader.heirs(unit)]
                    yield from ((member.id, role, way, named.certain) for member, _ in reached)
                for holder, through in reached:
                    for successor, entry in reader.registry.successors(holder):
                        heir = (*through, Heritage(holder.id, "predecessor", entry.basis))
                        yield successor.id, role, heir, named.certain


def span(given: tuple[Rule, ...], plan: Plan) -> tuple[str | None, str | None]:
    """The period of a duty or target: printed with it, else the plan's own."""
    spans = [rule for rule in given if rule.kind == "span"]
    if spans:
        return spans[0].from_, spans[-1].to
    ends = [rule.by or rule.last_day for rule in given if rule.kind == "once"]
    return plan.period_from, (ends[-1] if ends and ends[-1] else plan.period_to)
