"""What the editor copied is really printed there: a value that its clause does not say is a slip."""

from __future__ import annotations

from collections.abc import Iterator

from generator.loader import Step
from generator.model.plan import Target
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Problem
from generator.vietnamese import nfc, occurs, occurs_in, squash


def check(plan: Plan) -> Iterator[Problem]:
    """Times, amounts, populations, citations, pointers and noted words that do not occur in their clause."""
    head = " ".join(filter(None, (plan.file.type, plan.file.number, plan.file.issued, plan.title)))
    if plan.period and not _in_head(plan.period, head, plan):
        yield Problem(plan.spot("period"), "not-printed-head", {"value": plan.period})
    everything = " ".join((head, *(line.text for line in plan.file.recipients)))
    for number, note in enumerate(plan.file.notes):
        if note.printed and not occurs(note.printed, everything):
            yield Problem(plan.spot("notes", number, "printed"), "not-printed-head", {"value": note.printed})
    for clause in plan.clauses:
        values = list(_values(clause))
        text = squash(nfc(printed_text(clause))) if values else ""
        for value, at in values:
            if not occurs_in(value, text):
                yield _problem(plan, value, (*clause.at, *at))


def _problem(plan: Plan, value: str, at: tuple[Step, ...]) -> Problem:
    return Problem(plan.spot(*at), "not-printed", {"value": value})


def _in_head(period: str, head: str, plan: Plan) -> bool:
    """Whether the title says the period, or else what stands before the first section."""
    return occurs(period, head) or occurs(period, " ".join((head, *map(printed_text, plan.part("preamble")))))


def printed_text(clause: PlanClause) -> str:
    """The clause as printed: own words, the cells of its row, and what stands below it."""
    source = clause.source
    cells = (*source.lead, *source.assigned, *source.support, *source.time) if clause.is_row else ()
    shared = (column.every_row or "" for column in clause.columns) if clause.is_row else ()
    own = (source.label, source.title, source.words, *cells, *shared, source.remark)
    below = (printed_text(child) for child in clause.children) if not clause.heading else ()
    return " ".join(part for part in (*own, *below) if part)


def _values(clause: PlanClause) -> Iterator[tuple[str, tuple[Step, ...]]]:
    source = clause.source
    if not clause.is_row:
        for index, text in enumerate(source.time):
            yield text, ("time", index)
    for key in ("basis", "implements", "cites", "see", "overseen_by"):
        for index, text in enumerate(getattr(source, key)):
            yield text, (key, index)
    for key in ("money", "money_from", "missing"):
        if text := getattr(source, key):
            yield text, (key,)
    for number, target in enumerate(source.targets):
        yield from ((text, ("targets", number, *at)) for text, at in _of_target(target))
    for number, link in enumerate(source.reports):
        yield from ((text, ("reports", number, "time", index)) for index, text in enumerate(link.time))
        if link.what:
            yield link.what, ("reports", number, "what")
    for number, note in enumerate(source.notes):
        if note.printed:
            yield note.printed, ("notes", number, "printed")


def _of_target(target: Target) -> Iterator[tuple[str, tuple[Step, ...]]]:
    yield from ((text, ("time", index)) for index, text in enumerate(target.time))
    if target.among:
        yield target.among, ("among",)
    if target.printed:
        yield target.printed, (target.comparator,)
