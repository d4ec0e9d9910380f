"""What is wrong with the content: collected as values, so that one broken file does not hide the next.

A problem names a rule and the words it needs; the sentence for the reader comes from the catalogue
(messages.yaml), in Vietnamese or English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from generator.messages import sentence
from generator.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file of the project: path from the project's root, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, which rule found it, the words of its message, the nearest right names."""

    place: Place
    rule: str
    words: Mapping[str, str] = field(default_factory=dict)
    nearest: tuple[str, ...] = ()

    def message(self, language: str = "vi") -> str:
        """The sentence for the editor, with the nearest names at its end."""
        text = sentence(self.rule, language, self.words)
        if not self.nearest:
            return text
        names = ", ".join(f"«{name}»" for name in self.nearest)
        return f"{text} {sentence('nearest', language, {'names': names})}"

    def line(self, language: str = "vi") -> str:
        """One line, as compilers print it: `path:line:column: message [rule]`."""
        where = self.place
        return f"{where.path}:{where.line}:{where.column}: {self.message(language)} [{self.rule}]"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file, line and column; the same one is reported once."""
    seen = {(p.place.path, p.place.line, p.place.column, p.rule, p.message()): p for p in problems}
    return [seen[key] for key in sorted(seen)]


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known names that look most like `name`, marks and case aside; empty when none is near."""
    choices = sorted(set(known))
    found = process.extract(fold(name), [fold(c) for c in choices], scorer=fuzz.ratio, limit=limit, score_cutoff=60)
    return tuple(choices[index] for _, _, index in found)
