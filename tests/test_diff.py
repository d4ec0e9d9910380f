"""`plansite diff`: what a reviewer reads, and what he is told where there is nothing to compare."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.repository import PLAN, Repository, repository

ROOT = Path(__file__).parents[1]
MOVED = "Đổi thời hạn tại V.4, gạch 1: «định kỳ hàng năm (trước ngày 05/12)» → «định kỳ hàng năm (trước ngày 15/12)»"


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    made = repository(tmp_path / "project")
    shutil.copytree(ROOT / "templates", made.folder / "templates")
    shutil.copy(ROOT / "mkdocs.yml", made.folder)
    return made


def diff(project: Repository, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["diff", "-f", str(project.folder / "mkdocs.yml"), *words])
    return done.exit_code, done.stdout, done.stderr


def test_the_folder_is_compared_with_the_last_commit(project: Repository) -> None:
    assert diff(project) == (0, "Không có gì khác về nghĩa giữa HEAD và thư mục nội dung.\n", "")
    project.write(PLAN, "05/12", "15/12")
    code, said, _ = diff(project)
    assert code == 0
    assert said.splitlines() == [
        "Thay đổi từ HEAD đến thư mục nội dung: 1",
        "",
        "Kế hoạch 45/KH-UBND của UBND tỉnh An Bình, năm 2022 (an-binh-2022)",
        f"  - {MOVED}",
        "    Đơn vị liên quan: UBND các huyện tỉnh An Bình; UBND huyện Tân Hòa; UBND tỉnh An Bình",
    ]


def test_two_revisions_are_compared_and_the_folder_is_left_aside(project: Repository) -> None:
    project.change(PLAN, "05/12", "15/12", "2026-01-02")
    project.write(PLAN, "100%", "70%")
    assert MOVED in diff(project, "HEAD~1", "HEAD")[1]
    assert "70%" not in diff(project, "HEAD~1", "HEAD")[1]
    assert MOVED not in diff(project, "HEAD")[1]
    both = diff(project, "HEAD~1")[1]
    assert MOVED in both
    assert "100% → 70%" in both


def test_for_a_pull_request(project: Repository) -> None:
    project.write(PLAN, "In sổ tay.", "In *sổ* @ai <b>#1</b>.")
    said = diff(project, "--format", "markdown", "--lang", "en")[1]
    assert said.startswith("### Changes from HEAD to the content folder: 1\n\n**Kế hoạch 45/KH-UBND")
    assert r"In \*sổ\* &#64;ai \<b\>\#1\</b\>." in said


def test_for_a_program(project: Repository) -> None:
    assert json.loads(diff(project, "--format", "json")[1]) == []
    project.write(PLAN, "05/12", "15/12")
    (record,) = json.loads(diff(project, "--format", "json")[1])
    assert (record["kind"], record["url"], record["text"]) == (
        "deadline-changed",
        "ke-hoach/an-binh-2022/#v-4-g1",
        MOVED,
    )


@pytest.mark.parametrize("revision", ["nope", "HEAD~9", "-x", "--output=x", "HEAD:content", ""])
def test_a_revision_that_is_not_there(project: Repository, revision: str) -> None:
    code, said, complained = diff(project, "--", revision)
    assert (code, said) == (2, "")
    assert complained == f"Kho git không có phiên bản «{revision}».\n"
    assert diff(project, "--lang", "en", "--", revision)[2].startswith("The git repository has no revision")
    assert not (project.folder / "x").exists()


def test_a_revision_without_content(project: Repository) -> None:
    project.content.rename(project.folder / "away")
    project.commit("2026-01-02")
    (project.folder / "away").rename(project.content)
    code, _, complained = diff(project, "HEAD")
    assert (code, complained) == (2, "Phiên bản «HEAD» không có thư mục nội dung.\n")


def test_states_with_mistakes(project: Repository) -> None:
    project.change(PLAN, "lead: Sở Công Thương", "lead: Sở Công Thươg", "2026-01-02")
    project.write(PLAN, "Sở Công Thươg", "Sở Công Thương")
    code, said, complained = diff(project)
    assert (code, said) == (1, "")
    assert "phiên bản «HEAD» có" in complained
    assert "an-binh-2022.yaml:" in complained
    project.write(PLAN, "lead: Sở Công Thương", "lead: Sở Công Thươg")
    code, said, complained = diff(project, "HEAD~1")
    assert (code, said) == (1, "")
    assert "Sở Công Thươg" in complained


def test_in_a_hook_of_git(project: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells a hook of its repository in variables that hold for another folder."""
    project.write(PLAN, "05/12", "15/12")
    for name, value in (("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index"), ("GIT_PREFIX", "")):
        monkeypatch.setenv(name, value)
    assert MOVED in diff(project)[1]


def test_without_git(project: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.folder / ".git").rename(project.folder.parent / "away")
    code, said, complained = diff(project, "--lang", "en")
    assert (code, said) == (2, "")
    assert complained.startswith("There is no git repository here")
    monkeypatch.setenv("PATH", "/nowhere")
    assert diff(project)[0] == 2


def test_two_revisions_at_most(project: Repository) -> None:
    code, _, complained = diff(project, "a", "b", "c")
    assert code == 2
    assert "Nhiều nhất hai phiên bản." in complained
