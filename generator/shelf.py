"""What was made of plans, kept from build to build: blocks of the tables of the open data, and what stands beside them.

A file (SQLite) in the user's cache folder. Blocks of a group of plans stay while these say the same; those that are
not kept yet are made all together, by everyone who is free, and written by this process alone. A damaged file, or one
that another build holds, is left: then there is one for this time alone.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator import cache
from generator.exports.blocks import Block, DamagedError, Head, groups, pack, unpack
from generator.memory import uncollected
from generator.workers import each

Progress = Callable[[int, int], None]
Made = Iterable[tuple[str, str, Block]]
"""What plans add: (table, form, block)."""
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS groups(head TEXT PRIMARY KEY, mark TEXT)",
    "CREATE TABLE IF NOT EXISTS blocks(name TEXT, form TEXT, head TEXT, count INT, size INT, hash BLOB, data BLOB,"
    " PRIMARY KEY(name, form, head))",
    "CREATE INDEX IF NOT EXISTS of_group ON blocks(head)",
)


class _TakenError(Exception):
    """Another build has the file, or it may not be written."""


@dataclass
class Shelves:
    """What is kept of the plans of a site in `folder`; `marks` are hashes of all that decides what a plan adds.

    `fill` comes first, `close` last.
    """

    folder: Path
    marks: Mapping[str, str]
    _file: Path | None = None
    _lock: sqlite3.Connection | None = None
    _passing: Path | None = None
    _damaged: set[str] = field(default_factory=set)
    _standing: dict[tuple[int, str], Shelf | None] = field(default_factory=dict)

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Plans that are kept together, under the first of them."""
        return groups(self.marks)

    def fill(self, make: Callable[[list[str]], Made], workers: int, progress: Progress | None = None) -> None:
        """Make what some plans add, of those groups of which it is not kept, and keep it."""
        own = self.folder / "rows.sqlite"
        for file in (own, own, None):
            try:
                self._lock, self._file = self._begun(file)
                self._put_left(self._lock, make, workers, progress)
            except (_TakenError, OSError):
                self._end(None)
            except sqlite3.Error:  # damaged, or no room
                self._end(file)
            else:
                return

    def _put_left(
        self, connection: sqlite3.Connection, make: Callable[[list[str]], Made], workers: int, progress: Progress | None
    ) -> None:
        known = dict(connection.execute("SELECT head, mark FROM groups"))
        old = [(head,) for head, mark in known.items() if self._marks.get(head) != mark]
        for name in ("groups", "blocks"):
            connection.executemany(f"DELETE FROM {name} WHERE head = ?", old)
        left = [head for head in self.groups if known.get(head) != self._marks[head]]

        def do(part: int) -> tuple[str, list[tuple[str, str, Head, bytes]]]:
            found = make(self.groups[left[part]])
            return left[part], [(name, form, *pack(block)) for name, form, block in found]

        for number, (head, made) in enumerate(each(len(left), do, workers), start=1):
            rows = ((name, form, head, *told, data) for name, form, told, data in made)
            connection.executemany("INSERT OR REPLACE INTO blocks VALUES(?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT OR REPLACE INTO groups VALUES(?, ?)", (head, self._marks[head]))
            if progress:
                progress(number, len(left) + 1)
        connection.execute("COMMIT")
        with suppress(sqlite3.OperationalError):  # from now on many read, and nobody writes
            connection.execute("BEGIN IMMEDIATE")

    def _end(self, file: Path | None) -> None:
        self.close()
        self._lock = self._file = None
        if file:
            _drop(file)

    def close(self) -> None:
        """Let others write; what was for this time alone is removed."""
        for (process, _), shelf in self._standing.items():
            if shelf and process == os.getpid():
                shelf.connection.close()
        self._standing.clear()
        if self._lock:
            self._lock.close()
        if self._passing:
            _drop(self._passing)

    @contextmanager
    def of(self, name: str) -> Iterator[Shelf | None]:
        """The blocks of one table; None where they turned out damaged."""
        connection = None if name in self._damaged else self._read()
        with closing(connection) if connection else nullcontext():
            yield Shelf(connection, name, self.groups, self._remove) if connection else None

    def standing(self, name: str) -> Shelf | None:
        """Likewise, for this process to ask again and again."""
        if name in self._damaged:
            return None
        key = os.getpid(), name  # a connection is of no use to a process that was forked since
        if key not in self._standing:
            connection = self._read()
            self._standing[key] = Shelf(connection, name, self.groups, self._remove) if connection else None
        return self._standing[key]

    def _read(self) -> sqlite3.Connection | None:
        with suppress(sqlite3.OperationalError):
            return sqlite3.connect(f"{self._file.as_uri()}?mode=ro", uri=True) if self._file else None
        return None

    def _remove(self, name: str) -> None:
        """What is damaged is of no use to the next build either."""
        self._damaged.add(name)
        if self._file:
            _drop(self._file)

    def recall(self, name: str) -> Any:
        """What `remember` was told; None where that was another program, or it is damaged."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            data = cache.unseal((self.folder / f"{name}.kept").read_bytes())
            with uncollected():
                return marshal.loads(data)
        return None

    def remember(self, name: str, value: Any) -> None:
        """Keep a value of plain ones."""
        cache.keep(self.folder / f"{name}.kept", cache.seal(marshal.dumps(value)))

    @cached_property
    def _marks(self) -> dict[str, str]:
        """The marks of groups."""
        told = {head: (f"{slug}\0{self.marks[slug]}" for slug in slugs) for head, slugs in self.groups.items()}
        return {head: sha256("\0".join(each).encode()).hexdigest() for head, each in told.items()}

    def _begun(self, file: Path | None) -> tuple[sqlite3.Connection, Path]:
        """The file, or one for this time alone, to be written."""
        if file is None:
            with tempfile.NamedTemporaryFile(prefix="plansite-", suffix=".sqlite", delete=False) as passing:
                file = self._passing = Path(passing.name)
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=0, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            _take(connection)
            for statement in SCHEMA:
                connection.execute(statement)
        except BaseException:
            connection.close()
            raise
        return connection, file


@dataclass(frozen=True)
class Shelf:
    """The blocks of one table, of all `groups` of plans. Every method raises DamagedError, and tells `damaged`."""

    connection: sqlite3.Connection
    name: str
    groups: Collection[str]
    damaged: Callable[[str], None]
    _known: dict[str, dict[str, Head]] = field(default_factory=dict)

    def heads(self, form: str) -> Mapping[str, Head]:
        """Group → what is known of its block."""
        if form not in self._known:
            query = "SELECT head, count, size, hash FROM blocks WHERE name = ? AND form = ?"
            with self._guarded():
                found = {head: told for head, *told in self.connection.execute(query, (self.name, form))}
                self._known[form] = {group: _head(*found[group]) for group in self.groups}
        return self._known[form]

    def get(self, group: str, form: str) -> Block:
        """What was kept."""
        head, query = self.heads(form)[group], "SELECT data FROM blocks WHERE name = ? AND form = ? AND head = ?"
        with self._guarded():
            (data,) = self.connection.execute(query, (self.name, form, group)).fetchone()
            return unpack(head, data)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, DamagedError, KeyError, TypeError) as error:
            self.damaged(self.name)
            raise DamagedError(self.name) from error


def _head(number: object, size: object, hash_: object) -> Head:
    if not (isinstance(number, int) and isinstance(size, int) and isinstance(hash_, bytes)):
        raise DamagedError
    return Head(number, size, hash_)


def _drop(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _take(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise _TakenError from error
