"""What a finished page and file are, and the templates that print views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct, field

from generator import cache, urls
from generator.messages import word
from generator.pages.printing import Compiled, Printing
from generator.problems import Place
from generator.views.common import Link
from generator.views.parts import Sheet

T = TypeVar("T")


class Heading(Struct, frozen=True):
    """An entry of a page's outline."""

    id: str
    title: str
    level: int


class Page(Struct, frozen=True):
    """A finished page. `address` ends with a slash and counts from the site's root; `html` is the body.

    `head` is finished HTML for the page's head; `image` the address of its picture for sharing. `sources` are the files
    of the content that the page is made from; empty where all of them are. `spot` is where it is mended, `lines` where
    each of its clauses stands in that file. `moved_to` is the address to which the page only leads.
    """

    address: str
    kind: str
    title: str
    description: str
    html: str
    crumbs: tuple[Link, ...] = ()
    outline: tuple[Heading, ...] = ()
    head: str = ""
    image: str | None = None
    sources: tuple[str, ...] = ()
    spot: Place | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    moved_to: str | None = None


class Artifact(Struct, frozen=True):
    """A finished file that is not a page: its bytes, or what makes them piece by piece where they are many.

    `records` is how many it holds where it is a table of the open data. `told` hears its SHA-256 when it is written.
    """

    path: str
    content: bytes | Callable[[], Iterable[bytes]]
    records: int | None = None
    told: Callable[[bytes], None] | None = None

    @property
    def data(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterable[bytes]:
        """Its bytes, a few at a time."""
        return (self.content,) if isinstance(self.content, bytes) else self.content()


class Same(Struct, frozen=True):
    """A file that stays as it stands in the last site, by its path; `records` likewise."""

    path: str
    records: int | None = None


class FileFacts(Struct, frozen=True):
    """What is told of a file without its content: its bytes, their SHA-256, its records where it is a table."""

    size: int
    sha256: str
    records: int | None = None


Made = Mapping[str, FileFacts]
"""What is made beside the pages: every file by its address."""


def facts(artifact: Artifact) -> FileFacts:
    size, told = 0, sha256()
    for piece in artifact.pieces():
        size += len(piece)
        told.update(piece)
    return FileFacts(size, told.hexdigest(), artifact.records)


def environment(templates: Path, kept: Path | None = None) -> Environment:
    """The templates' environment: what a template misses is an error, what it prints is escaped.

    `kept` is the folder of the templates as they were compiled before.
    """
    return Printing(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=Compiled(kept, cache.program() + cache.of_folder(templates)) if kept else None,
    )


def feed_link(href: str, title: str) -> str:
    """What tells feed readers of a page's feed, as finished HTML for its head; `href` is relative to the page."""
    words = f'type="application/atom+xml" title="{escape(title)}" href="{escape(href)}"'
    return f'<link rel="alternate" {words}>\n'


def told(
    sheet: Sheet[T], title: str, description: str, crumbs: tuple[Link, ...] = ()
) -> tuple[str, str, tuple[Link, ...]]:
    """The title, description and way back of a page of a list that may be split, from those of the list's own page."""
    if sheet.part is None or sheet.split is None:
        return title, description, crumbs
    above = (*crumbs, Link(title, sheet.split.whole), *sheet.above)
    return (
        word("split-title", title=title, part=sheet.part),
        word("split-description", part=sheet.part, description=description),
        above,
    )


class Renderer(Struct, frozen=True):
    """Prints views with the project's templates; `site` is the site's address, "" where it is not known."""

    env: Environment
    site: str = ""
    made: Made = field(default_factory=dict)

    @property
    def sizes(self) -> dict[str, int]:
        """The bytes of every file made, by its address."""
        return {address: told.size for address, told in self.made.items()}

    def ready(self) -> None:
        """Read the templates of all pages, and what these are made of."""
        for name in self.env.list_templates(extensions=("html",)):
            if name.startswith(("pages/", "components/")):
                self.env.get_template(name)

    def page(self, address: str, kind: str, title: str, description: str, view: Any, **more: Any) -> Page:
        """The page of `kind` (templates/pages/<kind>.html) at `address`."""
        html = self.env.get_template(f"pages/{kind}.html").render(
            view=view,
            root=urls.to_root(address),
            webcal=urls.webcal(self.site),
            calendar=urls.calendar(address),
            feed=urls.feed(address),
        )
        return Page(address, kind, title, description, html, **more)
