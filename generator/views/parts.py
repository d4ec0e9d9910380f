"""Lists that grow: what has no room on one page goes on pages of its own, by something that does not change.

Never «the next 50»: a plan put up today would move every line to another page, and links to it would lie. Years come
first, then months, then whatever else a list goes by. Which parts there are follows from what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Generic, TypeVar

from msgspec import Struct

from generator.messages import word
from generator.views.common import Link, vietnamese_date

PAGE = 200_000
"""Bytes of HTML that a list may take on a page, as estimated. With all that stands round it a page stays below half a
megabyte, and mostly below half of that."""
NO_YEAR, NO_MONTH = "khong-ro-nam", "khong-ro-thang"
"""The ends of addresses of what bears no year, no month."""

T = TypeVar("T")


def fits(weight: int, shared_by: int = 1) -> bool:
    """Whether so many bytes have room on a page, or in the share of one of several lists that stand there."""
    return weight <= PAGE // shared_by


class Step(Struct, frozen=True):
    """A part of a list: `key` is the end of its address, `name` what it is called, `order` how parts are sorted."""

    key: str
    name: str
    order: str


class PartLink(Struct, frozen=True):
    """The way to a part, and how many items it has; `here` where what stands on the page is of it."""

    name: str
    url: str
    count: int
    here: bool


class Split(Struct, frozen=True):
    """The way through a list of `total` items that stands on several pages.

    `part` is what the `count` items on this page are called. `rows` lead to the others: to every year, then to the
    months of the year that stands here. `whole` is the list's own page, `own` the name of the part whose page this is.
    """

    part: str
    count: int
    total: int
    rows: tuple[tuple[PartLink, ...], ...]
    whole: str
    own: str | None


class Sheet(Struct, Generic[T], frozen=True):
    """One page of a list and what stands on it; `split` is None where that is everything.

    `above` leads to the parts that this one is a part of.
    """

    address: str
    items: tuple[T, ...]
    split: Split | None = None
    above: tuple[Link, ...] = ()

    @property
    def part(self) -> str | None:
        """The name of the part whose page this is; None for the page of the list itself."""
        return self.split.own if self.split else None


class _Part(Struct, Generic[T], frozen=True):
    step: Step
    url: str
    items: tuple[T, ...]
    below: tuple[_Part[T], ...]


def sheets(
    items: Iterable[T],
    weigh: Callable[[T], int],
    address: str,
    levels: Sequence[Callable[[T], Step]],
    *,
    below: str | None = None,
    now: str = "",
    rising: bool = False,
) -> Iterator[Sheet[T]]:
    """The pages of a list: its own alone while everything has room there, else a page a part besides.

    `weigh` estimates the bytes of an item. `below` is where the addresses of parts begin, if not at the list's own.
    Parts stand the newest first, or `rising`. The list's page shows its first part; where days are ahead, the part
    that `now` (ISO) lies in, else the next one.
    """
    listed = tuple(items)
    tops = _parts(listed, weigh, below or address, levels, rising)
    if not tops:
        yield Sheet(address, listed)
        return
    for path in ((), *_paths(tops, ())):
        yield _sheet(path, tops, address, len(listed), now)


def _parts(
    items: tuple[T, ...],
    weigh: Callable[[T], int],
    address: str,
    levels: Sequence[Callable[[T], Step]],
    rising: bool,
) -> tuple[_Part[T], ...]:
    """The parts of what has no room on one page, in order."""
    if not levels or fits(sum(map(weigh, items))):
        return ()
    found: dict[Step, list[T]] = {}
    for item in items:
        found.setdefault(levels[0](item), []).append(item)
    made = []
    for step in sorted(found, key=lambda step: (step.order, step.key), reverse=not rising):
        url, mine = f"{address}{step.key}/", tuple(found[step])
        made.append(_Part(step, url, mine, _parts(mine, weigh, url, levels[1:], rising)))
    return tuple(made)


def _paths(parts: Iterable[_Part[T]], above: tuple[_Part[T], ...]) -> Iterator[tuple[_Part[T], ...]]:
    """The way to every part, and to every part of a part."""
    for part in parts:
        yield (*above, part)
        yield from _paths(part.below, (*above, part))


def _sheet(path: tuple[_Part[T], ...], tops: tuple[_Part[T], ...], address: str, total: int, now: str) -> Sheet[T]:
    """The page at the end of `path`, or the list's own. A part with parts shows one of them."""
    rows: list[tuple[PartLink, ...]] = []
    leaf, level = tops[0], tops
    while level:
        leaf = path[len(rows)] if len(rows) < len(path) else _first(level, now)
        rows.append(tuple(PartLink(p.step.name, p.url, len(p.items), p is leaf) for p in level))
        level = leaf.below
    own = path[-1].step.name if path else None
    return Sheet(
        address=path[-1].url if path else address,
        items=leaf.items,
        split=Split(leaf.step.name, len(leaf.items), total, tuple(rows), address, own),
        above=tuple(Link(part.step.name, part.url) for part in path[:-1]),
    )


def _first(parts: Sequence[_Part[T]], now: str) -> _Part[T]:
    """The part that `now` lies in, else the next one; where there is none, and without `now`, the first part."""
    ahead = [part for part in parts if now and part.step.order >= now[: len(part.step.order)]]
    return min(ahead, key=lambda part: part.step.order) if ahead else parts[0]


def years(day: Callable[[T], str | None]) -> Callable[[T], Step]:
    """Parts by year; `day` tells the date of an item (ISO, as precise as known)."""

    def step(item: T) -> Step:
        known = day(item)
        return _year(known[:4]) if known else Step(NO_YEAR, word("split-no-year"), "")

    return step


def months(day: Callable[[T], str | None]) -> Callable[[T], Step]:
    """Parts by month, within a year."""

    def step(item: T) -> Step:
        known = day(item) or ""
        return _month(known[:7]) if len(known) >= len("2024-10") else Step(NO_MONTH, word("split-no-month"), "")

    return step


def days(day: Callable[[T], str]) -> Callable[[T], Step]:
    """Parts by day, within a month; every item has one."""
    return lambda item: Step(day(item)[8:10], word("split-day", day=vietnamese_date(day(item))), day(item))


def dated(day: Callable[[T], str | None]) -> tuple[Callable[[T], Step], ...]:
    """Parts by year, and by month where a year is too long."""
    return years(day), months(day)


@cache
def _year(year: str) -> Step:
    return Step(year, word("split-year", year=year), year)


@cache
def _month(month: str) -> Step:
    year, number = month.split("-")
    return Step(number, word("split-month", month=str(int(number)), year=year), month)
