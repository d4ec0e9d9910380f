"""The registers that plans are read against: units, places, documents, topics, indicators, abbreviations."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, RootModel, model_validator

from generator.model.base import Record, Slug, Slugs, Text, Texts, problem

UnitKind = Literal[
    "Quốc hội",
    "chính phủ", "bộ", "vụ", "UBND", "HĐND", "sở", "ban", "văn phòng", "phòng", "trung tâm", "mặt trận", "đoàn thể",
    "hiệp hội", "báo đài", "cơ quan Đảng", "lãnh đạo", "tập thể",
]  # fmt: skip
Level = Literal["trung ương", "tỉnh", "huyện", "xã"]
KnownDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A date as precise as known: `2025`, `2025-03`, `2025-03-01`."""


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Member(Record):
    """A member of a collective by name, or all units that a rule describes."""

    name: Text | None = None
    kind: UnitKind | None = None
    of: Text | None = None

    @model_validator(mode="after")
    def _name_or_rule(self) -> Self:
        if (self.name is None) == (self.kind is None and self.of is None):
            raise problem("member-form")
        return self


def _members(value: Any) -> Any:
    return value if isinstance(value, list) else (value,)


class Successor(Record):
    """The unit that took over, on what basis."""

    unit: Text
    basis: Text
    note: Text | None = None


class UnitEntry(Record):
    """A unit, or a collective of units, of one place."""

    name: Text
    id: Slug | None = None
    formerly: Slugs = ()
    short: Text | None = None
    aliases: Texts = ()
    kind: UnitKind
    of: Text | None = None
    members: Annotated[tuple[Annotated[Member, BeforeValidator(_named)], ...], BeforeValidator(_members)] = ()
    established: KnownDate | None = None
    dissolved: KnownDate | None = None
    succeeded_by: tuple[Successor, ...] = ()
    note: Text | None = None
    source: Text | None = None


class UnitFile(Record):
    """The units of one place."""

    place: Text
    units: tuple[UnitEntry, ...]


class PlaceEntry(Record):
    """A territory: the country, a province, a district."""

    name: Text
    id: Slug | None = None
    level: Level
    of: Text | None = None
    dissolved: KnownDate | None = None
    note: Text | None = None
    source: Text | None = None


class DocumentEntry(Record):
    """A document that plans cite."""

    name: Text | None = None
    id: Slug | None = None
    number: Text | None = None
    type: Text
    issuer: Text
    issued: Text | None = None
    title: Text
    aliases: Texts = ()
    implements: Texts = ()
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2000)] | None = None
    note: Text | None = None
    source: Text | None = None

    @model_validator(mode="after")
    def _name_or_number(self) -> Self:
        if not (self.name or self.number):
            raise problem("document-nameless")
        return self


class TopicEntry(Record):
    """A subject under which plans and clauses are found."""

    name: Text
    id: Slug | None = None
    note: Text | None = None


class IndicatorEntry(Record):
    """What a target measures, so that targets of several plans can be compared."""

    name: Text
    id: Slug | None = None
    measure: Text | None = None
    note: Text | None = None


class Abbreviation(Record):
    """A short form and what it stands for."""

    short: Text
    long: Text
    note: Text | None = None


class PlaceFile(RootModel[tuple[PlaceEntry, ...]]):
    """places.yaml"""


class DocumentFile(RootModel[tuple[DocumentEntry, ...]]):
    """documents.yaml"""


class TopicFile(RootModel[tuple[TopicEntry, ...]]):
    """topics.yaml"""


class IndicatorFile(RootModel[tuple[IndicatorEntry, ...]]):
    """indicators.yaml"""


class AbbreviationFile(RootModel[tuple[Abbreviation, ...]]):
    """abbreviations.yaml"""
