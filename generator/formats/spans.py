"""Which words of a line a problem is about."""

from __future__ import annotations

from msgspec import Struct

from generator.problems import Problem

OFFENDING = ("plan", "value", "name", "key", "id", "printed")
"""The words of a message that quote the file, the most telling first."""


class Span(Struct, frozen=True):
    """Line, first column, and the column behind the last: all from 1, in code points of the line."""

    line: int
    column: int
    end: int


def span_of(problem: Problem, lines: tuple[str, ...]) -> Span:
    """The words that the message quotes, where the line holds them; else what stands there to the end of the line.

    A place beyond the file's lines (a file that can't be read) is one column wide.
    """
    place = problem.place
    if not 0 < place.line <= len(lines):
        return Span(place.line, place.column, place.column + 1)
    start = place.column - 1
    rest = lines[place.line - 1][start:]
    for key in OFFENDING:
        quoted = str(problem.words.get(key, "")).removesuffix(" …")
        if quoted and (found := rest.find(quoted)) >= 0:
            return Span(place.line, start + found + 1, start + found + 1 + len(quoted))
    width = len(rest.split(" #", 1)[0].rstrip()) or len(rest.rstrip())
    return Span(place.line, place.column, place.column + max(width, 1))
