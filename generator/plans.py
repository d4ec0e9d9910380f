"""A plan read on its own: identity, dates, clauses. Nothing here looks at another plan."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from generator.loader import Node, Step, place_of
from generator.model.plan import PlanFile
from generator.outline import PARTS, PlanClause, flatten, outline
from generator.problems import Place as Spot
from generator.readers.citations import normal_number
from generator.readers.dates import read_day, read_issued
from generator.readers.times import read_time


@dataclass(frozen=True)
class Outline:
    """The clauses of a plan: those at the top, and all in printed order."""

    tops: tuple[PlanClause, ...]
    clauses: tuple[PlanClause, ...]

    @cached_property
    def by_id(self) -> dict[str, PlanClause]:
        return {clause.id: clause for clause in self.clauses}


class Text(Protocol):
    """What a plan file says, at hand or to be had when it is asked for: of ten thousand plans few are looked at."""

    @property
    def outline(self) -> Outline: ...

    @property
    def file(self) -> PlanFile: ...

    def spot(self, steps: tuple[Step, ...], path: str) -> Spot: ...


class Whole(Struct, frozen=True):
    """A plan file as it was just read."""

    outline: Outline
    file: PlanFile
    node: Node

    def spot(self, steps: tuple[Step, ...], path: str) -> Spot:
        return place_of(self.node, steps, path)


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan file with what can be told from it alone; what lists and look-ups need of it is at hand.

    `source` is the file of its source text (from the content folder), `issuer` the name of the issuing unit where it is
    known. `number` is in normal form, None where the serial is blank and nothing else is known. `issued`, `period_from`
    and `period_to` are ISO dates as precise as known. `day` is the date as of which collectives are opened.
    """

    slug: str
    path: str
    type: str
    title: str
    place: str
    period: str | None
    source: str
    issuer: str | None
    formerly: tuple[str, ...]
    number: str | None
    issued: str | None
    period_from: str | None
    period_to: str | None
    text: Text = field(repr=False, compare=False)

    @property
    def file(self) -> PlanFile:
        """The file as written, without its clauses."""
        return self.text.file

    @property
    def tops(self) -> tuple[PlanClause, ...]:
        return self.text.outline.tops

    @property
    def clauses(self) -> tuple[PlanClause, ...]:
        return self.text.outline.clauses

    @property
    def clause_by_id(self) -> dict[str, PlanClause]:
        return self.text.outline.by_id

    def says(self, other: Plan) -> bool:
        """Whether it says what another does, word for word."""
        return self.file == other.file and self.tops == other.tops

    @property
    def day(self) -> str | None:
        return self.issued or self.period_from

    @property
    def year(self) -> str | None:
        """The year under which the plan is filed: of issue, else the first of its period."""
        return self.day[:4] if self.day else None

    def spot(self, *steps: Step) -> Spot:
        """Where `steps` stands in the plan's file."""
        return self.text.spot(steps, self.path)

    def part(self, name: str) -> tuple[PlanClause, ...]:
        return tuple(top for top in self.tops if top.part == name)


def read_plan(slug: str, path: str, node: Node, file: PlanFile) -> Plan:
    """The plan in `file`. What it can't read of the head (number, date, period) is None; a check says so."""
    tops = outline(file)
    first, last = read_period(file.period)
    issuer = file.not_printed.issuer
    return Plan(
        slug=slug,
        path=path,
        type=file.type,
        title=file.title,
        place=file.place,
        period=file.period,
        source=file.source.file,
        issuer=issuer.value if issuer else None,
        formerly=file.formerly,
        number=_number(file),
        issued=_issued(file),
        period_from=first,
        period_to=last,
        text=Whole(Outline(tops, flatten(tops)), file.model_copy(update=dict.fromkeys(PARTS, ())), node),
    )


def _number(file: PlanFile) -> str | None:
    """The number in normal form. A blank serial («/KH-SCT») identifies nothing."""
    known = file.not_printed.number
    printed = known.value if known else file.number
    number = normal_number(printed) if printed else ""
    return number if number and not number.startswith("/") else None


def _issued(file: PlanFile) -> str | None:
    known = file.not_printed.issued
    if known:
        return read_day(known.value)
    found = read_issued(file.issued) if file.issued else None
    return found.date if found else None


def read_period(printed: str | None) -> tuple[str | None, str | None]:
    """The first and last date of a printed period, as precise as printed."""
    rules = read_time(printed) if printed else None
    if not rules or rules[0].kind != "span":
        return None, None
    return rules[0].from_, rules[0].to


def source_sha256(root: Path, name: str) -> str | None:
    """The SHA-256 of a source text in the content folder, or None where the file is absent."""
    file = root / name
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
