"""The page of changes. Unlike the other sections it is told the history, which stands in no plan."""

from __future__ import annotations

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.history import History
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.changes import changes_view


def page(corpus: Corpus, renderer: Renderer, history: History) -> Page:
    """/thay-doi/."""
    view = changes_view(corpus, history)
    title, description = word("changes"), word("changes-description")
    head = jsonld.script(jsonld.page(title, description, urls.CHANGES, renderer.site))
    return renderer.page(urls.CHANGES, "changes", title, description, view, head=head)
