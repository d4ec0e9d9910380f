"""Facts about what was reported of a plan after it was published."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from generator.readers.times import Rule


class Moved(Struct, frozen=True):
    """A deadline as a competent body moved it: the new time; the document that says so, by id, or as a plan here."""

    rules: tuple[Rule, ...]
    printed: str
    basis: str
    document: str | None
    plan: str | None


class UpdateFact(Struct, frozen=True):
    """What was reported later of a duty or target, never part of the official text.

    `targets` counts those of the clause from 1: one, or those of one population at several times; none: of the duty, by
    one `unit` or by all whom the clause charges.
    `date` is the day of the report (ISO), `by` the unit that reports. `path`: the file that says so.
    """

    plan: str
    clause: str
    unit: str | None
    targets: tuple[int, ...]
    date: str
    state: str | None
    printed: str | None
    value: Decimal | None
    value_to: Decimal | None
    measure: str | None
    by: str
    evidence: str | None
    note: str | None
    moved: Moved | None
    path: str

    @property
    def id(self) -> str:
        of = f"/chi-tieu-{self.targets[0]}" if self.targets else f"/{self.unit}" if self.unit else ""
        return f"{self.plan}#{self.clause}{of}/ket-qua/{self.date}"
