"""How text becomes the tokens that are searched: folded syllables, numbers, «%».

templates/theme/assets/search/tokens.js does the same to what is typed; tests/search/tokens.yaml holds both together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.vietnamese import fold, nfc

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|(?:[^\W_]|[\u0300-\u036f])+|%")
LONGEST = 40
"""A longer token is no word and no number."""
CONTEXTUAL = ("thang", "tram")
"""The tokens that may go, for what stands beside them."""
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_ZEROS = re.compile(r"^0+(?=[0-9])")
_DAY_OR_MONTH = re.compile(r"[0-9]{1,2}")


def tokens(text: str) -> list[str]:
    """«trước ngày 05 tháng 12» → truoc, ngay, 5, 12; «1.280 tỷ» → 1280, ty; «178/KH-UBND» → 178, kh, ubnd.

    A date in words and one with strokes are the same tokens, «60 phần trăm» and «60%» likewise.
    """
    found = [token for word in text.split() for token in of_word(word)]
    return _plain_dates(found) if any(token in found for token in CONTEXTUAL) else found


@lru_cache(maxsize=1 << 16)
def of_word(word: str) -> tuple[str, ...]:
    """No token reaches over a blank, and words come again: each is read once."""
    return tuple(token for piece in _TOKEN.findall(nfc(word).lower()) for token in _folded(piece))


def _folded(piece: str) -> tuple[str, ...]:
    if "0" <= piece[0] <= "9":
        return tuple(number for number in _numbers(piece) if len(number) <= LONGEST)
    folded = fold(piece)
    return (folded,) if folded and len(folded) <= LONGEST and max(folded) <= "\uffff" else ()


def _numbers(piece: str) -> tuple[str, ...]:
    """Points between thousands go; a decimal comma stays; other points and commas part; zeros in front go."""
    if _THOUSANDS.fullmatch(piece):
        piece = piece.replace(".", "")
    elif piece.count(",") != 1 or "." in piece:
        return tuple(_bare(part) for part in re.split(r"[.,]", piece))
    return (_bare(piece),)


def _bare(number: str) -> str:
    return _ZEROS.sub("", number)


def _plain_dates(found: list[str]) -> list[str]:
    """«5 tháng 12 năm 2023» is 5, 12, 2023; «phần trăm» is %."""
    kept: list[str] = []
    for index, token in enumerate(found):
        before = found[index - 1] if index else ""
        after = found[index + 1] if index + 1 < len(found) else ""
        if token == "thang" and _up_to(31, before) and _up_to(12, after):
            continue
        if token == "nam" and _up_to(12, before) and len(after) == 4 and index > 1 and found[index - 2] == "thang":
            continue
        if token == "tram" and before == "phan":
            kept[-1] = "%"
            continue
        kept.append(token)
    return kept


def _up_to(most: int, token: str) -> bool:
    return bool(_DAY_OR_MONTH.fullmatch(token)) and int(token) <= most
