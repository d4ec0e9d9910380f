"""The lists of units' work orders. What several units share is made once: most duties are those of a collective."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct

from generator.corpus import Corpus, Duty, ReportLink
from generator.memory import Recent
from generator.model.plan import ROLES
from generator.plans import Plan
from generator.views import weights
from generator.views.common import Link, ReportView, plan_link, report_view
from generator.views.duties import DutyView, TaskView, duty_view, task_view
from generator.views.narrowing import NOTHING, FiltersView, filters

KINDS = ("certain", "uncertain", "owes", "receives", "issued")
"""The lists of a unit: duties, those that are not certain, reports that it owes and receives, plans that it issued."""
LINES = 1 << 13
"""Lines that are remembered: more than neighbours in the register have, and they share most of theirs."""
PAGES = 1 << 5
"""Likewise pages of lines: the communes of a district often have the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of a unit's list, which of its lists it is in, its plan, and its estimated bytes.

    Two lines are the same when they are one object.
    """

    kind: str
    row: DutyView | ReportView | Link
    plan: Plan
    weight: int


class PlanDuties(Struct, frozen=True):
    """The duties of one role under one plan."""

    plan: Link
    duties: tuple[DutyView, ...]


class RoleDuties(Struct, frozen=True):
    """The duties of one role, by plan."""

    role: str
    count: int
    plans: tuple[PlanDuties, ...]


class WorkView(Struct, frozen=True):
    """The lists as they stand on one page, and how many they are: certain duties by role, `reports` owed."""

    counts: dict[str, int]
    roles: tuple[RoleDuties, ...] = ()
    uncertain: tuple[DutyView, ...] = ()
    owes: tuple[ReportView, ...] = ()
    receives: tuple[ReportView, ...] = ()
    issued: tuple[Link, ...] = ()
    filters: FiltersView = NOTHING


@dataclass(frozen=True)
class WorkRows:
    """Makes the lines and lists of a corpus. The same is the same object for as long as it is remembered."""

    corpus: Corpus
    _lines: Recent[tuple[object, ...], Line] = field(default_factory=lambda: Recent(LINES), repr=False)
    _tasks: Recent[tuple[str, str], TaskView] = field(default_factory=lambda: Recent(LINES), repr=False)
    _pages: Recent[tuple[Line, ...], WorkView] = field(default_factory=lambda: Recent(PAGES), repr=False)

    def duty(self, duty: Duty) -> Line:
        """What a unit itself reported is shown on its page alone."""
        told = self.corpus.updates_of.get((duty.plan, duty.clause, None))
        own = duty.unit if told and any(fact.unit == duty.unit for fact in told) else None
        key = (duty.plan, duty.clause, duty.role, duty.inherited_from, duty.certain, own)
        return self._lines.of(key, self._of_duty, duty)

    def report(self, kind: str, link: ReportLink) -> Line:
        return self._lines.of((kind, link.plan, link.clause, link.step), self._of_report, kind, link)

    def issued(self, plan: Plan) -> Line:
        return self._lines.of(("issued", plan.slug), self._of_issued, plan)

    def view(self, lines: tuple[Line, ...]) -> WorkView:
        """What a page shows of these lines."""
        return self._pages.of(lines, _view, self.corpus, lines)

    def _of_duty(self, duty: Duty) -> Line:
        task = self._tasks.of((duty.plan, duty.clause), task_view, self.corpus, duty)
        row = duty_view(self.corpus, duty, task)
        kind = "certain" if duty.certain else "uncertain"
        return Line(kind, row, self.corpus.plan_by_slug[duty.plan], weights.duty(row))

    def _of_report(self, kind: str, link: ReportLink) -> Line:
        plan = self.corpus.plan_by_slug[link.plan]
        return Line(kind, report_view(self.corpus, link), plan, weights.report(self.corpus, link))

    def _of_issued(self, plan: Plan) -> Line:
        return Line("issued", plan_link(self.corpus, plan), plan, weights.LINK)


def duty_counts(duties: Iterable[Duty | DutyView]) -> dict[str, int]:
    """How many duties of each role; uncertain ones are not to be passed in."""
    counts = dict.fromkeys(ROLES, 0)
    for duty in duties:
        counts[duty.role] += 1
    return counts


def _view(corpus: Corpus, lines: Iterable[Line]) -> WorkView:
    of: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for line in lines:
        of[line.kind].append(line.row)
    certain, uncertain, owes, receives, issued = (tuple(of[kind]) for kind in KINDS)
    return WorkView(
        counts=duty_counts(certain) | {"reports": len(owes)},
        roles=tuple(_by_role(certain)),
        uncertain=uncertain,
        owes=owes,
        receives=receives,
        issued=issued,
        filters=filters(corpus, certain, uncertain, owes, receives),
    )


def _by_role(duties: Iterable[DutyView]) -> Iterator[RoleDuties]:
    """Duties, given in the order of roles and plans, in groups."""
    for role, mine in groupby(duties, attrgetter("role")):
        grouped = (tuple(under) for _, under in groupby(mine, attrgetter("task.slug")))
        plans = [PlanDuties(under[0].task.plan, under) for under in grouped]
        yield RoleDuties(role, sum(len(plan.duties) for plan in plans), tuple(plans))
