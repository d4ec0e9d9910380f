"""The files that a page offers to take away, each with its size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct


class Download(Struct, frozen=True):
    """A file: `kind` says what it is (the component has the words), `size` how large, as a reader knows it."""

    kind: str
    url: str
    size: str


def downloads(offered: Iterable[tuple[str, str]], sizes: Mapping[str, int]) -> tuple[Download, ...]:
    """Of the (kind, address) offered those that are made; `sizes` are the bytes of every file by its address."""
    return tuple(Download(kind, url, file_size(sizes[url])) for kind, url in offered if url in sizes)


def file_size(count: int) -> str:
    """`count` bytes as file managers show them: «1 KB», «714 KB», «1,2 MB»."""
    kilobytes = max(1, round(count / 1024))
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{count / 1024**2:.1f} MB".replace(".", ",")
