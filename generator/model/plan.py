"""A plan as an editor writes it: the official text in order, annotations on the clause that says them.

docs/reference/content.md is the manual of these keys; a test keeps the two in step.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.model.base import Record, Slugs, Text, Texts, Yes, problem

COMPARATORS = ("equal", "at_least", "more_than", "at_most", "less_than", "about", "between")
ROLES = ("lead", "assigned", "support", "invited")
Role = Literal["lead", "assigned", "support", "invited"]
Kind = Literal["purpose", "targets", "content", "budget", "assignments"]
Key = Literal["label", "text", "lead", "assigned", "support", "time", "remark"]


class Note(Record):
    """An editor's note: the printed words, the right reading, a sentence for readers."""

    printed: Text | None = None
    reads: Text | None = None
    note: Text

    @model_validator(mode="after")
    def _reading_needs_printed_words(self) -> Self:
        if self.reads and not self.printed:
            raise problem("note-without-printed")
        return self


class Target(Record):
    """A target that a clause sets: of what, among whom, how much, by when."""

    indicator: Text
    among: Text | None = None
    equal: Text | None = None
    at_least: Text | None = None
    more_than: Text | None = None
    at_most: Text | None = None
    less_than: Text | None = None
    about: Text | None = None
    between: Text | None = None
    time: Texts = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _one_comparator(self) -> Self:
        given = [name for name in COMPARATORS if getattr(self, name)]
        if len(given) > 1:
            raise problem("target-comparators", given=", ".join(given))
        return self

    @property
    def comparator(self) -> str:
        """The one comparator given, or `none`."""
        for name in COMPARATORS:
            if getattr(self, name):
                return name
        return "none"

    @property
    def printed(self) -> str | None:
        """The printed value, or None for a target without a number."""
        name = self.comparator
        return None if name == "none" else getattr(self, name)


class Report(Record):
    """One link of a reporting chain."""

    to: Texts
    sender: Annotated[Texts, Field(alias="from")] = ()
    via: Texts = ()
    what: Text | None = None
    time: Texts = ()
    doubt: Text | None = None


class Column(Record):
    """A column of a printed table: its head, the key of the rows that fills it, the value that all rows share."""

    head: Text
    key: Key
    every_row: Text | None = None


class Clause(Record):
    """One printed element of the text and what it says; `items` are the elements below it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)] | None = None
    label: Text | None = None
    title: Text | None = None
    text: Text | None = None
    dash: Text | None = None
    plus: Text | None = None
    items: tuple[Clause, ...] = ()
    kind: Kind | None = None
    time: Texts = ()
    lead: Texts = ()
    assigned: Texts = ()
    support: Texts = ()
    invited: Texts = ()
    partners: Annotated[Texts, Field(alias="with")] = ()
    overseen_by: Texts = ()
    targets: tuple[Target, ...] = ()
    reports: tuple[Report, ...] = ()
    money: Text | None = None
    money_from: Text | None = None
    adds_up: Yes = False
    basis: Texts = ()
    implements: Texts = ()
    cites: Texts = ()
    see: Texts = ()
    missing: Text | None = None
    incomplete: Text | None = None
    doubt: Text | None = None
    applies_to: Literal["heading"] | None = None
    topics: Texts = ()
    notes: tuple[Note, ...] = ()
    form: Yes = False
    columns: tuple[Column, ...] = ()
    remark: Text | None = None

    @model_validator(mode="after")
    def _one_printed_form(self) -> Self:
        marks = [key for key, text in (("dash", self.dash), ("plus", self.plus)) if text]
        if marks and (len(marks) > 1 or self.label or self.text or self.title):
            raise problem("clause-two-forms", mark=marks[0])
        if not (marks or self.label or self.title or self.text):
            raise problem("clause-empty")
        return self

    @property
    def words(self) -> str | None:
        """What the clause itself says, whichever mark stands before it."""
        return self.text or self.dash or self.plus

    @property
    def names_roles(self) -> bool:
        """Whether the clause has roles of its own, which replace all inherited ones."""
        return bool(self.lead or self.assigned or self.support or self.invited)


class NotPrinted(Record):
    """A fact that the text does not print: inferred from the text itself, or found elsewhere."""

    value: Annotated[Text, Field(alias="is")]
    because: Text | None = None
    source: Text | None = None

    @model_validator(mode="after")
    def _one_ground(self) -> Self:
        if (self.because is None) == (self.source is None):
            raise problem("not-printed-ground")
        return self


class NotPrintedFacts(Record):
    """The facts that may be missing from a printed text."""

    issuer: NotPrinted | None = None
    number: NotPrinted | None = None
    issued: NotPrinted | None = None
    title: NotPrinted | None = None
    signer: NotPrinted | None = None


class Repair(Record):
    """Damage by the extraction of the text: exactly one of drop, continues, joins, respace."""

    line: Annotated[str, Field(pattern=r"^[1-9][0-9]*$", max_length=6)]
    drop: Text | None = None
    continues: Annotated[str, Field(pattern=r"^[1-9][0-9]*$", max_length=6)] | None = None
    joins: Annotated[str, Field(pattern=r"^[1-9][0-9]*$", max_length=6)] | None = None
    respace: Text | None = None
    why: Text

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(value is not None for value in (self.drop, self.continues, self.joins, self.respace)) != 1:
            raise problem("repair-kind")
        return self


class Source(Record):
    """The text as received, and the damage that its extraction did."""

    file: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    markup: Literal["markdown"] | None = None
    foot: Annotated[str, Field(pattern=r"^[1-9][0-9]*-[1-9][0-9]*$", max_length=13)] | None = None
    repairs: tuple[Repair, ...] = ()


class Signature(Record):
    """The signature block: authority lines, post, name."""

    authority: Texts = ()
    post: Text | None = None
    by: Text | None = None


class Recipient(Record):
    """A line of «Nơi nhận» and the units of the register that it names."""

    text: Text
    units: Texts = ()


class PlanFile(Record):
    """A whole plan."""

    type: Text
    number: Text | None = None
    issued: Text | None = None
    title: Text
    place: Text
    period: Text | None = None
    topics: Texts = ()
    not_printed: NotPrintedFacts = NotPrintedFacts()
    groups: dict[Text, Texts] = Field(default_factory=dict)
    source: Source
    preamble: tuple[Clause, ...] = ()
    sections: Annotated[tuple[Clause, ...], Field(min_length=1)]
    closing: tuple[Clause, ...] = ()
    annexes: tuple[Clause, ...] = ()
    signature: Signature = Signature()
    recipients: tuple[Recipient, ...] = ()
    notes: tuple[Note, ...] = ()
    formerly: Slugs = ()
