"""The sitemap: one file while it may hold all pages, else an index of several (https://www.sitemaps.org/protocol.html).

The protocol allows 50,000 addresses and 50 MB (52,428,800 bytes) in a file; a file is begun anew some way before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from markupsafe import escape

from generator.done import Listed

NAME = "sitemap.xml"
PAGES, BYTES = 45_000, 45_000_000
"""Addresses, and bytes, of a file."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_Entry = tuple[str, str | None]


def sitemap(
    pages: Iterable[Listed], site: str, changes: Mapping[str, date], most: int = PAGES, size: int = BYTES
) -> tuple[str, dict[str, str]]:
    """The text of sitemap.xml, and name → text of the files that it leads to, none while it holds all pages itself.

    Addresses are whole, `site` and the page's; without a site there is no sitemap. The day is the last on which
    something changed of what a page is made from (`changes`: file of the content → day), or left out.
    """
    if not site:
        return "", {}
    ordered = sorted(pages, key=lambda page: page.address)
    entries = [(f"{site}{page.address}", _changed(page.sources, changes)) for page in ordered]
    parts = list(_parts(entries, most, size))
    if len(parts) < 2:
        return _text("urlset", "url", entries), {}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, start=1)}
    index = [(f"{site}{name}", max((day for _, day in part if day), default=None)) for name, part in named.items()]
    return _text("sitemapindex", "sitemap", index), {n: _text("urlset", "url", part) for n, part in named.items()}


def _parts(entries: Iterable[_Entry], most: int, size: int) -> Iterator[list[_Entry]]:
    """The entries in order, as many together as have room in a file."""
    part: list[_Entry] = []
    taken = frame = len(_text("urlset", "url", ()).encode())
    for entry in entries:
        bytes_ = len(_line("url", entry).encode())
        if part and (len(part) == most or taken + bytes_ > size):
            yield part
            part, taken = [], frame
        part.append(entry)
        taken += bytes_
    if part:
        yield part


def _text(root: str, kind: str, entries: Iterable[_Entry]) -> str:
    lines = "".join(_line(kind, entry) for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_SPACE}>{lines}\n</{root}>'


def _line(kind: str, entry: _Entry) -> str:
    address, day = entry
    return f"\n  <{kind}><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{kind}>"


def _changed(sources: Iterable[str], changes: Mapping[str, date]) -> str | None:
    days = [changes[name] for name in sources or changes if name in changes]
    return max(days).isoformat() if days else None
