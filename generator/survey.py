"""From a content folder to a checked corpus: the whole street in one call, nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.checks import Subject, rules_of_all, rules_of_plans
from generator.checks.sources import examine
from generator.content import Content, Progress, read_content
from generator.corpus import Corpus
from generator.memory import uncollected
from generator.past import past
from generator.problems import Problem, in_order
from generator.registers import build_registry
from generator.resolver.corpus import resolve


@dataclass(frozen=True, slots=True)
class Survey:
    """A content folder with all that is known and all that is wrong."""

    content: Content
    corpus: Corpus
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build; warnings and hints do not."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def survey(
    root: Path,
    progress: Progress | None = None,
    before: Mapping[str, bytes] | None = None,
    *,
    sources: bool = True,
    today: str | None = None,
) -> Survey:
    """Read, resolve and check the content folder `root`; without `sources` no plan is compared with its source text.

    `before`: file (from the folder) → its bytes as published, of the files that changed since; what is gone is told.
    `today`: the day (ISO) after which nothing can have been reported; None: that is not looked at.
    """
    with uncollected():
        return _survey(root, progress, before, sources, today)


def _survey(
    root: Path, progress: Progress | None, before: Mapping[str, bytes] | None, sources: bool, today: str | None
) -> Survey:
    content, problems = read_content(root, progress)
    registry, wrong = build_registry(content.registers)
    corpus = resolve(content.plans, registry, content.updates)
    problems += wrong
    fidelity = {}
    for plan in content.plans if sources else ():
        measured, differences = examine(plan, content)
        problems += differences
        if measured:
            fidelity[plan.slug] = measured
    corpus = replace(corpus, fidelity=fidelity)
    subject = Subject(content, corpus, past(content, before) if before else None, today)
    for plan in content.plans:
        for check in rules_of_plans():
            problems += check(subject, plan)
    for rule in rules_of_all():
        problems += rule(subject)
    return Survey(content, corpus, tuple(in_order(problems)))
