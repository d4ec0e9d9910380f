"""What the history of git tells: which steps, whom they concern, what subscribers of a calendar learn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
import vobject

from generator import clock, git
from generator import history as histories
from generator.changes.model import Change
from generator.changes.words import say
from generator.corpus import Corpus
from generator.exports.calendars import Calendars
from generator.exports.feeds import Feeds
from generator.history import History, Step, read_steps
from generator.survey import survey
from generator.views import changes
from generator.views.changes import ONE_PAGE, changes_views
from tests.repository import PLAN, UNITS, Repository, repository
from tests.repository import git as run
from tests.tiny import tiny
from tests.values import replace

OWING = ("ubnd-cac-huyen-tinh-an-binh", "ubnd-huyen-tan-hoa")
CONCERNED = {*OWING, "ubnd-tinh-an-binh"}
"""Whom the report of V.4 concerns: those who owe it and the one who gets it."""
UID = "an-binh-2022#v-4-g1/bao-cao-1/ubnd-huyen-tan-hoa/owes/han-1"


@pytest.fixture
def origin(tmp_path: Path) -> Repository:
    return repository(tmp_path / "origin")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path / "cache/plansite/changes"


def corpus_of(folder: Path) -> Corpus:
    return survey(folder, sources=False).corpus


def known(origin: Repository) -> tuple[Corpus, History]:
    corpus = corpus_of(origin.content)
    return corpus, clock.history(origin.content, corpus)


def told(history: History) -> list[list[str]]:
    return [[say(change) for change in step.changes] for step in history.steps]


def events(pieces: Iterable[bytes]) -> dict[str, Any]:
    """UID → event, as another library reads the calendar."""
    calendar = vobject.readOne(b"".join(pieces).decode())
    return {event.uid.value: event for event in calendar.contents.get("vevent", [])}


def entries(data: bytes) -> list[str]:
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.get("bozo_exception")
    return [entry.title for entry in feed.entries]


def test_steps_are_told_newest_first(origin: Repository) -> None:
    second = origin.change(PLAN, "100%", "70%", "2026-01-02")
    (origin.content / "huong-dan.md").write_text("# x\n")
    origin.commit("2026-01-03")
    third = origin.change(PLAN, "In sổ tay.", "In sổ tai.", "2026-01-04")
    _, history = known(origin)
    assert history.whole
    assert [step.commit for step in history.steps[:2]] == [third, second]
    assert history.steps[0].time == datetime(2026, 1, 4, 5, tzinfo=UTC)
    assert told(history)[1] == ["Đổi chỉ tiêu tại II.1: Trường học có nước sạch: 100% → 70%"]
    assert [change.kind for change in history.steps[2].changes] == ["plan-added"] * 3


def test_a_deadline_that_moves_is_told_to_those_concerned_and_to_nobody_else(origin: Repository) -> None:
    corpus, history = known(origin)
    before = events(Calendars(corpus, history, "X").of_unit(corpus.registry.units["ubnd-huyen-tan-hoa"]))
    origin.change(PLAN, "05/12", "15/12", "2026-01-02")
    corpus, history = known(origin)
    feeds, calendars = Feeds(corpus, history, "X"), Calendars(corpus, history, "X")
    heard = set()
    for unit in corpus.registry.units.values():
        titles = [title for title in entries(feeds.of_unit(unit)) if "15/12" in title]
        heard |= {unit.id} if titles else set()
        numbers = {event.sequence.value for event in events(calendars.of_unit(unit)).values()}
        assert ("1" in numbers) == (unit.id in OWING)
    assert heard == CONCERNED
    after = events(calendars.of_unit(corpus.registry.units["ubnd-huyen-tan-hoa"]))
    assert before.keys() == after.keys()
    was, now = before[UID], after[UID]
    assert (was.sequence.value, now.sequence.value) == ("0", "1")
    assert [str(event.dtstart.value) for event in (was, now)] == ["2022-12-04", "2022-12-14"]
    assert was.last_modified.value < now.last_modified.value


def test_a_deadline_that_goes_is_cancelled_and_may_come_back(origin: Repository) -> None:
    text = (origin.content / PLAN).read_text(encoding="utf-8")
    origin.write(PLAN, "                  - định kỳ hàng năm (trước ngày 05/12)\n", "")
    origin.commit("2026-01-02")
    corpus, history = known(origin)
    unit = corpus.registry.units["ubnd-huyen-tan-hoa"]
    gone = events(Calendars(corpus, history, "X").of_unit(unit))[UID]
    assert (gone.status.value, gone.sequence.value) == ("CANCELLED", "1")
    assert str(gone.dtstart.value) == "2022-12-04"
    assert "valarm" not in gone.contents
    (origin.content / PLAN).write_text(text, encoding="utf-8")
    origin.commit("2026-01-03")
    corpus, history = known(origin)
    back = events(Calendars(corpus, history, "X").of_unit(unit))[UID]
    assert "status" not in back.contents
    assert back.sequence.value == "2"


def test_a_shallow_clone_tells_what_it_knows(origin: Repository, tmp_path: Path) -> None:
    """In its oldest commit all files look new: of that commit nothing is told, of later ones all."""
    origin.change(PLAN, "100%", "70%", "2026-01-02")
    origin.change(PLAN, "In sổ tay.", "In sổ tai.", "2026-01-03")
    for depth, expected in ((1, 0), (2, 1), (9, 3)):
        run(tmp_path, "clone", "-q", "--depth", str(depth), f"file://{origin.folder}", f"depth-{depth}")
        corpus = corpus_of(tmp_path / f"depth-{depth}/content")
        history = clock.history(tmp_path / f"depth-{depth}/content", corpus)
        assert (len(history.steps), history.whole) == (expected, depth == 9)
        assert history.moment(f"content/{PLAN}", None).date().isoformat() == "2026-01-03"
        assert changes_views(corpus, history)[0].whole == (depth == 9)


def test_without_git_nothing_is_told(origin: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Times then come from SOURCE_DATE_EPOCH, else from the plans themselves."""
    (origin.folder / ".git").rename(tmp_path / "away")
    corpus, history = known(origin)
    assert (history.steps, history.whole, history.since) == ((), False, None)
    plan = corpus.plan_by_slug["an-binh-2022"]
    assert history.moment(plan.path, plan.day) == datetime(2022, 1, 20, tzinfo=UTC)
    assert history.moment(plan.path, None) == datetime(1970, 1, 1, tzinfo=UTC)
    assert entries(Feeds(corpus, history, "X").of_site()) == []
    assert events(Calendars(corpus, history, "X").of_site())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert clock.history(origin.content, corpus).moment(plan.path, plan.day) == datetime.fromtimestamp(1.7e9, UTC)
    monkeypatch.setenv("PATH", "/nowhere")
    (tmp_path / "away").rename(origin.folder / ".git")
    assert clock.history(origin.content, corpus).steps == ()


def test_a_state_with_mistakes_is_passed_over(origin: Repository) -> None:
    """Its changes show at the next state without."""
    origin.change(PLAN, "lead: Sở Công Thương", "lead: Sở Công Thươg", "2026-01-02")
    origin.change(PLAN, "100%", "70%", "2026-01-03")
    origin.write(PLAN, "Sở Công Thươg", "Sở Công Thương")
    mended = origin.commit("2026-01-04")
    (origin.content / PLAN).write_text("type: [", encoding="utf-8")
    origin.commit("2026-01-05")
    steps, whole = read_steps(origin.content)
    assert whole
    assert [step.commit for step in steps][:-1] == [mended]
    assert told(History(steps))[0] == ["Đổi chỉ tiêu tại II.1: Trường học có nước sạch: 100% → 70%"]


def test_a_merge_tells_what_came_with_it(origin: Repository) -> None:
    run(origin.folder, "checkout", "-q", "-b", "other")
    origin.change(PLAN, "100%", "70%", "2026-01-02")
    origin.change(PLAN, "70%", "80%", "2026-01-03")
    run(origin.folder, "checkout", "-q", "main")
    origin.change(UNITS, "short: SCT", "short: SCTAB", "2026-01-04")
    run(origin.folder, "merge", "-q", "-m", "x", "other", day="2026-01-05")
    _, history = known(origin)
    assert told(history)[:2] == [
        ["Đổi chỉ tiêu tại II.1: Trường học có nước sạch: 100% → 80%"],
        ["Sở Công Thương tỉnh An Bình: đổi tên tắt: SCT → SCTAB"],
    ]


def test_what_is_not_committed_is_no_step(origin: Repository) -> None:
    origin.write(PLAN, "100%", "70%")
    corpus, history = known(origin)
    assert not git.as_committed(origin.content)
    assert len(history.steps) == 1
    assert {fact.printed for fact in corpus.targets if fact.clause == "ii-1"} == {"70%"}


def test_at_most_so_many_commits_are_read(origin: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "LIMIT", 2)
    for day, (old, new) in enumerate((("100%", "70%"), ("70%", "80%"), ("80%", "90%")), start=2):
        origin.change(PLAN, old, new, f"2026-01-0{day}")
    _, history = known(origin)
    assert not history.whole
    assert [text for (text,) in told(history)] == [
        f"Đổi chỉ tiêu tại II.1: Trường học có nước sạch: {values}" for values in ("80% → 90%", "70% → 80%")
    ]


def test_what_was_compared_is_kept_and_may_be_lost(
    origin: Repository, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin.change(PLAN, "100%", "70%", "2026-01-02")
    corpus, first = known(origin)
    files = sorted(cache.iterdir())
    assert len(files) == 2
    monkeypatch.setattr(histories, "read_tree", lambda *_: pytest.fail("read again"))
    assert clock.history(origin.content, corpus) == first
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.parents[1]))
    for file, text in zip(files, ("{", json.dumps({"changes": [{"x": 1}], "moves": []})), strict=True):
        file.write_text(text)
    assert clock.history(origin.content, corpus) == first
    assert read_steps(origin.content, None, Path("/proc/nowhere"))[0] == first.steps


def test_the_content_may_lie_deeper_and_bear_another_name(tmp_path: Path) -> None:
    made = repository(tmp_path / "deep")
    (made.folder / "site").mkdir()
    made.content.rename(made.folder / "site/noi dung")
    made.commit("2026-01-02")
    moved = made.folder / "site/noi dung"
    steps, whole = read_steps(moved)
    assert whole
    assert [len(step.changes) for step in steps] == [3]
    assert clock.last_changes(moved)[f"noi dung/{PLAN}"].isoformat() == "2026-01-02"


def test_many_changes_are_put_on_a_page_a_year(origin: Repository) -> None:
    corpus, history = known(origin)
    change = history.steps[0].changes[0]
    many = tuple(
        Step(f"{year}-{number}", datetime(year, 6, 1, tzinfo=UTC), (replace(change, subject=str(number), units=()),))
        for year in (2026, 2025)
        for number in range(ONE_PAGE)
    )
    first, *years = changes_views(corpus, History(many, True))
    assert [view.shown for view in years] == ["2026", "2025"]
    assert first == years[0]
    assert [(link.year, link.url, link.count) for link in first.years] == [
        ("2026", "thay-doi/2026/", ONE_PAGE),
        ("2025", "thay-doi/2025/", ONE_PAGE),
    ]
    assert len(changes_views(corpus, History(many[:ONE_PAGE], True))) == 1


def test_the_page_folds_many_units(monkeypatch: pytest.MonkeyPatch) -> None:
    units = tuple(sorted(tiny().registry.units))
    few = Change("duty", "changed", "x", plan="an-binh-2022", clause="v-1-g1", what="duty-role-lead", units=units[:2])
    monkeypatch.setattr(changes, "LISTED", 10)
    step = Step("x", datetime(2026, 1, 1, tzinfo=UTC), tuple(replace(few, units=units[:n]) for n in (2, 9, 11)))
    shown = changes_views(tiny(), History((step,)))[0].days[0].groups[0].shown
    assert [(len(view.units), view.many, view.count) for view in shown] == [(2, False, 2), (9, True, 9), (0, True, 11)]
    assert {view.line.url for view in shown} == {"ke-hoach/an-binh-2022/#v-1-g1"}
