"""Annotations of GitHub Actions: a workflow command a problem, shown on the line of the pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from generator.formats import Report
from generator.problems import Problem

COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def github(report: Report) -> str:
    """One `::error file=…,line=…::message` a problem."""
    return "\n".join(_command(report, problem) for problem in report.problems)


def _command(report: Report, problem: Problem) -> str:
    span = report.span(problem)
    properties = {
        "file": problem.place.path,
        "line": str(span.line),
        "endLine": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.end),
        "title": problem.rule,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{problem.message(report.language)} ({report.page(problem.rule)})"
    return f"::{COMMANDS[problem.level]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
