"""The periods of all plans and the days on which something is due, as a picture beside the register of plans."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.corpus import Corpus
from generator.plans import Plan
from generator.readers.rules import Rule, expand
from generator.views.charts import Period, Timeline, Track, timeline
from generator.views.common import plan_name, vietnamese_date

MOST = 60
"""Plans in the picture: more lines than that compare nothing."""


class TimelineRow(Struct, frozen=True):
    """A plan's line: its period as printed, its days of each year (04/12), of each month (20), of no other year."""

    name: str
    period: str | None
    yearly: tuple[str, ...]
    monthly: tuple[str, ...]
    once: tuple[str, ...]
    track: Track


class TimelineView(Struct, frozen=True):
    picture: Timeline
    rows: tuple[TimelineRow, ...]


def timeline_view(corpus: Corpus) -> TimelineView | None:
    """All plans, those that begin first on top; None while none has a date."""
    plans = sorted(corpus.plans, key=lambda plan: (plan.period_from or "9", plan.period_to or "9", plan.slug))
    dated = {plan.slug: _dated(corpus, plan) for plan in plans}
    names = {plan.slug: plan_name(corpus, plan).removesuffix(f", {plan.period}") for plan in plans}
    picture = timeline([_period(plan, names[plan.slug], dated[plan.slug]) for plan in plans])
    if picture is None:
        return None
    pairs = zip(plans, picture.tracks, strict=True)
    return TimelineView(picture, tuple(_row(plan, names[plan.slug], dated[plan.slug], track) for plan, track in pairs))


def _dated(corpus: Corpus, plan: Plan) -> tuple[Rule, ...]:
    """The rules of reports and work that name a day."""
    facts = corpus.of_plan(plan.slug)
    rules = [rule for report in facts.reports for rule in report.rules]
    rules += [rule for assignment in facts.assignments for rule in assignment.rules]
    return tuple(dict.fromkeys(rule for rule in rules if rule.kind != "span" and _days(rule, plan)))


def _days(rule: Rule, plan: Plan) -> tuple[str, ...]:
    if not (plan.period_from and plan.period_to):
        return ()
    found = expand(rule, int(plan.period_from[:4]), int(plan.period_to[:4]))
    return tuple(occasion.last_day for occasion in found)


def _period(plan: Plan, name: str, rules: Sequence[Rule]) -> Period:
    days = sorted({day for rule in rules for day in _days(rule, plan)})
    return Period(name, plan.period_from, plan.period_to, tuple(days))


def _row(plan: Plan, name: str, rules: Sequence[Rule], track: Track) -> TimelineRow:
    days = sorted({rule.last_day for rule in rules if rule.last_day})
    yearly = tuple(vietnamese_date(day) for day in days if day.startswith("--") and not day.startswith("---"))
    monthly = tuple(vietnamese_date(day) for day in days if day.startswith("---"))
    once = tuple(vietnamese_date(day) for day in days if not day.startswith("--"))
    return TimelineRow(name, plan.period, yearly, monthly, once, track)
