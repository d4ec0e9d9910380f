"""For a person at a terminal: each problem with its line of the file and a caret under the words that are meant."""

from __future__ import annotations

import unicodedata

import click

from generator.formats import Report
from generator.formats.spans import Span
from generator.messages import sentence
from generator.problems import Problem, shown

COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}
MORE = "…"
"""Stands where a long line was cut."""


def terminal(report: Report) -> str:
    """A block for each problem, a blank line between them, then the count."""
    blocks = [_block(report, problem) for problem in report.problems]
    return "\n\n".join([*blocks, report.closing] if report.closing else blocks)


def _block(report: Report, problem: Problem) -> str:
    place, span = problem.place, report.span(problem)
    grave = sentence(f"level-{problem.level}", report.language, {})
    where = f"{shown(place.path)}:{span.line}:{place.column}"
    head = f"{_in(report, grave, COLOURS[problem.level], bold=True)} {_in(report, where, bold=True)} [{problem.rule}]"
    page = sentence("rule-page", report.language, {"page": report.page(problem.rule)})
    frame = _frame(report, problem, span)
    return "\n".join([head, *frame, f"  {problem.message(report.language)}", f"  {_in(report, page, dim=True)}"])


def _frame(report: Report, problem: Problem, span: Span) -> list[str]:
    """The line above, the line itself, and the caret; nothing where the file has no such line."""
    lines = report.lines(problem.place.path)
    if not 0 < span.line <= len(lines):
        return []
    gutter = len(str(span.line))
    room = max(report.width - gutter - 5, 20)
    text, before, marked = _window(shown(lines[span.line - 1].replace("\t", " ")), span, room)
    above = []
    if span.line > 1 and lines[span.line - 2].strip():
        above = [_cut(shown(lines[span.line - 2].replace("\t", " ")), room)]
    caret = " " * columns(before) + _in(report, "^" * max(columns(marked), 1), COLOURS[problem.level], bold=True)
    rows = [f"  {span.line - 1:>{gutter}} │ {line}" for line in above]
    return [*rows, f"  {span.line:>{gutter}} │ {text}", f"  {'':>{gutter}} │ {caret}"]


def _window(line: str, span: Span, room: int) -> tuple[str, str, str]:
    """(the part of the line that fits, what stands in it before the words, the words as far as shown)."""
    start, end = span.column - 1, span.end - 1
    first = 0
    if columns(line[:end]) > room:
        # the words in the middle of the room, or at its beginning where they fill it
        lead = max((room - columns(line[start:end])) // 2, room // 4)
        first = start
        while first > 0 and columns(line[first - 1 : start]) <= lead:
            first -= 1
    prefix = MORE if first else ""
    part = _cut(line[first:], room - columns(prefix))
    text = prefix + part
    return text, prefix + line[first:start], line[start : min(end, first + len(part))]


def _cut(text: str, room: int) -> str:
    if columns(text) <= room:
        return text
    kept = text[:room]
    while columns(kept) > room - columns(MORE):
        kept = kept[:-1]
    return kept + MORE


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: combining marks none, wide characters two."""
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _in(report: Report, text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
    return click.style(text, fg=colour, bold=bold or None, dim=dim or None) if report.colour else text
