"""What was public keeps its address: nothing that others may have linked to disappears unnoticed.

Compared is what changed since the last commit (or another, `plansite check --since`). Outside git, or where an earlier
state can't be read, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from generator import urls
from generator.checks import Subject
from generator.outline import PlanClause
from generator.past import Past
from generator.plans import Plan
from generator.problems import Place, Problem, nearest
from generator.registry import Registry

MOST = 10
"""Clauses of one plan that are told of: a plan written anew would fill pages."""

NEEDS = {"units": ("places", "abbreviations")}
"""The registers that the addresses of another are made with."""


def check(subject: Subject) -> Iterator[Problem]:
    """Addresses of plans, clauses, units, documents, indicators, topics and places that were public and are gone."""
    if subject.past is None:
        return
    yield from _plans(subject, subject.past)
    yield from _registers(subject, subject.past)


def _plans(subject: Subject, past: Past) -> Iterator[Problem]:
    now = subject.corpus.plan_by_slug
    kept = {old for plan in subject.corpus.plans for old in plan.file.formerly}
    for old in past.plans:
        if old.slug in now:
            yield from islice(_clauses(old, now[old.slug]), MOST)
        elif subject.reads("plans") and old.slug not in kept:
            heirs = [p.slug for p in subject.corpus.plans if p.file.source.sha256 == old.file.source.sha256]
            yield Problem(
                Place(old.path), "plan-gone", {"address": urls.plan(old.slug), "slug": old.slug}, tuple(heirs)
            )


def _clauses(old: Plan, new: Plan) -> Iterator[Problem]:
    """Clauses that are gone, and clauses whose words now stand under another id; what lies below them goes along."""
    known = {clause.id: clause for clause in new.clauses}
    moved = _moved(old, new)
    told: set[str | None] = set()
    for clause in old.clauses:
        if clause.parent in told:
            told.add(clause.id)
        elif clause.id in moved:
            told.add(clause.id)
            now = moved[clause.id]
            words = {"id": clause.id, "now": now.id, "last": clause.id.rsplit("-", 1)[-1]}
            rule = "clause-moved" if now.parent == clause.parent else "clause-moved-away"
            yield Problem(new.spot(*now.at), rule, words)
        elif clause.id not in known:
            told.add(clause.id)
            above = _above(clause, old, known)
            words = {"id": clause.id, "last": clause.id.rsplit("-", 1)[-1]}
            yield Problem(new.spot(*above.at) if above else new.spot(), "clause-gone", words)


def _moved(old: Plan, new: Plan) -> dict[str, PlanClause]:
    """Old id → the clause that now holds its words: words that stand once then and once now, under another id."""
    before, after = _by_words(old.clauses), _by_words(new.clauses)
    pairs = {c.id: after[words] for words, c in before.items() if c and after.get(words)}
    return {id_: clause for id_, clause in pairs.items() if clause and clause.id != id_}


def _by_words(clauses: Iterable[PlanClause]) -> dict[str, PlanClause | None]:
    found: dict[str, PlanClause | None] = {}
    for clause in clauses:
        words = f"{clause.source.title or ''} {clause.source.words or ''}".strip()
        if words:
            found[words] = None if words in found else clause
    return found


def _above(clause: PlanClause, old: Plan, known: dict[str, PlanClause]) -> PlanClause | None:
    """What is left of the clauses above one that is gone."""
    parents = {each.id: each.parent for each in old.clauses}
    step = clause.parent
    while step and step not in known:
        step = parents.get(step)
    return known.get(step) if step else None


def _registers(subject: Subject, past: Past) -> Iterator[Problem]:
    before, now = _entries(past.registry), _entries(subject.corpus.registry)
    kept = {old for unit in subject.corpus.registry.units.values() for old in unit.entry.formerly}
    for kind, old in before.items():
        names = {entry.name: entry for entry in now[kind].values()}
        for id_ in old if subject.reads(kind, *NEEDS.get(kind, ())) else ():
            if id_ not in now[kind] and not (kind == "units" and id_ in kept):
                near = nearest(old[id_].name, names)
                spot = names[near[0]].spot if near else Place(old[id_].spot.path)
                yield Problem(
                    spot, "address-gone", {"address": old[id_].address, "name": old[id_].name, "id": id_}, near
                )


class _Entry(Struct, frozen=True):
    """An entry of a register: its address, the name that people know it by, where it stands."""

    address: str
    name: str
    spot: Place


def _entries(registry: Registry) -> dict[str, dict[str, _Entry]]:
    """Register → id → entry."""
    documents = registry.documents.values()
    return {
        "units": {u.id: _Entry(urls.unit(u.id), u.full_name, u.spot) for u in registry.units.values()},
        "documents": {
            d.id: _Entry(urls.document(d.id), d.number or d.entry.name or d.entry.title, d.spot) for d in documents
        },
        "places": {p.id: _Entry(urls.place(p.id), p.name, p.spot) for p in registry.localities.values()},
        "topics": {t.id: _Entry(urls.topic(t.id), t.name, t.spot) for t in registry.topics.values()},
        "indicators": {t.id: _Entry(urls.indicator(t.id), t.name, t.spot) for t in registry.indicators.values()},
    }
