"""The guide for editors tells the truth: its example is a content folder without a mistake, its blocks are valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.loader import load, to_value
from generator.model.plan import PlanFile
from generator.model.read import read_model
from generator.survey import survey

GUIDE = (Path(__file__).parents[1] / "content/huong-dan.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(?:yaml|text)\n# ([^\n]+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
"""(file name or what it is an example of, text) of every block that begins with such a line."""
PARTS = [(name, text) for name, text in BLOCKS if not name.startswith("content/")]
PLAN = "content/plans/an-loc/xa-an-loc-12-2026.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The content folder that a reader of the guide has made after its last step."""
    for name, text in BLOCKS:
        if name.startswith("content/"):
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + text, encoding="utf-8")
    return tmp_path / "content"


def test_every_yaml_block_says_what_it_is() -> None:
    named = re.findall(r"^```yaml\n# (?:content/\S+\.yaml|ví dụ: .+)$", GUIDE, re.MULTILINE)
    assert len(named) == GUIDE.count("```yaml") >= 12


def test_who_follows_the_guide_has_a_plan_without_a_mistake(folder: Path) -> None:
    found = survey(folder)
    assert [problem.line() for problem in found.problems] == []
    fidelity = found.corpus.fidelity["xa-an-loc-12-2026"]
    assert fidelity.matched == fidelity.total
    assert {duty.role for duty in found.corpus.duties} == {"lead", "support", "assigned"}
    assert [rule.last_day for link in found.corpus.reports for rule in link.rules] == ["2026-12-04"]


@pytest.mark.parametrize(("name", "text"), PARTS, ids=[name for name, _ in PARTS])
def test_a_part_fits_into_the_plan(folder: Path, name: str, text: str) -> None:
    """Its keys take the place of the plan's own."""
    part = folder / "part.yaml"
    part.write_text(text, encoding="utf-8")
    node, problems = load(part, name)
    assert problems == []
    plan, _ = load(folder.parent / PLAN, PLAN)
    values, new = to_value(plan), to_value(node)
    assert isinstance(values, dict)
    assert isinstance(new, dict)
    assert read_model(node, PlanFile, name)[1] != []
    PlanFile.model_validate(values | new)


def test_the_message_in_the_guide_is_what_the_program_says(folder: Path) -> None:
    file = folder.parent / PLAN
    file.write_text(file.read_text(encoding="utf-8").replace("support: Trạm Y tế", "support: Trạm Y té"))
    said = [problem.line() for problem in survey(folder).problems]
    assert len(said) == 1
    assert f"`{said[0]}`" in GUIDE
