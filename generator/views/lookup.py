"""Everything on the site that has a name, for looking it up: units, plans, indicators, documents, topics, places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.corpus import Corpus
from generator.plans import Plan
from generator.registry import Document, Unit
from generator.vietnamese import fold, sort_key
from generator.views.citations import document_name
from generator.views.common import Link, plan_link, sentence_case, unit_link, vietnamese_date


@dataclass(frozen=True, slots=True)
class Entry:
    """A named thing. `also` is what else is shown; `keys` what a reader may type, marks and case aside."""

    link: Link
    also: str
    keys: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The entries of one kind, in alphabetical order."""

    key: str
    entries: tuple[Entry, ...]


def lookup_view(corpus: Corpus) -> tuple[Kind, ...]:
    """All names by kind; a kind without entries is left out."""
    registry = corpus.registry
    used_topics = {slug for plan in corpus.plans for slug in _topics(corpus, plan)}
    kinds = {
        "units": [_unit(corpus, unit) for unit in registry.units.values()],
        "plans": [_plan(corpus, plan) for plan in corpus.plans],
        "indicators": [
            _entry(Link(term.name, urls.indicator(term.id)))
            for term in registry.indicators.values()
            if any(fact.indicator == term.id for fact in corpus.targets)
        ],
        "documents": [_document(document) for document in registry.documents.values()],
        "topics": [
            _entry(Link(term.name, urls.topic(term.id))) for term in registry.topics.values() if term.id in used_topics
        ],
        "places": [
            _entry(Link(sentence_case(place.name), urls.place(place.id))) for place in registry.localities.values()
        ],
    }
    ordered = {key: sorted(found, key=lambda entry: sort_key(entry.link.text)) for key, found in kinds.items()}
    return tuple(Kind(key, tuple(found)) for key, found in ordered.items() if found)


def _topics(corpus: Corpus, plan: Plan) -> Iterator[str]:
    names = [*plan.file.topics, *(name for clause in plan.clauses for name in clause.source.topics)]
    return (term.id for name in names if (term := corpus.registry.topic(name)))


def _entry(link: Link, also: str = "", *more: str | None) -> Entry:
    """Names are matched by their folded words, each form once."""
    forms = dict.fromkeys(fold(form) for form in (link.text, also, *more) if form)
    return Entry(link, also, " | ".join(forms))


def _unit(corpus: Corpus, unit: Unit) -> Entry:
    """A unit is also found by its short name and its other printed forms."""
    duties = sum(duty.certain for duty in corpus.duties_of_unit.get(unit.id, ()))
    forms = [corpus.registry.names.key(unit.full_name), unit.entry.short, *unit.entry.aliases]
    entry = _entry(unit_link(unit), unit.entry.short or "", *forms)
    return Entry(entry.link, str(duties) if duties else "", entry.keys)


def _plan(corpus: Corpus, plan: Plan) -> Entry:
    return _entry(plan_link(corpus, plan), plan.file.title, plan.file.place, plan.number)


def _document(document: Document) -> Entry:
    issued = vietnamese_date(document.issued) if document.issued else None
    link = Link(document_name(document), urls.document(document.id))
    return _entry(link, document.entry.title, issued, document.entry.issuer, *document.entry.aliases)
