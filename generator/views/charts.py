"""Geometry of the pictures: numbers only, the marks and the words are in templates.

Across in percent of the picture's width, down in pixels: so one picture fits a phone and a desk and its letters keep
their size. Where words would meet is judged at the narrowest width, `NARROW`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from generator.readers.dates import first_day, last_day
from generator.views.labels import LETTER, LINE, NARROW, Anchor, Stroke, labels


class Tick(Struct, frozen=True):
    """A mark of a scale and its words; `year` and `value` are None where the other one is meant."""

    at: float
    year: int | None = None
    value: Decimal | None = None


class Aim(Struct, frozen=True):
    """A level to be reached by the year `end` (None: no year is printed), in a span that begins in `start`.

    `series` ties together what one plan says; `letters` is the length of the longer of the two lines of its label.
    """

    series: str
    start: int | None
    end: int | None
    low: Decimal
    high: Decimal
    letters: int


class Dot(Struct, frozen=True):
    """An aim as drawn: from `top` to `y` where it is a range; `tail` is where its span begins."""

    x: float
    y: float
    top: float
    tail: float | None
    label_y: float
    anchor: Anchor
    label_x: float


class Line(Struct, frozen=True):
    x1: float
    y1: float
    x2: float
    y2: float


class Spans(Struct, frozen=True):
    """Levels against years. `dots` are in the order of the aims; `unknown` is where those without a year stand."""

    height: float
    base: float
    years: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    unknown: float | None


TOP, PLOT, FOOT = 46, 180, 30
LEFT, RIGHT = 14.0, 88.0


def spans(aims: Sequence[Aim], percent: bool) -> Spans:
    """The picture of `aims`, all of one measure; a scale of percents goes to 100 at least."""
    known = sorted({year for aim in aims for year in (aim.start, aim.end) if year and aim.end})
    undated = any(aim.end is None for aim in aims)
    right = 62.0 if undated and known else RIGHT
    unknown = (86.0 if known else 50.0) if undated else None
    top = max([aim.high for aim in aims] + ([Decimal(100)] if percent else []))
    steps = (Decimal(0), top / 2, top) if percent else (Decimal(0), top)

    def across(year: int | None) -> float:
        return _share(year, known, LEFT, right) if year else unknown or 0.0

    def down(level: Decimal) -> float:
        return round(TOP + PLOT * (1 - float(level / top if top else 0)), 1)

    spots = [(across(aim.end), down(aim.low), down(aim.high)) for aim in aims]
    tails = [across(aim.start) if aim.start and aim.end and aim.start < aim.end else None for aim in aims]
    lines = tuple(_joined(aims, spots))
    strokes: list[Stroke] = [(line.x1, line.y1, line.x2, line.y2) for line in lines]
    strokes += [(tail, y, x, y) for (x, y, _), tail in zip(spots, tails, strict=True) if tail is not None]
    placed = labels(spots, [aim.letters for aim in aims], strokes, TOP + PLOT)
    return Spans(
        height=TOP + PLOT + FOOT,
        base=TOP + PLOT,
        years=_thinned([Tick(across(year), year=year) for year in known], {aim.end for aim in aims}),
        levels=tuple(Tick(down(level), value=level) for level in steps),
        lines=lines,
        dots=tuple(Dot(*spot, tail, *label) for spot, tail, label in zip(spots, tails, placed, strict=True)),
        unknown=unknown,
    )


def _share(year: int, known: Sequence[int], left: float, right: float) -> float:
    first, last = known[0], known[-1]
    return round(left + (right - left) * (year - first) / (last - first), 2) if last > first else 50.0


def _thinned(ticks: Sequence[Tick], wanted: set[int | None]) -> tuple[Tick, ...]:
    """Ticks whose words do not touch; those of the years aimed at come first."""
    kept: list[Tick] = []
    for tick in sorted(ticks, key=lambda tick: (tick.year not in wanted, -tick.at)):
        if all(abs(tick.at - other.at) * NARROW / 100 >= 4 * LETTER + 6 for other in kept):
            kept.append(tick)
    return tuple(sorted(kept, key=lambda tick: tick.at))


def _joined(aims: Sequence[Aim], spots: Sequence[tuple[float, float, float]]) -> Iterator[Line]:
    """From each dated aim of a plan to its next one."""
    found: dict[str, list[tuple[float, float]]] = {}
    for aim, (x, y, _) in zip(aims, spots, strict=True):
        if aim.end:
            found.setdefault(aim.series, []).append((x, y))
    for mine in found.values():
        for (x1, y1), (x2, y2) in pairwise(sorted(mine)):
            yield Line(x1, y1, x2, y2)


class Segment(Struct, frozen=True):
    """The part of a bar that one role takes."""

    role: str
    count: int
    x: float
    width: float


class Bar(Struct, frozen=True):
    """A unit's bar: `y` is the base of its name, `bar_y` the bar's upper edge, `note_y` the base of its words.

    `notes` are the parts as the words tell them, so many on a line as fit.
    """

    name: tuple[str, ...]
    y: float
    bar_y: float
    note_y: float
    total: int
    segments: tuple[Segment, ...]
    notes: tuple[tuple[Segment, ...], ...]


class Bars(Struct, frozen=True):
    """Bars one below the other; `left_out` units have work and no bar."""

    height: float
    bars: tuple[Bar, ...]
    left_out: int


THICK = 14
ON_A_LINE = 3


def bars(rows: Iterable[tuple[str, dict[str, int]]], most: int = 6) -> Bars:
    """The `most` units with the most work (name, count of each role), the longest bar as wide as the picture."""
    ordered = sorted(
        ((name, counts) for name, counts in rows if any(counts.values())), key=lambda r: -sum(r[1].values())
    )
    longest = max((sum(counts.values()) for _, counts in ordered), default=1)
    made: list[Bar] = []
    y = float(LINE)
    for name, counts in ordered[:most]:
        lines, parts = wrapped(name), tuple(_segments(counts, longest))
        notes = tuple(parts[at : at + ON_A_LINE] for at in range(0, len(parts), ON_A_LINE))
        bar_y = y + LINE * (len(lines) - 1) + 7
        note_y = bar_y + THICK + LINE
        made.append(Bar(lines, y, bar_y, note_y, sum(counts.values()), parts, notes))
        y = note_y + LINE * (len(notes) + 1) - 4
    return Bars(y - LINE, tuple(made), max(len(ordered) - most, 0))


def _segments(counts: dict[str, int], longest: int) -> Iterator[Segment]:
    x = 0.0
    for role, count in counts.items():
        if count:
            width = count * 100 / longest
            yield Segment(role, count, round(x, 2), round(width, 2))
            x += width


def wrapped(text: str, most: int = int(NARROW / LETTER)) -> tuple[str, ...]:
    """The text in lines of at most `most` letters, broken at blanks."""
    lines = [""]
    for part in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(part) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {part}".strip()
    return tuple(lines)


class Period(Struct, frozen=True):
    """What is to be drawn of a plan: its period, as precise as known, and the days on which something is due."""

    name: str
    first: str | None
    last: str | None
    days: tuple[str, ...]


class Track(Struct, frozen=True):
    """A plan's line: the bar of its period (None: not printed) and a dot for each day."""

    name: tuple[str, ...]
    y: float
    bar_y: float
    note_y: float
    x: float | None
    width: float
    days: tuple[float, ...]


class Timeline(Struct, frozen=True):
    height: float
    base: float
    years: tuple[Tick, ...]
    edges: tuple[float, ...]
    tracks: tuple[Track, ...]


def timeline(periods: Sequence[Period]) -> Timeline | None:
    """All plans on one scale of whole years; None while no plan has a date."""
    known = sorted(day[:4] for p in periods for day in (p.first, p.last, *p.days) if day)
    if not known:
        return None
    start, end = first_day(known[0]).toordinal(), last_day(known[-1]).toordinal() + 1

    def across(ordinal: float) -> float:
        return round(100 * (ordinal - start) / (end - start), 2)

    tracks: list[Track] = []
    y = 2.0 * LINE + 10
    for period in periods:
        lines = wrapped(period.name)
        bar_y = y + LINE * (len(lines) - 1) + 8
        x = across(first_day(period.first).toordinal()) if period.first else None
        width = across(last_day(period.last).toordinal() + 1) - x if x is not None and period.last else 0
        days = tuple(across(first_day(day).toordinal() + 0.5) for day in period.days)
        tracks.append(Track(lines, y, bar_y, bar_y + THICK + LINE, x, round(width, 2), days))
        y = bar_y + THICK + 3 * LINE - 2
    span = range(int(known[0]), int(known[-1]) + 1)
    edges = [across(first_day(str(year)).toordinal()) for year in span]
    middles = [Tick(round(edge + 50 / len(span), 2), year=year) for year, edge in zip(span, edges, strict=True)]
    return Timeline(y - LINE, y - LINE - 4, _thinned(middles, set()), (*edges, 100.0), tuple(tracks))
