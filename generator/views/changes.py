"""What changed: plans put up or changed, newest first, as far as git knows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from generator.corpus import Corpus
from generator.history import History
from generator.views.common import DateView, Link, date_view, plan_link


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A plan that was added or changed."""

    kind: str
    plan: Link
    title: str


@dataclass(frozen=True, slots=True)
class DayView:
    """The changes of one day."""

    date: DateView
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """`whole` is False where older changes are not known."""

    days: tuple[DayView, ...]
    whole: bool


def changes_view(corpus: Corpus, history: History) -> ChangesView:
    """Changes of the plans that are on the site now."""
    known = (change for change in history.changes if change.plan in corpus.plan_by_slug)
    days = []
    for day, group in groupby(known, lambda change: change.day):
        plans = [(change.kind, corpus.plan_by_slug[change.plan]) for change in group]
        views = tuple(ChangeView(kind, plan_link(corpus, plan), plan.file.title) for kind, plan in plans)
        days.append(DayView(date_view(day), views))
    return ChangesView(tuple(days), history.whole)
