"""A build after an edit: the bytes of a build from nothing, with less work; what was kept is never trusted blindly."""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from generator import cache
from generator.exports import OF_PLAN
from generator.folder import Folder
from generator.kept import Kept, Spare, recall, remember
from generator.output import Done
from tests.incremental import Project, differing, edited, plan_added, project, word_changed


def test_random_edits_give_the_bytes_of_a_build_from_nothing(tmp_path: Path) -> None:
    """Twelve edits; `python -m tests.incremental 200` goes on."""
    wrong = {what: found for what, found in edited(project(tmp_path), 12) if found}
    assert wrong == {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site as it was made once, with what was kept of it."""
    mine = project(tmp_path_factory.mktemp("project"))
    mine.kept = mine.cold(mine.site)
    return mine


def again(built: Project, kept: Kept, folder: Path) -> list[Done]:
    return built.made(Folder(folder, kept.site), kept)


def test_where_nothing_changed_the_files_are_those_that_were(built: Project, tmp_path: Path) -> None:
    done = again(built, built.kept, tmp_path / "site")
    assert differing(built.folder / "site", tmp_path / "site") == []
    same = [path for one in done for path in one.files]
    assert len(same) > 100
    for path in same:
        assert (tmp_path / "site" / path).stat().st_ino == (built.folder / "site" / path).stat().st_ino, path


def test_a_file_of_the_last_site_that_someone_changed_is_made_again(built: Project, tmp_path: Path) -> None:
    shutil.copytree(built.folder / "site", tmp_path / "last", copy_function=shutil.copy2)
    page, data = tmp_path / "last/ke-hoach/tan-hoa-2022/index.html", tmp_path / "last/data/plans.csv"
    page.write_text("changed by hand", encoding="utf-8")
    data.unlink()
    again(built, Kept(tmp_path / "last", built.kept.jobs), tmp_path / "site")
    assert differing(built.folder / "site", tmp_path / "site") == []


def damaged(data: bytes, what: str) -> bytes:
    match what:
        case "cut":
            return data[: len(data) // 2]
        case "longer":
            return data + b"\0"
        case "one bit":
            return data[:1000] + bytes((data[1000] ^ 1,)) + data[1001:]
    return b""


@pytest.mark.parametrize("what", ["cut", "longer", "one bit", "empty"])
def test_of_a_damaged_cache_nothing_is_taken(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept = replace(built.kept, sealed=3, spare=Spare(1, 2, ["plan x"], ["x/index.html"]))
    remember(kept)
    assert recall(built.site) == kept
    (file,) = cache.folder("builds").iterdir()
    file.write_bytes(damaged(file.read_bytes(), what))
    assert recall(built.site) == Kept()


def test_of_another_program_nothing_is_taken(built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    remember(built.kept)
    monkeypatch.setattr(cache, "program", lambda: "0" * 64)
    assert recall(built.site) == Kept()


def test_of_another_site_nothing_is_taken(built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    remember(built.kept)
    assert recall(tmp_path / "elsewhere") == Kept()


def test_where_nothing_can_be_kept_the_site_is_built_all_the_same(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    remember(built.kept)
    assert recall(built.folder / "site") == Kept()


def test_where_files_can_have_no_second_name_they_are_copied(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuses)
    again(built, built.kept, tmp_path / "site")
    assert differing(built.folder / "site", tmp_path / "site") == []


def test_a_new_plan_of_others_leaves_most_alone(tmp_path: Path) -> None:
    mine = project(tmp_path)
    mine.compare()
    plan_added(mine)
    assert mine.compare() == []
    assert mine.reused > len(mine.kept.jobs) // 3
    word_changed(mine)
    assert mine.compare() == []


def test_of_damaged_rows_of_tables_nothing_is_taken(tmp_path: Path) -> None:
    """The build that finds them removes them, the next one keeps rows again."""
    mine = project(tmp_path)
    mine.compare()
    plan_added(mine)
    assert mine.compare() == []
    for damage in ("UPDATE rows SET data = x''", "DROP TABLE rows"):
        for file in (tmp_path / "rows").glob("*.sqlite"):
            with sqlite3.connect(file) as connection:
                connection.execute(damage)
            connection.close()
        for _ in range(2):
            plan_added(mine)
            assert mine.compare() == []
        assert sorted(file.stem for file in (tmp_path / "rows").glob("*.sqlite")) == sorted(OF_PLAN)
