"""What each plan adds to the lists of the site, in few numbers: enough to count them, order them and split them.

A gist depends on its plan and the registers alone, so that it may be kept: an edit of one plan then looks through that
plan only. What stands on a page is made from the plans that stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from sys import intern
from typing import NamedTuple

from generator.compact import decoded, encoded
from generator.corpus import Corpus
from generator.due import due_of_plan
from generator.plans import Plan
from generator.views import weights
from generator.views.aims import Aimed, aimed
from generator.views.deadlines import Day, days_of, undated_of
from generator.views.topics import Spoken, TopicIds, spoken


class Gist(NamedTuple):
    """Of one plan: `line` is what it takes on the page of its place (bytes, as estimated), with targets and deadlines.

    `events` are its deadlines, recurring ones once; `days` all of their days in printed order; `undated` are its
    reports without a day: (place among its reports, bytes).
    """

    line: int
    events: int
    topics: tuple[Spoken, ...]
    days: tuple[Day, ...]
    undated: tuple[tuple[int, int], ...]
    aims: tuple[Aimed, ...]


Gists = Mapping[str, Gist]
"""Plan → its gist."""


def gists(corpus: Corpus) -> Gists:
    """Those of all plans."""
    make = maker(corpus)
    return {plan.slug: make(plan) for plan in corpus.plans}


def maker(corpus: Corpus) -> Callable[[Plan], Gist]:
    """What makes gists of plans one after the other: names of topics are looked up once."""
    ids = TopicIds(corpus.registry)
    return lambda plan: _gist(corpus, ids, plan)


def _gist(corpus: Corpus, ids: TopicIds, plan: Plan) -> Gist:
    days = tuple(
        Day(found.day, found.clause, weights.deadline(found.text, found.names)) for found in days_of(corpus, plan)
    )
    aims = len(corpus.of_plan(plan.slug).targets)
    line = weights.plan_row(plan.title) + weights.plan_targets(aims) + sum(day.weight for day in days)
    return Gist(
        line=line,
        events=sum(1 for _ in due_of_plan(corpus, plan)),
        topics=tuple(spoken(ids, plan)),
        days=days,
        undated=tuple((number, weights.report_row(link)) for number, link in undated_of(corpus, plan)),
        aims=tuple(aimed(corpus, plan)),
    )


def told(gist: Gist) -> bytes:
    """The gist to be kept."""
    return encoded(gist)


def read(data: bytes) -> Gist:
    """What `told` gave: the same few names come again in every plan. Raises ValueError, TypeError if it is none."""
    line, events, topics, days, undated, aims = decoded(data)
    return Gist(
        line,
        events,
        tuple(Spoken(intern(topic), whole, tuple(map(intern, ids)), weight) for topic, whole, ids, weight in topics),
        tuple(Day(intern(day), intern(clause), weight) for day, clause, weight in days),
        tuple((number, weight) for number, weight in undated),
        tuple(Aimed(intern(indicator), *rest) for indicator, *rest in aims),
    )
