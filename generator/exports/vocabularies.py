"""/data/indicators, /data/places, /data/topics."""

from __future__ import annotations

from collections import defaultdict

from generator import urls
from generator.corpus import Corpus
from generator.exports.contract import Record
from generator.model.registers import IndicatorEntry


def indicator_records(corpus: Corpus) -> list[Record]:
    """One record for what targets measure, in the order of their ids."""
    used = corpus.targets_counted
    return [
        {
            "id": term.id,
            "url": urls.indicator(term.id) if used[term.id] else urls.TARGETS,
            "name": term.name,
            "measure": term.entry.measure if isinstance(term.entry, IndicatorEntry) else None,
            "note": term.entry.note,
            "targets": used[term.id],
        }
        for _, term in sorted(corpus.registry.indicators.items())
    ]


def place_records(corpus: Corpus) -> list[Record]:
    """One record a territory, in the order of their ids."""
    return [
        {
            "id": place.id,
            "url": urls.place(place.id),
            "name": place.name,
            "level": place.entry.level,
            "parent": place.above[0] if place.above else None,
            "dissolved": place.entry.dissolved,
            "note": place.entry.note,
            "source": place.entry.source,
        }
        for _, place in sorted(corpus.registry.localities.items())
    ]


def topic_records(corpus: Corpus) -> list[Record]:
    """One record a topic, in the order of their ids; `plans` are those filed under it as a whole or in a clause."""
    plans: defaultdict[str, list[str]] = defaultdict(list)
    for plan in corpus.plans:
        names = corpus.ties[plan.slug].topics
        for term in dict.fromkeys(found.id for name in names if (found := corpus.registry.topic(name))):
            plans[term].append(plan.slug)
    return [
        {
            "id": term.id,
            "url": urls.topic(term.id) if plans.get(term.id) else urls.TOPICS,
            "name": term.name,
            "note": term.entry.note,
            "plans": plans.get(term.id, []),
        }
        for _, term in sorted(corpus.registry.topics.items())
    ]
