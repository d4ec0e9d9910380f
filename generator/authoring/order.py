"""The order in which the keys of each kind of record stand in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from generator.loader import Step
from generator.model.plan import Clause, Column, Note, NotPrinted, PlanFile, Recipient, Repair, Report, Source, Target
from generator.model.read import model_at
from generator.model.registers import DocumentEntry, IndicatorEntry, PlaceEntry, UnitEntry
from generator.model.updates import NewDeadline, Update

ORDER: dict[type[BaseModel], str] = {
    PlanFile: (
        "type number issued title place period topics formerly not_printed groups source notes preamble sections"
        " closing annexes signature recipients"
    ),
    Clause: (
        "id label title text dash plus form kind lead assigned support invited with overseen_by basis implements money"
        " money_from adds_up cites time applies_to see missing incomplete remark columns topics targets reports doubt"
        " notes items"
    ),
    Target: "indicator among equal at_least more_than at_most less_than about between time note",
    Report: "from to via what time doubt",
    Column: "head key every_row",
    Note: "printed reads note",
    NotPrinted: "is because source",
    Repair: "line drop continues joins respace why",
    Source: "file sha256 markup foot repairs",
    Recipient: "text units",
    UnitEntry: "name id formerly short aliases kind of members established dissolved succeeded_by note source",
    PlaceEntry: "name id level of dissolved note source",
    DocumentEntry: "name id number type issuer issued title aliases implements link note source",
    IndicatorEntry: "name id measure note",
    Update: "clause unit indicator among time date state value by evidence note new_deadline",
    NewDeadline: "time basis",
}
"""Record → its keys. What an editor copies from the text comes first, what the program must know behind it, `items`
last. Records that are not listed keep the order of their model."""


def ranks(model: type[BaseModel], steps: Sequence[Step]) -> dict[str, int]:
    """Key → its rank in the record at `steps` below `model`; empty where keys are names (`groups`)."""
    here = model_at(model, tuple(steps))
    if here is None:
        return {}
    keys = ORDER[here].split() if here in ORDER else list(_keys(here))
    return {key: rank for rank, key in enumerate(keys)}


def _keys(model: type[BaseModel]) -> Iterator[str]:
    return (field.alias or name for name, field in model.model_fields.items())
