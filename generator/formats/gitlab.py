"""GitLab's Code Quality report, shown in the merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json

from generator.formats import Report
from generator.formats.fingerprints import fingerprints

SEVERITIES = {"error": "critical", "warning": "minor", "hint": "info"}


def gitlab(report: Report) -> str:
    """A JSON list of issues."""
    issues = [
        {
            "description": f"{problem.message(report.language)} ({report.page(problem.rule)})",
            "check_name": problem.rule,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[problem.level],
            "location": {"path": problem.place.path, "lines": {"begin": problem.place.line}},
        }
        for problem, fingerprint in zip(report.problems, fingerprints(report.problems), strict=True)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2)
