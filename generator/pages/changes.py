"""The pages of changes. Unlike the other sections they are told the history, which stands in no plan."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import jsonld
from generator.history import History
from generator.messages import word
from generator.pages.render import Page, Renderer, feed_link
from generator.views.changes import changes_views
from generator.views.common import Link


def pages(corpus: Corpus, renderer: Renderer, history: History) -> Iterator[Page]:
    """/thay-doi/, and /thay-doi/<year>/ where there are many."""
    first, *years = changes_views(corpus, history)
    title, description = word("changes"), word("changes-description")
    head = jsonld.script(jsonld.page(title, description, urls.CHANGES, renderer.site))
    head += feed_link(f"{urls.to_root(urls.CHANGES)}{urls.feed()}", word("feed-site-link"))
    yield renderer.page(urls.CHANGES, "changes", title, description, first, head=head)
    counts = {link.year: link.count for link in first.years}
    for view in years:
        year = view.shown or ""
        title = word("changes-year", year=year)
        description = word("changes-year-description", year=year, count=counts[year])
        crumbs: tuple[Link, ...] = (Link(word("changes"), urls.CHANGES),)
        if view.split and view.split.own:
            crumbs = (*crumbs, Link(title, view.split.whole))
            description = word("split-description", part=view.split.own, description=description)
            title = word("split-title", title=title, part=view.split.own)
        head = jsonld.script(jsonld.page(title, description, view.address, renderer.site))
        yield renderer.page(view.address, "changes", title, description, view, crumbs=crumbs, head=head)
