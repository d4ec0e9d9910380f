"""Vietnamese text: its normal forms, its alphabet, and how a printed phrase is found in a text.

Every function takes any string, in NFC or NFD, and raises nothing. đ does not decompose and is mapped by
hand; old and new tone placement (hòa, hoà) are one spelling.
"""

import re
import unicodedata
from functools import lru_cache

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries
_SHAPES = "\u0306\u0302\u031b"  # the marks of ă, of â ê ô, of ơ ư: letters of their own, not tones
_MARKS = re.compile("[\u0300-\u036f]+")
# Only the open rhymes oa, oe, uy are spelt both ways (hòa/hoà, khỏe/khoẻ, thủy/thuỷ); hoàn, khuỷu are not.
_OLD_TONE = re.compile(rf"(?:o[{_TONES}][ae]|u[{_TONES}]y)(?![\w\u0300-\u036f])")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # f, j, w, z of foreign names stand at their Latin place
_RANK = {unicodedata.normalize("NFD", letter): 1000 + rank for rank, letter in enumerate(_ALPHABET)}
_GAP = re.compile(r"…|\.{3,}")


def nfc(text: str) -> str:
    """The text in NFC, the form that the whole program works in."""
    return unicodedata.normalize("NFC", text)


def squash(text: str) -> str:
    """Runs of white space, line breaks and no-break blanks become one blank; none at the ends."""
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The words of a text, as white space parts them; marks and punctuation stay on them."""
    return text.split()


def plain_dashes(text: str) -> str:
    """Every dash and hyphen as «-», the blanks around it untouched."""
    return text.translate(_DASHES)


def fold(text: str) -> str:
    """Lower case, marks off, đ → d, every dash «-»: what text is searched in («Đồng Tháp» → «dong thap»)."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text)).lower()
    return nfc(plain_dashes(bare.replace("đ", "d")))


@lru_cache(maxsize=1 << 14)
def slug(text: str) -> str:
    """The folded letters and digits, anything else as «-»; empty only for a text without letter and digit."""
    return re.sub(r"[\W_]+", "-", fold(text)).strip("-")


@lru_cache(maxsize=1 << 14)
def name_key(text: str) -> str:
    """The key under which names are compared: two spellings of one name have one key, two names have two.

    Case, tone placement, kind of hyphen and blanks around it, «&» for «và» and runs of blanks make no
    difference; marks do.
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    plain = re.sub(r"\s*-\s*", "-", plain_dashes(_move_tones(plain)).replace("&", " và "))
    return nfc(squash(plain))


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """The key of Vietnamese alphabetical order.

    First the letters (a ă â b c d đ …), then the tones (ngang huyền hỏi ngã sắc nặng), then the text itself.
    Blanks, punctuation and digits come before letters.
    """
    letters: list[str] = []
    tones: list[int] = []
    for char in _move_tones(unicodedata.normalize("NFD", squash(plain_dashes(text)).lower())):
        if char in _TONES and tones:
            tones[-1] = _TONES.index(char) + 1
        elif char in _SHAPES and letters:
            letters[-1] += char
        else:
            letters.append(char)
            tones.append(0)
    ranks = tuple(_RANK.get(letter) or _RANK.get(letter[0]) or _foreign_rank(letter) for letter in letters)
    return ranks, tuple(tones), squash(nfc(text))


def occurs(needle: str, haystack: str) -> bool:
    """Whether the printed phrase stands in the text word for word; blanks are squashed, case and marks count.

    Where the phrase begins or ends with a letter or digit, no letter or digit may touch it: «5» is in «5 xã»,
    not in «05», «15 xã» or «1,5». «…» or «...» in the phrase skips words: its parts stand in this order. An
    empty phrase occurs nowhere.
    """
    text = squash(nfc(haystack))
    parts = [part for part in map(squash, _GAP.split(nfc(needle))) if part]
    end = 0
    for part in parts:
        start = text.find(part, end)
        while start >= 0 and not _stands_free(text, start, start + len(part)):
            start = text.find(part, start + 1)
        if start < 0:
            return False
        end = start + len(part)
    return bool(parts)


def _move_tones(decomposed: str) -> str:
    """NFD text with the tone of an open oa, oe, uy on its second vowel (hòa → hoà), whatever the word."""
    return _OLD_TONE.sub(lambda rhyme: rhyme[0][0] + rhyme[0][2] + rhyme[0][1], decomposed)


def _foreign_rank(letter: str) -> int:
    return ord(letter[0]) if letter[0].isascii() else 10_000 + ord(letter[0])


def _stands_free(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return not (_runs_on(before[::-1], text[start]) or _runs_on(after, text[end - 1]))


def _runs_on(outside: str, edge: str) -> bool:
    """Whether the characters outside, nearest first, continue the word or the number that ends in `edge`."""
    if not outside or not _in_word(edge):
        return False
    return _in_word(outside[0]) or (edge.isdigit() and outside[0] in ".," and outside[1:].isdigit())


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.combining(char) > 0
