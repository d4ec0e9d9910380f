"""A site while it is edited: edited pages first, then the whole as made from nothing; mistakes change nothing."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from generator import early
from generator.build import spare_of
from generator.plugin import PlansitePlugin
from generator.recheck import Rechecked, recheck
from generator.serving import Desk, FailedError, Helper, OvertakenError, Reloads, Server, Turns
from generator.watching import Eyes
from tests.tiny import TINY

ROOT = Path(__file__).parents[1]
PLAN, PAGE = "content/plans/an-binh/an-binh-2022.yaml", "ke-hoach/an-binh-2022/index.html"
PATIENCE = 60.0
"""Seconds after which what was waited for does not come."""
EPOCH = "1700000000"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The tiny corpus as a project of its own."""
    place = tmp_path / "project"
    shutil.copytree(TINY, place / "content")
    shutil.copytree(ROOT / "templates", place / "templates")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, place / "content")
    shutil.copytree(ROOT / "content/huong-dan", place / "content/huong-dan")
    shutil.copy(ROOT / "mkdocs.yml", place)
    return place


def whole(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def noted(file: Path, words: str) -> None:
    """A note of the editor's on the plan: no word of the source is touched."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"\nnotes:\n(  .*\n)+", "\n", text)
    file.write_text(f"{text.rstrip()}\nnotes:\n  - note: {words}\n", encoding="utf-8")


@dataclass
class Builds:
    """The plugin as `serve` uses it, without a server."""

    project: Path
    site: Path
    plugins: Any = None

    def __post_init__(self) -> None:
        self.plugins = load_config(str(self.project / "mkdocs.yml")).plugins
        self.plugins.on_startup(command="serve", dirty=False)

    @property
    def plugin(self) -> PlansitePlugin:
        return cast(PlansitePlugin, self.plugins["plansite"])

    def build(self) -> None:
        config = load_config(str(self.project / "mkdocs.yml"), site_dir=str(self.site))
        config.plugins = self.plugins
        mkdocs_build(config)

    def early(self, *files: Path) -> bool:
        assert self.plugin.served
        return self.plugin.served.early(files)

    def all(self) -> bool:
        """The whole site, as after a change."""
        assert self.plugin.served
        self.plugin.served.rebuild = self.build
        return self.plugin.served.whole(lambda: None)

    def cold(self) -> dict[str, bytes]:
        """As made from nothing. MkDocs has one plugin for all: what it knows is put aside."""
        known = {name: value for name, value in vars(self.plugin).items() if name != "config"}
        for name in known:
            delattr(self.plugin, name)
        other = Builds(self.project, self.site.parent / "cold")
        assert other.plugin is self.plugin
        other.build()
        other.plugins.on_shutdown()
        vars(self.plugin).update(known)
        found = whole(other.site)
        shutil.rmtree(other.site)
        return found


@pytest.fixture
def built(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Builds]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    made = Builds(project, project.parent / "served/site")
    made.site.mkdir(parents=True)
    made.build()
    yield made
    made.plugins.on_shutdown()


def test_an_edited_page_is_shown_before_the_whole_is_made(built: Builds) -> None:
    """With the files beside it; after the build that follows, and the next, the site is as made from nothing."""
    built.build()
    plan, before = built.project / PLAN, whole(built.site)
    for words in ("Lời ghi đầu tiên.", "Ghi chú thứ hai.", "Ghi chú thứ ba."):
        noted(plan, words)
        spare = whole(spare_of(built.site))
        assert built.early(plan)
        after = whole(built.site)
        assert words in after[PAGE].decode()
        assert after.keys() == before.keys()
        assert {path.rpartition("/")[0] for path in after if after[path] != before[path]} == {"ke-hoach/an-binh-2022"}
        assert after["ke-hoach/an-binh-2022/an-binh-2022.yaml"] == plan.read_bytes()
        assert whole(spare_of(built.site)) == spare, "no file was written in place: the other site may have it too"
        built.build()
        before = built.cold()
        assert whole(built.site) == before
        assert {
            path for path in after if path.startswith("ke-hoach/an-binh-2022/") and after[path] != before[path]
        } == set()


def test_what_was_shown_early_and_taken_back_is_gone(built: Builds) -> None:
    plan, before = built.project / PLAN, whole(built.site)
    text = plan.read_text(encoding="utf-8")
    noted(plan, "Ghi chú.")
    assert built.early(plan)
    plan.write_text(text, encoding="utf-8")
    built.build()
    assert whole(built.site) == before
    noted(plan, "Ghi chú.")
    assert built.early(plan)
    plan.write_text(text, encoding="utf-8")
    assert built.early(plan)
    assert whole(built.site) == before


@pytest.mark.parametrize("wrong", ["no plan", "title: [", None])
def test_a_mistake_keeps_what_was_shown_last(
    built: Builds, wrong: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """Also what was only shown early; the build tells of the mistake."""
    plan = built.project / PLAN
    noted(plan, "Ghi chú.")
    assert built.early(plan)
    shown = whole(built.site)[PAGE]
    good = plan.read_text(encoding="utf-8")
    plan.write_text(wrong or good.replace("topics:", "topics:\n  - Không có chủ đề này", 1), encoding="utf-8")
    assert not built.early(plan)
    assert whole(built.site)[PAGE] == shown
    before = whole(built.site)
    caplog.clear()
    assert not built.all()
    assert f"{PLAN}:" in caplog.text
    assert whole(built.site) == before
    plan.write_text(good, encoding="utf-8")
    assert built.all()
    assert whole(built.site) == built.cold()


def test_a_plan_that_is_saved_again_while_it_is_looked_at_is_not_shown(
    built: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed and offered is what was checked."""
    plan, before = built.project / PLAN, whole(built.site)
    noted(plan, "Ghi chú.")

    def overtaken(*given: Any) -> Rechecked | None:
        found = recheck(*given)
        assert found
        plan.write_text("title: [", encoding="utf-8")
        return found

    monkeypatch.setattr(early, "recheck", overtaken)
    assert not built.early(plan)
    assert whole(built.site) == before


def test_a_build_that_is_overtaken_leaves_the_site_and_serves_the_next(built: Builds) -> None:
    """Wherever it is stopped."""
    plan = built.project / PLAN
    built.build()
    assert built.plugin.served
    for asked in (0, 1, 3, 20):
        noted(plan, f"Ghi chú {asked}.")
        before, left = whole(built.site), asked

        def check() -> None:
            nonlocal left
            if left == 0:
                raise OvertakenError
            left -= 1

        built.plugin.served.check = check
        with pytest.raises(OvertakenError):
            built.build()
        built.plugin.served.check = lambda: None
        assert whole(built.site) == before
        built.build()
        assert whole(built.site) == built.cold()
        names = sorted(path.name for path in built.site.parent.iterdir())
        assert names == [".site-spare", "site"]


# --- turns and the process -----------------------------------------------------------------------------------------


@dataclass
class Acts:
    """Builds that only note what they are asked for. `overtaken`: how many of the next whole ones are; `fails`: files
    that break a build."""

    overtaken: int = 0
    early_files: frozenset[str] = frozenset({"a", "b"})
    fails: frozenset[str] = frozenset()
    good: bool = True
    acts: list[str] = field(default_factory=list)

    def early(self, files: Any) -> bool:
        names = {file.name for file in files}
        if names & self.fails:
            raise ValueError(f"no build of {sorted(names)}")
        if not names <= self.early_files:
            return False
        self.acts.append(f"early {' '.join(sorted(names))}")
        return True

    def whole(self, check: Callable[[], None]) -> bool:
        if self.overtaken:
            self.overtaken -= 1
            check()
        self.acts.append("whole")
        return self.good

    def forget(self) -> None:
        self.acts.append("forget")


def taken(turns: Turns, *names: str, more: bool = False) -> tuple[bool, int]:
    told = 0

    def tell() -> None:
        nonlocal told
        told += 1

    return turns.take(map(Path, names), lambda: more, tell), told


def test_files_that_are_not_shown_yet_are_asked_for_again() -> None:
    """Until a whole build has them without a mistake: what stands beside them is else checked against what is wrong."""
    acts = Acts(good=False)
    turns = Turns(acts)
    assert taken(turns, "c") == (True, 0)
    assert taken(turns, "a") == (True, 0), "c has a mistake still"
    acts.good = True
    assert taken(turns, "a") == (True, 0)
    assert taken(turns, "a") == (True, 1)
    acts.overtaken = 1
    assert taken(turns, "c", more=True) == (False, 0)
    assert taken(turns, "b") == (True, 0)
    acts.overtaken = 1
    assert taken(turns, "a", more=True) == (False, 1)
    assert taken(turns, "b") == (True, 1)
    assert [act for act in acts.acts if act != "whole"] == ["early a", "early a", "early b"]


ASKED = """
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from generator.serving import FailedError, Helper, Turns
from tests.test_serving import Slow

helper = Helper(Turns(Slow()))
Thread(target=lambda: None).start()
told, more = [], [{more}]
try:
    helper.take(frozenset(map(Path, {files})), lambda: frozenset(map(Path, more.pop(0))) if more else frozenset(),
                lambda: told.append(1))
    print("made", len(told))
except FailedError as error:
    print("failed", str(error).strip().splitlines()[-1])
with suppress(FailedError):
    helper.take(frozenset([Path("a")]), frozenset, lambda: None)
if sys.argv[1:] != ["left"]:
    helper.end()
print("ended")
"""


class Slow(Acts):
    """The whole build after `x` waits until it is overtaken."""

    def __init__(self) -> None:
        super().__init__(early_files=frozenset({"a", "b", "x"}), fails=frozenset({"wrong"}))

    def whole(self, check: Callable[[], None]) -> bool:
        last = self.acts[-1:] == ["early x"]
        started = time.monotonic()
        while last and time.monotonic() - started < PATIENCE:
            check()
            time.sleep(0.01)
        return super().whole(lambda: None)


@pytest.mark.parametrize(
    ("files", "more", "said"),
    [
        (["a"], "", "made 1"),
        (["other"], "", "made 0"),
        (["x"], "['a']", "made"),
        (["x"], "[], ['x'], [], ['b'], ['a']", "made"),
        (["wrong"], "", "failed ValueError: no build of ['wrong']"),
    ],
)
@pytest.mark.parametrize("how", ["ended", "left"])
def test_the_process_that_builds_takes_what_comes_meanwhile(files: list[str], more: str, said: str, how: str) -> None:
    """In a process of its own, since here are threads. It ends when the server does, however that ends."""
    text = ASKED.replace("{files}", repr(files)).replace("{more}", more)
    done = subprocess.run(
        [sys.executable, "-c", text, how], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, timeout=30, check=True,
    )  # fmt: skip
    first, last = done.stdout.splitlines()
    assert first.startswith(said)
    assert last == "ended"


# --- reloads -------------------------------------------------------------------------------------------------------


class StandIn:
    """What is asked of MkDocs' server."""

    def __init__(self) -> None:
        self._epoch_cond, self._visible_epoch, self._wanted_epoch = Condition(), 5, 9
        self.mount_path, self.application = "/a/", cast(Any, lambda environ, _: [environ["PATH_INFO"].encode()])

    def get_app(self) -> Any:
        return self.application

    def set_app(self, application: Any) -> None:
        self.application = application

    def send(self, path: str) -> None:
        self.application({"PATH_INFO": path.encode().decode("latin-1")}, None)


def desk(tmp_path: Path, acts: Acts, server: StandIn, changed: list[list[str]]) -> Desk:
    eyes = cast(Eyes, SimpleNamespace(take=lambda: frozenset(map(Path, changed.pop(0)))))
    for name in ("site", "before"):
        (tmp_path / name / "â").mkdir(parents=True)
        (tmp_path / name / "â/index.html").write_text("one")
    return Desk(Turns(acts), Reloads(cast(Server, server)), eyes, tmp_path / "site", tmp_path / "before", None)


def test_browsers_are_told_of_the_page_and_a_second_time_only_if_theirs_is_another(tmp_path: Path) -> None:
    server, acts = StandIn(), Acts()
    made = desk(tmp_path, acts, server, [["a"], ["a"], ["c"], []])
    epochs = [server._visible_epoch]

    class Sent(Acts):
        def whole(self, check: Callable[[], None]) -> bool:
            epochs.append(server._visible_epoch)
            assert server._wanted_epoch == server._visible_epoch, "pages are sent meanwhile"
            server.send("/a/â/")
            server.send("/livereload/1/2")
            server.send("/a/â")
            return super().whole(check)

    made.turns.builds = Sent()
    made.build()
    assert epochs[1] > epochs[0]
    assert server._visible_epoch == epochs[1], "the page that was sent is the same"
    (tmp_path / "site/â/index.html").write_text("two")
    made.build()
    assert epochs[2] > epochs[1]
    assert server._visible_epoch > epochs[2], "it is another"
    last = server._visible_epoch
    made.build()
    assert epochs[3] == last, "of another file nothing is told before the whole is made"
    assert server._visible_epoch > last
    last = server._visible_epoch
    made.build()
    assert server._visible_epoch == server._wanted_epoch == last, "nothing changed"


def test_a_build_that_fails_leaves_the_server_sending_pages(tmp_path: Path) -> None:
    server = StandIn()
    made = desk(tmp_path, Acts(fails=frozenset({"wrong"})), server, [["wrong"]])
    with pytest.raises(ValueError, match="wrong"):
        made.build()
    assert server._wanted_epoch == server._visible_epoch == 5


def test_where_the_process_is_lost_builds_go_on_here(tmp_path: Path) -> None:
    class Lost:
        ended = False

        def take(self, *_: Any) -> None:
            raise EOFError

        def end(self) -> None:
            self.ended = True

    server, acts, lost = StandIn(), Acts(), Lost()
    made = desk(tmp_path, acts, server, [["a"], ["a"]])
    made.helper = cast(Helper, lost)
    made.build()
    made.build()
    assert lost.ended
    assert acts.acts == ["forget", *["early a", "whole"] * 2]


def test_what_a_build_said_is_told_as_mkdocs_tells_it() -> None:
    """It prints what ends a program, and no traceback."""
    assert issubclass(FailedError, SystemExit)
    assert issubclass(FailedError, Exception)


# --- the server itself ---------------------------------------------------------------------------------------------


@dataclass
class Browser:
    """Loads a page, and again when it is told to."""

    port: int
    page: str

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        told = answer.status, answer.read().decode("utf-8", "replace")
        connection.close()
        return told

    def until(self, right: Callable[[str], bool]) -> str:
        """Load the page whenever there is something new, until it is right."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            text = self.get(self.page)[1]
            if right(text):
                return text
            known = re.search(r"livereload\((\d+), (\d+)\)", text)
            assert known
            self.get(f"livereload/{known[1]}/{known[2]}")
        raise AssertionError(text)


@pytest.mark.parametrize("command", ["plansite", "mkdocs"])
def test_a_plan_edited_while_the_site_is_served(project: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the programs themselves: shown, reloaded, mistaken, mended. In the end all is as made from nothing; then
    nothing is left."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    temporary, log = project.parent / "tmp", project.parent / "log"
    temporary.mkdir()
    words = {
        "plansite": ["generator.cli", "serve", "--address", f"127.0.0.1:{port}", "--lang", "en"],
        "mkdocs": ["mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
    }
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": EPOCH,
        "XDG_CACHE_HOME": str(project / ".cache"), "PLANSITE_WORKERS": "2",
    }  # fmt: skip
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", *words[command]], cwd=project, env=environment, stdout=out,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    killer = threading.Timer(2 * PATIENCE, server.kill)
    killer.start()
    browser = Browser(port, "ke-hoach/an-binh-2022/")

    def said() -> str:
        return log.read_text(encoding="utf-8", errors="replace")

    def hear(what: str) -> None:
        ends = time.monotonic() + PATIENCE
        while what not in said():
            assert time.monotonic() < ends, said()
            time.sleep(0.05)

    try:
        hear("Serving on")
        plan = project / PLAN
        good = plan.read_text(encoding="utf-8")
        noted(plan, "Lời ghi đầu tiên.")
        browser.until(lambda text: "Lời ghi đầu tiên." in text)
        for number in range(5):  # saves that overtake each other, the last one put over the file
            noted(plan, f"Ghi chú số {number}.")
            beside = plan.with_name("beside")
            shutil.copy(plan, beside)
            beside.replace(plan)
        text = browser.until(lambda text: "Ghi chú số 4." in text)
        assert "Lời ghi đầu tiên." not in text
        plan.write_text("title: [", encoding="utf-8")
        hear(f"{PLAN}:2:1")
        assert "Ghi chú số 4." in browser.get(browser.page)[1]
        plan.write_text(good, encoding="utf-8")
        (project / "content/gioi-thieu.md").write_text("# Giới thiệu\n\nViết lại.\n", encoding="utf-8")
        browser.until(lambda text: "Ghi chú số" not in text)
        Browser(port, "gioi-thieu/").until(lambda text: "Viết lại." in text)
        shown = whole(next(temporary.glob("mkdocs_*")))
        monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        config = load_config(str(project / "mkdocs.yml"), site_dir=str(project / "cold"))
        config.site_url = f"http://127.0.0.1:{port}/"
        config.plugins.on_startup(command="serve", dirty=False)
        mkdocs_build(config, serve_url=config.site_url)
        cold = whole(project / "cold")
        assert shown.keys() == cold.keys()
        assert [path for path in cold if shown[path] != cold[path]] == []
        assert "Traceback" not in said()
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(PATIENCE)
        finally:
            killer.cancel()
            server.kill()
    assert list(temporary.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(server.pid, 0)
