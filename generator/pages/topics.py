"""The register of topics, and the page of each topic in use."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link
from generator.views.topics import topic_views


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/chu-de/ and /chu-de/<topic>/."""
    topics = topic_views(corpus)
    title, description = word("topics"), word("topics-description")
    head = jsonld.script(jsonld.glossary(title, description, urls.TOPICS, (v.topic for v in topics), renderer.site))
    yield renderer.page(urls.TOPICS, "topics", title, description, topics, head=head)
    known = {urls.topic(term.id): term for term in corpus.registry.topics.values()}
    crumbs = (Link(word("topics"), urls.TOPICS),)
    for view in topics:
        if view.topic.url:
            description = word("topic-description", name=view.topic.text)
            head = jsonld.script(jsonld.topic(known[view.topic.url], renderer.site))
            yield renderer.page(
                view.topic.url,
                "topic",
                view.topic.text,
                description,
                view,
                crumbs=crumbs,
                head=head,
                spot=known[view.topic.url].spot,
            )
