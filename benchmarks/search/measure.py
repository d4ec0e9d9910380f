"""The figures of one corpus: what its index costs to make and to keep, what a search loads and how long it takes."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser

from benchmarks.search.asks import Fragment, Question, fragments, holds, place, questions
from benchmarks.search.browser import SLOWDOWN, call, chromium, first_results, page_of, served, slow
from benchmarks.search.corpora import ROOT, Found
from generator import assets
from generator.search import site
from generator.search.entries import Entries
from generator.search.segment import Segment, build
from generator.search.update import Part

ENGINE = "/search.js"
ANY, OWN, ASKED = 150, 100, 40
"""Fragments from any plan and from the site's own, and those of them that are asked as a reader's first query."""
VISITS = 30
"""Visits in which the first results are awaited, for each way of asking."""
WAYS = ("cold", "typed", "pasted")


@dataclass(frozen=True, slots=True)
class Figures:
    """Bytes as they are sent, milliseconds slowed down, plans a second of one core; shares from 0 to 1.

    `results`: by way of asking (measure.js), milliseconds until results are shown, and bytes of the index.
    """

    plans: int
    indexed: float
    indexed_and_read: float
    size: float
    files: int
    engine: int
    first: tuple[float, float]
    requests: tuple[float, float]
    later: float
    time_first: tuple[float, float]
    time_later: tuple[float, float]
    results: dict[str, tuple[float, float]]
    any_plan: tuple[float, float]
    own_plans: tuple[float, float]
    questions: tuple[float, float]


def measure(found: Found, own: frozenset[str]) -> Figures:
    """Everything of one corpus; `own` are the slugs of the site's own plans."""
    entries = found.entries
    segment, seconds = _made(entries)
    real = [plan for plan in entries.plans if plan.slug in own]
    pieces = fragments(entries.plans, ANY, seed=1)
    from_own = fragments(real, OWN, seed=2)
    count = len(entries.plans)
    asked = [question.ask for question in questions()] + [piece.ask for piece in pieces[:ASKED]]
    with tempfile.TemporaryDirectory(prefix="plansite-search-") as folder, chromium() as browser:
        engine = lay_out(Path(folder), segment)
        with served(Path(folder)) as address:
            seen = _asked(browser, address, asked, [*pieces, *from_own])
            visits = asked[:: len(asked) // VISITS]
            waits = {way: first_results(browser, address, ENGINE, visits, way) for way in WAYS}
    first = [visit["bytes"] + engine for visit in seen["first"]]
    hits = seen["pieces"]
    return Figures(
        plans=count,
        indexed=count / seconds,
        indexed_and_read=count / (seconds + found.seconds),
        size=sum(map(len, segment.files.values())) / count,
        files=len(segment.files) + 1,
        engine=engine,
        first=(median(first), max(first)),
        requests=_middle_and_most([visit["requests"] for visit in seen["first"]]),
        later=median(visit["bytes"] for visit in seen["later"]),
        time_first=_middle_and_95(seen["time_first"]),
        time_later=_middle_and_95(seen["time_later"]),
        results=waits,
        any_plan=_right(pieces, hits[: len(pieces)]),
        own_plans=_right(from_own, hits[len(pieces) :]),
        questions=_answered(questions(), seen["first"]),
    )


def _made(found: Entries) -> tuple[Segment, float]:
    started = time.process_time()
    segment = build(found.names, found.plans, found.words, site.chunk(len(found.plans)))
    return segment, time.process_time() - started


def lay_out(folder: Path, segment: Segment) -> int:
    """The folder that is served: the index, the engine, an empty page. Returns the engine's bytes as they are sent."""
    index = folder / "index"
    (index / segment.name).mkdir(parents=True)
    (index / "index.json").write_bytes(site.index([Part(segment.name)]))
    for name, data in segment.files.items():
        (index / segment.name / name).write_bytes(data)
    engine = engine_text().encode()
    (folder / ENGINE[1:]).write_bytes(engine)
    (folder / "index.html").write_text(f"<!doctype html><title>-</title>{_dialog()}", encoding="utf-8")
    shutil.copyfile(Path(__file__).parent / "measure.js", folder / "measure.js")
    return len(gzip.compress(engine, 6, mtime=0))


def _dialog() -> str:
    """The site's dialog, over the index of the benchmark."""
    theme = Environment(loader=FileSystemLoader(ROOT / "templates/theme"), autoescape=True)
    theme.filters["url"] = lambda path: "index/" if path == "search/" else path
    return theme.get_template("partials/search.html").render()


def engine_text() -> str:
    """The module as the site has it, with what shows the results."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _AnyTag)
    return assets.search(ROOT / "templates/theme", config["extra"]["search"])


class _AnyTag(yaml.SafeLoader):
    """mkdocs.yml has tags of MkDocs' own; what they say is not needed here."""


_AnyTag.add_multi_constructor("!", lambda loader, suffix, node: None)  # noqa: ARG005


def _asked(browser: Browser, address: str, asked: Sequence[str], pieces: Sequence[Fragment]) -> dict[str, Any]:
    with page_of(browser, address) as page:
        seen = {
            "first": call(page, "count", ENGINE, asked, True),
            "later": call(page, "count", ENGINE, asked, False)[1:],
            "pieces": call(page, "count", ENGINE, [piece.ask for piece in pieces], False),
        }
        slow(page, SLOWDOWN)
        return seen | {
            "time_first": call(page, "time", ENGINE, asked, True),
            "time_later": call(page, "time", ENGINE, asked, False)[1:],
        }


def _right(pieces: Sequence[Fragment], found: Sequence[dict[str, Any]]) -> tuple[float, float]:
    pairs = list(zip(pieces, found, strict=True))
    first = sum(holds(piece, each["results"][:1]) for piece, each in pairs)
    return first / len(pairs), sum(holds(piece, each["results"]) for piece, each in pairs) / len(pairs)


def _answered(asked: Sequence[Question], found: Sequence[dict[str, Any]]) -> tuple[float, float]:
    places = [place(q, [r["url"] for r in each["results"]]) for q, each in zip(asked, found, strict=False)]
    return sum(p == 1 for p in places) / len(places), sum(p > 0 for p in places) / len(places)


def _middle_and_most(values: Sequence[float]) -> tuple[float, float]:
    return median(values), max(values)


def _middle_and_95(values: Sequence[float]) -> tuple[float, float]:
    return median(values), sorted(values)[int(0.95 * len(values))]
