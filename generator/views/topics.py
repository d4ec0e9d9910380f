"""The topics: what plans are about, and the clauses that speak of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator import urls
from generator.corpus import Corpus
from generator.outline import PlanClause
from generator.plans import Plan
from generator.registry import Term
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.common import Link, clause_link, plan_link
from generator.views.parts import Sheet, Split, dated, sheets


@dataclass(frozen=True, slots=True)
class TopicClause:
    """A clause that speaks of a topic, with its words."""

    clause: Link
    text: str


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A plan under a topic: as a `whole`, or by some of its clauses."""

    plan: Link
    title: str
    whole: bool
    clauses: tuple[TopicClause, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic; `topic` leads nowhere while no plan uses it. `clauses` are those of all its plans, also where only a
    part of these stands on the page (`split`)."""

    topic: Link
    note: str | None
    plans: tuple[TopicPlan, ...]
    clauses: int
    split: Split | None = None


def topic_views(corpus: Corpus) -> tuple[TopicView, ...]:
    """All topics of the register in alphabetical order."""
    topics = sorted(corpus.registry.topics.values(), key=lambda topic: (sort_key(topic.name), topic.id))
    plans = _by_topic(corpus)
    return tuple(_topic(topic, plans.get(topic.id, ())) for topic in topics)


def topic_sheets(corpus: Corpus, view: TopicView) -> Iterator[tuple[Sheet[TopicPlan], TopicView]]:
    """The pages of a topic in use."""
    days = {urls.plan(plan.slug): plan.day for plan in corpus.plans}
    listed = sheets(view.plans, weights.topic_plan, view.topic.url or "", dated(lambda item: days[item.plan.url or ""]))
    for sheet in listed:
        yield sheet, replace(view, plans=sheet.items, split=sheet.split)


def _topic(topic: Term, plans: Sequence[TopicPlan]) -> TopicView:
    return TopicView(
        topic=Link(topic.name, urls.topic(topic.id) if plans else None),
        note=topic.entry.note,
        plans=tuple(plans),
        clauses=sum(len(plan.clauses) for plan in plans),
    )


def _by_topic(corpus: Corpus) -> dict[str, list[TopicPlan]]:
    """Topic → the plans that speak of it; every plan is walked through once."""
    known: dict[str, str | None] = {}

    def named(names: Iterable[str]) -> set[str]:
        """The topics (ids) of the names."""
        for name in names:
            if name not in known:
                term = corpus.registry.topic(name)
                known[name] = term.id if term else None
        return {found for name in names if (found := known[name])}

    def speaking(clauses: Iterable[PlanClause], wanted: set[str]) -> Iterator[tuple[str, PlanClause]]:
        """The highest clauses with words of their own under each topic: what lies below them is their words."""
        for clause in clauses:
            here: set[str] = set()
            if not (clause.heading or clause.lead_in or clause.source.columns):
                here = wanted & named(clause.holds.topics)
                yield from ((topic, clause) for topic in here)
            yield from speaking(clause.children, wanted - here)

    found: defaultdict[str, list[TopicPlan]] = defaultdict(list)
    for plan in corpus.plans:
        whole = named(plan.file.topics)
        clauses: defaultdict[str, list[PlanClause]] = defaultdict(list)
        every = whole.union(*(named(clause.holds.topics) for clause in plan.clauses))
        for topic, clause in speaking(plan.tops, every):
            clauses[topic].append(clause)
        for topic in sorted(every):
            spoken = tuple(_clause(corpus, plan, clause) for clause in clauses[topic])
            if topic in whole or spoken:
                view = TopicPlan(plan_link(corpus, plan), plan.file.title, topic in whole, spoken)
                found[topic].append(view)
    return dict(found)


def _clause(corpus: Corpus, plan: Plan, clause: PlanClause) -> TopicClause:
    return TopicClause(clause_link(corpus, plan.slug, clause.id), clause.full_text() or clause.source.title or "")
