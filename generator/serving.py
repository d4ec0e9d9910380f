"""A site while it is edited: what changed is seen at once, edited pages are shown first, then the whole is made again.

The server shows; a process of its own builds, a copy of the server's as it was before this had threads, so that a build
may use all processors and readers are answered meanwhile. Where no copy can be made, the server's process does it all.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing as mp
import signal
import time
import traceback
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Condition
from typing import Any, Protocol

from generator.watching import Eyes
from generator.workers import can_fork

log = logging.getLogger("mkdocs.plugins.plansite")

DELAY = 0.03
"""Seconds without a change after which a save is taken to be whole."""
TURN = 0.01
"""Seconds between two looks at what else changed, while a build is on its way."""
ENDING = 10
"""Seconds that a build may take to end when the server does."""

Application = Callable[[dict[str, Any], Any], Iterable[bytes] | None]


class Server(Protocol):
    """What is asked of MkDocs' server. It numbers the states of a site (`epoch`): a page is loaded again when a higher
    one is visible than that with which it was sent, and none is sent while another is wanted than is visible."""

    builder: Callable[[], None]
    build_delay: float
    observer: Any
    mount_path: str
    _watched_paths: dict[str, int]
    _watch_refs: dict[str, Any]
    _visible_epoch: int
    _wanted_epoch: int
    _epoch_cond: Condition

    def watch(self, path: str) -> None: ...
    def get_app(self) -> Any: ...
    def set_app(self, application: Any) -> None: ...


class OvertakenError(Exception):
    """A build is not gone on with: more has changed."""


class FailedError(Exception, SystemExit):
    """A build failed in its process; what it said of it."""


class Builds(Protocol):
    """What can be done after changes."""

    def early(self, files: Collection[Path]) -> bool:
        """Show what these files alone make, False where that can't be."""

    def whole(self, check: Callable[[], None]) -> bool:
        """Make the whole site; whether all files that changed are in it. Asks `check`, which may raise."""

    def forget(self) -> None:
        """What is shown is not known any more."""


@dataclass
class Turns:
    """What is done after changes, one after the other. `files` changed and are not shown yet."""

    builds: Builds
    files: set[Path] = field(default_factory=set)

    def take(self, files: Iterable[Path], more: Callable[[], bool], tell: Callable[[], None]) -> bool:
        """Show the edited pages and `tell`, then make the whole. False where `more` came: this is to be done again."""

        def check() -> None:
            if more():
                raise OvertakenError

        self.files.update(files)
        if self.builds.early(frozenset(self.files)):
            self.files.clear()
            tell()
        try:
            if self.builds.whole(check):
                self.files.clear()
        except OvertakenError:
            return False
        return True


class Helper:
    """The process that builds."""

    def __init__(self, turns: Turns) -> None:
        context = mp.get_context("fork")
        self._pipe, theirs = context.Pipe()
        # no daemon: those may have no workers
        self._process = context.Process(target=_help, args=(turns, theirs, self._pipe))
        self._process.start()
        self._sent = 0
        theirs.close()
        atexit.register(self.end)  # however this one ends: it is waited for

    def take(self, files: frozenset[Path], more: Callable[[], frozenset[Path]], tell: Callable[[], None]) -> None:
        """As of Turns, until all is made; what comes meanwhile (`more`) included. Raises FailedError."""
        while True:
            if files:
                self._pipe.send(files)
                self._sent += 1
            if self._pipe.poll(TURN):
                taken, said = self._pipe.recv()
                if taken is None or (taken < self._sent and not said):
                    tell()
                elif taken == self._sent and said:
                    raise FailedError(said)
                elif taken == self._sent:
                    return
            files = more()

    def end(self) -> None:
        """Let it put by what it is at."""
        atexit.unregister(self.end)
        self._pipe.close()
        self._process.join(ENDING)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _help(turns: Turns, pipe: Connection, others: Connection) -> None:
    """What the process does, until the server's end of the pipe is closed: it answers (None, "") when pages were shown,
    (how much it has taken, what it said if it failed) when all of that is made."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears it too, and ends
    others.close()
    taken = 0
    with suppress(EOFError, BrokenPipeError):
        while True:
            files = set(pipe.recv())
            taken += 1
            while pipe.poll():
                files |= pipe.recv()
                taken += 1
            said = ""
            try:
                if not turns.take(files, pipe.poll, lambda: pipe.send((None, ""))):
                    continue
            except SystemExit as error:  # of MkDocs, with its words
                said = str(error) or "–"
            except Exception:
                said = traceback.format_exc()
            pipe.send((taken, said))


class Reloads:
    """Tells browsers to load their pages again. Pages are sent at any time: a site is exchanged as a whole."""

    def __init__(self, server: Server) -> None:
        self._server, self._sent = server, set[str]()
        application = server.get_app()

        def noting(environ: dict[str, Any], start_response: Any) -> Any:
            """A page is noted before it is read and after: in between the notes may have been taken."""
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            self._sent.add(path)
            try:
                return application(environ, start_response)
            finally:
                self._sent.add(path)

        server.set_app(noting)

    def free(self) -> None:
        """Let pages be sent while the next state of the site is made."""
        server = self._server
        with server._epoch_cond:
            server._wanted_epoch = server._visible_epoch
            server._epoch_cond.notify_all()

    def tell(self) -> None:
        """There is something new."""
        self._sent.clear()
        server = self._server
        with server._epoch_cond:
            epoch = max(server._visible_epoch + 1, round(time.monotonic() * 1000))
            server._wanted_epoch = server._visible_epoch = epoch
            server._epoch_cond.notify_all()

    def other(self, site: Path, before: Path) -> bool:
        """Whether a page that was sent since it was last told stands otherwise in `site` than in the one `before`."""
        start = self._server.mount_path
        pages = (path.removeprefix(start) for path in tuple(self._sent) if path.startswith(start))
        files = {f"{path}index.html" if path.endswith("/") or not path else path for path in pages}
        return any(_bytes(site / file) != _bytes(before / file) for file in files if file.endswith(".html"))


def _bytes(file: Path) -> bytes | None:
    with suppress(OSError):
        return file.read_bytes()
    return None


@dataclass
class Desk:
    """Where changes come in and builds are given out; `site` and the one `before` it are folders."""

    turns: Turns
    reloads: Reloads
    eyes: Eyes
    site: Path
    before: Path
    helper: Helper | None

    def build(self) -> None:
        """What MkDocs' server asks for when something changed. Raises what the build raises."""
        self.reloads.free()
        files, early = self.eyes.take(), False
        if not files:  # taken while the last build was on its way
            return

        def tell() -> None:
            nonlocal early
            early = True
            self.reloads.tell()

        if self.helper is None:
            self.turns.take(files, lambda: False, tell)
        else:
            try:
                self.helper.take(files, self._more, tell)
            except (EOFError, BrokenPipeError):
                log.warning("the process that builds was ended; builds go on in the server's")
                self.end()
                self.turns.builds.forget()
                self.turns.take(files, lambda: False, tell)
        if not early or self.reloads.other(self.site, self.before):
            self.reloads.tell()

    def _more(self) -> frozenset[Path]:
        """What changed since, when that has come to rest."""
        if not self.eyes.any():
            return frozenset()
        time.sleep(DELAY)
        return self.eyes.take()

    def end(self) -> None:
        """Stop building."""
        if self.helper:
            self.helper.end()
            self.helper = None


def attend(server: Server, builds: Builds, site: Path, before: Path) -> Desk:
    """Let the server see changes at once and build in this way. It must not have been started."""
    eyes, watched = Eyes(), dict(server._watched_paths)
    server.observer, server.build_delay = eyes, DELAY
    server._watched_paths.clear()
    server._watch_refs.clear()
    for path, times in watched.items():
        for _ in range(times):
            server.watch(path)
    turns = Turns(builds)
    desk = Desk(turns, Reloads(server), eyes, site, before, Helper(turns) if can_fork() else None)
    server.builder = desk.build
    return desk
