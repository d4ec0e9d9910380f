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
from generator.exports import all_records
from generator.exports.origin import Origin
from generator.history import Commit, History
from generator.pages import site_pages
from generator.pages.files import site_files
from generator.pages.render import Made, Page
from generator.survey import survey

ROOT = Path(__file__).parents[2]
CORPORA = {"tiny": ROOT / "tests/content", "five-plans": ROOT / "content"}
SITE = "https://ke-hoach.example/"
COMMIT = Commit("0123456789abcdef0123456789abcdef01234567", datetime(2024, 6, 30, 23, 30, tzinfo=VIETNAM))


@dataclass(frozen=True)
class Written:
    """A corpus, and every file that is made of it by its address."""

    corpus: Corpus
    files: Mapping[str, bytes]

    def json(self, path: str) -> Any:
        return json.loads(self.files[path])

    def unit_lists(self) -> list[str]:
        """The address of each unit's list as JSON."""
        return [f"don-vi/{unit}/nghia-vu.json" for unit in self.corpus.registry.units]


def write(folder: Path, origin: Origin) -> Written:
    """The files of a content folder; its mistakes, if any, are the caller's affair."""
    found = survey(folder)
    artifacts = site_files(found.corpus, found.content, all_records(found.corpus), origin)
    return Written(found.corpus, {artifact.path: artifact.data for artifact in artifacts})


@cache
def written(name: str) -> Written:
    """The files of one of CORPORA on a site with an address and a commit."""
    return write(CORPORA[name], Origin(SITE, COMMIT))


@cache
def pages_of(name: str) -> dict[str, Page]:
    """Every page of the site of one of CORPORA by its address."""
    return pages_from(written(name), SITE)


def pages_from(made: Written, site: str) -> dict[str, Page]:
    """Likewise, of any corpus and with any address."""
    sizes = {path: len(data) for path, data in made.files.items()}
    records = {name: len(table) for name, table in all_records(made.corpus).items()}
    beside = Made(sizes, records)
    pages = site_pages(made.corpus, ROOT / "templates", "2024-01-01", History(), site, beside)
    return {page.address: page for page in pages}


def rows(data: bytes) -> list[dict[str, str]]:
    """A CSV as a spreadsheet reads it: by its BOM, then by Excel's rules."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), dialect="excel", strict=True))
