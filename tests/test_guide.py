"""The guide for editors tells the truth: whoever does what it says gets a content folder without a mistake.

The first line of a block says which file it belongs to, and how: the file itself, its next lines, or in place of an
element of it. The guide is followed block by block, over the project's own registers.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.survey import Survey, survey

ROOT = Path(__file__).parents[1]
FIRST = ROOT / "content/huong-dan.md"
FURTHER = sorted((ROOT / "content/huong-dan").glob("*.md"))
PAGES = (FIRST, *FURTHER)
PLAN = "content/plans/an-loc/xa-an-loc-12-2026.yaml"
MARKER = re.compile(r"# (?P<path>content/[\w/.-]+)(?:, (?:(?P<next>viết tiếp|thêm vào cuối)|thay «(?P<line>.+)»))?")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and its lines, the first of which says where it goes."""

    language: str
    text: str

    @property
    def marker(self) -> re.Match[str]:
        found = MARKER.fullmatch(self.text.partition("\n")[0])
        assert found, f"where does this go? {self.text}"
        return found

    def put(self, folder: Path) -> None:
        """Do with the block what its first line says."""
        marker, text = self.marker, self.text.partition("\n")[2]
        file = folder / marker["path"]
        if marker["line"]:
            text = replaced(file.read_text(encoding="utf-8"), marker["line"], text)
        elif marker["next"]:
            text = f"{file.read_text(encoding='utf-8').rstrip()}\n\n{text}"
        else:
            assert not file.exists(), f"{file} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def replaced(text: str, first: str, new: str) -> str:
    """`text` with the one element that begins with the line `first`, deeper lines included, replaced at its indent."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.strip() == first]
    assert len(starts) == 1, f"{first!r} stands {len(starts)} times"
    start = starts[0]
    indent = " " * (len(lines[start]) - len(lines[start].lstrip()))
    end = start + 1
    while end < len(lines) and lines[end].startswith(f"{indent} "):
        end += 1
    return "\n".join([*lines[:start], *(indent + line for line in new.rstrip("\n").split("\n")), *lines[end:]])


def blocks(page: Path, *languages: str) -> list[Block]:
    found = [Block(*groups) for groups in FENCE.findall(page.read_text(encoding="utf-8"))]
    return [block for block in found if block.language in languages]


def errors(found: Survey) -> list[str]:
    return [problem.line() for problem in found.errors]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project as a newcomer finds it, without its plans."""
    leave = shutil.ignore_patterns("plans", "sources", "updates", "*.md")
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=leave)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


@pytest.fixture
def first(project: Path) -> Path:
    """The project after the last step of the first page."""
    for block in blocks(FIRST, "yaml", "text"):
        block.put(project)
    return project


def test_the_guide_has_its_pages_and_every_block_a_known_language() -> None:
    assert {page.stem for page in FURTHER} >= {"dinh-chinh", "don-vi", "sua-doi-thay-the", "thong-bao"}
    for page in PAGES:
        assert {language for language, _ in FENCE.findall(page.read_text(encoding="utf-8"))} <= {
            "yaml", "text", "console",
        }  # fmt: skip
    assert sum(len(blocks(page, "yaml")) for page in PAGES) >= 20


def test_who_follows_the_guide_has_a_plan_without_a_mistake(first: Path) -> None:
    found = survey(first / "content")
    assert [problem.line() for problem in found.problems] == []
    fidelity = found.corpus.fidelity["xa-an-loc-12-2026"]
    assert fidelity.matched == fidelity.total > 0
    assert {duty.role for duty in found.corpus.duties} == {"lead", "support", "assigned"}
    assert [rule.last_day for link in found.corpus.reports for rule in link.rules] == ["2026-12-04"]


def test_the_draft_of_the_guide_is_what_new_writes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command with the guide's answers gives a plan at the guide's address, which passes the check."""
    shown = blocks(FIRST, "yaml", "text")
    for block in shown:
        if "xa-an-loc-12-2026" not in block.marker["path"]:
            block.put(project)
    source = next(block for block in shown if block.language == "text").text.partition("\n")[2]
    (project / "ke-hoach.txt").write_text(source, encoding="utf-8")
    monkeypatch.chdir(project)
    (command,) = (words for words in commands() if words[1] == "new" and len(words) > 2)
    done = CliRunner().invoke(main, command[1:], input="xã An Lộc\nUBND xã An Lộc\n\n")
    assert done.exit_code == 0, done.output
    assert (project / PLAN).is_file()
    assert errors(survey(project / "content")) == []


@pytest.mark.parametrize("page", FURTHER, ids=[page.stem for page in FURTHER])
def test_every_fragment_fits_where_its_page_puts_it(first: Path, page: Path) -> None:
    """The fragments of a page are put one after the other; after each YAML there is no error."""
    for block in blocks(page, "yaml", "text"):
        block.put(first)
        if block.language == "yaml":
            assert errors(survey(first / "content")) == [], block.text
    assert (first / PLAN).is_file()


def test_a_fragment_that_is_wrong_is_found(first: Path) -> None:
    """A test that lets everything pass would keep nothing true."""
    Block("yaml", f"# {PLAN}, thay «- dash: Lòng ghép vào các cuộc họp thôn.»\n- dash: Lồng ghép\n").put(first)
    assert any("[fidelity-changed]" in line for line in errors(survey(first / "content")))


def commands() -> Iterator[list[str]]:
    """The words of every command that the guide shows, on lines of their own or in a sentence."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = [line for block in blocks(page, "console") for line in block.text.splitlines()]
        for line in [*lines, *re.findall(r"`((?:plansite|make) [^`]+)`", text)]:
            yield line.split()


def test_every_command_shown_is_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    seen = set()
    for program, name, *words in commands():
        seen.add((program, name))
        if program == "plansite":
            options = {option for each in main.commands[name].params for option in each.opts}
            given = {word for word in words if word.startswith("-")}
            assert given <= options
            takes = [each for each in main.commands[name].params if isinstance(each, click.Argument)]
            assert takes or len(given) == len(words) or given
        elif program == "make":
            assert f"\n{name}: " in makefile
        else:
            assert program == "git"
    assert seen >= {("plansite", word) for word in ("new", "check", "fmt", "serve", "explain")} | {("make", "site")}


def test_what_the_guide_explains_can_be_explained(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "docs/reference/rules", first / "docs/reference/rules")
    monkeypatch.chdir(first)
    asked = {tuple(words[1:]) for words in commands() if words[1] == "explain"}
    assert len(asked) == 3
    for words in asked:
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output


def test_the_message_in_the_guide_is_what_the_program_says(first: Path) -> None:
    file = first / PLAN
    file.write_text(file.read_text(encoding="utf-8").replace("support: Trạm Y tế", "support: Trạm Y té"))
    said = errors(survey(first / "content"))
    assert len(said) == 1
    assert f"`{said[0]}`" in (ROOT / "content/huong-dan/thong-bao.md").read_text(encoding="utf-8")
