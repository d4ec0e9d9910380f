"""What is wrong with the content: collected as values, so that one broken file does not hide the next.

A problem names a rule and the words it needs; the sentence for the reader comes from the catalogue
(messages.yaml), in Vietnamese or English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from rapidfuzz import fuzz, process

from generator.messages import LEVELS, catalogue, level, sentence
from generator.vietnamese import fold


class Place(Struct, frozen=True):
    """A spot in a file of the project: path from the project's root, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


class Problem(Struct, frozen=True):
    """One mistake: where it is, which rule found it, the words of its message, the nearest right names."""

    place: Place
    rule: str
    words: Mapping[str, str] = field(default_factory=dict)
    nearest: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """`error`, `warning` or `hint`."""
        return level(self.rule)

    def message(self, language: str = "vi") -> str:
        """The sentence for the editor, with the nearest names at its end, or where a name like no other is added."""
        text = sentence(self.rule, language, self.words)
        if self.nearest:
            names = ", ".join(f"«{name}»" for name in self.nearest)
            text = f"{text} {sentence('nearest', language, {'names': names})}"
        elif (new := f"{self.rule}-new") in catalogue():
            text = f"{text} {sentence(new, language, {})}"
        return shown(text)

    def line(self, language: str = "vi") -> str:
        """One line, as compilers print it: `path:line:column: level: message [rule]`."""
        where = self.place
        grave = sentence(f"level-{self.level}", language, {})
        return f"{shown(where.path)}:{where.line}:{where.column}: {grave}: {self.message(language)} [{self.rule}]"


_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def shown(text: str) -> str:
    """The text on one line, without characters that a terminal obeys: content can write them as `"\\e"` or `"\\n"`."""
    return _UNSEEN.sub("\ufffd", text)


def counted(problems: Iterable[Problem]) -> dict[str, int]:
    """Level → how many problems there are of it, the gravest first."""
    found = Counter(problem.level for problem in problems)
    return {name: found[name] for name in LEVELS}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file, line and column; the same one is reported once."""
    seen = {(p.place.path, p.place.line, p.place.column, p.rule, p.message()): p for p in problems}
    return [seen[key] for key in sorted(seen)]


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known names that look most like `name`, marks and case aside; empty when none is near."""
    choices = sorted(set(known))
    found = process.extract(fold(name), [fold(c) for c in choices], scorer=fuzz.ratio, limit=limit, score_cutoff=60)
    return tuple(choices[index] for _, _, index in found)
