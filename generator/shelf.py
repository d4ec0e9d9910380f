"""Rows of the tables of the open data, kept from build to build.

Those of a group of plans stay while these say the same. A file a table (SQLite) in the user's cache folder, as large
as the rows of the plans that there are. A damaged one is told as DamagedError; who does the work again then gets a file
for this time alone.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, chain, groupby, pairwise, repeat
from pathlib import Path

from generator.exports import OF_PLAN
from generator.exports.spliced import Block, groups

LEVEL = 1
"""How hard rows are packed: they are much alike, a higher level takes long for little."""
TABLE = (
    "CREATE TABLE IF NOT EXISTS rows(head TEXT, form TEXT, mark TEXT, count INT, data BLOB, PRIMARY KEY(head, form))"
)


class DamagedError(RuntimeError):
    """What was kept can't be read. The same work, done again, does without."""


class Shelf:
    """The rows of one table. `marks` are hashes of all that the rows of each group of plans depend on.

    Every method raises DamagedError.
    """

    def __init__(self, connection: sqlite3.Connection, marks: Mapping[str, str], damaged: Callable[[], None]) -> None:
        self._connection, self._marks, self._tell = connection, marks, damaged
        with self._guarded():
            self._counts = self._known()

    def count(self, group: str, form: str) -> int | None:
        """How many rows of a group are kept in a form; None where they are not."""
        return self._counts.get((group, form))

    def get(self, group: str, form: str) -> Block:
        """The rows of a group that are kept."""
        with self._guarded():
            query = "SELECT data FROM rows WHERE head = ? AND form = ?"
            (data,) = self._connection.execute(query, (group, form)).fetchone()
            return _unpacked(data, self._counts[group, form])

    def put(self, group: str, form: str, block: Block) -> None:
        """Keep the rows of a group."""
        with self._guarded():
            told = (group, form, self._marks[group], len(block.rows), _packed(block))
            self._connection.execute("INSERT OR REPLACE INTO rows VALUES(?, ?, ?, ?, ?)", told)
            self._counts[group, form] = len(block.rows)

    def close(self) -> None:
        """Keep what was put here."""
        with self._guarded():
            self._connection.commit()

    def _known(self) -> dict[tuple[str, str], int]:
        """The numbers of rows by group and form; what is of other groups is removed."""
        self._connection.execute(TABLE)
        counts: dict[tuple[str, str], int] = {}
        old: list[tuple[str, str]] = []
        for group, form, mark, count in self._connection.execute("SELECT head, form, mark, count FROM rows"):
            if self._marks.get(group) == mark:
                counts[group, form] = int(count)
            else:
                old.append((group, form))
        self._connection.executemany("DELETE FROM rows WHERE head = ? AND form = ?", old)
        return counts

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, zlib.error, ValueError, TypeError) as error:
            self._tell()
            raise DamagedError from error


def _packed(block: Block) -> bytes:
    links = [(len([*same]), each) for each, same in groupby(block.links)]
    head = json.dumps([[len(row) for row in block.rows], links], separators=(",", ":"))
    return zlib.compress(b"".join((head.encode(), b"\n", *block.rows)), LEVEL)


def _unpacked(data: bytes, count: int) -> Block:
    """Raises ValueError where these are not so many rows."""
    head, _, rows = zlib.decompress(data).partition(b"\n")
    sizes, links = json.loads(head)
    if len(sizes) != count or sum(sizes) != len(rows):
        raise ValueError(count)
    ends = [*accumulate(sizes, initial=0)]
    told = tuple(
        chain.from_iterable(repeat(tuple((page, cells) for page, cells in row), times) for times, row in links)
    )
    return Block([rows[start:end] for start, end in pairwise(ends)], told)


@dataclass(frozen=True)
class Shelves:
    """The rows of all tables of a site in `folder`, and the marks of the plans that decide them."""

    folder: Path
    marks: Mapping[str, str]
    _damaged: set[str] = field(default_factory=set)

    @cached_property
    def _groups(self) -> dict[str, str]:
        """The marks of groups."""
        told = {head: (f"{slug}\0{self.marks[slug]}" for slug in slugs) for head, slugs in groups(self.marks).items()}
        return {head: sha256("\0".join(each).encode()).hexdigest() for head, each in told.items()}

    @contextmanager
    def of(self, table: str) -> Iterator[Shelf]:
        """The rows of a table by group, of anything else by plan, to be kept if all goes well.

        A damaged file is removed when it is asked for again.
        """
        connection = self._connect(table)
        marks = self._groups if table in OF_PLAN else self.marks
        try:
            shelf = Shelf(connection, marks, lambda: self._damaged.add(table))
            yield shelf
            shelf.close()
        finally:
            connection.close()

    def _connect(self, table: str) -> sqlite3.Connection:
        """A file for this time alone where none can be kept: there is no folder, another build has it, it's damaged."""
        file = self.folder / f"{table}.sqlite"
        try:
            if table in self._damaged:
                file.unlink(missing_ok=True)
                return _passing()
            self.folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(file, timeout=0, isolation_level=None)
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN IMMEDIATE")
        except (OSError, sqlite3.OperationalError):
            return _passing()
        except sqlite3.DatabaseError:
            connection.close()
            file.unlink(missing_ok=True)
            return _passing()
        return connection


def _passing() -> sqlite3.Connection:
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute("BEGIN")
    return connection
