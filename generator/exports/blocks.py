"""What groups of plans add to files, kept as blocks of bytes: what was made of plans is not made again.

Plans are kept in groups that stay the same when others come and go. A row is bytes of its record alone, but for the
look of links in a spreadsheet, which depends on the row's place: there rows are kept as `open_rows` makes them, and
their links by themselves. `order` says where the rows of a merged table stand among others.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate, chain, groupby, pairwise, repeat
from tempfile import TemporaryFile
from typing import IO, NamedTuple, Protocol

from msgspec import Struct

from generator.compact import decoded, encoded
from generator.corpus import Corpus
from generator.exports import OF_PLAN
from generator.exports.contract import Record, contract
from generator.exports.csv_file import CsvRows
from generator.exports.deadlines import in_time
from generator.exports.json_file import JsonRows
from generator.exports.memo import Alike, single
from generator.exports.origin import Origin
from generator.exports.sheet_rows import Link
from generator.exports.xlsx_file import open_rows

MERGED = "deadlines"
"""The table in which the rows of plans stand among one another."""
GROUP = 4
"""Plans of a group, more or less: one that changes has so many made again; blocks of fewer plans pack worse."""
LEVEL = 1
"""How hard blocks are packed: they are much alike, a higher level takes long for little."""
JOINT = {"json": b",\n", "csv": b""}
"""What stands between rows."""
FORMS = ("json", "csv", "sheet", "links")
"""Forms of the rows of a group; where plans are merged, `order` besides."""


class DamagedError(RuntimeError):
    """What was kept can't be read. The same work, done again, does without."""


class Block(Struct, frozen=True):
    """What a group of plans adds somewhere in one form: rows, or all of `count` rows together."""

    rows: list[bytes]
    count: int


class Head(NamedTuple):
    """What is known of a block before it is unpacked: its rows, its bytes, a hash of these."""

    number: int
    size: int
    hash: bytes


class Shelf(Protocol):
    """The blocks of one table."""

    def heads(self, form: str) -> Mapping[str, Head]:
        """Group → what is known of its block; all groups are there, in the order of the plans."""

    def get(self, group: str, form: str) -> Block:
        """What was kept. Raises DamagedError."""


def groups(slugs: Iterable[str]) -> dict[str, list[str]]:
    """Plans side by side, under the first of them. Names alone say where a group begins."""
    found: dict[str, list[str]] = {}
    group: list[str] = []
    for slug in slugs:
        if not group or zlib.crc32(slug.encode()) % GROUP == 0:
            group = found[slug] = []
        group.append(slug)
    return found


def blocks(corpus: Corpus, name: str, site: str, slugs: Iterable[str]) -> Iterator[tuple[str, Block]]:
    """What plans add to one of the tables of OF_PLAN, by form. `site` is the site's address."""
    table, make, merged = contract().tables[name], OF_PLAN[name], name == MERGED
    records: list[Record | Alike] = [*chain.from_iterable(make(corpus, corpus.plan_by_slug[slug]) for slug in slugs)]
    if merged:
        order = ["\0".join(in_time(record)).encode() for record in single(records)]
        yield "order", Block(order, len(order))
    for form, rows in zip(JOINT, _rows_of(name), strict=True):
        made = [row for item in records for row in rows.of(item)]
        yield form, Block(made if merged else [JOINT[form].join(made)], len(made))
    sheet = [*open_rows(table, records, Origin(site))]
    yield "sheet", Block([row for row, _ in sheet], len(sheet))
    links = [(len([*same]), each) for each, same in groupby(links for _, links in sheet)]
    yield "links", Block([encoded(links)], len(sheet))


@lru_cache
def _rows_of(name: str) -> tuple[JsonRows, CsvRows]:
    return JsonRows(), CsvRows(contract().tables[name])


def links_of(block: Block) -> Iterator[tuple[Link, ...]]:
    """The links of each row, from a block of these. Raises DamagedError."""
    try:
        told = decoded(block.rows[0])
        known = [(times, tuple((page, cells) for page, cells in row)) for times, row in told]
    except (ValueError, TypeError) as error:
        raise DamagedError from error
    return chain.from_iterable(repeat(row, times) for times, row in known)


def pack(block: Block) -> tuple[Head, bytes]:
    """A block to be kept."""
    sizes = encoded([len(row) for row in block.rows])
    data = b"".join((sizes, b"\n", *block.rows))
    return Head(block.count, len(data), _hash(data)), zlib.compress(data, LEVEL)


def _hash(data: bytes) -> bytes:
    return sha256(data).digest()[:16]


def unpack(head: Head, data: bytes) -> Block:
    """What `pack` gave. Raises DamagedError."""
    try:
        whole = zlib.decompress(data)
        told, _, rows = whole.partition(b"\n")
        sizes = decoded(told)
        if _hash(whole) != head.hash or sum(sizes) != len(rows):
            raise DamagedError
        if len(sizes) == 1:
            return Block([rows], head.number)
        ends = [*accumulate(sizes, initial=0)]
    except (zlib.error, ValueError, TypeError) as error:
        raise DamagedError from error
    return Block([rows[start:end] for start, end in pairwise(ends)], head.number)


@dataclass
class Passing:
    """The blocks of one table, made from nothing for this time alone, and put aside in a file meanwhile."""

    corpus: Corpus
    name: str
    site: str
    _heads: dict[str, dict[str, Head]] = field(default_factory=dict)
    _spans: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    _file: IO[bytes] = field(default_factory=TemporaryFile)

    def __post_init__(self) -> None:
        for group, slugs in groups(plan.slug for plan in self.corpus.plans).items():
            for form, block in blocks(self.corpus, self.name, self.site, slugs):
                head, data = pack(block)
                self._heads.setdefault(form, {})[group] = head
                self._spans[group, form] = self._file.tell(), len(data)
                self._file.write(data)

    def heads(self, form: str) -> Mapping[str, Head]:
        """Group → what is known of its block."""
        return self._heads.get(form, {})

    def get(self, group: str, form: str) -> Block:
        """What was put aside."""
        at, size = self._spans[group, form]
        self._file.seek(at)
        return unpack(self._heads[form][group], self._file.read(size))
