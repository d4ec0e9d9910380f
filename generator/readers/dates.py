"""Printed dates. A `Day` is an ISO 8601 date as precise as the text: "2024", "2024-06" or "2024-06-30"."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NewType

from msgspec import Struct

from generator.vietnamese import KEPT, nfc, plain_dashes, squash

Day = NewType("Day", str)

_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_DAY = r"(?P<day>[0-9]{1,2})"
_BLANK = r"[ ._…]*"  # «ngày … tháng … năm 2024»: a draft's gap for the pen
_PRINTED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:ngày )?{_DAY} ?(?:/|tháng) ?{_MONTH} ?(?:/|năm) ?{_YEAR}",
        rf"(?:ngày )?{_DAY}(?P<sep>[.-]){_MONTH}(?P=sep){_YEAR}",
        rf"ngày{_BLANK} tháng {_MONTH} năm {_YEAR}",
        rf"ngày{_BLANK} tháng{_BLANK} năm {_YEAR}",
        # «tháng năm 2024» is not read: a blank month or May.
        rf"tháng {_MONTH} ?(?:/|-|năm) ?{_YEAR}",
        rf"năm {_YEAR}",
    )
)
_WRITTEN = re.compile(rf"{_YEAR}(?:-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?)?")


class Issued(Struct, frozen=True, kw_only=True):
    """Place and date of issue, the line below the letterhead (Nghị định 30/2020/NĐ-CP, điều 8, phụ lục I)."""

    place: str
    date: Day


@lru_cache(maxsize=KEPT)
def read_date(printed: str) -> Day | None:
    """A date as a document prints it: 24/6/2020, ngày 13 tháng 10 năm 2021, tháng 8/2024, năm 2024.

    A day or a month left blank gives what is known: «ngày tháng năm 2024» → "2024". An impossible day is
    `None`.
    """
    text = plain_dashes(squash(nfc(printed)))
    for form in _PRINTED:
        if match := form.fullmatch(text):
            return _day(match.groupdict())
    return None


def read_day(written: str) -> Day | None:
    """A date in a register: ISO 8601 as precise as known (2025, 2025-03, 2025-03-01), or as printed."""
    if match := _WRITTEN.fullmatch(written.strip()):
        return _day(match.groupdict())
    return read_date(written)


def read_issued(printed: str) -> Issued | None:
    """«Cao Lãnh, ngày 13 tháng 10 năm 2021» → place and date."""
    place, _, rest = squash(nfc(printed)).rpartition(",")
    day = read_date(rest) if rest.strip().lower().startswith("ngày") else None
    if day is None or not place.strip():
        return None
    return Issued(place=place.strip(), date=day)


def first_day(day: str) -> date:
    """The first calendar day of a `Day`: "2024" → 1 January 2024."""
    year, month, number = _parts(day)
    return date(year, month or 1, number or 1)


def last_day(day: str) -> date:
    """The last calendar day of a `Day`: "2024-02" → 29 February 2024."""
    year, month, number = _parts(day)
    return date(year, month, number) if number else last_of_month(year, month or 12)


def agree(one: str, other: str) -> bool:
    """Whether two `Day`s can be the same, as far as both are known: "2021" and "2021-01-11" can."""
    return one[: len(other)] == other[: len(one)]


def precedes(one: str, other: str) -> bool:
    """Whether a `Day` is before another for sure, as far as both are known."""
    return one[: len(other)] < other[: len(one)]


def written(day: str) -> str:
    """A `Day` as Vietnamese write it: "2021-01-11" → "11/01/2021"."""
    return "/".join(reversed(day.split("-")))


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _parts(day: str) -> tuple[int, int, int]:
    year, month, number = (*map(int, day.split("-")), 0, 0)[:3]
    return year, month, number


def _day(parts: dict[str, str | None]) -> Day | None:
    year, month, number = (int(parts.get(name) or -1) for name in ("year", "month", "day"))
    if month == -1:
        return Day(str(year))
    try:
        known = date(year, month, 1 if number == -1 else number).isoformat()
    except ValueError:
        return None
    return Day(known if number != -1 else known[:7])
