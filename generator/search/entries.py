"""What can be found: everything with a name, and every clause of every plan. Pure: corpus → entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.outline import PlanClause
from generator.paths import path_label
from generator.plans import Plan
from generator.registry import Document, Locality, Unit
from generator.search.tokens import tokens
from generator.views.citations import document_name
from generator.views.common import plan_name, sentence_case, vietnamese_date

KINDS = ("unit", "document", "indicator", "topic", "place")
"""What has a name, in the order in which it stands in the index; plans stand with their clauses."""
ROLES = ("lead", "assigned", "support", "invited")


class Name(Struct, frozen=True):
    """Something with a page of its own. `also` is shown behind its title; `keys` are further forms that find it."""

    kind: str
    url: str
    title: str
    also: str = ""
    keys: tuple[str, ...] = ()
    place: str = ""


class ClauseEntry(Struct, frozen=True):
    """A clause. `above` are the titles over it; `keys` find it and are not shown; `units` are (id, name, role)."""

    id: str
    way: str
    text: str
    above: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    target: bool = False
    units: tuple[tuple[str, str, str], ...] = ()


class PlanEntry(Struct, frozen=True):
    """A plan with its clauses. `day` orders plans, `place`, `years` and `topics` narrow a search."""

    slug: str
    title: str
    also: str
    keys: tuple[str, ...]
    day: str
    place: str
    years: tuple[int, int] | None
    topics: tuple[str, ...]
    clauses: tuple[ClauseEntry, ...]


class Words(Struct, frozen=True):
    """What the search is told besides the entries: equal forms of words, and the names of places and topics."""

    equal: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]


class Entries(Struct, frozen=True):
    """All that can be found of a corpus."""

    names: tuple[Name, ...]
    plans: tuple[PlanEntry, ...]
    words: Words


def words(corpus: Corpus) -> Words:
    registry = corpus.registry
    short = {(unit.entry.short, unit.name) for unit in registry.units.values() if unit.entry.short}
    equal = {(entry.short, entry.long) for entry in registry.abbreviations} | short
    return Words(
        equal=tuple(sorted(equal)),
        places=tuple((place.id, sentence_case(place.name)) for _, place in sorted(registry.localities.items())),
        topics=tuple((topic.id, topic.name) for _, topic in sorted(registry.topics.items())),
    )


def names(corpus: Corpus) -> tuple[Name, ...]:
    """Everything named but plans, kind by kind; the shorter name first, for it is meant where two fit as well."""
    registry = corpus.registry
    before: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in registry.units.values():
        for successor, _ in registry.successors(unit):
            before[successor.id].append(unit)
    used = corpus.plans_aiming
    topics = {topic for plan in corpus.plans for topic in _topics(corpus, plan)}
    found = [
        *(_unit(corpus, unit, before[unit.id]) for unit in registry.units.values()),
        *(_document(document) for document in registry.documents.values()),
        *(Name("indicator", urls.indicator(t.id), t.name) for t in registry.indicators.values() if t.id in used),
        *(Name("topic", urls.topic(t.id), t.name) for t in registry.topics.values() if t.id in topics),
        *(_place(place) for place in registry.localities.values()),
    ]
    return tuple(sorted(found, key=lambda name: (KINDS.index(name.kind), len(tokens(name.title)), name.url)))


def _unit(corpus: Corpus, unit: Unit, before: list[Unit]) -> Name:
    """Also found by its short name, its printed forms, and the names of those it succeeded or that succeeded it."""
    registry = corpus.registry
    later = [other.full_name for other, _ in registry.successors(unit)]
    forms = [registry.names.key(unit.full_name), *unit.entry.aliases, *(old.full_name for old in before), *later]
    return Name("unit", urls.unit(unit.id), unit.full_name, unit.entry.short or "", tuple(forms), unit.place)


def _place(place: Locality) -> Name:
    """Also found by what its note says: which places it was made from."""
    keys = (place.entry.note,) if place.entry.note else ()
    return Name("place", urls.place(place.id), sentence_case(place.name), keys=keys, place=place.id)


def _document(document: Document) -> Name:
    entry = document.entry
    issued = vietnamese_date(document.issued) if document.issued else None
    keys = (*entry.aliases, *(text for text in (entry.issuer, issued, document.number) if text))
    return Name("document", urls.document(document.id), document_name(document), entry.title or "", keys)


def plans(corpus: Corpus) -> Iterator[PlanEntry]:
    """Every plan in the order of slugs."""
    return (plan_entry(corpus, plan) for plan in sorted(corpus.plans, key=lambda plan: plan.slug))


def plan_entry(corpus: Corpus, plan: Plan) -> PlanEntry:
    head, issuer = plan.file, corpus.issuers[plan.slug]
    place = corpus.registry.locality(head.place)
    number = word("search-number", number=plan.number) if plan.number else None
    keys = [head.place, head.period, number, head.number, head.signature.by, head.issued]
    unit = corpus.registry.units[issuer] if issuer else None
    keys += [unit.full_name, unit.entry.short, *unit.entry.aliases] if unit else []
    first, last = plan.period_from or plan.day, plan.period_to or plan.day
    return PlanEntry(
        slug=plan.slug,
        title=plan_name(corpus, plan),
        also=head.title,
        keys=tuple(dict.fromkeys(key for key in keys if key)),
        day=plan.day or "",
        place=place.id if place else "",
        years=(int(first[:4]), int(last[:4])) if first and last else None,
        topics=tuple(dict.fromkeys(_topics(corpus, plan))),
        clauses=tuple(_clauses(corpus, plan)),
    )


def _topics(corpus: Corpus, plan: Plan) -> Iterator[str]:
    return (term.id for name in corpus.ties[plan.slug].topics if (term := corpus.registry.topic(name)))


def _clauses(corpus: Corpus, plan: Plan) -> Iterator[ClauseEntry]:
    facts = corpus.of_plan(plan.slug)
    charged: defaultdict[str, dict[tuple[str, str, str], None]] = defaultdict(dict)
    for item in facts.assignments:
        for role, named in item.roles:
            for unit in (unit for name in named if name.certain for unit in name.units[:1] if len(name.units) == 1):
                charged[item.clause][unit, corpus.registry.units[unit].full_name, role] = None
    aims: dict[str, list[str]] = {}
    for fact in facts.targets:
        aims.setdefault(fact.clause, []).append(corpus.registry.indicators[fact.indicator].name)
    titles: dict[str | None, tuple[str, ...]] = {None: ()}
    for clause in plan.clauses:
        above = titles[clause.parent]
        titles[clause.id] = (*above, clause.source.title) if clause.source.title else above
        right = [note.reads for note in clause.source.notes if note.reads]
        yield ClauseEntry(
            id=clause.id,
            way=path_label(clause),
            text=_shown(clause),
            above=above,
            keys=tuple(dict.fromkeys([*aims.get(clause.id, ()), *right])),
            target=clause.id in aims,
            units=tuple(charged.get(clause.id, ())),
        )


def _shown(clause: PlanClause) -> str:
    """What is printed on the clause itself: label, title and words; of a row of a table also its other cells."""
    source = clause.source
    said = " ".join(filter(None, (source.label, source.title, source.words)))
    if not clause.is_row:
        return said
    cells = ["; ".join(getattr(source, role)) for role in ROLES]
    return " – ".join(filter(None, (said, *cells, "; ".join(source.time), source.remark)))
