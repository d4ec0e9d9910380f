"""`python -m benchmarks serve`: how soon an edited plan is seen while the site is served, and when all of it is made.

Everything goes as in a browser: a page asks to be told of changes, and is loaded again when it is.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.contenders import CONTENDERS, editable, environment_of
from benchmarks.corpus import Order, write_corpus
from benchmarks.report import commit, machine
from generator import urls

HOST, WORDS = "127.0.0.1", "Chủ trì và "
LOOKING = 0.02
"""Seconds between two looks at what is made last."""
WAITING = 60.0
"""Seconds that the server may keep a request."""
TOLD = re.compile(rb"livereload\((\d+), (\d+)\)")


class SilentError(Exception):
    """The server did not show in time what was waited for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds from the save: until the browser is told, until it has the page with the new words, until the whole site
    is as after the edit (None: that was not waited for)."""

    told: float
    page: float
    whole: float | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser at the server on `port`; it waits for `limit` seconds at most."""

    port: int
    limit: float

    def get(self, path: str) -> bytes:
        """What is at an address; b"" where nothing is."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=WAITING + 30)
        try:
            connection.request("GET", f"/{path}")
            answer = connection.getresponse()
            data = answer.read()
            return data if answer.status == http.client.OK else b""
        finally:
            connection.close()

    def up(self, server: subprocess.Popen[bytes]) -> float:
        """Wait until the site is there; the seconds it took."""
        started = time.perf_counter()
        while time.perf_counter() - started < self.limit:
            if server.poll() is not None:
                raise SilentError(f"the server ended with {server.returncode}")
            with suppress(OSError):
                if self.get(""):
                    return time.perf_counter() - started
            time.sleep(LOOKING)
        raise SilentError("the server does not come up")

    def state(self, path: str) -> tuple[int, int]:
        """The state of the site that a page was sent with, and the number of the browser."""
        found = TOLD.search(self.get(path))
        if found is None:
            raise SilentError(f"/{path} does not ask to be told of changes")
        return int(found[1]), int(found[2])

    def edited(self, path: str, known: tuple[int, int], words: bool, saved: float, before: bytes | None) -> Seen:
        """What is seen after the edit that was `saved` then: a page with the `words`, or without them again.

        `before` is the inventory that will be another, None where that is not waited for.
        """
        epoch, number = known
        while True:
            if time.perf_counter() - saved > self.limit:
                raise SilentError(f"/{path} does not show what was edited")
            epoch = max(epoch, told_epoch := int(self.get(f"livereload/{epoch}/{number}")))
            told = time.perf_counter() - saved
            if told_epoch and (WORDS.encode() in self.get(path)) is words:
                page = time.perf_counter() - saved
                break
        if before is None:
            return Seen(told, page, None)
        while self.get(urls.INVENTORY) == before:
            if time.perf_counter() - saved > self.limit:
                raise SilentError("the whole site is not made again")
            time.sleep(LOOKING)
        return Seen(told, page, time.perf_counter() - saved)


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("serve", help="edit a plan while the site is served, and time what a browser sees")
    parser.add_argument("--plans", type=int, default=1000, help="how many plans (default: 1000)")
    parser.add_argument(
        "--edits",
        type=int,
        choices=range(1, 101),
        metavar="N",
        default=6,
        help="how often one of them is edited (default: 6)",
    )
    parser.add_argument("--rest", type=float, default=2.0, help="seconds between two edits (default: 2)")
    parser.add_argument("--during", action="store_true", help="do not wait for the whole site between two edits")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another corpus (default: 1)")
    parser.add_argument("--limit", type=float, default=1800.0, help="seconds to wait for anything (default: 1800)")


def run_command(chosen: argparse.Namespace) -> None:
    """Write the project, serve it, edit, print."""
    own = next(contender for contender in CONTENDERS if contender.name == "plansite")
    with tempfile.TemporaryDirectory(prefix="plansite-serve-") as folder:
        content, project = Path(folder) / "content", Path(folder) / "project"
        write_corpus(Order(chosen.plans, chosen.seed), content)
        own.prepare(content, project)
        port = _free()
        command = [sys.executable, "-m", "generator.cli", "serve", "--address", f"{HOST}:{port}"]
        with served(command, project, environment_of(own, project)) as server:
            visitor = Visitor(port, chosen.limit)
            try:
                started = visitor.up(server)
                seen = list(edits(visitor, project, chosen))
            except SilentError as error:
                log = (project / "server.log").read_text(encoding="utf-8", errors="replace")
                sys.exit(f"benchmarks: {error}\n{log[-4000:]}")
    print("\n".join(report(chosen.plans, chosen.seed, started, seen)))


def edits(visitor: Visitor, project: Path, chosen: argparse.Namespace) -> Iterator[Seen]:
    """Edit a plan in the middle and take it back, in turns."""
    own = next(contender for contender in CONTENDERS if contender.name == "plansite")
    plan = editable(project / "content")
    page = urls.plan(Path(plan).stem)
    undo = None
    for _ in range(chosen.edits):
        known, before = visitor.state(page), None if chosen.during else visitor.get(urls.INVENTORY)
        if undo:
            undo()
        else:
            undo_next = own.edit(project, plan)
        saved = time.perf_counter()
        yield visitor.edited(page, known, undo is None, saved, before)
        undo = undo_next if undo is None else None
        time.sleep(chosen.rest)


def report(plans: int, seed: int, started: float, seen: list[Seen]) -> Iterator[str]:
    """Each edit and the medians."""
    yield f"{plans:,} plans; {machine()}; Python {platform.python_version()}, commit {commit()}, seed {seed}"
    yield f"served after {started:.1f} s, made from nothing"
    yield "seconds from the save until … the browser is told · it has the new words · the whole site is up to date"
    for each in seen:
        yield f"  {_row((each.told, each.page, each.whole))}"
    columns = zip(*((each.told, each.page, each.whole) for each in seen), strict=True)
    yield f"median  {_row([median(column) if None not in column else None for column in columns])}"


def _row(values: Sequence[float | None]) -> str:
    return " · ".join("–" if value is None else f"{value:.3f}" for value in values)


@contextmanager
def served(command: list[str], project: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The server, as long as it is needed; whatever it started ends with it."""
    with (project / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=project, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield server
        finally:
            server.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                server.wait(30)
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _free() -> int:
    """A port that nobody has."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return int(asked.getsockname()[1])
