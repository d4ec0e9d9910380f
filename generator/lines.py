"""A line of a YAML file as editors write it: its indent, its key, its text; and how it should be written."""

from __future__ import annotations

import re

from msgspec import Struct

SHOWN = 80
"""Letters of a line that a message shows."""

_ENTRY = re.compile(r"(?P<lead> *(?:- +)*)(?:(?P<key>[^\s\"'\[{#-][^\n]*?) *:(?: +|$))?(?P<value>.*)")
"""A line: its indent and dashes, its key up to the first «: », its value."""
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_GLUED = re.compile(
    r"(?P<lead> *(?:- +)*)(?P<dash>-(?=[a-z]))?(?P<key>[a-z][a-z0-9_]*):(?!//)(?P<gap>\s*)(?P<value>.*)"
)
"""A line with a key in which a blank may be missing; `https://` is none."""
_SPOKEN = frozenset({"khai", "nay", "quan", "sau", "theo"})
"""Words without marks that stand before a colon in texts («như sau:»); no key is called so."""


class Entry(Struct, frozen=True):
    """A line of the file in its parts; `column` is where the value begins."""

    line: int
    indent: int
    dashed: bool
    key: str
    column: int
    value: str

    @property
    def begins(self) -> bool:
        """Whether something new begins here, so that the line does not go on with a text from above."""
        return self.dashed or is_key(self.key)


def entry_of(text: str, line: int = 0) -> Entry:
    """A line of the file in its parts."""
    match = _ENTRY.match(text)
    assert match is not None  # every part may be empty
    lead = match["lead"]
    return Entry(line, len(lead), "-" in lead, match["key"] or "", match.start("value"), match["value"])


def is_key(word: str) -> bool:
    """Whether a word before a colon is a key rather than the end of a sentence."""
    return bool(_KEY.fullmatch(word)) and word not in _SPOKEN


def cut(text: str) -> str:
    """The text as a message shows it, not longer than a line: its beginning and its end."""
    if len(text) <= SHOWN:
        return text
    half = SHOWN // 2
    return f"{text[:half].rpartition(' ')[0] or text[:half]} … {text[-half:].partition(' ')[2] or text[-half:]}"


def quoted(text: str) -> str:
    """The text in quotes, as YAML wants it."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def glued(text: str) -> str | None:
    """The line with the blank that is missing after the colon of its key or after its dash; None where none is."""
    match = _GLUED.match(text)
    if not match or not (match["dash"] or (match["value"] and not match["gap"].startswith((" ", "\t")))):
        return None
    dash = "- " if match["dash"] else ""
    return cut(f"{dash}{match['key']}: {match['value']}".rstrip())
