"""Pages at former addresses of plans and units: each leads to where its page is now."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.pages.render import Page, Renderer
from generator.views.common import Link, plan_name
from generator.views.work import WorkRows
from generator.views.work_parts import part_addresses


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """A page for every `formerly`; a clause's anchor goes along."""
    for plan in corpus.plans:
        for old in plan.formerly:
            yield _page(renderer, urls.plan(old), Link(plan_name(corpus, plan), urls.plan(plan.slug)))
    rows = WorkRows(corpus)
    for unit in corpus.registry.units.values():
        for old in unit.entry.formerly:
            yield _page(renderer, urls.unit(old), Link(unit.full_name, urls.unit(unit.id)))
            for part in part_addresses(rows, unit):
                former = urls.unit(old) + part.removeprefix(urls.unit(unit.id))
                yield _page(renderer, former, Link(unit.full_name, part))


def _page(renderer: Renderer, address: str, now: Link) -> Page:
    description = word("moved-description", name=now.text)
    return renderer.page(address, "moved", now.text, description, now, moved_to=now.url)
