"""What a change is, as a frozen value that also survives in a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct, to_builtins
from msgspec.structs import replace

Stage = Literal["added", "removed", "changed"]


class Change(Struct, frozen=True):
    """One thing that was added, removed or changed; `changes.words` says it in a sentence.

    `about` is what kind of thing: plan, fact, clause, place, note, duty, deadline, report, target, unit, member, …
    `subject` is its id. `what` tells which part of it, as an entry of the catalogue; `name` how it is called and `path`
    where it stands, in the newer state that still has it. `clause` is None where the clause is gone. `units` are the
    ids of those concerned, sorted. `before` and `after` are as printed; None where there was, or is, nothing.
    """

    about: str
    stage: Stage
    subject: str
    plan: str | None = None
    clause: str | None = None
    name: str = ""
    path: str = ""
    what: str = ""
    units: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None

    @property
    def kind(self) -> str:
        return f"{self.about}-{self.stage}"


class Event(Struct, frozen=True):
    """A deadline as a calendar shows it; `unit` is None in the calendar of the whole site. `days` are ISO dates."""

    id: str
    unit: str | None
    plan: str
    days: tuple[str, ...]
    title: str


class Move(Struct, frozen=True):
    """A deadline that came, went, or moved to other days; `event` is as it last was."""

    stage: Stage
    event: Event


class Difference(Struct, frozen=True):
    """All changes in the order of plans and clauses, the registers after them; and what calendars have to say."""

    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()


def stage_of(before: object, after: object) -> Stage:
    """Added where nothing was before, removed where nothing is after."""
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The same said of the same thing twice is said once, of the units of both."""
    found: dict[Change, set[str]] = {}
    for change in changes:
        found.setdefault(replace(change, units=()), set()).update(change.units)
    return tuple(replace(change, units=tuple(sorted(units))) for change, units in found.items())


def to_values(difference: Difference) -> dict[str, Any]:
    """The difference as plain values for a JSON file."""
    values: dict[str, Any] = to_builtins(difference)
    return values


def from_values(values: dict[str, Any]) -> Difference:
    """The difference in what `to_values` gave. Raises KeyError or TypeError for anything else."""
    changes = tuple(Change(**{**entry, "units": tuple(entry["units"])}) for entry in values["changes"])
    moves = []
    for entry in values["moves"]:
        event = entry["event"]
        moves.append(Move(entry["stage"], Event(**{**event, "days": tuple(event["days"])})))
    return Difference(changes, tuple(moves))
