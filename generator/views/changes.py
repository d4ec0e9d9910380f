"""What changed, newest first, by day and plan, as far as git knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta, timezone
from itertools import groupby

from msgspec import Struct

from generator import urls
from generator.changes.model import Change
from generator.changes.words import address, say
from generator.corpus import Corpus
from generator.history import History, Step, by_plan
from generator.messages import word
from generator.views.common import DateView, Link, by_name, date_view, plan_link, unit_link
from generator.views.parts import Split, months, sheets

VIETNAM = timezone(timedelta(hours=7))
NAMED = 3
"""The most units that stand open beside a change; more are folded."""
LISTED = 60
"""The most units that are named at all."""
SHOWN = 8
"""Changes of one plan on one day that stand open; the rest is folded."""
ONE_PAGE = 200
"""The most changes on one page; more are put on a page a year, and on a page a month where a year has too many."""
BRIEF = 300
"""Changes of one day from which on no unit is named, only counted."""
DAY = 600
"""The most changes of one day that are told; the rest is counted, and told in the data."""


class ChangeView(Struct, frozen=True):
    """A change in a sentence that leads to where it stands, and the units concerned, unless it is about just one.

    `many` says that they are too many to stand open; where they are more than `LISTED`, only their `count` is told.
    """

    line: Link
    units: tuple[Link, ...]
    many: bool
    count: int


class GroupView(Struct, frozen=True):
    """What changed in one plan, or outside of all plans: what stands open, what is folded."""

    name: Link
    shown: tuple[ChangeView, ...]
    folded: tuple[ChangeView, ...]


class DayView(Struct, frozen=True):
    """The changes of one day; `left` of them are only counted."""

    date: DateView
    groups: tuple[GroupView, ...]
    left: int = 0


class YearLink(Struct, frozen=True):
    """The page of a year."""

    year: str
    url: str
    count: int


class ChangesView(Struct, frozen=True):
    """`whole` is False where older changes are not known. `years` are there where all is too much for one page, `split`
    where the year that is `shown` is too much too."""

    days: tuple[DayView, ...]
    whole: bool
    years: tuple[YearLink, ...] = ()
    shown: str | None = None
    address: str = urls.CHANGES
    split: Split | None = None


def changes_views(corpus: Corpus, history: History) -> tuple[ChangesView, ...]:
    """All changes; where they are many, the newest year first and then every year by itself."""
    days = tuple(_days(corpus, history.steps))
    if sum(_count(day) for day in days) <= ONE_PAGE:
        return (ChangesView(days, history.whole),)
    grouped = {year: tuple(found) for year, found in groupby(days, lambda day: day.date.iso[:4])}
    years = tuple(YearLink(year, urls.changes(year), sum(map(_count, found))) for year, found in grouped.items())
    views = [view for year, found in grouped.items() for view in _year(year, found, years, history.whole)]
    return (views[0], *views)


def _year(year: str, days: tuple[DayView, ...], years: tuple[YearLink, ...], whole: bool) -> Iterator[ChangesView]:
    """The pages of a year."""
    for sheet in sheets(days, _weight, urls.changes(year), (months(lambda day: day.date.iso),)):
        yield ChangesView(sheet.items, whole, years, year, sheet.address, sheet.split)


def _weight(day: DayView) -> int:
    """Estimated bytes of HTML."""
    told = [change for group in day.groups for change in (*group.shown, *group.folded)]
    return sum(230 + len(change.line.text.encode()) + 110 * len(change.units) for change in told)


def _count(day: DayView) -> int:
    return day.left + sum(len(group.shown) + len(group.folded) for group in day.groups)


def _days(corpus: Corpus, steps: Sequence[Step]) -> Iterator[DayView]:
    for day, found in groupby(steps, lambda step: step.time.astimezone(VIETNAM).date().isoformat()):
        groups: dict[str | None, list[Change]] = {}
        for _, plan, changes in by_plan(tuple(found)):
            groups.setdefault(plan, []).extend(changes)
        yield _day(corpus, day, groups)


def _day(corpus: Corpus, day: str, groups: Mapping[str | None, Sequence[Change]]) -> DayView:
    """What one commit brings may be a thousand plans: then units are counted, and so is what is beyond `DAY`."""
    count = sum(map(len, groups.values()))
    views, told = [], 0
    for plan, changes in groups.items():
        mine = changes[: DAY - told]
        told += len(mine)
        if mine:
            views.append(_group(corpus, plan, mine, named=count <= BRIEF))
    return DayView(date_view(day), tuple(views), count - told)


def _group(corpus: Corpus, plan: str | None, changes: Sequence[Change], *, named: bool) -> GroupView:
    views = tuple(_change(corpus, change, named=named) for change in changes)
    known = corpus.plan_by_slug.get(plan or "")
    told = next((change.name for change in changes if change.about == "plan"), plan)
    name = plan_link(corpus, known) if known else Link(told or word("changes-registers"))
    return GroupView(name, views[:SHOWN], views[SHOWN:])


def _change(corpus: Corpus, change: Change, *, named: bool) -> ChangeView:
    units = [corpus.registry.units[unit] for unit in change.units if unit in corpus.registry.units]
    where = address(corpus, change)
    links = tuple(link for unit in by_name(corpus, units) if (link := unit_link(unit)).url != where)
    listed = links if named and len(links) <= LISTED else ()
    return ChangeView(Link(say(change), where), listed, len(links) > NAMED, len(links))
