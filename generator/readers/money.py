"""Printed sums of money, in đồng. Where a sum is repeated in words, figures and words must agree."""

import re
from decimal import Decimal
from functools import lru_cache

from generator.readers.number_words import read_number_words
from generator.readers.quantities import NUMBER, read_number
from generator.vietnamese import KEPT, nfc, squash

_SCALES = {"nghìn tỷ": 10**12, "tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3, "": 1}
_TERM = rf"{NUMBER}(?: (?:(?:nghìn |ngàn )?t[ỷỉ]|triệu|nghìn|ngàn))?"
_SUM = re.compile(
    rf"(?P<figures>{_TERM}(?: {_TERM})*) ?(?:đồng|đ|vnđ|vnd)"
    r"(?: ?\((?P<words>[^()]+)\))?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:(?:viết )?bằng chữ ?: ?)?(?P<number>.+?)(?: đồng(?: chẵn)?)?[. /]*", re.IGNORECASE)


@lru_cache(maxsize=KEPT)
def read_money(printed: str) -> int | None:
    """A sum in đồng: «1.280 tỷ đồng» → 1280000000000, «2 tỷ 500 triệu đồng» → 2500000000.

    `None` for parts of a đồng, for an estimate («khoảng …»), and where words in brackets cannot be read or
    disagree.
    """
    match = _SUM.fullmatch(squash(nfc(printed)))
    amount = _read_figures(match["figures"].lower()) if match else None
    if match is None or amount is None or amount != int(amount):
        return None
    if match["words"] and _read_words(match["words"]) != amount:
        return None
    return int(amount)


def _read_figures(figures: str) -> Decimal | None:
    total = Decimal(0)
    above = None  # the scale of the term before: each following term must be smaller than one of it
    for number, scale in re.findall(rf"({NUMBER})((?: [^\W\d]+)*)", figures):
        unit = _SCALES[scale.strip().replace("ngàn", "nghìn").replace("tỉ", "tỷ")]
        value = read_number(number)
        if value is None or (above is not None and (total % above or value * unit >= above)):
            return None
        total, above = total + value * unit, unit
    return total


def _read_words(printed: str) -> int | None:
    match = _WORDS.fullmatch(squash(printed))
    return read_number_words(match["number"]) if match else None
