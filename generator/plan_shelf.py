"""Plan files, read; one that is as it was when it was read before need not be read again."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from msgspec import Struct

from generator.loader import Node, UnreadableError, load_data, read_bytes
from generator.model.plan import PlanFile
from generator.model.read import read_model
from generator.plans import Outline, Plan, Text, read_plan
from generator.problems import Problem
from generator.readings import Kind, Readings, mark, opened
from generator.workers import StoppedError

HEAD = tuple(field.name for field in fields(Plan) if field.name != "text")
"""What of a plan is had at once."""


TEXTS: tuple[Kind, ...] = ("outline", "node", "plan")
"""What is kept of a file: its clauses, its nodes, the head with what is wrong."""


class ChangedError(StoppedError):
    """A file, called as in messages, is not as it was when the build began."""


class OnCall(Struct, frozen=True):
    """The text of a plan that was read before, had when it is asked for."""

    readings: Readings
    slug: str
    path: str
    file: Path
    mark: str

    @property
    def outline(self) -> Outline:
        kept = self.readings.get("outline", self.path, self.mark)
        return kept if isinstance(kept, Outline) else self._again().outline

    @property
    def node(self) -> Node:
        return self.readings.get("node", self.path, self.mark) or self._again().node

    def _again(self) -> Text:
        """From the file itself, should what was kept be lost meanwhile."""
        data = read_bytes(self.file, self.path)
        if mark(self.path, data) != self.mark:
            raise ChangedError(self.path)
        plan, _ = _read(self.slug, self.path, data)
        assert plan is not None  # the same bytes made a plan before
        return plan.text


@dataclass
class PlanShelf:
    """Reads plan files, or takes them from `readings`. `marks`: plan → a hash of its file."""

    readings: Readings | None
    marks: dict[str, str] = field(default_factory=dict)
    _kept: dict[tuple[str, str], bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._kept = self.readings.all_of("plan") if self.readings else {}

    def plan(self, slug: str, path: str, file: Path) -> tuple[Plan | None, list[Problem]]:
        """The plan in `file`, None where it can't be read; and what is wrong with it."""
        try:
            data = read_bytes(file, path)
        except UnreadableError as error:
            return None, [error.problem]
        own = self.marks[slug] = mark(path, data)
        if self.readings is None:
            return _read(slug, path, data)
        kept = opened(self._kept.get((path, own), b""))
        if isinstance(kept, tuple):
            head, problems = kept
            return Plan(**head, text=OnCall(self.readings, slug, path, file, own)), problems
        plan, problems = _read(slug, path, data)
        return self._put(plan, problems, file) if plan else None, problems

    def _put(self, plan: Plan, problems: list[Problem], file: Path) -> Plan:
        """Keep a plan that was just read; its text is held as well where plans are few."""
        assert self.readings is not None
        own = self.marks[plan.slug]
        text = OnCall(self.readings, plan.slug, plan.path, file, own)
        head = {name: getattr(plan, name) for name in HEAD}
        parts = (plan.text.outline, plan.text.node, (head, problems))
        told = zip(TEXTS, parts, strict=True)
        kept = all(self.readings.put(kind, plan.path, own, value) for kind, value in told)
        return replace(plan, text=text) if kept and not self.readings.held else plan


def _read(slug: str, path: str, data: bytes) -> tuple[Plan | None, list[Problem]]:
    try:
        node, found = load_data(data, path)
    except UnreadableError as error:
        return None, [error.problem]
    record, wrong = read_model(node, PlanFile, path)
    plan = read_plan(slug, path, node, record) if isinstance(record, PlanFile) else None
    return plan, found + wrong
