"""What was read of plans and found out about them, kept from build to build while all that decides it is the same.

A file (SQLite) in the user's cache folder, for each content folder. Nothing of it is needed: what is missing, damaged
or another program's is read and found out again. Its pickles are the program's own, as its compiled modules are.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import threading
import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeVar

from generator import cache
from generator.memory import uncollected

T = TypeVar("T")
Kind = Literal["outline", "spots", "file", "facts"]
"""What is kept of each plan by itself: its clauses, where they stand, its head, what it says."""
Sum = Literal["registers", "plans", "told"]
"""What is kept of all together, since each survey asks for all of it."""
SUMS: tuple[Sum, ...] = ("registers", "plans", "told")

FEW = 1024
"""Of so many plans all clauses and facts are held: some 250 KB a plan."""
SOME = 256
"""Where plans are more, of so many asked for last; about as many stand around a unit."""
SPOTS = 16
"""Places are looked at once for each plan."""
LEVEL = 1
"""How hard values are packed: much alike as they are, a higher level takes long for little."""
PATIENCE = 30
"""Seconds to wait where another build is just writing."""
TABLES = (
    "CREATE TABLE IF NOT EXISTS kept"
    "(kind TEXT, path TEXT, mark TEXT, data BLOB, gone INT, PRIMARY KEY(kind, path, mark))",
    "CREATE INDEX IF NOT EXISTS asked ON kept(gone, kind, path, mark)",
)
"""`gone`: since when (s) nothing asks for it."""
DAY = 86_400
"""Seconds after which what is gone is removed: until then a build, or a site being served, may still show it."""


class _Cell:
    """Where a value is held that was asked for of late; None until it is had."""

    __slots__ = ("value",)

    def __init__(self, path: str, mark: str) -> None:  # noqa: ARG002 - by these it is found again
        self.value: Any = None


class Readings:
    """What is kept of the plans of a content folder, by kind and path, under a mark: a hash of what decides it.

    Without a `file`, and while another build writes, it is kept in memory alone.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._open: dict[tuple[int, int], sqlite3.Connection] = {}
        self._put: dict[tuple[Kind, str, str], bytes] = {}
        self._changed = False
        self.writing = self._began()
        self.held = 0
        self.hold(0)

    def hold(self, plans: int) -> None:
        """Be ready for so many plans: `held` is of how many what was just read need not be let go."""
        self.held = plans if plans <= FEW else 0
        most: dict[Kind, int] = dict.fromkeys(("outline", "file", "facts"), max(self.held, SOME))
        self._recent = {kind: lru_cache(maxsize=many)(_Cell) for kind, many in (most | {"spots": SPOTS}).items()}

    def get(self, kind: Kind, path: str, mark: str, again: Callable[[], T]) -> T:
        """What is kept under this mark, else what `again` makes of the plan."""
        cell = self._recent[kind](path, mark)
        if cell.value is None:
            cell.value = self._get(kind, path, mark, again)
        found: T = cell.value
        return found

    def _get(self, kind: Kind, path: str, mark: str, again: Callable[[], T]) -> T:
        data = self._put.get((kind, path, mark)) or self._row(kind, path, mark)
        found: T | None = opened(data) if data else None
        return again() if found is None else found

    def put(self, kind: Kind, path: str, mark: str, data: bytes) -> None:
        """Keep what was `packed`."""
        if not self._keep(kind, path, mark, data):
            self._put[kind, path, mark] = data

    def recall(self, kind: Sum) -> Any:
        """What was kept of all together by this program, None where nothing is."""
        data = self._row(kind, "", cache.program())
        return _loaded(data) if data else None

    def remember(self, kind: Sum, value: object) -> None:
        """Keep something of all together in the place of what was kept before."""
        if self.writing:
            self._keep(kind, "", cache.program(), pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def show(self) -> None:
        """Let other processes, which are to be begun, see what was put here."""
        if self.writing:
            try:
                self._connection().commit()
                self._connection().execute("BEGIN IMMEDIATE")
            except sqlite3.Error:
                self.writing = False

    def save(self, used: Callable[[], Collection[tuple[str, str, str]]], now: float) -> None:
        """Let others find what was put here. `used` (kind, path, mark) is what is asked for `now` (s)."""
        if not self.writing:
            return
        with suppress(sqlite3.Error):
            if self._changed or self._old(now):
                self._sort_out(used(), now)
            self._connection().commit()
        self.writing = False

    def _old(self, now: float) -> bool:
        found = self._connection().execute("SELECT 1 FROM kept WHERE gone < ? LIMIT 1", (now - DAY,)).fetchone()
        return found is not None

    def _sort_out(self, used: Collection[tuple[str, str, str]], now: float) -> None:
        """Note what is not asked for any more; remove what was not for long."""
        connection, used = self._connection(), {*used, *((kind, "", cache.program()) for kind in SUMS)}
        found = connection.execute("SELECT kind, path, mark, gone FROM kept INDEXED BY asked").fetchall()
        gone = {(kind, path, mark): since for kind, path, mark, since in found}
        asked = [key for key, since in gone.items() if key in used and since is not None]
        left = [key for key, since in gone.items() if key not in used and since is None]
        old = [key for key, since in gone.items() if key not in used and since is not None and since < now - DAY]
        here = "WHERE kind = ? AND path = ? AND mark = ?"
        connection.executemany(f"UPDATE kept SET gone = NULL {here}", asked)
        connection.executemany(f"UPDATE kept SET gone = {int(now)} {here}", left)
        connection.executemany(f"DELETE FROM kept {here}", old)

    def close(self) -> None:
        """Leave the file alone; what was not saved is not kept."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _row(self, kind: str, path: str, mark: str) -> bytes | None:
        if self._file is None:
            return None
        query = "SELECT data FROM kept WHERE kind = ? AND path = ? AND mark = ?"
        try:
            found = self._connection().execute(query, (kind, path, mark)).fetchone()
        except sqlite3.Error:
            return None
        return found[0] if found and isinstance(found[0], bytes) else None

    def _keep(self, kind: str, path: str, mark: str, data: bytes) -> bool:
        if self.writing:
            row = (kind, path, mark, data)
            try:
                self._connection().execute("INSERT OR REPLACE INTO kept VALUES(?, ?, ?, ?, NULL)", row)
            except sqlite3.Error:
                self.writing = False
        self._changed = self._changed or self.writing
        return self.writing

    def _began(self) -> bool:
        """Whether this build writes: not while another does. A damaged file is removed."""
        if self._file is None:
            return False
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._connection().execute("BEGIN IMMEDIATE")
            for table in TABLES:
                self._connection().execute(table)
        except (OSError, sqlite3.OperationalError):
            return False
        except sqlite3.DatabaseError:
            self.close()
            self._file.unlink(missing_ok=True)
            return False
        return True

    def _connection(self) -> sqlite3.Connection:
        """Each process and thread has its own: SQLite's do not outlive a fork."""
        assert self._file is not None
        key = os.getpid(), threading.get_ident()
        if key not in self._open:
            wait = PATIENCE if self._open else 0
            self._open[key] = sqlite3.connect(self._file, timeout=wait, isolation_level=None)
            self._open[key].execute("PRAGMA synchronous = OFF")
        return self._open[key]


def readings_of(content: Path, *, begin: bool = True) -> Readings:
    """What is kept of the content folder `content`; in memory alone where nothing is and this is not to `begin` it.

    That of folders not built for long is removed.
    """
    cache.tidy(cache.folder("plans"))
    name = sha256(str(content.resolve()).encode()).hexdigest()
    file = cache.folder("plans") / name / "plans.sqlite"
    return Readings(file if begin or file.is_file() else None)


def packed(value: object) -> bytes:
    """A value as it is kept, to be `opened`."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), LEVEL)


_DAMAGE = (zlib.error, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError)


def opened(data: bytes) -> Any:
    """What was `packed`; None where it is damaged."""
    try:
        return _loaded(zlib.decompress(data))
    except zlib.error:
        return None


def _loaded(data: bytes) -> Any:
    try:
        with uncollected():
            return pickle.loads(data)
    except _DAMAGE:
        return None


def mark(*parts: str | bytes) -> str:
    """A hash of the program and of `parts`."""
    told = sha256(cache.program().encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        told.update(b"%d " % len(data))
        told.update(data)
    return told.hexdigest()
