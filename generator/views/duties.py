"""Rows of a unit's duties."""

from __future__ import annotations

from msgspec import Struct

from generator.corpus import Corpus, Duty
from generator.views.common import (
    Link,
    TimeView,
    Years,
    clause_link,
    plan_link,
    plan_mark,
    time_views,
    unit_link,
    years,
)
from generator.views.results import ProgressView, duty_progress


class Way(Struct, frozen=True):
    """How a duty came to a unit: through a collective, or from a unit that it succeeded."""

    kind: str
    unit: Link
    basis: str | None


class TaskView(Struct, frozen=True):
    """What all who share a duty have of it. `mark` tells its plan apart in few letters, `years` is when it holds."""

    slug: str
    mark: str
    years: Years
    clause: Link
    plan: Link
    text: str
    times: tuple[TimeView, ...]


class DutyView(Struct, frozen=True):
    """A duty as a unit's page shows it. Which unit has it is not said: all members of a collective have the same."""

    role: str
    task: TaskView
    ways: tuple[Way, ...]
    certain: bool
    progress: ProgressView


def task_view(corpus: Corpus, duty: Duty) -> TaskView:
    plan = corpus.plan_by_slug[duty.plan]
    return TaskView(
        slug=duty.plan,
        mark=plan_mark(plan),
        years=years(duty.period_from, duty.period_to),
        clause=clause_link(corpus, duty.plan, duty.clause),
        plan=plan_link(corpus, plan),
        text=corpus.clause_by_id[duty.plan, duty.clause].full_text(),
        times=time_views(duty.rules, plan),
    )


def duty_view(corpus: Corpus, duty: Duty, task: TaskView) -> DutyView:
    units = corpus.registry.units
    return DutyView(
        role=duty.role,
        task=task,
        ways=tuple([Way(step.kind, unit_link(units[step.unit]), step.basis) for step in duty.inherited_from]),
        certain=duty.certain,
        progress=duty_progress(corpus, duty),
    )
