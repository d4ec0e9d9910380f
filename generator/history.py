"""What the log of git says about the plans: values only; `clock` asks git."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Literal

LOG_FORMAT = "%x00%ct %D"
"""A commit in the log that `read_log` reads: its time and decorations; the changed files follow."""

Kind = Literal["added", "changed"]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """On `day` (ISO, in Vietnam) a plan file was added or changed."""

    day: str
    plan: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Commit:
    """A state of the content in git: its full hash, and when it was made (aware of its time zone)."""

    id: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Changes of plans, newest day first. `whole` is False where git knows only a part, or nothing at all."""

    changes: tuple[Change, ...] = ()
    whole: bool = False


def read_log(log: str, zone: tzinfo) -> History:
    """The history in a log of `LOG_FORMAT` with `--name-status`; a plan stands once a day.

    A shallow clone ends in a «grafted» commit, in which all files look new: of it nothing is told.
    """
    found: dict[tuple[str, str], Kind] = {}
    whole = True
    for commit in log.split("\0")[1:]:
        head, *files = commit.splitlines()
        seconds, _, decorations = head.partition(" ")
        if re.search(r"\bgrafted\b", decorations):
            whole = False
            continue
        day = datetime.fromtimestamp(int(seconds), zone).date().isoformat()
        for plan, kind in _plans(files):
            if found.get((day, plan)) != "added":
                found[day, plan] = kind
    changes = [Change(day, plan, kind) for (day, plan), kind in found.items()]
    changes.sort(key=lambda change: change.plan)
    changes.sort(key=lambda change: change.day, reverse=True)
    return History(tuple(changes), whole)


def _plans(files: list[str]) -> Iterator[tuple[str, Kind]]:
    """`A plans/x/y.yaml`, `M …`, `R090 old new`; a file that only moved, or went, is no change of a plan."""
    for line in files:
        status, _, names = line.partition("\t")
        path = PurePosixPath(names.split("\t")[-1].strip('"'))
        if path.suffix == ".yaml" and status[:1] in ("A", "M", "R") and status != "R100":
            yield path.stem, "added" if status == "A" else "changed"
