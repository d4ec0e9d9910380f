"""The rule of time that a printed phrase states, and the dated events that follow within a plan's period."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from generator.readers.dates import last_of_month

Kind = Literal[
    "once",
    "span",
    "yearly",
    "half_yearly",
    "quarterly",
    "monthly",
    "on_request",
    "on_event",
    "as_regulated",
    "continuous",
]


class Rule(Struct, frozen=True, kw_only=True):
    """One rule of `due` and `rule` in the data contract; `from_` is written `from` there.

    `before` is exclusive, `by` inclusive: an ISO date as precise as the text, `--12-05` for a day of every
    year, `---20` for a day of every month. `last_day` is the last day still in time, for a recurring rule in
    the same form. Where the eve differs from year to year or month to month it is one that is always in time
    (before `--03-01` `--02-28`, before `---01` `---28`); `expand` gives the exact day. A span's `last_day` is
    the last day of its `to`.
    """

    kind: Kind
    printed: str
    before: str | None = None
    by: str | None = None
    from_: str | None = None
    to: str | None = None
    last_day: str | None = None


class Occurrence(Struct, frozen=True, kw_only=True):
    """One dated event of a rule; `last_day` is a full ISO date."""

    last_day: str
    rule: Rule


def expand(rule: Rule, from_year: int, to_year: int) -> tuple[Occurrence, ...]:
    """The dated events of a rule in a plan that runs from one year to another, both included, in order.

    A recurring rule gives those whose last day lies within these years. A rule for one date gives that date,
    also where it lies outside (the report on 2024 that is due in January 2025). A span is a time of work, not
    an event, and a rule that names no day has no event: both give ().
    """
    if rule.kind == "span" or rule.last_day is None:
        return ()
    if not rule.last_day.startswith("--"):
        return (Occurrence(last_day=rule.last_day, rule=rule),)
    events = _monthly if rule.last_day.startswith("---") else _yearly
    days = (day for day in events(rule, from_year, to_year) if from_year <= day.year <= to_year)
    return tuple(Occurrence(last_day=day.isoformat(), rule=rule) for day in days)


def _yearly(rule: Rule, from_year: int, to_year: int) -> Iterator[date]:
    month, number = map(int, (rule.before or rule.by or "").split("-")[2:])
    for year in range(from_year, to_year + 2):  # «trước ngày 01/01» of the year after still ends in this one
        yield date(year, month, number) - timedelta(days=1 if rule.before else 0)


def _monthly(rule: Rule, from_year: int, to_year: int) -> Iterator[date]:
    number = int((rule.before or rule.by or "").split("-")[3])
    for month in range(from_year * 12, to_year * 12 + 13):
        first = date(month // 12, month % 12 + 1, 1)
        wanted = first + timedelta(days=number - (2 if rule.before else 1))
        # A shorter month has no 31st: its last day takes the place.
        yield min(wanted, last_of_month(first.year, first.month))
