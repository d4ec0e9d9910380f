"""SARIF 2.1.0, which code hosts and editors show beside the lines.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (section numbers in comments are of it)
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.formats import Report
from generator.formats.fingerprints import fingerprints
from generator.problems import Problem
from generator.rulebook import rule_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "hint": "note"}


def sarif(report: Report) -> str:
    """A log with one run: the rules that were broken, and where."""
    rules = sorted({problem.rule for problem in report.problems})
    known = fingerprints(report.problems)
    results = [
        _result(report, problem, rules.index(problem.rule), fingerprint)
        for problem, fingerprint in zip(report.problems, known, strict=True)
    ]
    driver = {"name": "plansite", "version": __version__, "rules": [_rule(report, rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",  # 3.14.27: our columns count code points
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(report: Report, rule: str) -> dict[str, Any]:
    """A reportingDescriptor (3.49); its help is an absolute address or none."""
    known, page = rule_of(rule), report.page(rule)
    descriptor: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": known.pattern(report.language)},
        "fullDescription": {"text": known.why(report.language)},
        "defaultConfiguration": {"level": LEVELS[known.level]},
        "help": {"text": f"{known.why(report.language)} ({page})"},
    }
    return descriptor | ({"helpUri": page} if page.startswith(("https://", "http://")) else {})


def _result(report: Report, problem: Problem, index: int, fingerprint: str) -> dict[str, Any]:
    span = report.span(problem)
    region = {"startLine": span.line, "startColumn": span.column, "endLine": span.line, "endColumn": span.end}
    artifact = {"uri": quote(problem.place.path), "uriBaseId": "%SRCROOT%"}
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": LEVELS[problem.level],
        "message": {"text": problem.message(report.language)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"plansite/v1": fingerprint},
    }
