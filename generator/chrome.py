"""The page round every body: a finished page in the theme's main template, as MkDocs prints it for pages in Markdown.

A site has thousands of pages that are finished when MkDocs would begin with them. They are dressed here, by any number
of processes, with the theme's environment and navigation that MkDocs made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape, unescape
from typing import Any

from jinja2 import Environment

from generator import urls
from generator.exports import jsonld
from generator.frame import Anchor, Crumb, Frames, Shown
from generator.messages import word
from generator.pages.render import Heading, Page
from generator.problems import Place
from generator.repository import Repository
from generator.views.common import Link


@dataclass(frozen=True)
class Chrome:
    """Dresses pages. `context` holds what MkDocs gives to every page; `entries` the navigation's pages by address."""

    env: Environment
    context: Mapping[str, Any]
    entries: Mapping[str, Any]
    repository: Repository
    site: str = ""

    def dress(self, page: Page) -> bytes:
        """The finished page."""
        if page.address == urls.HOME or page.address in self.entries or page.moved_to:
            return self.whole(page)
        return self.frames.printed(self.shown(page))

    def whole(self, page: Page) -> bytes:
        """The page as the template prints it, one like no other."""
        with _active(self.entries.get(page.address)):
            return self.frames.whole(self.shown(page))

    @cached_property
    def frames(self) -> Frames:
        """What pages have in common, as far as this process printed it."""
        return Frames(self.env, self.context)

    def shown(self, page: Page) -> Shown:
        """The page as the templates see it."""
        title = escape(name_of(page))
        mend = self.repository.mend(canonical(page, self.site) or f"/{page.address}", page.title, page.spot, page.lines)
        meta = {
            "title": escape(page.title),
            "description": escape(page.description),
            "kind": page.kind,
            "moved": page.moved_to,
            "head": page.head
            + jsonld.script(jsonld.breadcrumbs(way(page.address, page.title, page.crumbs), self.site)),
            "image": page.image,
            "crumbs": [Crumb(escape(link.text), escape(link.url or "")) for link in page.crumbs],
            "mend": mend,
        }
        home, toc = page.address == urls.HOME, outline(page.outline)
        return Shown(title, page.address, canonical(page, self.site), home, page.html, toc, meta)


def told(page: Any, spot: Place, repository: Repository, site: str) -> dict[str, Any]:
    """What the templates know of a page in Markdown besides what stands in it; `page` is MkDocs', `spot` its file."""
    given = page.meta
    title, description = (unescape(str(text or "")) for text in (page.title, given.get("description")))
    crumbs = tuple(Link(crumb["title"], crumb["url"]) for crumb in given.get("crumbs", ()))
    steps = way(page.url, str(given.get("title") or page.title), crumbs)
    head = jsonld.script(jsonld.page(title, description, page.url, site), jsonld.breadcrumbs(steps, site))
    address, name = page.canonical_url or f"/{page.url}", unescape(str(given.get("title") or page.title))
    return {"head": given.get("head", "") + head, "mend": repository.mend(address, name, spot, {})}


def mark(chrome: Chrome) -> str:
    """A hash of all that the chrome puts round a page: the theme, the navigation, the settings."""
    probe = Page(f"{urls.PLANS}x/", "plan", "x", "x", "x", (Link("x"),), (Heading("x", "x", 2),), spot=Place("x/x", 2))
    return sha256(chrome.whole(probe)).hexdigest()


def name_of(page: Page) -> str:
    """What navigation calls the page."""
    return word("home") if page.kind == "home" else page.title


def canonical(page: Page, site: str) -> str | None:
    """The address by which the page is to be known, None where the site's is not known: of a page that only leads
    elsewhere, the one to which it leads."""
    return site + (page.moved_to or page.address) if site else None


def outline(headings: Iterable[Heading]) -> list[Anchor]:
    """Headings of level 3 hang below the last of level 2."""
    top: list[Anchor] = []
    for heading in headings:
        anchor = Anchor(escape(heading.title), heading.id, heading.level)
        (top[-1].children if heading.level > 2 and top else top).append(anchor)
    return top


def way(address: str, title: str, crumbs: Iterable[Link]) -> list[tuple[str, str]]:
    """(title, address) from the home page down to a page. A step that is a part of another page is none."""
    if address == urls.HOME:
        return [(word("home"), urls.HOME)]
    steps = [(link.text, link.url) for link in crumbs if link.url and "#" not in link.url]
    return [(word("home"), urls.HOME), *steps, (title, address)]


@contextmanager
def _active(entry: Any) -> Iterator[None]:
    """MkDocs marks the page that is being printed in the navigation, and the sections above it."""
    if entry is not None:
        entry.active = True
    try:
        yield
    finally:
        if entry is not None:
            entry.active = False
