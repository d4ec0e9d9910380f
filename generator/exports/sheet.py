"""A sheet of a workbook: its beginning, its rows with their numbers, its links, its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from generator.exports.sheet_rows import PLACE, TARGET, Link, SheetRow, attribute, safe

CHUNK = 200
"""Rows that are packed at a time."""
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Ends = tuple[str, str]
"""What stands in a sheet before its rows, and behind them."""


def sheet_part(number: int) -> str:
    """The name of a sheet in its workbook."""
    return f"xl/worksheets/sheet{number}.xml"


def links_part(number: int) -> str:
    """The name of the part that lists the pages to which a sheet leads."""
    return f"xl/worksheets/_rels/sheet{number}.xml.rels"


class Links:
    """The links of a sheet, as its rows come."""

    def __init__(self) -> None:
        self._made: list[str] = []
        self._targets: dict[str, int] = {}

    def add(self, links: tuple[Link, ...], place: int) -> None:
        """Those of the row at `place`, counted from 0; links to one page share their relation."""
        for page, cells in links:
            target = self._targets.get(page) or self._targets.setdefault(page, len(self._targets) + 1)
            self._made.append(cells.replace(PLACE.decode(), str(place + 2)).replace(TARGET, str(target)))

    def before(self, end: str) -> bytes:
        """The end of the sheet with the links before it."""
        made = f"<hyperlinks>{''.join(self._made)}</hyperlinks>" if self._made else ""
        return end.replace("<pageMargins", f"{made}<pageMargins", 1).encode()

    def relations(self) -> bytes | None:
        """The pages to which the links lead; None where there are none."""
        if not self._targets:
            return None
        made = "".join(
            f'<Relationship Id="rId{number}" Type="{LINK}" Target="{attribute(safe(page))}" TargetMode="External"/>'
            for number, page in enumerate(self._targets, start=1)
        )
        return f'{XML}<Relationships xmlns="{RELATIONS}">{made}</Relationships>'.encode()


def placed(rows: Sequence[bytes], first: int) -> bytes:
    """Rows with their numbers; the first stands at place `first` of its sheet."""
    return b"".join([row.replace(PLACE, b"%d" % number) for number, row in enumerate(rows, start=first + 2)])


def written(ends: Ends, made: Iterable[SheetRow], links: Links) -> Iterator[bytes]:
    """The sheet of these rows in pieces; their links are told to `links`."""
    yield ends[0].encode()
    rest, place = iter(made), 0
    while some := list(islice(rest, CHUNK)):
        yield placed([row for row, _ in some], place)
        for at, (_, linked) in enumerate(some, start=place):
            links.add(linked, at)
        place += len(some)
    yield links.before(ends[1])
