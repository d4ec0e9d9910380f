"""Printed quantities. In Vietnamese numbers a dot parts thousands and a comma decimals: 2.000 is 2000."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from generator.vietnamese import KEPT, nfc, plain_dashes, squash, words

Comparator = Literal["equal", "at_least", "more_than", "at_most", "less_than", "about", "between"]

NUMBER = r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"
_WORD = r"[^\W\d_]\w*"
_MEASURE = rf"(?:[%‰](?: ?/ ?{_WORD}(?: {_WORD})*)?|{_WORD}(?:(?: ?/ ?| ){_WORD})*)"
_LONGEST_MEASURE = 6  # words: «mô hình sản xuất sạch hơn»; more is a sentence, not a measure
_NO_MEASURE = frozenset(words("và hoặc từ đến trở trên dưới khoảng nhất"))
_ONE = re.compile(rf"(?P<first>{NUMBER}) ?(?P<measure>{_MEASURE})?")
_RANGE = re.compile(
    rf"(?:từ )?(?P<first>{NUMBER}) ?(?P<again>{_MEASURE})?"
    rf" ?(?:-|đến) ?(?P<second>{NUMBER}) ?(?P<measure>{_MEASURE})?",
    re.IGNORECASE,
)
_ABOVE_BELOW = re.compile(r"(?:từ )?(?P<rest>.+) trở (?P<way>lên|xuống)", re.IGNORECASE)
_HINTS: dict[str, Comparator] = {
    "ít nhất": "at_least",
    "tối thiểu": "at_least",
    "không dưới": "at_least",
    "không ít hơn": "at_least",
    "không thấp hơn": "at_least",
    "trên": "more_than",
    "hơn": "more_than",
    "không quá": "at_most",
    "không vượt quá": "at_most",
    "tối đa": "at_most",
    "nhiều nhất": "at_most",
    "dưới": "less_than",
    "khoảng": "about",
    "xấp xỉ": "about",
}
_HINT = re.compile(rf"(?P<hint>{'|'.join(_HINTS)}) (?P<rest>.+)", re.IGNORECASE)


class Quantity(Struct, frozen=True, kw_only=True):
    """A value with its measure («%», «cuộc/năm», «tỷ đồng»); `value_to` is the end of a range.

    `hint` is the comparator that the words state («ít nhất» → at_least, a range → between); a bare value has
    none.
    """

    value: Decimal
    value_to: Decimal | None
    measure: str | None
    hint: Comparator | None


@lru_cache(maxsize=KEPT)
def read_quantity(printed: str) -> Quantity | None:
    """«trên 2.000 ha», «60-70%», «từ 01 đến 02 mô hình», «ít nhất 01 cuộc/ năm», «80% trở lên».

    Two comparators («khoảng 60-70%»), a range that does not rise, and words that are no measure are `None`.
    """
    text = plain_dashes(squash(nfc(printed)))
    if match := _HINT.fullmatch(text):
        return _read_one(match["rest"], _HINTS[match["hint"].lower()])
    if match := _ABOVE_BELOW.fullmatch(text):
        return _read_one(match["rest"], "at_least" if match["way"].lower() == "lên" else "at_most")
    return _read_one(text, None) or _read_range(text)


def read_number(printed: str) -> Decimal | None:
    """A bare number. «1.28», «12,34,5», «1.2000» are none; nor is «2,000», which is English or a misprint."""
    if re.fullmatch(NUMBER, printed) is None or re.search(r",000$", printed):
        return None
    return Decimal(printed.replace(".", "").replace(",", "."))


def format_number(value: Decimal | int) -> str:
    """The Vietnamese form: Decimal("2989.50") → «2.989,5»."""
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def _read_one(text: str, hint: Comparator | None) -> Quantity | None:
    match = _ONE.fullmatch(text)
    value = read_number(match["first"]) if match else None
    if match is None or value is None or not _is_measure(match["measure"]):
        return None
    return Quantity(value=value, value_to=None, measure=_measure(match["measure"]), hint=hint)


def _read_range(text: str) -> Quantity | None:
    match = _RANGE.fullmatch(text)
    if match is None or not _is_measure(match["measure"]):
        return None
    first, last = read_number(match["first"]), read_number(match["second"])
    measure, again = _measure(match["measure"]), _measure(match["again"])
    if first is None or last is None or first >= last or again not in (None, measure):
        return None
    return Quantity(value=first, value_to=last, measure=measure, hint="between")


def _measure(printed: str | None) -> str | None:
    return re.sub(r" ?/ ?", "/", printed.strip()) if printed else None


def _is_measure(printed: str | None) -> bool:
    """Whether what follows the number is one measure: short, without a second comparator or a joint."""
    found = words((printed or "").lower().replace("/", " "))
    return len(found) <= _LONGEST_MEASURE and _NO_MEASURE.isdisjoint(found)
