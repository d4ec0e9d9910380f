"""Where the labels of a picture stand, so that none covers another one or a mark. Judged at the narrowest width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

NARROW = 280
"""Pixels across on the smallest screen."""
LETTER = 7.2
"""Pixels that a letter takes at most, on the average."""
LINE = 18
"""Pixels from one line of words to the next."""
STEPS = 12
"""A slanting line is avoided at so many spots."""

Anchor = Literal["start", "middle", "end"]
Label = tuple[float, Anchor, float]
"""The base of the first of two lines (pixels), how they are anchored, and at what percent of the width."""
Spot = tuple[float, float, float]
"""A mark: percent across, its lower and its upper end in pixels."""
Stroke = tuple[float, float, float, float]
"""A line: from percent, pixels to percent, pixels."""
Box = tuple[float, float, float, float]


def labels(spots: Sequence[Spot], letters: Sequence[int], strokes: Sequence[Stroke], floor: float) -> list[Label]:
    """A label of two lines, the longer one of so many `letters`, for each spot: above, below or beside it."""
    taken: list[Box] = [(_px(x) - 6, top - 6, _px(x) + 6, y + 6) for x, y, top in spots]
    taken += [box for stroke in strokes for box in _along(*stroke)]
    placed: list[Label] = []
    for spot, count in zip(spots, letters, strict=True):
        choices = list(_choices(*spot, count * LETTER))
        free = [choice for choice in choices if _fits(choice[1], floor)] or choices[:1]
        clear = (choice for choice in free if not any(_meet(choice[1], box) for box in taken))
        label, box = next(clear, free[0])
        taken.append(box)
        placed.append(label)
    return placed


def _px(share: float) -> float:
    return share * NARROW / 100


def _along(x1: float, y1: float, x2: float, y2: float) -> Iterator[Box]:
    for step in range(STEPS + 1):
        x, y = _px(x1 + (x2 - x1) * step / STEPS), y1 + (y2 - y1) * step / STEPS
        yield x - 2, y - 2, x + 2, y + 2


def _choices(x: float, y: float, top: float, width: float) -> Iterator[tuple[Label, Box]]:
    """Where a label can stand, the best place first, and the room that it takes there."""
    above, below, beside = top - 12 - LINE, y + 8 + LINE, (y + top) / 2 - 3
    gap = 10 * 100 / NARROW
    places: tuple[Label, ...] = (
        (above, "middle", x), (above, "end", x + 2), (above, "start", x - 2),
        (below, "middle", x), (below, "end", x + 2), (below, "start", x - 2),
        (beside, "start", x + gap), (beside, "end", x - gap),
    )  # fmt: skip
    for base, anchor, at in places:
        left = _px(at) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        yield (base, anchor, round(at, 2)), (left, base - 14, left + width, base + LINE + 4)


def _fits(box: Box, floor: float) -> bool:
    return box[0] >= 0 and box[2] <= NARROW and box[1] >= 0 and box[3] <= floor


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
