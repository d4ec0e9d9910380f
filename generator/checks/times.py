"""Every time phrase is read by the grammar, or the editor is told so."""

from __future__ import annotations

from collections.abc import Iterator

from generator.loader import Step
from generator.plans import Plan
from generator.problems import Problem
from generator.readers.dates import read_day, read_issued
from generator.readers.times import read_time


def check(plan: Plan) -> Iterator[Problem]:
    """Time phrases, dates of issue and periods that say no date the program can read."""
    yield from _head(plan)
    for text, at in _phrases(plan):
        if read_time(text) is None:
            yield Problem(plan.spot(*at), "time-unread", {"value": text})


def _head(plan: Plan) -> Iterator[Problem]:
    head = plan.file
    if head.issued and not head.not_printed.issued and not read_issued(head.issued):
        yield Problem(plan.spot("issued"), "date-unread", {"value": head.issued})
    known = head.not_printed.issued
    if known and not read_day(known.value):
        yield Problem(plan.spot("not_printed", "issued", "is"), "date-unread", {"value": known.value})
    if head.period and plan.period_from is None:
        yield Problem(plan.spot("period"), "period-unread", {"value": head.period})


def _phrases(plan: Plan) -> Iterator[tuple[str, tuple[Step, ...]]]:
    for clause in plan.clauses:
        source = clause.source
        for index, text in enumerate(source.time):
            yield text, (*clause.at, "time", index)
        if not (source.targets or source.reports or source.columns):
            continue
        timed = [("targets", number, target.time) for number, target in enumerate(source.targets)]
        timed += [("reports", number, link.time) for number, link in enumerate(source.reports)]
        for kind, number, phrases in timed:
            for index, text in enumerate(phrases):
                yield text, (*clause.at, kind, number, "time", index)
        for number, column in enumerate(source.columns):
            if column.key == "time" and column.every_row:
                yield column.every_row, (*clause.at, "columns", number, "every_row")
