"""Lines of units' work orders, each made once for all units that share it: most duties are those of a collective."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from generator.corpus import Corpus, Duty, ReportLink
from generator.memory import Recent
from generator.plans import Plan
from generator.views import weights
from generator.views.common import Link, ReportView, plan_link, report_view
from generator.views.duties import DutyView, duty_view

MOST = 1 << 13
"""Lines that are remembered: more than neighbours in the register have, and they share most of theirs."""


class Line(NamedTuple):
    """A line of a unit's list, which of its lists it is in, its plan, and its estimated bytes."""

    kind: str
    row: DutyView | ReportView | Link
    plan: Plan
    weight: int


@dataclass(frozen=True)
class WorkRows:
    """Makes the lines of the units of a corpus. The same line is the same object while it is remembered."""

    corpus: Corpus
    _made: Recent[tuple[object, ...], Line] = field(default_factory=lambda: Recent(MOST), repr=False, compare=False)

    def duty(self, duty: Duty) -> Line:
        """What a unit itself reported is shown on its page alone."""
        told = self.corpus.updates_of.get((duty.plan, duty.clause, None))
        own = duty.unit if told and any(fact.unit == duty.unit for fact in told) else None
        key = (duty.plan, duty.clause, duty.role, duty.inherited_from, duty.certain, own)
        return self._made.of(key, self._of_duty, duty)

    def report(self, kind: str, link: ReportLink) -> Line:
        return self._made.of((kind, link.plan, link.clause, link.step), self._of_report, kind, link)

    def issued(self, plan: Plan) -> Line:
        return Line("issued", plan_link(self.corpus, plan), plan, weights.LINK)

    def _of_duty(self, duty: Duty) -> Line:
        kind, plan = "certain" if duty.certain else "uncertain", self.corpus.plan_by_slug[duty.plan]
        return Line(kind, duty_view(self.corpus, duty), plan, weights.duty(self.corpus, duty))

    def _of_report(self, kind: str, link: ReportLink) -> Line:
        plan = self.corpus.plan_by_slug[link.plan]
        return Line(kind, report_view(self.corpus, link), plan, weights.report(self.corpus, link))
