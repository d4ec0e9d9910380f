"""Printed cycles: every year, half-year, quarter or month, some with a day («trước ngày 18 hằng tháng»)."""

import re
from datetime import date, timedelta

from generator.readers.rules import Kind, Rule

_CYCLE = r"(?:(?:0?6|sáu) tháng|tháng|quý|năm)"
# «định kỳ hàng tháng, quý, 6 tháng, năm» is four rules. A bare «6 tháng» is a duration and is not read.
_EVERY = (
    rf"(?P<every>(?:định kỳ(?: h[àằ]ng| mỗi)?|h[àằ]ng|mỗi) {_CYCLE}"
    rf"(?:(?:, ?| và ){_CYCLE})*(?: một lần)?)"
)
_LIMIT = r"(?P<limit>trước|(?:chậm|muộn) nhất(?: là| vào| đến)?|đến(?: hết)?|vào)"
_DAY = r"(?P<day>[0-9]{1,2})(?:(?: ?/ ?| tháng )(?P<month>[0-9]{1,2}))?"
_ON_DAY = rf"(?:{_LIMIT} (?:ngày )?|ngày ){_DAY}"
_FORMS = (_EVERY, rf"{_EVERY},? {_ON_DAY}", rf"{_ON_DAY},? (?:của )?{_EVERY}")
_KINDS: dict[str, Kind] = {"năm": "yearly", "quý": "quarterly", "tháng": "monthly"}


def read_cycle(text: str) -> tuple[Rule, ...] | None:
    """The recurring rules of a phrase in one line, `printed` as given; `None` where it is no cycle.

    A day and month belong to a year or half-year, a day alone to a month; 29 February is not read.
    """
    match = next((found for form in _FORMS if (found := re.fullmatch(form, text, re.IGNORECASE))), None)
    if match is None:
        return None
    kinds = [_kind(cycle) for cycle in re.findall(_CYCLE, match["every"].lower())]
    parts = match.groupdict()
    if parts.get("day") is None:
        return tuple(Rule(kind=kind, printed=text) for kind in kinds)
    rule = _with_day(kinds[0], parts, text) if len(kinds) == 1 else None
    return (rule,) if rule else None


def _kind(cycle: str) -> Kind:
    return _KINDS.get(cycle, "half_yearly")


def _with_day(kind: Kind, parts: dict[str, str | None], text: str) -> Rule | None:
    day, month = int(parts["day"] or 0), int(parts["month"] or 0)
    before = (parts["limit"] or "").lower() == "trước"
    if parts["month"] is None:
        days = _day_of_month(day, before) if kind == "monthly" else None
    else:
        days = _day_of_year(month, day, before) if kind in ("yearly", "half_yearly") else None
    if days is None:
        return None
    named, last = days
    if before:
        return Rule(kind=kind, before=named, last_day=last, printed=text)
    return Rule(kind=kind, by=named, last_day=last, printed=text)


def _day_of_month(day: int, before: bool) -> tuple[str, str] | None:
    if not 1 <= day <= 31:
        return None
    # The eve of the 1st is another day in each month; the 28th is in time in all of them.
    last = (day - 1 or 28) if before else day
    return f"---{day:02}", f"---{last:02}"


def _day_of_year(month: int, day: int, before: bool) -> tuple[str, str] | None:
    try:
        named = date(2001, month, day)  # a common year: the eve of 1 March is then 28 February
    except ValueError:
        return None
    last = named - timedelta(days=1 if before else 0)
    return f"--{named:%m-%d}", f"--{last:%m-%d}"
