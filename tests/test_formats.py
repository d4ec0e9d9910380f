"""The formats of `plansite check --format`: what each prints for the same problems."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from generator.formats import NAMES, Report, formats
from generator.formats.spans import Span, span_of
from generator.formats.terminal import columns
from generator.problems import Place, Problem
from generator.rulebook import page_of

PATH = "content/plans/a, b/kế hoạch.yaml"
LINES = ("- label: I.", "  lead: Phòng Y tê  # ghi chú", "  dash: " + "chữ " * 60 + "Phòng Y tê " + "chữ " * 60)
UNKNOWN = {"name": "Phòng Y tê", "place": "huyện Tân Hòa"}
PROBLEMS = (
    Problem(Place(PATH, 2, 9), "unit-unknown", UNKNOWN, ("Phòng Y tế",)),
    Problem(Place(PATH, 2, 9), "unit-unknown", UNKNOWN, ("Phòng Y tế",)),
    Problem(Place(PATH, 3, 9), "stray-mark", {"value": "100%"}),
    Problem(Place(PATH, 9, 1), "text-not-nfc"),
)


def report(**more: Any) -> Report:
    given: dict[str, Any] = {
        "problems": PROBLEMS,
        "language": "vi",
        "lines": lambda path: LINES if path == PATH else (),
        "page": page_of,
        "closing": "Hết.",
    }
    return Report(**given | more)


def told(name: str, **more: Any) -> str:
    return formats()[name](report(**more))


def test_names_are_those_of_the_formats() -> None:
    assert tuple(formats()) == NAMES


# --- where the words are -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "words", "span"),
    [
        ("lead: Phòng Y tê", 7, {"name": "Phòng Y tê"}, Span(1, 7, 17)),
        ("- dash: Tập huấn nhiều xã.", 9, {"plan": "nhiều xã. …"}, Span(1, 18, 27)),
        ("money: 5 đồng  # xem lại", 8, {}, Span(1, 8, 14)),
        ("money: 5 đồng", 8, {"value": "6 đồng"}, Span(1, 8, 14)),
        ("text:", 6, {}, Span(1, 6, 7)),
    ],
)
def test_the_words_that_are_meant(line: str, column: int, words: dict[str, str], span: Span) -> None:
    assert span_of(Problem(Place("x", 1, column), "unit-unknown", words), (line,)) == span


def test_a_place_beyond_the_file_is_one_column_wide() -> None:
    assert span_of(Problem(Place("x", 5, 3), "file-empty"), ()) == Span(5, 3, 4)


# --- a terminal ----------------------------------------------------------------------------------------------------


def test_terminal_shows_the_line_with_a_caret_under_the_words() -> None:
    assert told("terminal", problems=PROBLEMS[:1]) == (
        f"lỗi {PATH}:2:9 [unit-unknown]\n"
        "  1 │ - label: I.\n"
        "  2 │   lead: Phòng Y tê  # ghi chú\n"
        "    │         ^^^^^^^^^^\n"
        "  Không có đơn vị nào tên «Phòng Y tê» ở huyện Tân Hòa hay cấp trên. Gần nhất: «Phòng Y tế».\n"
        "  Xem: docs/reference/rules/unit-unknown.md\n\n"
        "Hết."
    )


def caret(text: str) -> tuple[str, str]:
    """(what stands above the carets, the whole line above them); for lines whose characters are one column wide."""
    rows = text.splitlines()
    at = next(i for i, row in enumerate(rows) if "^" in row)
    return rows[at - 1][rows[at].index("^") : rows[at].rindex("^") + 1], rows[at - 1]


@pytest.mark.parametrize("before", ["", "thuôc̣ ", "日本 ", "c̣日 "])
def test_the_caret_stands_right_beside_wide_and_combining_characters(before: str) -> None:
    line = f"  lead: {before}Xã Lạ"
    problem = Problem(Place("x", 1, 9), "unit-unknown", {"name": "Xã Lạ", "place": ""})
    text = told("terminal", problems=(problem,), lines=lambda _: (line,))
    row = next(row for row in text.splitlines() if "^" in row)
    frame = f"  1 │ {line[: line.index('Xã')]}"
    assert row.index("^") == columns(frame)
    assert row.count("^") == 5


def test_columns_of_a_terminal() -> None:
    assert columns("Kế hoạch") == 8
    assert columns(unicodedata.normalize("NFD", "Kế hoạch")) == 8
    assert columns("計画") == 4
    assert columns("a\u200bb") == 2


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_long_line_is_cut_around_the_words(width: int) -> None:
    problem = Problem(Place(PATH, 3, 9), "unit-unknown", UNKNOWN)
    text = told("terminal", problems=(problem,), width=width)
    shown, line = caret(text)
    assert shown == "Phòng Y tê"
    assert columns(line) <= width
    assert line.count("…") == 2


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b[" not in told("terminal")
    assert "\x1b[31m" in told("terminal", colour=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", told("terminal", colour=True))
    assert plain == told("terminal")


def test_content_cannot_write_to_the_terminal_or_the_log() -> None:
    """`"\\e[2J"` in a YAML text is an escape sequence, a line break in a name a workflow command."""
    words = {"name": "x\x1b[2J\n::stop-commands::x\r\u202e", "place": "y"}
    problem = Problem(Place("content/a\n::error::b.yaml", 1, 1), "unit-unknown", words)
    for name in ("terminal", "plain", "github"):
        text = told(name, problems=(problem,), closing="")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text), name
        assert not re.search(r"^::(?!error file=)", text, re.MULTILINE), name


# --- a line each ---------------------------------------------------------------------------------------------------


def test_plain_is_a_line_each_and_the_count() -> None:
    lines = told("plain", language="en").splitlines()
    assert len(lines) == 5
    assert lines[0] == (
        f"{PATH}:2:9: error: No unit is named «Phòng Y tê» in huyện Tân Hòa or above it. Nearest: «Phòng Y tế». "
        "[unit-unknown]"
    )
    assert lines[2].startswith(f"{PATH}:3:9: warning: ")
    assert lines[3].startswith(f"{PATH}:9:1: hint: ")
    assert lines[4] == "Hết."


def test_github_escapes_what_its_commands_keep_for_themselves() -> None:
    lines = told("github").splitlines()
    assert lines[0] == (
        "::error file=content/plans/a%2C b/kế hoạch.yaml,line=2,endLine=2,col=9,endColumn=19,title=unit-unknown::"
        "Không có đơn vị nào tên «Phòng Y tê» ở huyện Tân Hòa hay cấp trên. Gần nhất: «Phòng Y tế». "
        "(docs/reference/rules/unit-unknown.md)"
    )
    assert lines[2].startswith("::warning file=")
    assert "100%25" in lines[2]
    assert lines[3].startswith("::notice file=")
    assert told("github", problems=()) == ""


# --- for programs --------------------------------------------------------------------------------------------------


def test_json_has_every_field() -> None:
    whole = json.loads(told("json"))
    assert whole["version"] == 1
    assert whole["counts"] == {"error": 2, "warning": 1, "hint": 1}
    assert whole["problems"][0] == {
        "file": PATH,
        "line": 2,
        "column": 9,
        "words": {"line": 2, "column": 9, "end_column": 19},
        "level": "error",
        "rule": "unit-unknown",
        "message": PROBLEMS[0].message(),
        "nearest": ["Phòng Y tế"],
        "page": "docs/reference/rules/unit-unknown.md",
    }
    assert json.loads(told("json", problems=()))["problems"] == []


def closed(**properties: Any) -> dict[str, Any]:
    """An object with these properties, all of them, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
NUMBER = {"type": "integer", "minimum": 1}
GITLAB = {
    "type": "array",
    "items": closed(
        description=TEXT,
        check_name=TEXT,
        fingerprint=TEXT,
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=closed(path=TEXT, lines=closed(begin=NUMBER)),
    ),
}
"""https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""

MESSAGE = closed(text=TEXT)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
REGION = closed(startLine=NUMBER, startColumn=NUMBER, endLine=NUMBER, endColumn=NUMBER)
SARIF = closed(
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "items": closed(
            tool=closed(
                driver=closed(
                    name=TEXT,
                    version=TEXT,
                    rules={
                        "type": "array",
                        "uniqueItems": True,
                        "items": closed(
                            id=TEXT,
                            shortDescription=MESSAGE,
                            fullDescription=MESSAGE,
                            defaultConfiguration=closed(level=LEVEL),
                            help=MESSAGE,
                            helpUri={"type": "string", "format": "uri"},
                        ),
                    },
                )
            ),
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            results={
                "type": "array",
                "items": closed(
                    ruleId=TEXT,
                    ruleIndex={"type": "integer", "minimum": 0},
                    level=LEVEL,
                    message=MESSAGE,
                    locations={
                        "type": "array",
                        "items": closed(
                            physicalLocation=closed(
                                artifactLocation=closed(
                                    uri={"type": "string", "format": "uri-reference"}, uriBaseId=TEXT
                                ),
                                region=REGION,
                            )
                        ),
                    },
                    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
                ),
            },
        ),
    },
)
"""The parts of SARIF 2.1.0 that are written, as its specification (chapter 3) gives them."""


def valid(value: Any, schema: dict[str, Any]) -> None:
    kind = validator_for(schema, Draft202012Validator)
    kind(schema, format_checker=kind.FORMAT_CHECKER).validate(value)


def test_gitlab_takes_the_report() -> None:
    issues = json.loads(told("gitlab"))
    valid(issues, GITLAB)
    assert [issue["severity"] for issue in issues] == ["critical", "critical", "minor", "info"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert json.loads(told("gitlab", problems=())) == []


def test_sarif_is_valid() -> None:
    log = json.loads(told("sarif", page=lambda rule: page_of(rule, "https://vi.du/")))
    valid(log, SARIF)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [problem.rule for problem in PROBLEMS]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning", "note"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/plans/a%2C%20b/k%E1%BA%BF%20ho%E1%BA%A1ch.yaml"
    assert place["region"] == {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 19}
    assert json.loads(told("sarif", problems=()))["runs"][0]["results"] == []


def test_sarif_has_no_help_address_where_the_site_has_none() -> None:
    driver = json.loads(told("sarif"))["runs"][0]["tool"]["driver"]
    assert all("helpUri" not in rule for rule in driver["rules"])


@pytest.mark.parametrize("name", ["gitlab", "sarif"])
def test_a_problem_that_moves_keeps_its_fingerprint(name: str) -> None:
    def prints(line: int) -> list[str]:
        problem = Problem(Place(PATH, line, 9), "unit-unknown", UNKNOWN)
        return re.findall(r"\b[0-9a-f]{64}\b", told(name, problems=(problem,)))

    assert prints(2) == prints(40) != []


def test_the_formats_read_no_clock_and_no_folder() -> None:
    for name in NAMES:
        assert told(name) == told(name)
        assert str(Path.cwd()) not in told(name)
