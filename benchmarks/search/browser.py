"""Chromium without a window, on a folder served on loopback, slowed down where times are taken."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tools.serve import server

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"]
SLOWDOWN = 4
"""How many times slower the processor is made: about a phone of the lower middle."""
PACE = 120
"""Milliseconds between two keys: who types fast leaves the search little time between them."""
PATIENCE = 300_000
"""Milliseconds."""


@contextmanager
def chromium() -> Iterator[Browser]:
    program = os.environ.get("PLANSITE_CHROMIUM") or shutil.which("chromium")
    if not program:
        sys.exit("benchmarks: no Chromium; PLANSITE_CHROMIUM names one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of `folder`, served as a common static host does."""
    with server(folder) as running:
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@contextmanager
def page_of(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a visit that begins with an empty cache."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    yield page
    context.close()


def slow(page: Page, times: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def call(page: Page, name: str, *arguments: Any) -> Any:
    """What the function `name` of measure.js answers."""
    code = "async ([name, given]) => (await import('/measure.js'))[name](...given)"
    return page.evaluate(code, [name, list(arguments)])


def first_results(browser: Browser, address: str, module: str, asks: Sequence[str], way: str) -> tuple[float, float]:
    """Milliseconds until results are shown, slowed down, and bytes of the index: medians over visits of one question.

    `way` is one of those of measure.js: cold, typed, pasted.
    """
    found = []
    for ask in asks:
        with page_of(browser, address) as page:
            call(page, "ready")
            slow(page, SLOWDOWN)
            found.append(call(page, "first", module, ask, way, PACE))
    return median(each["milliseconds"] for each in found), median(each["bytes"] for each in found)
