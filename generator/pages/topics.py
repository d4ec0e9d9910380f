"""The register of topics, and the page of each topic in use."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link
from generator.views.topics import topic_views


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/chu-de/ and /chu-de/<topic>/."""
    topics = topic_views(corpus)
    yield renderer.page(urls.TOPICS, "topics", word("topics"), word("topics-description"), topics)
    crumbs = (Link(word("topics"), urls.TOPICS),)
    spots = {urls.topic(term.id): term.spot for term in corpus.registry.topics.values()}
    for view in topics:
        if view.topic.url:
            description = word("topic-description", name=view.topic.text)
            more = {"crumbs": crumbs, "spot": spots[view.topic.url]}
            yield renderer.page(view.topic.url, "topic", view.topic.text, description, view, **more)
