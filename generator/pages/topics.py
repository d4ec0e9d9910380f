"""The register of topics, and the page of each topic in use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.job import Job, page_job, pages_of
from generator.pages.known import Known, known_of
from generator.pages.render import Page, Renderer, told
from generator.registry import Term
from generator.views.common import Link
from generator.views.excerpts import Excerpts
from generator.views.parts import Sheet
from generator.views.topics import (
    TopicLine,
    TopicRow,
    spoken_clauses,
    topic_lines,
    topic_rows,
    topic_sheets,
    topic_view,
)


def pages(corpus: Corpus, renderer: Renderer, today: str) -> Iterator[Page]:
    """/chu-de/ and /chu-de/<topic>/."""
    return pages_of(jobs(corpus, renderer, today, known_of(corpus)))


def jobs(corpus: Corpus, renderer: Renderer, _today: str, known: Known) -> Iterator[Job]:
    """A page tells of the plans on it, the register of numbers alone."""
    lines = topic_lines(corpus, known.gists)
    rows = topic_rows(corpus, lines)
    yield page_job(urls.TOPICS, partial(_register, renderer, rows), (), rows)
    for topic in corpus.registry.topics.values():
        mine = lines.get(topic.id, [])
        clauses = spoken_clauses(mine)
        for sheet in topic_sheets(topic, mine) if mine else ():
            make = partial(_topic, known.excerpts, renderer, topic, sheet, clauses)
            yield page_job(sheet.address, make, (line.plan.slug for line in sheet.items), sheet.split, clauses)


def _register(renderer: Renderer, rows: tuple[TopicRow, ...]) -> Page:
    title, description = word("topics"), word("topics-description")
    head = jsonld.script(jsonld.glossary(title, description, urls.TOPICS, (row.topic for row in rows), renderer.site))
    return renderer.page(urls.TOPICS, "topics", title, description, rows, head=head)


def _topic(excerpts: Excerpts, renderer: Renderer, topic: Term, sheet: Sheet[TopicLine], clauses: int) -> Page:
    described = word("topic-description", name=topic.name)
    title, description, crumbs = told(sheet, topic.name, described, (Link(word("topics"), urls.TOPICS),))
    about = jsonld.topic(topic, renderer.site)
    if sheet.part:
        about = jsonld.page(title, description, sheet.address, renderer.site)
    view = topic_view(excerpts, topic, sheet, clauses)
    head = jsonld.script(about)
    return renderer.page(sheet.address, "topic", title, description, view, crumbs=crumbs, head=head, spot=topic.spot)
