"""The register of topics, and the page of each topic in use."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer, told
from generator.views.common import Link
from generator.views.topics import topic_sheets, topic_views


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/chu-de/ and /chu-de/<topic>/."""
    topics = topic_views(corpus)
    title, description = word("topics"), word("topics-description")
    head = jsonld.script(jsonld.glossary(title, description, urls.TOPICS, (v.topic for v in topics), renderer.site))
    yield renderer.page(urls.TOPICS, "topics", title, description, topics, head=head)
    known = {urls.topic(term.id): term for term in corpus.registry.topics.values()}
    crumbs = (Link(word("topics"), urls.TOPICS),)
    for topic in topics:
        if topic.topic.url is None:
            continue
        term = known[topic.topic.url]
        for sheet, view in topic_sheets(corpus, topic):
            name = view.topic.text
            title, description, above = told(sheet, name, word("topic-description", name=name), crumbs)
            about = jsonld.topic(term, renderer.site)
            if sheet.part:
                about = jsonld.page(title, description, sheet.address, renderer.site)
            head = jsonld.script(about)
            yield renderer.page(
                sheet.address, "topic", title, description, view, crumbs=above, head=head, spot=term.spot
            )
