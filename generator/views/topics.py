"""The topics: what plans are about, and the clauses that speak of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    return tuple(_topic(corpus, topic) for topic in topics)


def topic_sheets(corpus: Corpus, view: TopicView) -> Iterator[tuple[Sheet[TopicPlan], TopicView]]:
    """The pages of a topic in use."""
    days = {urls.plan(plan.slug): plan.day for plan in corpus.plans}
    listed = sheets(view.plans, weights.topic_plan, view.topic.url or "", dated(lambda item: days[item.plan.url or ""]))
    for sheet in listed:
        yield sheet, replace(view, plans=sheet.items, split=sheet.split)


def _topic(corpus: Corpus, topic: Term) -> TopicView:
    plans = tuple(view for plan in corpus.plans if (view := _plan(corpus, plan, topic)))
    return TopicView(
        topic=Link(topic.name, urls.topic(topic.id) if plans else None),
        note=topic.entry.note,
        plans=plans,
        clauses=sum(len(plan.clauses) for plan in plans),
    )


def _plan(corpus: Corpus, plan: Plan, topic: Term) -> TopicPlan | None:
    def named(names: Iterable[str]) -> bool:
        return any(corpus.registry.topic(name) == topic for name in names)

    def speaking(clauses: Iterable[PlanClause]) -> Iterator[PlanClause]:
        """The highest clauses with words of their own under the topic: what lies below them is their words."""
        for clause in clauses:
            if clause.heading or clause.lead_in or clause.source.columns or not named(clause.holds.topics):
                yield from speaking(clause.children)
            else:
                yield clause

    whole = named(plan.file.topics)
    clauses = tuple(
        TopicClause(clause_link(corpus, plan.slug, clause.id), clause.full_text() or clause.source.title or "")
        for clause in speaking(plan.tops)
    )
    return TopicPlan(plan_link(corpus, plan), plan.file.title, whole, clauses) if whole or clauses else None
