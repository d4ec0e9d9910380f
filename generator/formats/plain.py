"""One line a problem, as compilers print it, for logs and editors: `path:line:column: level: message [rule]`."""

from __future__ import annotations

from generator.formats import Report


def plain(report: Report) -> str:
    """The problems, then the count."""
    lines = [problem.line(report.language) for problem in report.problems]
    return "\n".join([*lines, report.closing] if report.closing else lines)
