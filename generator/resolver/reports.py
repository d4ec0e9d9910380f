"""Reporting chains: who reports to whom, handed in where, by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.corpus import Duty, NamedUnits, ReportLink
from generator.model.plan import Report
from generator.outline import PlanClause
from generator.plans import Plan
from generator.readers.times import read_time
from generator.resolver.names import EVERYONE, Reader


def reports(plan: Plan, reader: Reader, duties: Iterable[Duty]) -> Iterator[ReportLink]:
    """The plan's report links in printed order; «các đơn vị» as a sender means all whom the plan charges."""
    charged = tuple(sorted({d.unit for d in duties if d.certain and d.role != "invited" and not _succeeded(d)}))
    for clause in plan.clauses:
        for step, link in enumerate(clause.source.reports, start=1):
            yield _link(plan, clause, step, link, reader, charged)


def _link(
    plan: Plan, clause: PlanClause, step: int, link: Report, reader: Reader, charged: tuple[str, ...]
) -> ReportLink:
    senders = tuple(reader.read(name) for name in link.sender) or _own_units(clause, reader)
    receivers = tuple(reader.read(name) for name in link.to)
    via = tuple(reader.read(name) for name in link.via)
    away = {unit for named in (*receivers, *via) for unit in named.units}
    return ReportLink(
        plan=plan.slug,
        clause=clause.id,
        step=step,
        senders=senders,
        sender_units=tuple(u for u in _opened(senders, reader, charged) if u not in away),
        receivers=receivers,
        via=via,
        what=link.what,
        rules=tuple(rule for phrase in link.time for rule in read_time(phrase) or ()),
        doubt=link.doubt,
    )


def _own_units(clause: PlanClause, reader: Reader) -> tuple[NamedUnits, ...]:
    """The clause's own units report: those that lead or are charged, else those that support or are invited."""
    held = clause.holds.roles
    first = [name for name in held if name.role in ("lead", "assigned")] or held
    return tuple(reader.read(name.name) for name in first)


def _opened(senders: tuple[NamedUnits, ...], reader: Reader, charged: tuple[str, ...]) -> Iterator[str]:
    """Each sending unit once; collectives with their members unless these are many, everyone as the charged units.

    «các đơn vị có liên quan» says nobody for sure, and so puts no report on anybody.
    """
    seen: dict[str, None] = {}
    for named in senders:
        if not named.certain:
            continue
        if named.vague == EVERYONE:
            seen.update(dict.fromkeys(charged))
        for unit_id in named.units:
            unit = reader.registry.units[unit_id]
            seen[unit_id] = None
            if unit.collective:
                seen.update(dict.fromkeys(member.id for member in reader.heirs(unit)))
    yield from seen


def _succeeded(duty: Duty) -> bool:
    return any(step.kind == "predecessor" for step in duty.inherited_from)
