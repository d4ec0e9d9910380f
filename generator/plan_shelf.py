"""Plan files, read by all processors; one that is as it was when it was read before need not be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec import Struct

from generator.loader import Node, Step, UnreadableError, load_data, read_bytes
from generator.model.plan import PlanFile
from generator.model.read import read_model
from generator.nodes import Spots, place_in, spots_of
from generator.plans import Outline, Plan, Text, Whole, read_plan
from generator.problems import Place, Problem
from generator.readings import Kind, Readings, mark, packed
from generator.workers import StoppedError, many

HEAD = tuple(each.name for each in fields(Plan) if each.name != "text")
"""What of a plan is had at once."""
TEXTS: tuple[Kind, ...] = ("outline", "spots", "file")
"""What is kept of a file besides: its clauses, where they stand, its head."""

Judge = Callable[[Plan, Node], Iterator[Problem]]
"""Tells what is wrong with a plan by its file (the node) alone."""
_head: Callable[[Plan], tuple[Any, ...]] = attrgetter(*HEAD)
_plan: Callable[..., Plan] = Plan


class ChangedError(StoppedError):
    """A file, called as in messages, is not as it was when the build began."""


class PlanAt(Struct, frozen=True):
    """Where a plan is to be read: its slug, the file's name in messages, the file's path."""

    slug: str
    path: str
    file: str


class OnCall(Struct, frozen=True):
    """The text of a plan that was read before, had when it is asked for."""

    readings: Readings
    at: PlanAt
    mark: str

    @property
    def outline(self) -> Outline:
        return self.readings.get("outline", self.at.path, self.mark, lambda: self._again().outline)

    @property
    def file(self) -> PlanFile:
        return self.readings.get("file", self.at.path, self.mark, lambda: self._again().file)

    def spot(self, steps: tuple[Step, ...], path: str) -> Place:
        def again() -> Spots:
            return spots_of(self._again().node)

        return place_in(self.readings.get("spots", self.at.path, self.mark, again), steps, path)

    def _again(self) -> Whole:
        """From the file itself, should what was kept be lost meanwhile."""
        data = read_bytes(self.at.file, self.at.path)
        if mark(self.at.path, data) != self.mark:
            raise ChangedError(self.at.path)
        plan, _ = _read(self.at, data)
        assert plan is not None  # the same bytes made a plan before
        assert isinstance(plan.text, Whole)
        return plan.text


class Seen(NamedTuple):
    """What came of a plan file: `mark` is a hash of its path and bytes, `head` its plan but for the text."""

    mark: str = ""
    head: tuple[Any, ...] | None = None
    problems: tuple[Problem, ...] = ()


class Looked(NamedTuple):
    """A plan file that was just read. `packed`: its text as it is kept (`TEXTS`), where it is to be."""

    seen: Seen
    text: Whole | None = None
    packed: tuple[bytes, ...] = ()


@dataclass
class PlanShelf:
    """Reads plan files, or takes them from `readings`. `marks`: plan → a hash of its file."""

    readings: Readings | None
    judge: Judge | None = None
    marks: dict[str, str] = field(default_factory=dict)

    def plans(self, all_: Sequence[PlanAt]) -> Iterator[tuple[Plan | None, tuple[Problem, ...]]]:
        """Of each file the plan, None where it can't be read, and what is wrong with it; in whatever order they come.

        A file that can't be read as it was before is read by whichever process is free.
        """
        before: Mapping[str, Seen] = (self.readings and self.readings.recall("plans")) or {}
        now: dict[str, Seen] = {}
        for at in all_:
            if seen := _as_before(at, before.get(at.path)):
                now[at.path] = seen
                yield self._plan(at, Looked(seen)), seen.problems
        unread = [at for at in all_ if at.path not in now]
        for part, looked in many(
            len(unread), lambda part, forked: self._look(unread[part], forked), alone=self.readings is None
        ):
            at, seen = unread[part], looked.seen
            if seen.head:
                now[at.path] = seen
            yield self._plan(at, looked), seen.problems
        if self.readings and now != before:
            self.readings.remember("plans", {at.path: now[at.path] for at in all_ if at.path in now})

    def _look(self, at: PlanAt, forked: bool) -> Looked:
        """Read a file; what another process can't be given as it is, is packed."""
        try:
            data = read_bytes(at.file, at.path)
        except UnreadableError as error:
            return Looked(Seen(problems=(error.problem,)))
        plan, problems = _read(at, data, self.judge)
        if plan is None:
            return Looked(Seen(problems=problems))
        text = plan.text
        assert isinstance(text, Whole)  # it was just read
        keeping = self.readings is not None and (forked or self.readings.writing)
        parts = (text.outline, spots_of(text.node), text.file) if keeping else ()
        packs = tuple(map(packed, parts))
        held = not forked and (not packs or bool(self.readings and self.readings.held))
        return Looked(Seen(mark(at.path, data), _head(plan), problems), text if held else None, packs)

    def _plan(self, at: PlanAt, looked: Looked) -> Plan | None:
        own = looked.seen.mark
        if looked.seen.head is None:
            return None
        self.marks[at.slug] = own
        text: Text | None = looked.text
        if self.readings:
            for kind, data in zip(TEXTS, looked.packed, strict=False):
                self.readings.put(kind, at.path, own, data)
            text = text or OnCall(self.readings, at, own)
        assert text is not None
        return _plan(*looked.seen.head, text)


def _as_before(at: PlanAt, before: Seen | None) -> Seen | None:
    """What was seen of a file, where it is as it was then."""
    if before is None:
        return None
    try:
        data = read_bytes(at.file, at.path)
    except UnreadableError:
        return None
    return before if before.mark == mark(at.path, data) else None


def _read(at: PlanAt, data: bytes, judge: Judge | None = None) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan in `data`, and what is wrong with it by itself."""
    try:
        node, found = load_data(data, at.path)
    except UnreadableError as error:
        return None, (error.problem,)
    record, wrong = read_model(node, PlanFile, at.path)
    if not isinstance(record, PlanFile):
        return None, (*found, *wrong)
    plan = read_plan(at.slug, at.path, node, record)
    return plan, (*found, *wrong, *(judge(plan, node) if judge else ()))
