"""Printed periods: years, quarters, months, «từ … đến …», as plans and tasks state them."""

import re

from msgspec import Struct

from generator.readers.dates import Day, first_day, last_day, read_date
from generator.vietnamese import nfc, plain_dashes, squash

_YEAR = r"(?:19|20|21)[0-9]{2}"
_YEARS = re.compile(
    rf"(?:(?:giai đoạn|thời kỳ) )?(?:từ )?(?:năm )?({_YEAR}) ?(?:-|đến(?: hết)?) ?(?:năm )?({_YEAR})",
    re.IGNORECASE,
)
_HALF_YEAR = re.compile(rf"(?:0?6|sáu) tháng (đầu|cuối) năm ({_YEAR})", re.IGNORECASE)
_NUMBER = r"(?:IV|I{1,3}|[0-9]{1,2})"
_LIST = re.compile(
    rf"(?:từ )?(?P<unit>quý|tháng) (?P<items>{_NUMBER}(?:(?:, ?| và | ?- ?| đến )(?:(?P=unit) )?{_NUMBER})*)"
    rf"(?: ?/ ?| năm )(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_JOINT = re.compile(r" (?:-|đến|đến hết) ", re.IGNORECASE)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


class Period(Struct, frozen=True, kw_only=True):
    """First and last year, month or day, both within the period: «2021 - 2030» → "2021" to "2030"."""

    from_: Day
    to: Day


def read_period(printed: str) -> Period | None:
    """A period as printed.

    giai đoạn 2021 – 2030 · 2024 - 2025 · năm 2022 · 2022 · Tháng 8/2024 · Quý II, III, IV năm 2024 · 6 tháng đầu năm
    2024 · từ tháng 5 đến tháng 8 năm 2024 · từ ngày 01/6/2024 đến ngày 15/7/2024. Quarters and months that do
    not follow one another, and a period that ends before it begins, are `None`.
    """
    text = plain_dashes(squash(nfc(printed)))
    if match := _YEARS.fullmatch(text):
        return Period(from_=Day(match[1]), to=Day(match[2])) if match[1] < match[2] else None
    if re.fullmatch(_YEAR, text):  # a cell of a table may hold the year alone
        return Period(from_=Day(text), to=Day(text))
    return read_point(text) or _read_list(text) or _read_from_to(text)


def read_point(printed: str) -> Period | None:
    """One day, month, quarter, half-year or year: what «trước …» and «đến …» can stand before."""
    text = plain_dashes(squash(nfc(printed)))
    if day := read_date(text):
        return Period(from_=day, to=day)
    if match := _HALF_YEAR.fullmatch(text):
        return _months(match[2], 1, 6) if match[1].lower() == "đầu" else _months(match[2], 7, 12)
    match = _LIST.fullmatch(text)
    return _read_list(text) if match and re.fullmatch(_NUMBER, match["items"], re.IGNORECASE) else None


def _read_list(text: str) -> Period | None:
    match = _LIST.fullmatch(text)
    if match is None:
        return None
    quarters = match["unit"].lower() == "quý"
    printed = re.findall(_NUMBER, match["items"].upper())
    if not quarters and any(item in _ROMAN for item in printed):
        return None
    numbers = [_ROMAN.get(item) or int(item) for item in printed]
    if re.search(r"-|đến", match["items"], re.IGNORECASE):
        rising = len(numbers) == 2 and numbers[0] < numbers[1]
    else:
        rising = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not rising or numbers[0] < 1 or numbers[-1] > (4 if quarters else 12):
        return None
    first, last = (3 * numbers[0] - 2, 3 * numbers[-1]) if quarters else (numbers[0], numbers[-1])
    return _months(match["year"], first, last)


def _read_from_to(text: str) -> Period | None:
    ends = _JOINT.split(re.sub("^từ ", "", text, flags=re.IGNORECASE))
    if len(ends) != 2:
        return None
    first, last = read_point(ends[0]), read_point(ends[1])
    if first is None or last is None or first_day(first.from_) > last_day(last.to):
        return None
    return Period(from_=first.from_, to=last.to)


def _months(year: str, first: int, last: int) -> Period:
    return Period(from_=Day(f"{year}-{first:02}"), to=Day(f"{year}-{last:02}"))
