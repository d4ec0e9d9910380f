"""A plan's tree of clauses laid flat in two steps, goals and objectives, as StratML wants it. No word is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from generator.outline import MARKS, PlanClause
from generator.plans import Plan

AIMS = frozenset({"purpose", "targets"})
"""The kinds of headings that are goals even where no duty and no target stands below them."""


@dataclass(slots=True, eq=False)
class Group:
    """A heading, or a clause that stands under none, with its objectives and what else is said below it."""

    top: PlanClause
    objectives: list[PlanClause] = field(default_factory=list)
    said: list[PlanClause] = field(default_factory=list)

    @property
    def is_goal(self) -> bool:
        return bool(self.objectives) or (bool(self.said) and self.top.heading and self.top.holds.kind in AIMS)

    def lines(self) -> Iterator[str]:
        """What is printed directly below the heading and is no objective."""
        if self.top.heading and self.top.source.words:
            yield self.top.source.words
        yield from (printed_line(clause) for clause in self.said)


def groups(plan: Plan, objectives: Collection[str]) -> tuple[Group, ...]:
    """All groups in printed order; `objectives` are ids of clauses. What lies in an objective are its words."""
    found: list[Group] = []
    for top in plan.tops:
        found.append(Group(top))
        _walk(top, found[-1], False, objectives, found)
    return tuple(found)


def _walk(clause: PlanClause, group: Group, inside: bool, objectives: Collection[str], found: list[Group]) -> None:
    if clause.heading and clause is not group.top:
        group, inside = Group(clause), False
        found.append(group)
    if clause.id in objectives:
        group.objectives.append(clause)
        inside = not clause.heading
    elif not clause.heading and not inside:
        group.said.append(clause)
    for child in clause.children:
        _walk(child, group, inside, objectives, found)


def goals(found: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups that are goals; where none is, the sections as they are, since a plan has at least one."""
    chosen = tuple(group for group in found if group.is_goal)
    return chosen or tuple(group for group in found if group.top.part == "sections" and group.top.parent is None)


def heading_line(clause: PlanClause) -> str:
    """«II. CHỈ TIÊU CHỦ YẾU», as printed."""
    return " ".join(part for part in (clause.source.label, clause.source.title) if part)


def printed_line(clause: PlanClause) -> str:
    """A clause's own words with its mark, label and title, as printed."""
    source = clause.source
    parts = (MARKS.get(clause.marker), source.label, source.title, source.words)
    return " ".join(part for part in parts if part)
