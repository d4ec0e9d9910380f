"""A corpus, or a plan, that says something else than its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.corpus import Corpus
from generator.facts import ties
from generator.plans import Plan, Whole
from tests.values import replace


def altered(corpus: Corpus, **facts: Iterable[Any]) -> Corpus:
    """The corpus with other `duties`, `assignments`, `targets`, `reports` or `citations`, each in its plan."""
    told = {name: tuple(values) for name, values in facts.items()}
    own = {
        slug: replace(old, **{name: tuple(v for v in values if v.plan == slug) for name, values in told.items()})
        for slug, old in corpus.facts.items()
    }
    return replace(corpus, facts=own, ties={plan.slug: ties(plan, own[plan.slug]) for plan in corpus.plans})


def with_file(plan: Plan, **changes: str) -> Plan:
    """The plan with another head: what its file says, and what is at hand of it."""
    assert isinstance(plan.text, Whole)
    text = replace(plan.text, file=plan.file.model_copy(update=changes))
    return replace(plan, text=text, **changes)
