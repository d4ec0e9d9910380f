"""The topics: what plans are about, and the clauses that speak of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus
from generator.outline import PlanClause
from generator.plans import Plan
from generator.registry import Registry, Term
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.common import Link, clause_link, plan_link
from generator.views.excerpts import Excerpts, Kind
from generator.views.parts import Sheet, Split, dated, sheets

if TYPE_CHECKING:
    from generator.views.gists import Gists


class TopicClause(Struct, frozen=True):
    """A clause that speaks of a topic, with its words."""

    clause: Link
    text: str


class TopicPlan(Struct, frozen=True):
    """A plan under a topic: as a `whole`, or by some of its clauses."""

    plan: Link
    title: str
    whole: bool
    clauses: tuple[TopicClause, ...]


class TopicView(Struct, frozen=True):
    """A topic in use. `clauses` are those of all its plans, also where only a part of these stands on the page
    (`split`)."""

    topic: Link
    note: str | None
    plans: tuple[TopicPlan, ...]
    clauses: int
    split: Split | None = None


class TopicRow(Struct, frozen=True):
    """A topic in the register, with how many plans and clauses speak of it; it leads nowhere while no plan does."""

    topic: Link
    note: str | None
    plans: int
    clauses: int


class Spoken(NamedTuple):
    """Under which topic a plan stands: as a `whole`, by which clauses; and the bytes that it takes, as estimated."""

    topic: str
    whole: bool
    clauses: tuple[str, ...]
    weight: int


class TopicLine(Struct, frozen=True):
    """A plan that stands under a topic."""

    plan: Plan
    spoken: Spoken


class TopicIds(dict[str, str | None]):
    """The topic (its id) of each name, looked up once."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._registry = registry

    def __missing__(self, name: str) -> str | None:
        term = self._registry.topic(name)
        found = self[name] = term.id if term else None
        return found

    def of(self, names: Iterable[str]) -> set[str]:
        """Those of all the names that are topics."""
        return {found for name in names if (found := self[name])}


def spoken(topics: TopicIds, plan: Plan) -> Iterator[Spoken]:
    """The topics under which a plan stands, in the order of their ids."""
    whole = topics.of(plan.file.topics)
    every = whole.union(*(topics.of(clause.holds.topics) for clause in plan.clauses))
    clauses: defaultdict[str, list[PlanClause]] = defaultdict(list)
    for topic, clause in _speaking(topics, plan.tops, every):
        clauses[topic].append(clause)
    for topic in sorted(every):
        if topic in whole or topic in clauses:
            mine = clauses[topic]
            ids = tuple(clause.id for clause in mine)
            yield Spoken(topic, topic in whole, ids, weights.topic_plan(map(_words, mine)))


def topic_lines(corpus: Corpus, gists: Gists) -> dict[str, list[TopicLine]]:
    """Topic → the plans that stand under it."""
    found: defaultdict[str, list[TopicLine]] = defaultdict(list)
    for plan in corpus.plans:
        for each in gists[plan.slug].topics:
            found[each.topic].append(TopicLine(plan, each))
    return dict(found)


def topic_rows(corpus: Corpus, lines: Mapping[str, Sequence[TopicLine]]) -> tuple[TopicRow, ...]:
    """All topics of the register in alphabetical order."""
    topics = sorted(corpus.registry.topics.values(), key=lambda topic: (sort_key(topic.name), topic.id))
    return tuple(_row(topic, lines.get(topic.id, ())) for topic in topics)


def _row(topic: Term, lines: Sequence[TopicLine]) -> TopicRow:
    link = Link(topic.name, urls.topic(topic.id) if lines else None)
    return TopicRow(link, topic.entry.note, len(lines), spoken_clauses(lines))


def spoken_clauses(lines: Iterable[TopicLine]) -> int:
    """How many clauses of these plans speak of their topic."""
    return sum(len(line.spoken.clauses) for line in lines)


def topic_sheets(topic: Term, lines: Iterable[TopicLine]) -> Iterator[Sheet[TopicLine]]:
    """The pages of a topic in use."""
    return sheets(lines, lambda line: line.spoken.weight, urls.topic(topic.id), dated(lambda line: line.plan.day))


def topic_view(excerpts: Excerpts, topic: Term, sheet: Sheet[TopicLine], clauses: int) -> TopicView:
    """One page of a topic of which so many clauses speak."""
    plans = tuple(excerpts.get(SPOKEN, line.plan.slug, topic.id) for line in sheet.items)
    return TopicView(Link(topic.name, urls.topic(topic.id)), topic.entry.note, plans, clauses, sheet.split)


def topic_plans(corpus: Corpus, plan: Plan) -> dict[str, TopicPlan]:
    """Topic → the plan as it stands under it."""
    link = plan_link(corpus, plan)
    return {
        found.topic: TopicPlan(link, plan.title, found.whole, tuple(_clauses(corpus, plan, found.clauses)))
        for found in spoken(TopicIds(corpus.registry), plan)
    }


def _clauses(corpus: Corpus, plan: Plan, ids: Iterable[str]) -> Iterator[TopicClause]:
    for id_ in ids:
        yield TopicClause(clause_link(corpus, plan.slug, id_), _words(plan.clause_by_id[id_]))


SPOKEN = Kind("topics", topic_plans, TopicPlan)


def _speaking(topics: TopicIds, clauses: Iterable[PlanClause], wanted: set[str]) -> Iterator[tuple[str, PlanClause]]:
    """The highest clauses with words of their own under each topic: what lies below them is their words."""
    for clause in clauses:
        here: set[str] = set()
        if not (clause.heading or clause.lead_in or clause.source.columns):
            here = wanted & topics.of(clause.holds.topics)
            yield from ((topic, clause) for topic in here)
        if clause.children and (rest := wanted - here):
            yield from _speaking(topics, clause.children, rest)


def _words(clause: PlanClause) -> str:
    return clause.full_text() or clause.source.title or ""
