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
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from generator import cache
from generator.facts import PlanFacts
from generator.memory import uncollected

Kind = Literal["plan", "outline", "node", "facts", "told"]

FEW = 1024
"""Of so many plans all clauses and facts are held: some 250 KB a plan."""
SOME = 256
"""Where plans are more, of so many asked for last; about as many stand around a unit."""
NODES = 16
"""Nodes are looked at once for each plan."""
LEVEL = 1
"""How hard values are packed: much alike as they are, a higher level takes long for little."""
PATIENCE = 30
"""Seconds to wait where another build is just writing."""
TABLE = (
    "CREATE TABLE IF NOT EXISTS kept"
    "(kind TEXT, path TEXT, mark TEXT, data BLOB, gone INT, PRIMARY KEY(kind, path, mark))"
)
"""`gone`: since when (s) nothing asks for it."""
DAY = 86_400
"""Seconds after which what is gone is removed: until then a build, or a site being served, may still show it."""


class Readings:
    """What is kept of the plans of a content folder, by kind and path, under a mark: a hash of what decides it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open: dict[tuple[int, int], sqlite3.Connection] = {}
        self._writing = self._began()
        self.held = 0
        self.hold(0)

    def hold(self, plans: int) -> None:
        """Be ready for so many plans: `held` is of how many what was just read need not be let go."""
        self.held = plans if plans <= FEW else 0
        most = dict.fromkeys(("outline", "facts"), max(self.held, SOME)) | {"node": NODES}
        self._recent = {kind: lru_cache(maxsize=many)(self._get) for kind, many in most.items()}

    def get(self, kind: Kind, path: str, mark: str) -> Any:
        """What is kept under this mark; None where nothing is."""
        return self._recent[kind](kind, path, mark)

    def all_of(self, kind: Kind) -> dict[tuple[str, str], bytes]:
        """(path, mark) → what is kept, to be opened by `opened`."""
        try:
            found = self._connection().execute("SELECT path, mark, data FROM kept WHERE kind = ?", (kind,))
            return {(path, mark): data for path, mark, data in found}
        except sqlite3.Error:
            return {}

    def _get(self, kind: Kind, path: str, mark: str) -> Any:
        query = "SELECT data FROM kept WHERE kind = ? AND path = ? AND mark = ?"
        try:
            found = self._connection().execute(query, (kind, path, mark)).fetchone()
        except sqlite3.Error:
            return None
        return opened(found[0]) if found else None

    def put(self, kind: Kind, path: str, mark: str, value: object) -> bool:
        """Keep a value; False where nothing can be kept."""
        if self._writing:
            told = (kind, path, mark, zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), LEVEL))
            try:
                self._connection().execute("INSERT OR REPLACE INTO kept VALUES(?, ?, ?, ?, NULL)", told)
            except sqlite3.Error:
                self._writing = False
        return self._writing

    def save(self, used: Collection[tuple[Kind, str, str]], now: float) -> None:
        """Let others find what was put here. `used` (kind, path, mark) is what is asked for `now` (s)."""
        if not self._writing:
            return
        connection = self._connection()
        with suppress(sqlite3.Error):
            found = connection.execute("SELECT kind, path, mark, gone FROM kept").fetchall()
            gone = {tuple(key): since for *key, since in found}
            asked = [key for key, since in gone.items() if key in used and since is not None]
            left = [key for key, since in gone.items() if key not in used and since is None]
            old = [key for key, since in gone.items() if key not in used and since is not None and since < now - DAY]
            here = "WHERE kind = ? AND path = ? AND mark = ?"
            connection.executemany(f"UPDATE kept SET gone = NULL {here}", asked)
            connection.executemany(f"UPDATE kept SET gone = {int(now)} {here}", left)
            connection.executemany(f"DELETE FROM kept {here}", old)
            connection.commit()
        self._writing = False

    def close(self) -> None:
        """Leave the file alone; what was not saved is not kept."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _began(self) -> bool:
        """Whether this build writes: not while another does. A damaged file is removed."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._connection().execute("BEGIN IMMEDIATE")
            self._connection().execute(TABLE)
        except (OSError, sqlite3.OperationalError):
            return False
        except sqlite3.DatabaseError:
            self.close()
            self._file.unlink(missing_ok=True)
            return False
        return True

    def _connection(self) -> sqlite3.Connection:
        """Each process and thread has its own: SQLite's do not outlive a fork."""
        key = os.getpid(), threading.get_ident()
        if key not in self._open:
            wait = PATIENCE if self._open else 0
            self._open[key] = sqlite3.connect(self._file, timeout=wait, isolation_level=None)
            self._open[key].execute("PRAGMA synchronous = OFF")
        return self._open[key]


def readings_of(content: Path, *, begin: bool = True) -> Readings | None:
    """What is kept of the content folder `content`, None where nothing is and this is not to `begin` it.

    That of folders not built for long is removed.
    """
    cache.tidy(cache.folder("plans"))
    name = sha256(str(content.resolve()).encode()).hexdigest()
    file = cache.folder("plans") / name / "plans.sqlite"
    return Readings(file) if begin or file.is_file() else None


_DAMAGE = (zlib.error, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError)


def opened(data: bytes) -> Any:
    """What `put` kept; None where it is damaged."""
    try:
        with uncollected():
            return pickle.loads(zlib.decompress(data))
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


class FactsOnCall(Mapping[str, PlanFacts]):
    """The facts of plans, had when they are asked for: those `held`, else kept under `marks` (plan → path, mark).

    What can't be had is found out again by `find`.
    """

    def __init__(
        self,
        readings: Readings,
        marks: Mapping[str, tuple[str, str]],
        held: Mapping[str, PlanFacts],
        find: Callable[[str], PlanFacts],
    ) -> None:
        self._readings, self._marks, self._held, self._find = readings, marks, held, find

    def __getitem__(self, slug: str) -> PlanFacts:
        if slug in self._held:
            return self._held[slug]
        found = self._readings.get("facts", *self._marks[slug])
        return found if isinstance(found, PlanFacts) else self._find(slug)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held.keys() | self._marks.keys())

    def __len__(self) -> int:
        return len(self._held.keys() | self._marks.keys())
