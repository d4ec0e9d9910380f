"""Reads a segment of the index as docs/reference/search.md tells it, and nothing of the code that wrote it."""

from __future__ import annotations

import bisect
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


def inflated(data: bytes) -> bytes:
    return zlib.decompress(data, -15)


class Bytes:
    """Numbers of variable length and front-coded keys, read from the beginning on."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.key = ""

    def __bool__(self) -> bool:
        return self.at < len(self.data)

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def take(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def next(self) -> str:
        shared, rest = self.take(2)
        self.key = self.key[:shared] + self.take(rest).decode()
        return self.key

    def keys(self) -> list[str]:
        found = []
        while self:
            found.append(self.next())
        return found

    def documents(self) -> list[int]:
        """The whole of it as a list of documents: the first, then the gaps."""
        found: list[int] = []
        while self:
            found.append((found[-1] if found else 0) + self.number())
        return found


@dataclass(frozen=True)
class Term:
    """How many documents the dictionary says it has, the documents, and the files that hold them apart."""

    count: int
    documents: list[int]
    files: tuple[str, ...] = ()


class Index:
    """A segment's files, opened. `head` is what it tells of itself, `firsts` the first key of each block."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = {name: inflated(data) for name, data in files.items()}
        head = Bytes(self.files["head"])
        self.head: dict[str, Any] = json.loads(head.take(head.number()))
        self.contents = head.keys()
        pages = range(len(self.contents)) if self.head["page"] else ()
        self.firsts = [key for n in pages for key in self.page(n)] if self.head["page"] else self.contents
        self.words = Bytes(self.files["words"]).keys()
        self.facets: dict[str, Any] = json.loads(self.files["facets"])

    def page(self, number: int) -> list[str]:
        return Bytes(self.files[f"c{number}"]).keys()

    def block(self, number: int) -> Iterator[tuple[str, Term]]:
        data = Bytes(self.files[f"d{number}"])
        while data:
            key, count, form = data.next(), data.number(), data.number()
            if form & 1:
                first = data.number()
                names = tuple(f"l{n}" for n in range(first, first + (form >> 1)))
                yield key, Term(count, [d for name in names for d in Bytes(self.files[name]).documents()], names)
            else:
                yield key, Term(count, Bytes(data.take(form >> 1)).documents())

    def terms(self) -> dict[str, Term]:
        """Every term; read block after block."""
        return dict(term for number in range(len(self.firsts)) for term in self.block(number))

    def find(self, key: str) -> Term | None:
        """One term by the way a browser takes: table of contents, its page where there are pages, one block."""
        number = max(0, bisect.bisect_right(self.contents, key) - 1)
        if self.head["page"]:
            number = number * self.head["page"] + max(0, bisect.bisect_right(self.page(number), key) - 1)
        return dict(self.block(number)).get(key) if self.firsts else None

    def text(self, document: int) -> tuple[list[Any], list[Any]]:
        """What the file of texts says at its beginning, and the record of the document."""
        file = json.loads(self.files[f"t{document // self.head['chunk']}"])
        return file[:-1], file[-1][document % self.head["chunk"]]
