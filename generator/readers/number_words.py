"""Numbers written out in Vietnamese words, as sums of money repeat them in brackets."""

import re

from generator.vietnamese import nfc

_DIGITS = {
    **{"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9},
    **{"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5},  # forms of the last digit after a ten
}
_SPELLINGS = {"tỉ": "tỷ", "ngàn": "nghìn", "bẩy": "bảy", "linh": "lẻ"}
_SCALES = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3}
_FULL = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín"
_LAST = f"{_FULL}|mốt|tư|lăm|nhăm"
# «một trăm hai» is 120 in speech and 102 to a careless reader: a digit right after trăm is not read.
_GROUP = re.compile(
    rf"(?=.)(?: (?P<hundreds>không|{_FULL}) trăm)?"
    rf"(?: lẻ (?P<odd>{_LAST})| (?P<ten>mười|(?:{_FULL}) mươi)(?: (?P<unit>{_LAST}))?)?"
)


def read_number_words(printed: str) -> int | None:
    """«Một tỷ ba trăm chín mươi bốn triệu hai trăm ngàn» → 1394200000; `None` where they are no number."""
    tokens = nfc(printed).lower().replace(",", " ").split()
    return _read([_SPELLINGS.get(token, token) for token in tokens], tuple(_SCALES)) if tokens else None


def _read(tokens: list[str], scales: tuple[str, ...]) -> int | None:
    scale = next((word for word in scales if word in tokens), None)
    if scale is None:
        return _read_group(tokens)
    smaller = scales[scales.index(scale) + 1 :]
    at = tokens.index(scale)
    # Thousands and millions of tỷ are said («hai nghìn tỷ»), thousands of triệu are not.
    head = _read(tokens[:at], smaller if scale == "tỷ" else ())
    rest = _read(tokens[at + 1 :], smaller) if tokens[at + 1 :] else 0
    return None if head is None or rest is None else head * _SCALES[scale] + rest


def _read_group(tokens: list[str]) -> int | None:
    """A number below 1000."""
    if len(tokens) == 1 and re.fullmatch(f"không|{_FULL}", tokens[0]):
        return _DIGITS.get(tokens[0], 0)
    match = _GROUP.fullmatch("".join(f" {token}" for token in tokens))
    if match is None:
        return None
    tens = 1 if match["ten"] == "mười" else _DIGITS.get((match["ten"] or "").split(" ")[0], 0)
    last = _DIGITS.get(match["odd"] or match["unit"] or "", 0)
    return 100 * _DIGITS.get(match["hundreds"] or "", 0) + 10 * tens + last
