"""What changed, newest first, by day and plan, as far as git knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from itertools import groupby

from generator import urls
from generator.changes.model import Change
from generator.changes.words import address, say
from generator.corpus import Corpus
from generator.history import History, Step, by_plan
from generator.messages import word
from generator.views.common import DateView, Link, by_name, date_view, plan_link, unit_link

VIETNAM = timezone(timedelta(hours=7))
NAMED = 3
"""The most units that stand open beside a change; more are folded."""
LISTED = 60
"""The most units that are named at all."""
SHOWN = 8
"""Changes of one plan on one day that stand open; the rest is folded."""
ONE_PAGE = 200
"""The most changes on one page; more are put on a page a year."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change in a sentence that leads to where it stands, and the units concerned, unless it is about just one.

    `many` says that they are too many to stand open; where they are more than `LISTED`, only their `count` is told.
    """

    line: Link
    units: tuple[Link, ...]
    many: bool
    count: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """What changed in one plan, or outside of all plans: what stands open, what is folded."""

    name: Link
    shown: tuple[ChangeView, ...]
    folded: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """The changes of one day."""

    date: DateView
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class YearLink:
    """The page of a year."""

    year: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class ChangesView:
    """`whole` is False where older changes are not known. `years` are there where all is too much for one page."""

    days: tuple[DayView, ...]
    whole: bool
    years: tuple[YearLink, ...] = ()
    shown: str | None = None


def changes_views(corpus: Corpus, history: History) -> tuple[ChangesView, ...]:
    """All changes; where they are many, the newest year first and then every year by itself."""
    days = tuple(_days(corpus, history.steps))
    if sum(_count(day) for day in days) <= ONE_PAGE:
        return (ChangesView(days, history.whole),)
    grouped = {year: tuple(found) for year, found in groupby(days, lambda day: day.date.iso[:4])}
    years = tuple(YearLink(year, urls.changes(year), sum(map(_count, found))) for year, found in grouped.items())
    views = [ChangesView(found, history.whole, years, year) for year, found in grouped.items()]
    return (views[0], *views)


def _count(day: DayView) -> int:
    return sum(len(group.shown) + len(group.folded) for group in day.groups)


def _days(corpus: Corpus, steps: Sequence[Step]) -> Iterator[DayView]:
    for day, found in groupby(steps, lambda step: step.time.astimezone(VIETNAM).date().isoformat()):
        groups: dict[str | None, list[Change]] = {}
        for _, plan, changes in by_plan(tuple(found)):
            groups.setdefault(plan, []).extend(changes)
        yield DayView(date_view(day), tuple(_group(corpus, plan, changes) for plan, changes in groups.items()))


def _group(corpus: Corpus, plan: str | None, changes: Sequence[Change]) -> GroupView:
    views = tuple(_change(corpus, change) for change in changes)
    known = corpus.plan_by_slug.get(plan or "")
    told = next((change.name for change in changes if change.about == "plan"), plan)
    name = plan_link(corpus, known) if known else Link(told or word("changes-registers"))
    return GroupView(name, views[:SHOWN], views[SHOWN:])


def _change(corpus: Corpus, change: Change) -> ChangeView:
    units = [corpus.registry.units[unit] for unit in change.units if unit in corpus.registry.units]
    where = address(corpus, change)
    named = tuple(link for unit in by_name(corpus, units) if (link := unit_link(unit)).url != where)
    listed = named if len(named) <= LISTED else ()
    return ChangeView(Link(say(change), where), listed, len(named) > NAMED, len(named))
