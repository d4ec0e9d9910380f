"""Interrupted at any moment, a build leaves a whole site, no worker and no folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import build
from generator.build import exchange, spare_of, swap
from tests.interrupted import LONGEST, MOMENT, ROOT, interrupted, living

POINTS = 20
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@linux
def test_at_random_moments_the_site_is_whole_and_the_next_build_right(tmp_path: Path) -> None:
    """`python -m tests.interrupted 100` goes on."""
    found = list(interrupted(tmp_path / "project", POINTS))
    assert [outcome for outcome in found if not outcome.good] == []
    assert len(found) == POINTS
    assert sum(outcome.ended for outcome in found) > POINTS // 4, "most moments lie before the end"


WORKING = """
import os, time
from generator.workers import each
def do(part):
    print(part, flush=True)
    time.sleep(600)
    return part
list(each(2, do, 2))
"""


@linux
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent_in_the_middle_of_their_work(by: signal.Signals) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKING],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert process.stdout
        assert {process.stdout.readline() for _ in range(2)} == {b"0\n", b"1\n"}
        assert len(living(process.pid)) == 3
        process.send_signal(by)
        process.wait(LONGEST)
        last = time.monotonic() + MOMENT
        while living(process.pid) and time.monotonic() < last:
            time.sleep(0.02)
        assert living(process.pid) == ()
    finally:
        for left in living(process.pid):
            os.kill(left, signal.SIGKILL)
        process.communicate()


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text)
    return path


@linux
def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "đợt 1", "one"), folder(tmp_path / "đợt 2", "other")
    assert exchange(one, other)
    assert [(path / "index.html").read_text() for path in (one, other)] == ["other", "one"]
    assert not exchange(one, tmp_path / "nowhere")
    assert (one / "index.html").read_text() == "other"


def test_where_they_cannot_the_old_site_is_put_back_if_the_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "exchange", lambda *_: False)
    site, fresh = folder(tmp_path / "site", "old"), folder(tmp_path / "fresh", "new")
    rename = Path.rename

    def interrupted_by(path: Path, target: Path) -> Path:
        if path == fresh:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted_by)
    with pytest.raises(KeyboardInterrupt):
        swap(fresh, site)
    assert (site / "index.html").read_text() == "old"
    monkeypatch.undo()
    monkeypatch.setattr(build, "exchange", lambda *_: False)
    swap(fresh, site)
    assert (site / "index.html").read_text() == "new"
    assert (spare_of(site) / "index.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site-spare", "site"]
