"""What came of the parts of a build: the files that stand in the site, and what is told of them.

A large site has some hundred thousand files, of which one after the other is asked for: they are held packed.
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from generator.exports.blocks import DamagedError
from generator.folder import Folder, Told
from generator.memory import uncollected
from generator.pages.render import FileFacts

PIECE = 1 << 18
"""Bytes that are read at a time: so many stay near the processor until they are written."""
LEVEL = 1
"""How hard they are packed; most of it are hashes, which nothing makes smaller."""
PLAIN = 2
"""The version of marshal that tells equal values alike, whoever else holds them."""


class Listed(NamedTuple):
    """A page that the sitemap tells of, and the files of the content that it is made from (none: all of them)."""

    address: str
    sources: tuple[str, ...] = ()


class Results(NamedTuple):
    """The files of a job by path; those that are no pages, with their records; its pages."""

    files: Mapping[str, Told]
    records: Mapping[str, int | None]
    pages: tuple[Listed, ...] = ()


class Done(Struct, frozen=True):
    """What came of a job: its key, a hash of all that it needed, its results, packed, and how many of its files are
    pages."""

    key: str
    needs: str
    packed: bytes
    pages: int

    @classmethod
    def of(cls, key: str, needs: str, results: Results) -> Done:
        """With these results."""
        files, records, listed = results
        told = dict(files), dict(records), [tuple(page) for page in listed]
        pages = sum(path.endswith(".html") for path in files)
        return cls(key, needs, zlib.compress(marshal.dumps(told, PLAIN), LEVEL), pages)

    def results(self) -> Results:
        """What was packed."""
        with uncollected():
            files, records, pages = marshal.loads(zlib.decompress(self.packed))
            return Results(files, records, tuple(starmap(Listed, pages)))

    def files(self) -> Mapping[str, Told]:
        """The files by path."""
        return self.results().files

    def facts(self) -> dict[str, FileFacts]:
        """What is told of the files that are no pages."""
        files, listed, _ = self.results()
        told = ((path, files[path], records) for path, records in listed.items())
        return {path: FileFacts(size, hash_.hex(), records) for path, (size, _, hash_), records in told}

    def same_files(self, other: Done | None) -> bool:
        """Whether the other one has these very files."""
        return other is not None and (self.packed == other.packed or self.files() == other.files())


@dataclass(frozen=True)
class Last:
    """What came of a job the last time, and the site where its files stand."""

    site: Path
    done: Done

    @cached_property
    def files(self) -> Mapping[str, Told]:
        """Its files by path."""
        return self.done.files()

    def intact(self, path: str) -> bool:
        """Whether a file is there as it was written."""
        told = self.files.get(path)
        return told is not None and Folder(self.site).has(path, told)

    def found(self, path: str) -> tuple[Callable[[int, int], Iterator[bytes]], bytes] | None:
        """What reads parts of a file, and its SHA-256; None where it is not as it was written."""
        return (partial(part_of, self.site / path), self.files[path][2]) if self.intact(path) else None

    def read(self, path: str) -> bytes | None:
        """A file; None where it is not as it was written."""
        return (self.site / path).read_bytes() if self.intact(path) else None


def part_of(file: Path, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a file from `start` to before `end`, a few at a time. Raises DamagedError."""
    try:
        with file.open("rb", buffering=0) as held:
            held.seek(start)
            for at in range(start, end, PIECE):
                data = held.read(min(PIECE, end - at))
                if len(data) != min(PIECE, end - at):
                    raise DamagedError(file)
                yield data
    except OSError as error:
        raise DamagedError(file) from error
