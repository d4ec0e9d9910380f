"""Topics and indicators come from their registers, so that plans can be found and compared by them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.loader import Step
from generator.plans import Plan
from generator.problems import Problem, nearest
from generator.vietnamese import name_key


def check(subject: Subject, plan: Plan) -> Iterator[Problem]:
    """Unknown topics and indicators, with the nearest known ones."""
    topics, indicators = subject.topics, subject.indicators
    for name, at in _topics(plan):
        if subject.reads("topics") and name_key(name) not in topics:
            yield Problem(plan.spot(*at), "topic-unknown", {"name": name}, nearest(name, topics.values()))
    for clause in plan.clauses:
        for number, target in enumerate(clause.source.targets):
            if subject.reads("indicators") and name_key(target.indicator) not in indicators:
                spot = plan.spot(*clause.at, "targets", number, "indicator")
                yield Problem(
                    spot,
                    "indicator-unknown",
                    {"name": target.indicator},
                    nearest(target.indicator, indicators.values()),
                )


def _topics(plan: Plan) -> Iterator[tuple[str, tuple[Step, ...]]]:
    yield from ((name, ("topics", index)) for index, name in enumerate(plan.file.topics))
    for clause in plan.clauses:
        yield from ((name, (*clause.at, "topics", index)) for index, name in enumerate(clause.source.topics))
