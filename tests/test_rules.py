"""Every rule has a page that shows it wrong and right, and the pages are what the rules are."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import rulebook
from generator.survey import survey
from tests.test_golden import CASES, Case, apply, error_rules, published
from tools import rules

NO_YAML = {
    "content-missing": "there is no file",
    "fidelity-more": "it counts what other rules say",
    "file-empty": "there is no text",
    "file-encoding": "the bytes are no text",
    "file-link": "it is about the file, not its text",
    "file-too-large": "2 MB",
    "file-unreadable": "it is about the file, not its text",
    "plans-missing": "there is no file",
    "register-missing": "there is no file",
    "source-changed": "what changed is the source",
    "text-not-nfc": "both look the same",
    "yaml-syntax": "no case is known that no better rule explains",
    "yaml-too-big": "200,000 lines",
    "yaml-too-deep": "a thousand brackets",
}
"""Rules whose page shows no YAML, and why."""


def test_every_rule_has_its_reason_in_both_languages() -> None:
    assert set(rulebook.rule_ids()) == set(error_rules())
    for rule in map(rulebook.rule_of, rulebook.rule_ids()):
        assert set(rule.reasons) == {"vi", "en"}
        assert len(rule.why("vi")) > 40
        assert len(rule.why("en")) > 40


def test_pages_and_examples_are_what_the_rules_and_cases_say() -> None:
    """After a change: python -m tools.rules"""
    assert rules.EXAMPLES.read_text(encoding="utf-8") == rules.examples_text()
    written = {file.name: file.read_text(encoding="utf-8") for file in sorted(rules.PAGES.iterdir())}
    assert written == rules.pages()


def test_every_page_shows_wrong_and_right() -> None:
    without = set()
    for rule in rulebook.rule_ids():
        example = rulebook.rule_of(rule).example
        if example is None or not (example.bad and example.good):
            without.add(rule)
        else:
            assert example.bad != example.good, rule
            assert f"```yaml\n{example.bad.splitlines()[0][:4]}" in rulebook.page(rule), rule
    assert without == NO_YAML.keys()


MENDED = {name: case for name, case in CASES.items() if "right" in case}


@pytest.mark.parametrize("case", MENDED.values(), ids=MENDED)
def test_what_a_case_calls_right_is_right(case: Case, content: Path) -> None:
    apply(case, content)
    right, wrong = case["right"], content / case["file"]
    if "\n" in right:
        wrong.write_text(right, encoding="utf-8")
    else:
        wrong.rename(content / right)
    told = {problem.rule for problem in survey(content, before=published(case)).problems}
    assert told.isdisjoint(problem["rule"] for problem in case["problems"])


def test_a_page_in_one_language() -> None:
    page = rulebook.page("unit-unknown", ("vi",))
    assert "Mức: **lỗi**" in page
    assert "Level" not in page
    assert "Wrong" not in page


def test_a_message_leads_to_the_site_where_its_address_is_known() -> None:
    assert rulebook.page_of("unit-unknown") == "docs/reference/rules/unit-unknown.md"
    assert rulebook.page_of("unit-unknown", "https://vi.du/") == "https://vi.du/huong-dan/quy-tac/#unit-unknown"
