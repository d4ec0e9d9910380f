"""A document is known by number, year and issuer: two plans that share them are one plan written down twice."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.plans import Plan
from generator.problems import Problem
from generator.registry import document_key


def check(subject: Subject) -> Iterator[Problem]:
    """Two plans with one number, year and issuer; the second in the order of files is the one shown."""
    corpus = subject.corpus
    seen: dict[tuple[str, str, str], Plan] = {}
    for plan in sorted(corpus.plans, key=lambda each: each.path):
        issuer = corpus.issuers[plan.slug]
        if not (plan.number and plan.year and issuer):
            continue
        key = (document_key(plan.number), plan.year, issuer)
        if key in seen:
            words = {"number": plan.number, "year": plan.year, "other": seen[key].path}
            steps = ("not_printed", "number", "is") if plan.file.not_printed.number else ("number",)
            yield Problem(plan.spot(*steps), "plan-twice", words)
        seen.setdefault(key, plan)
