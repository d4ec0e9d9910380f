"""From a content folder to a checked corpus: the whole street in one call, nothing written."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.checks import Subject, rules_of_all, rules_of_files
from generator.content import Content, Progress, read_content
from generator.corpus import Corpus
from generator.findings import Findings
from generator.memory import uncollected
from generator.past import past
from generator.problems import Problem, in_order
from generator.readings import Readings, readings_of


class Survey(Struct, frozen=True):
    """A content folder with all that is known and all that is wrong."""

    content: Content
    corpus: Corpus
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build; warnings and hints do not."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def survey_again(
    root: Path,
    progress: Progress | None = None,
    before: Mapping[str, bytes] | None = None,
    *,
    today: str | None = None,
    begin: bool = True,
) -> Survey:
    """`survey`, in the time of what changed since the last one of this folder.

    To `begin` keeping what is found costs half as much again: for one look only, what is kept already is enough.
    """
    return survey(root, progress, before, today=today, readings=readings_of(root, begin=begin))


def survey(
    root: Path,
    progress: Progress | None = None,
    before: Mapping[str, bytes] | None = None,
    *,
    sources: bool = True,
    today: str | None = None,
    readings: Readings | None = None,
) -> Survey:
    """Read, resolve and check the content folder `root`; without `sources` no plan is compared with its source text.

    `before`: file (from the folder) → its bytes as published, of the files that changed since; what is gone is told.
    `today`: the day (ISO) after which nothing can have been reported; None: that is not looked at. `readings`: what is
    kept of plans that are as they were; it serves one survey.
    """
    with uncollected():
        return _survey(root, progress, before, sources, today, readings)


def _survey(
    root: Path,
    progress: Progress | None,
    before: Mapping[str, bytes] | None,
    sources: bool,
    today: str | None,
    readings: Readings | None,
) -> Survey:
    content, problems = read_content(root, progress, readings, rules_of_files())
    # While a file can't be read, what others say of it is no mistake: nothing of that is kept.
    whole = sources and not content.unread
    findings = Findings(content, readings, keep=readings is not None and whole, sources=sources)
    corpus = findings.corpus()
    problems += findings.problems()
    subject = Subject(content, corpus, past(content, before) if before else None, today)
    for rule in rules_of_all():
        problems += rule(subject)
    if readings:
        readings.save(lambda: {*content.kept(), *findings.used()}, time.time())
    return Survey(content, corpus, tuple(in_order(problems)))
