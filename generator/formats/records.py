"""JSON for other programs: every field of every problem, and how many there are of each level."""

from __future__ import annotations

import json
from typing import Any

from generator.formats import Report
from generator.problems import Problem, counted

VERSION = 1
"""Raised when a field changes its meaning or goes; new fields may come."""


def to_json(report: Report) -> str:
    """`{version, language, counts, problems: [{file, line, column, end_column, level, rule, message, …}]}`."""
    problems = [_record(report, problem) for problem in report.problems]
    counts = counted(report.problems)
    whole = {"version": VERSION, "language": report.language, "counts": counts, "problems": problems}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _record(report: Report, problem: Problem) -> dict[str, Any]:
    place, span = problem.place, report.span(problem)
    return {
        "file": place.path,
        "line": place.line,
        "column": place.column,
        "words": {"line": span.line, "column": span.column, "end_column": span.end},
        "level": problem.level,
        "rule": problem.rule,
        "message": problem.message(report.language),
        "nearest": list(problem.nearest),
        "page": report.page(problem.rule),
    }
