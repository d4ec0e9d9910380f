"""Corpus → finished pages and files, as plain values: who hosts them is not decided here.

A module a section of the site; each has `pages(corpus, renderer, today)`. `changes` is told the history besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import urls
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import TABLES, to_json
from generator.exports.calendars import Calendars
from generator.exports.changes import change_records
from generator.exports.feeds import Feeds
from generator.exports.stratml import stratml
from generator.history import History
from generator.pages import changes, data, deadlines, documents, home, lookup, places, plans, targets, topics, units
from generator.pages.render import Artifact, Page, Renderer, environment
from generator.search import site as search

SECTIONS = (home, plans, units, targets, documents, data, deadlines, places, topics, lookup)
"""The sections of the site, in the order in which they are made."""


def site_pages(corpus: Corpus, templates: Path, today: str, history: History, site: str = "") -> Iterator[Page]:
    """Every generated page of the site, as of `today` (ISO), with the `history` of its plans; `site` is its address."""
    renderer = Renderer(environment(templates), site)
    for section in SECTIONS:
        yield from section.pages(corpus, renderer, today)
    yield from changes.pages(corpus, renderer, history)


def site_files(corpus: Corpus, content: Content, history: History, name: str, site: str = "") -> Iterator[Artifact]:
    """Every generated file: data, the search's index, each plan's StratML and source, calendars and feeds.

    `name` is the site's name, `site` its address.
    """
    for table, make in TABLES.items():
        yield Artifact(urls.data(table), to_json(make(corpus)).encode())
    for path, packed in search.files(corpus):
        yield Artifact(f"{urls.SEARCH}{path}", packed)
    for plan in corpus.plans:
        yield Artifact(urls.stratml(plan.slug), stratml(corpus, plan, site))
        if plan.slug in corpus.fidelity:
            yield Artifact(urls.source(plan.slug), (content.root / plan.file.source.file).read_bytes())
    yield from subscriptions(corpus, history, name, site)


def subscriptions(corpus: Corpus, history: History, name: str, site: str) -> Iterator[Artifact]:
    """What a reader follows: calendars and feeds, and the changes as data.

    Every unit and plan has its own, also while nothing stands in it: who subscribes today hears of what comes tomorrow.
    """
    calendars, feeds = Calendars(corpus, history, name, site), Feeds(corpus, history, name, site)
    yield Artifact(urls.calendar(), calendars.of_site())
    yield Artifact(urls.feed(), feeds.of_site())
    yield Artifact(urls.data("changes"), to_json(change_records(corpus, history)).encode())
    for plan in corpus.plans:
        yield Artifact(urls.feed(urls.plan(plan.slug)), feeds.of_plan(plan))
    for unit in corpus.registry.units.values():
        address = urls.unit(unit.id)
        yield Artifact(urls.calendar(address), calendars.of_unit(unit))
        yield Artifact(urls.feed(address), feeds.of_unit(unit))
