"""A build that is killed, ended or interrupted at any moment leaves the old site or the new one, whole.

    .venv/bin/python -m tests.interrupted 100

The moments are random and lie within the time that a whole build takes; the site stands between two states of the
content, one edit apart, so each build is of the other state than the last. What is then there is held against
the two sites as made from nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.tiny import TINY

ROOT = Path(__file__).parents[1]
SEED = 20260101
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT)
"""In turns: killed, ended by a service or a CI job, killed, interrupted by Ctrl+C."""
BEGIN, END = 0.2, 1.2
"""Where the moments lie, as parts of a build's time: before, Python is loading modules; after, it is done."""
TWICE = 2
"""A build is interrupted so often before one is left alone."""
MOMENT, LONGEST = 60.0, 600.0
"""Seconds in which workers must be gone, and that a build may take: they end whatever hangs, on a busy machine too."""
COMMAND = (sys.executable, "-c", "from generator.cli import main; main()", "build")

State = dict[str, str]
"""Path → hash of every file of a site."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one interruption, and of the build after it, where one followed.

    `left` is what the site was then: "old", "new", else the paths that are of neither. `living` are workers that lived
    on, `after` what is wrong with the build after it.
    """

    signal: str
    moment: float
    ended: bool
    left: str
    living: tuple[int, ...]
    after: str

    @property
    def good(self) -> bool:
        return self.left in ("old", "new") and not self.living and not self.after


@dataclass
class Site:
    """A project with the tiny corpus, in a folder of its own, with a cache of its own."""

    folder: Path
    turn: int = 0

    def make(self) -> None:
        shutil.copytree(TINY, self.folder / "content")
        shutil.copytree(ROOT / "templates", self.folder / "templates")
        for text in (ROOT / "content").rglob("*.md"):
            copy = self.folder / text.relative_to(ROOT)
            copy.parent.mkdir(exist_ok=True)
            shutil.copy(text, copy)
        shutil.copy(ROOT / "mkdocs.yml", self.folder)

    @property
    def output(self) -> Path:
        return self.folder / "site"

    def edit(self) -> int:
        """To the other state of the content; its number is given back."""
        file = self.folder / "content/units/an-binh.yaml"
        note = "    note: Ghi chú thử.\n"
        text = file.read_text(encoding="utf-8").replace(note, "")
        self.turn = 1 - self.turn
        if self.turn:
            mark = "  - name: Sở Y tế\n"
            assert mark in text
            text = text.replace(mark, mark + note)
        file.write_text(text, encoding="utf-8")
        return self.turn

    def start(self) -> subprocess.Popen[bytes]:
        """A build under way, in a group of processes of its own."""
        settings = {name: value for name, value in os.environ.items() if not name.startswith("PLANSITE_")}
        settings |= {"PLANSITE_WORKERS": "2", "XDG_CACHE_HOME": str(self.folder / ".cache")}
        settings |= {"SOURCE_DATE_EPOCH": "1767225600", "PYTHONPATH": str(ROOT)}
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            COMMAND, cwd=self.folder, env=settings, stdout=quiet, stderr=subprocess.PIPE, start_new_session=True
        )

    def build(self) -> tuple[float, str]:
        """A whole build: seconds, and what it said where it failed."""
        began = time.monotonic()
        process = self.start()
        _, said = process.communicate(timeout=LONGEST)
        return time.monotonic() - began, said.decode() if process.returncode else ""

    def anew(self) -> State:
        """The site as made from nothing."""
        for folder in (self.output, self.folder / ".site-spare"):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(self.folder / ".cache", ignore_errors=True)
        _, failed = self.build()
        assert not failed, failed
        return state(self.output)

    def leftovers(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob(".site-*") if path.name != ".site-spare")


def state(folder: Path) -> State:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def living(group: int) -> tuple[int, ...]:
    """The processes of a group that have not ended; those that only nobody has asked after yet are not among them."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(status[2]) == group and status[0] not in "ZX":
            found.append(int(folder.name))
    return tuple(found)


def interrupted(folder: Path, points: int, seed: int = SEED) -> Iterator[Outcome]:
    """One interruption after another; each second one is followed by a build that is left alone."""
    random, site = Random(seed), Site(folder)
    site.make()
    states = {site.turn: site.anew()}
    turn = site.edit()
    states[turn] = site.anew()
    assert states[0] != states[1]
    seconds = _usual(site)
    old, new = states[1 - site.turn], states[site.turn]
    for point in range(points):
        if point % TWICE == 0:
            old = states[site.turn]
            new = states[site.edit()]
        moment = (BEGIN + (END - BEGIN) * (point + random.random()) / points) * seconds
        by = SIGNALS[point % len(SIGNALS)]
        ended, still = _interrupt(site, by, moment)
        left, after = _told(state(site.output), old, new), ""
        if point % TWICE == TWICE - 1 or point == points - 1:
            taken, failed = site.build()
            seconds = min(seconds, taken)
            after = failed or _wrong(site, new)
        yield Outcome(by.name, moment, ended, left, still, after)


def _usual(site: Site) -> float:
    """The seconds of a build after an edit."""
    taken = []
    for _ in range(2):
        site.edit()
        seconds, failed = site.build()
        assert not failed, failed
        taken.append(seconds)
    return min(taken)


def _interrupt(site: Site, by: signal.Signals, moment: float) -> tuple[bool, tuple[int, ...]]:
    """Whether the signal ended the build before it was done; the workers that lived on."""
    process = site.start()
    try:
        try:
            process.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            process.send_signal(by)
        process.wait(LONGEST)
        last = time.monotonic() + MOMENT
        while (still := living(process.pid)) and time.monotonic() < last:
            time.sleep(0.02)
        return process.returncode != 0, still
    finally:
        for left in living(process.pid):
            os.kill(left, signal.SIGKILL)
        process.communicate()


def _told(found: State, old: State, new: State) -> str:
    if found in (old, new):
        return "old" if found == old else "new"
    return f"neither: {differing(found, new)[:5]}"


def _wrong(site: Site, new: State) -> str:
    found = state(site.output)
    if found != new:
        return f"not as made from nothing: {differing(found, new)[:5]}"
    return f"left over: {site.leftovers()}" if site.leftovers() else ""


def differing(one: State, other: State) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def main() -> int:
    points = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    bad = ended = 0
    with tempfile.TemporaryDirectory(prefix="plansite-") as place:
        for number, outcome in enumerate(interrupted(Path(place) / "project", points)):
            bad += not outcome.good
            ended += outcome.ended
            wrong = "" if outcome.good else f" WRONG: workers {outcome.living}, then {outcome.after or 'all well'}"
            how = "ended" if outcome.ended else "was done before"
            print(f"{number:4} {outcome.signal} at {outcome.moment:.2f} s: {how}, {outcome.left}{wrong}", flush=True)
    print(f"{points} interruptions, {ended} before the end of a build, {bad} of them with something wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
