"""What is reported of a plan after it was published: a file a plan, an entry for each report on a duty or target.

The official text is never touched by it. docs/reference/content.md is the manual of these keys.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, RootModel, model_validator

from generator.model.base import Record, Text, problem

State = Literal["chưa thực hiện", "đang thực hiện", "hoàn thành", "không thực hiện"]
"""How far a duty or target is, as the reporting unit says."""


class NewDeadline(Record):
    """A deadline that a competent body moved: the new time, and the document that says so."""

    time: Text
    basis: Text


class Update(Record):
    """A report on one duty (of one `unit` or of all whom the clause charges), or on one target of a clause."""

    clause: Text
    unit: Text | None = None
    indicator: Text | None = None
    among: Text | None = None
    time: Text | None = None
    date: Text
    state: State | None = None
    value: Text | None = None
    by: Text
    evidence: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2000)] | None = None
    note: Text | None = None
    new_deadline: NewDeadline | None = None

    @model_validator(mode="after")
    def _says_something_of_one_thing(self) -> Self:
        if not (self.state or self.value or self.new_deadline):
            raise problem("update-empty")
        if self.unit and self.indicator:
            raise problem("update-of-two")
        if not self.indicator and (
            alone := next((key for key in ("value", "among", "time") if getattr(self, key)), None)
        ):
            raise problem("update-without-indicator", key=alone)
        return self


class UpdateFile(RootModel[tuple[Update, ...]]):
    """updates/<plan>.yaml"""
