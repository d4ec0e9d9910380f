"""The same questions asked of this search, of Material's (lunr) and of Pagefind, over the same pages of the site."""

from __future__ import annotations

import functools
import gzip
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Thread

import material  # type: ignore[import-untyped]
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser

from benchmarks.search.asks import Question, place, questions
from benchmarks.search.browser import SLOWDOWN, call, chromium, page_of, slow
from benchmarks.search.corpora import ROOT
from benchmarks.tools import tools_folder
from generator import urls
from tools.serve import PatientServer, StaticHost

LIMIT = 600
"""Seconds for Pagefind."""
VISITS = 24
"""Questions that are each asked in a visit of their own."""


@dataclass(frozen=True, slots=True)
class Engine:
    """`name` of its function in engines.js, how it is called in the table."""

    name: str
    label: str


ENGINES = (
    Engine("plansite", "this search"),
    Engine("lunr", "Material's search (lunr, `lang: vi`)"),
    Engine("pagefind", "Pagefind"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Shares from 0 to 1: the answer itself, and the page it stands on. Bytes as sent, milliseconds slowed down."""

    label: str
    exact: tuple[float, float, float]
    page: tuple[float, float, float]
    bytes: tuple[float, float]
    requests: tuple[float, float]
    later: float
    first_time: float
    later_time: float
    index: int


class _Counting(StaticHost):
    """Remembers what it sent: (address, bytes without the header)."""

    sent: list[tuple[str, int]]

    def __init__(self, *arguments: object, sent: list[tuple[str, int]], **named: object) -> None:
        self.sent = sent
        super().__init__(*arguments, **named)  # type: ignore[arg-type]

    def send_header(self, keyword: str, value: str) -> None:
        if keyword == "Content-Length":
            self.sent.append((self.path, int(value)))
        super().send_header(keyword, value)


@contextmanager
def _served(folder: Path, sent: list[tuple[str, int]]) -> Iterator[str]:
    handler = functools.partial(_Counting, directory=str(folder), sent=sent)
    with PatientServer(("127.0.0.1", 0), handler) as running:
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


def compare(apart: bool, say: Callable[[str], None]) -> list[Compared]:
    """Ask the open questions, or those kept `apart`, over the site's own plans."""
    asked = questions(apart)
    with tempfile.TemporaryDirectory(prefix="plansite-search-") as folder, chromium() as browser:
        site = Path(folder)
        say("building the site with the indexes of all three")
        _build(site)
        sizes = {"plansite": _packed(site / urls.SEARCH, "*"), "pagefind": _packed(site / "pagefind", "*")}
        sizes["lunr"] = _packed(site / "search", "search_index.json")
        sizes["plansite"] -= sizes["lunr"]
        sent: list[tuple[str, int]] = []
        with _served(site, sent) as address:
            found = []
            for engine in ENGINES:
                say(engine.label)
                found.append(_compared(browser, f"{address}empty.html", engine, asked, sent, sizes[engine.name]))
    return found


def _build(site: Path) -> None:
    plugins = ["plansite", {"search": {"lang": "vi"}}]
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site), plugins=plugins)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    scripts = Path(material.__file__).parent / "templates/assets/javascripts"
    for name in ("workers", "lunr"):
        shutil.copytree(scripts / name, site / "material" / name)
    (worker,) = (site / "material/workers").glob("search.*.min.js")
    worker.rename(site / "material/workers/search.js")
    pagefind = next(tools_folder().glob("lib/python*/site-packages/pagefind_bin/pagefind*"))
    subprocess.run([str(pagefind), "--site", str(site)], check=True, capture_output=True, timeout=LIMIT)
    (site / "empty.html").write_text("<!doctype html><title>-</title>", encoding="utf-8")
    shutil.copyfile(Path(__file__).parent / "engines.js", site / "measure.js")


def _packed(folder: Path, pattern: str) -> int:
    """Bytes as a host sends them."""
    files = [file for file in folder.rglob(pattern) if file.is_file()]
    return sum(min(len(data := file.read_bytes()), len(gzip.compress(data, 6, mtime=0))) for file in files)


def _compared(
    browser: Browser, address: str, engine: Engine, asked: Sequence[Question], sent: list[tuple[str, int]], size: int
) -> Compared:
    asks = [question.ask for question in asked]
    visits: list[tuple[int, int]] = []
    times = []
    for ask in asks[:: max(1, len(asks) // VISITS)]:
        with page_of(browser, address) as page:
            call(page, "ready")
            slow(page, SLOWDOWN)
            sent.clear()
            times.append(call(page, "visit", engine.name, [ask])[0]["milliseconds"])
            _settle(sent)
            visits.append((sum(count for _, count in sent), len(sent)))
    with page_of(browser, address) as page:
        call(page, "visit", engine.name, asks[:1])
        _settle(sent)
        sent.clear()
        answers = call(page, "visit", engine.name, asks)
        _settle(sent)
        moved = sum(count for _, count in sent)
        slow(page, SLOWDOWN)
        again = call(page, "visit", engine.name, asks)
    listed = [answer["urls"] for answer in answers]
    pages = [list(dict.fromkeys(url.partition("#")[0] for url in found)) for found in listed]
    plain = [Question(q.ask, q.typing, tuple(a.partition("#")[0] for a in q.answers)) for q in asked]
    return Compared(
        label=engine.label,
        exact=_figures([place(q, found) for q, found in zip(asked, listed, strict=True)]),
        page=_figures([place(q, found) for q, found in zip(plain, pages, strict=True)]),
        bytes=(median(count for count, _ in visits), max(count for count, _ in visits)),
        requests=(median(count for _, count in visits), max(count for _, count in visits)),
        later=moved / len(asks),
        first_time=median(times),
        later_time=median(answer["milliseconds"] for answer in again),
        index=size,
    )


def _settle(sent: list[tuple[str, int]]) -> None:
    """Wait until nothing more is asked for."""
    before = -1
    while before != len(sent):
        before = len(sent)
        time.sleep(0.1)


def _figures(places: Sequence[int]) -> tuple[float, float, float]:
    """success@1, success@3, MRR."""
    count = len(places)
    return (
        sum(p == 1 for p in places) / count,
        sum(0 < p <= 3 for p in places) / count,
        sum(1 / p for p in places if p) / count,
    )


def table(found: Sequence[Compared]) -> Iterator[str]:
    """The lines of a Markdown table."""
    heads = ["answer @1", "@3", "MRR", "page @1", "@3", "MRR", "first query, median", "worst", "its requests"]
    heads += ["later query, mean", "first results", "later results", "whole index"]
    yield f"| | {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * len(heads)}"
    for one in found:
        shares = [f"{share:.2f}" for share in (*one.exact, *one.page)]
        sizes = [f"{size / 1000:.0f} KB" for size in (*one.bytes, one.later)]
        times = [f"{value:.0f} ms" for value in (one.first_time, one.later_time)]
        cells = [*shares, *sizes[:2], f"{one.requests[0]:.0f}", sizes[2], *times, f"{one.index / 1000:.0f} KB"]
        yield f"| {one.label} | {' | '.join(cells)} |"
