"""A build after an edit: the bytes of a build from nothing, with less work; what was kept is never trusted blindly."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from generator import cache
from generator.done import Done
from generator.folder import Folder
from generator.kept import Kept, Spare, recall, remember
from generator.search import update
from generator.survey import survey
from generator.views.gists import gists
from tests.incremental import FIRST, ROOMS, Project, differing, edited, plan_added, project, word_changed
from tests.values import replace


@pytest.mark.parametrize("room", ROOMS)
def test_random_edits_give_the_bytes_of_a_build_from_nothing(tmp_path: Path, room: int) -> None:
    """Eight edits; `python -m tests.incremental 200` goes on."""
    wrong = {what: found for what, found in edited(project(tmp_path), 8, room) if found}
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
    same = [path for one in done for path in one.files()]
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


def remade(mine: Project) -> set[str]:
    """The pages of sections (keys of their jobs) that are made again, after which the site is as one made anew."""
    before = mine.kept.jobs
    assert mine.compare() == []
    made = {key for key, done in mine.kept.jobs.items() if before.get(key) != done}
    return {key for key in made if key.startswith(("page ", "indicator "))}


def test_an_edit_makes_the_pages_alone_on_which_its_plan_stands(tmp_path: Path) -> None:
    mine = project(tmp_path)
    mine.compare()
    file = mine.content / "plans/an-binh/so-cong-thuong-an-binh-2022.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("chuẩn bị hội trường", "sửa soạn hội trường"), encoding="utf-8")
    own = {"page ke-hoach/", "page thoi-han/2022/", "page dia-phuong/tinh-an-binh/", "page chu-de/nuoc-sach/"}
    cited = {"page van-ban/09-kh-ubnd-ubnd-huyen-tan-hoa-2022/"} & set(mine.kept.jobs)
    assert remade(mine) == own | cited
    assert len([key for key in mine.kept.jobs if key.startswith(("page ", "indicator "))]) > 3 * len(own | cited)


def test_a_number_that_changes_is_told_where_it_is_shown(tmp_path: Path) -> None:
    """A plan that is gone from a topic: its register counts one less, other topics stay as they are."""
    mine = project(tmp_path)
    mine.compare()
    file = mine.content / "plans/an-binh/so-cong-thuong-an-binh-2022.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("topics: Nước sạch\n", ""), encoding="utf-8")
    topics = {key for key in remade(mine) if key.startswith("page chu-de/")}
    assert topics == {"page chu-de/", "page chu-de/nuoc-sach/"}


def test_a_day_that_passes_makes_the_pages_alone_on_which_a_deadline_passed(tmp_path: Path) -> None:
    mine = project(tmp_path)
    mine.compare()
    days = sorted(due.day for gist in gists(survey(mine.content).corpus).values() for due in gist.days)
    ahead = next(day for day in days if day > mine.today)
    mine.day = (date.fromisoformat(ahead) - FIRST).days
    assert remade(mine) == set()
    mine.day += 1
    made = remade(mine)
    assert f"page thoi-han/{ahead[:4]}/" in made
    assert {key.split("/")[0] for key in made} == {"page thoi-han", "page dia-phuong"}


def at(mine: Project, kept: Kept, folder: Path) -> Kept:
    """The site as it is now, made in `folder` beside the one that is kept."""
    return Kept(folder, {done.key: done for done in mine.made(Folder(folder, kept.site), kept)})


def sent(mine: Project, words: str, kept: Kept, folder: Path) -> tuple[Kept, list[str]]:
    """The site after some words of a plan were written otherwise; the segments of its search."""
    file = mine.content / "plans/an-binh/so-cong-thuong-an-binh-2022.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"Văn phòng Sở \S+ \S+ hội trường", f"Văn phòng Sở {words}", text), encoding="utf-8")
    made = at(mine, kept, folder)
    return made, [name for name, *_ in json.loads((folder / "search/index.json").read_bytes())["segments"]]


def test_a_segment_of_the_search_that_stays_is_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one of them was changed by hand, all is made anew."""
    monkeypatch.setattr(update, "FEWEST", 1)
    monkeypatch.setattr(update, "MOST", 0.5)
    mine = project(tmp_path)
    first = at(mine, Kept(), tmp_path / "1")
    second, segments = sent(mine, "quét dọn hội trường", first, tmp_path / "2")
    assert len(segments) == 2
    files = sorted((tmp_path / "1/search" / segments[0]).iterdir())
    assert files
    assert all((tmp_path / "2/search" / segments[0] / file.name).stat().st_ino == file.stat().st_ino for file in files)
    assert second.jobs["search"].files().keys() >= {f"search/{segments[0]}/{file.name}" for file in files}
    (tmp_path / "2/search" / segments[1] / "t0").write_bytes(b"changed by hand")
    third, segments = sent(mine, "quét dọn hội trường", second, tmp_path / "3")
    assert len(segments) == 1
    at(mine, Kept(), tmp_path / "cold")
    assert differing(tmp_path / "3", tmp_path / "cold") == []
    again, _ = sent(mine, "lau chùi hội trường", third, tmp_path / "4")
    assert differing(tmp_path / "3/search" / segments[0], tmp_path / "4/search" / segments[0]) == []
    assert again.jobs["search"].results().records.keys() == again.jobs["search"].files().keys()


def test_of_damaged_rows_of_tables_nothing_is_taken(tmp_path: Path) -> None:
    """The build that finds them removes them, the next one keeps rows again."""
    mine = project(tmp_path)
    mine.compare()
    plan_added(mine)
    assert mine.compare() == []
    file = tmp_path / "rows/rows.sqlite"
    for damage in ("UPDATE blocks SET data = x''", "DROP TABLE blocks"):
        with sqlite3.connect(file) as connection:
            connection.execute(damage)
        connection.close()
        for _ in range(2):
            plan_added(mine)
            assert mine.compare() == []
        assert file.is_file()
