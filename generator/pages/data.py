"""The page of open data, and the data files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.corpus import Corpus
from generator.exports import TABLES, jsonld
from generator.messages import word
from generator.pages.render import Page, Renderer


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file as the page of open data lists it."""

    name: str
    url: str
    count: int


def pages(corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/du-lieu/."""
    files = tuple(DataFile(name, urls.data(name), len(make(corpus))) for name, make in TABLES.items())
    head = jsonld.script(jsonld.catalog(((file.name, file.url) for file in files), renderer.site))
    yield renderer.page(urls.DATA, "data", word("data"), word("data-description"), files, head=head)
