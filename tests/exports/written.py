"""The files of the open data as the site writes them, made once for all tests that read them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from generator.clock import VIETNAM
from generator.corpus import Corpus
from generator.exports.origin import Origin as Origin
from generator.history import Commit, Commits, History
from generator.pages import data as data_pages
from generator.pages.jobs import Works, outputs
from generator.pages.render import Artifact, Page, Renderer, environment, facts
from generator.survey import Survey, survey

ROOT = Path(__file__).parents[2]
CORPORA = {"tiny": ROOT / "tests/content", "five-plans": ROOT / "content"}
TODAY = "2024-01-01"
SITE = "https://ke-hoach.example/"
COMMIT = Commit("0123456789abcdef0123456789abcdef01234567", datetime(2024, 6, 30, 23, 30, tzinfo=VIETNAM))


@dataclass(frozen=True)
class Written:
    """A corpus, and every file and page that is made of it by its address."""

    corpus: Corpus
    files: Mapping[str, bytes]
    pages: Mapping[str, Page]

    def json(self, path: str) -> Any:
        return json.loads(self.files[path])

    def unit_lists(self) -> list[str]:
        """The address of each unit's list as JSON."""
        return [f"don-vi/{unit}/nghia-vu.json" for unit in self.corpus.registry.units]


def write(folder: Path, origin: Origin) -> Written:
    """The files of a content folder; its mistakes, if any, are the caller's affair."""
    return write_out(survey(folder), origin)


def write_out(found: Survey, origin: Origin) -> Written:
    """The files of a surveyed content folder, without a history."""
    works = Works(
        found.corpus,
        found.content,
        History(),
        origin,
        Commits(oldest=origin.commit),
        ROOT / "templates",
        TODAY,
        "Vi du",
    )
    files: dict[str, bytes] = {}
    pages: dict[str, Page] = {}
    for output in outputs(works):
        if isinstance(output, Artifact):
            files[output.path] = output.data
        else:
            pages[output.address] = output
    return Written(found.corpus, files, pages)


@cache
def written(name: str) -> Written:
    """The files of one of CORPORA on a site with an address and a commit."""
    return write(CORPORA[name], Origin(SITE, COMMIT))


def pages_of(name: str) -> Mapping[str, Page]:
    """Every page of the site of one of CORPORA by its address."""
    return written(name).pages


def data_page(made: Written, site: str, *without: str) -> str:
    """The page of open data on a site with another address, or where some files are not made."""
    told = {path: facts(Artifact(path, data)) for path, data in made.files.items() if path not in without}
    (page,) = data_pages.pages(made.corpus, Renderer(environment(ROOT / "templates"), site, told), TODAY)
    return page.html


def rows(data: bytes) -> list[dict[str, str]]:
    """A CSV as a spreadsheet reads it: by its BOM, then by Excel's rules."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), dialect="excel", strict=True))
