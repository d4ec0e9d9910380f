"""The pages of a place, of a topic, and of what changed."""

from __future__ import annotations

import subprocess
from datetime import UTC
from pathlib import Path

import pytest

from generator import clock
from generator.history import Change, History, read_log
from generator.views.changes import changes_view
from generator.views.places import PlaceView, place_rows, place_views
from generator.views.topics import TopicView, topic_views
from tests.tiny import tiny


def place(name: str) -> PlaceView:
    return next(view for view in place_views(tiny(), "2022-12-05") if view.name == name)


def topic(name: str) -> TopicView:
    return next(view for view in topic_views(tiny()) if view.topic.text == name)


# --- places --------------------------------------------------------------------------------------------------------


def test_a_place_stands_below_the_one_that_it_belongs_to() -> None:
    rows = [(row.place.text, row.depth) for row in place_rows(place_views(tiny(), "2022-12-05"))]
    assert rows == [("Trung ương", 0), ("Tỉnh An Bình", 1), ("Huyện Tân Hòa", 2), ("Tỉnh Bắc Sơn", 1)]


def test_a_place_has_its_own_plans_units_targets_and_days() -> None:
    view = place("Tỉnh An Bình")
    assert {row.plan.url for row in view.plans} == {"ke-hoach/an-binh-2022/", "ke-hoach/so-cong-thuong-an-binh-2022/"}
    assert [link.text for link in view.below] == ["Huyện Tân Hòa"]
    assert [link.url for link in view.above] == ["dia-phuong/trung-uong/"]
    assert sum(len(item.targets) for item in view.targets) == len(tiny().targets)
    assert view.units is not None
    assert "2022-12-04" in [item.date.iso for item in view.passed]
    assert all(item.date.iso >= "2022-12-05" for item in view.coming)


def test_a_place_without_plans_and_a_dissolved_one_say_so() -> None:
    assert place("Tỉnh Bắc Sơn").plans == ()
    assert place("Huyện Tân Hòa").dissolved == "01/07/2025"
    assert place("Huyện Tân Hòa").note


# --- topics --------------------------------------------------------------------------------------------------------


def test_a_topic_of_a_heading_shows_the_clauses_below_it() -> None:
    view = topic("Truyền thông, nâng cao nhận thức")
    shown = {clause.clause.url: clause.text for plan in view.plans for clause in plan.clauses}
    assert shown["ke-hoach/an-binh-2022/#iii-1-a"] == "Phát thanh trên đài;"
    assert "ke-hoach/an-binh-2022/#iii-1" not in shown
    assert shown["ke-hoach/tan-hoa-2022/#pl-i-1"] == "- Phát thanh về nước sạch. - Treo pa nô tại chợ."
    assert view.clauses == len(shown)


def test_a_plan_may_be_under_a_topic_as_a_whole() -> None:
    view = topic("Nước sạch")
    assert {plan.plan.url for plan in view.plans if plan.whole} >= {"ke-hoach/an-binh-2022/", "ke-hoach/tan-hoa-2022/"}
    assert view.topic.url == "chu-de/nuoc-sach/"


def test_a_topic_that_no_plan_uses_leads_nowhere() -> None:
    assert all((view.topic.url is None) == (not view.plans) for view in topic_views(tiny()))


# --- changes -------------------------------------------------------------------------------------------------------


def test_the_log_of_git_is_read_newest_first() -> None:
    log = "\0".join(
        ["", "200000 HEAD -> main\n\nM\tplans/x/b.yaml\nR100\tplans/x/c.yaml\tplans/y/c.yaml\nD\tplans/x/d.yaml\n",
         "90000 \n\nA\tplans/x/b.yaml\n", "86400 \n\nA\tplans/x/a.yaml\nA\tplans/x/note.txt\n"]
    )  # fmt: skip
    assert read_log(log, UTC) == History(
        (
            Change("1970-01-03", "b", "changed"),
            Change("1970-01-02", "a", "added"),
            Change("1970-01-02", "b", "added"),
        ),
        whole=True,
    )


def test_only_plans_of_the_site_are_listed() -> None:
    history = History((Change("2026-01-02", "tan-hoa-2022", "added"), Change("2026-01-01", "gone", "added")), True)
    view = changes_view(tiny(), history)
    assert [(day.date.day, [item.plan.url for item in day.changes]) for day in view.days] == [
        ("02/01/2026", ["ke-hoach/tan-hoa-2022/"])
    ]
    assert changes_view(tiny(), History()).days == ()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: a plan added on one day, another added and the first changed two days later."""
    folder = tmp_path / "origin"
    plans = folder / "content/plans/x"
    plans.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    for day, names in (("2026-01-01", ("a",)), ("2026-01-03", ("a", "b"))):
        for name in names:
            (plans / f"{name}.yaml").write_text(f"type: {name}\nnumber: {day}\n" * 5)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x", day=f"{day}T12:00:00+0700")
    return folder


def git(folder: Path, *words: str, day: str = "2026-01-01T12:00:00+0700") -> None:
    who = {f"GIT_{kind}_{what}": "x@example.invalid" for kind in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = who | {"GIT_COMMITTER_DATE": day, "GIT_AUTHOR_DATE": day, "PATH": "/usr/bin:/bin", "HOME": "/nowhere"}
    subprocess.run(["git", "-C", str(folder), *words], check=True, env=environment)


def test_what_git_tells_of_a_whole_and_of_a_shallow_clone(repository: Path, tmp_path: Path) -> None:
    """In a shallow clone all files look new in the oldest commit: of that commit nothing is told."""
    added, changed = Change("2026-01-01", "a", "added"), Change("2026-01-03", "a", "changed")
    assert clock.plan_history(repository / "content") == History(
        (changed, Change("2026-01-03", "b", "added"), added), True
    )
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    assert clock.plan_history(tmp_path / "shallow/content") == History((), False)


def test_without_git_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content/plans").mkdir(parents=True)
    assert clock.plan_history(tmp_path / "content") == History((), False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert clock.plan_history(tmp_path / "content") == History((), False)
