"""Below a heading that names units, own roles include one of them or a member of one: the commonest slip."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.outline import PlanClause, RoleName
from generator.plans import Plan
from generator.problems import Problem
from generator.resolver.names import Reader


def check(subject: Subject, plan: Plan) -> Iterator[Problem]:
    """A clause whose roles leave out every unit of its heading."""
    if not subject.reads("places", "units"):
        return
    reader = subject.reader(plan)
    if reader:
        for top in plan.tops:
            yield from _below(top, (), plan, reader)


def _below(clause: PlanClause, heading: tuple[RoleName, ...], plan: Plan, reader: Reader) -> Iterator[Problem]:
    own = clause.source.names_roles
    if heading and own and _strangers(heading, clause.holds.roles, plan, reader):
        names = ", ".join(f"«{name.name}»" for name in heading)
        mine = ", ".join(f"«{name.name}»" for name in clause.holds.roles)
        yield Problem(plan.spot(*clause.holds.roles[0].at), "heading-roles", {"heading": names, "own": mine})
    names_below = clause.holds.roles if clause.heading and own else heading
    for child in clause.children:
        yield from _below(child, names_below, plan, reader)


def _strangers(heading: tuple[RoleName, ...], own: tuple[RoleName, ...], plan: Plan, reader: Reader) -> bool:
    """Whether no unit is in both, and all are known."""
    return not _share(heading, own, reader) and not any(
        reader.problem(name.name, plan.spot()) for name in (*heading, *own)
    )


def _share(heading: tuple[RoleName, ...], own: tuple[RoleName, ...], reader: Reader) -> bool:
    named = {unit for name in heading for unit in reader.read(name.name).units}
    if any(unit in named for name in own for unit in reader.read(name.name).units):
        return True
    reach = frozenset().union(*(reader.reach(name) for name in heading))
    mine = frozenset().union(*(reader.reach(name) for name in own))
    texts = {reader.registry.names.key(name.name) for name in heading}
    return bool(reach & mine) or any(reader.registry.names.key(name.name) in texts for name in own)
