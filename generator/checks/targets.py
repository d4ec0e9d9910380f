"""Targets of one indicator do not go back: what is asked by 2030 is no less than what is asked by 2025.

«Ít nhất» and «trên» must not fall; «không quá» and «dưới» must not rise. Exact and approximate values say no direction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.checks import Subject, noted
from generator.corpus import Corpus, TargetFact
from generator.problems import Place, Problem
from generator.readers.dates import precedes, written
from generator.vietnamese import name_key

DIRECTIONS = {"at_least": 1, "more_than": 1, "at_most": -1, "less_than": -1}


def check(subject: Subject) -> Iterator[Problem]:
    """Targets that ask less than an earlier one of the same plan, indicator, population and measure."""
    corpus = subject.corpus
    groups: defaultdict[tuple[str | int, ...], list[TargetFact]] = defaultdict(list)
    for fact in corpus.targets:
        direction = DIRECTIONS.get(fact.comparator)
        if direction and fact.indicator and fact.value is not None and fact.horizon_to:
            key = (fact.plan, fact.indicator, name_key(fact.among or ""), fact.measure or "", direction)
            groups[key].append(fact)
    for facts in groups.values():
        for fact in facts:
            if problem := _falls(fact, facts, corpus):
                yield problem


def _falls(fact: TargetFact, facts: list[TargetFact], corpus: Corpus) -> Problem | None:
    assert fact.value is not None
    assert fact.horizon_to is not None
    way = DIRECTIONS[fact.comparator]
    for earlier in facts:
        assert earlier.value is not None
        assert earlier.horizon_to is not None
        if precedes(earlier.horizon_to, fact.horizon_to) and way * (fact.value - earlier.value) < 0:
            if noted(corpus.clause_by_id[fact.plan, fact.clause], fact.printed or ""):
                return None
            words = {
                "value": fact.printed or "",
                "by": written(fact.horizon_to),
                "earlier": earlier.printed or "",
                "before": written(earlier.horizon_to),
                "line": str(_spot(earlier, corpus).line),
            }
            return Problem(_spot(fact, corpus), "target-falls" if way > 0 else "target-rises", words)
    return None


def _spot(fact: TargetFact, corpus: Corpus) -> Place:
    clause = corpus.clause_by_id[fact.plan, fact.clause]
    return corpus.plan_by_slug[fact.plan].spot(*clause.at, "targets", fact.index - 1, fact.comparator)
