"""The site as built from content/, served on loopback, and the system's Chromium."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from generator import plugin
from tests.tiny import TINY
from tools.serve import PatientServer

expect.set_options(timeout=20_000)
"""Milliseconds for which what must come is waited for: on a busy machine five seconds are short."""
ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """The built site: its folder, and the address where it is served."""

    folder: Path
    base: str

    def pages(self) -> list[str]:
        """The address of every page, from the site's root; the 404 page by its file name."""
        found = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return [path.removesuffix("index.html") for path in found]

    def file(self, page: str) -> Path:
        return self.folder / (f"{page}index.html" if page.endswith("/") or not page else page)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests' own messages are what is to be read."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("built") / "site"
    plugin.build_into(ROOT / "mkdocs.yml", folder)
    with served(folder) as site:
        yield site


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of the tiny corpus, for what the real plans do not have: former addresses, results."""
    project = tmp_path_factory.mktemp("tiny")
    shutil.copytree(TINY, project / "content")
    shutil.copytree(ROOT / "templates", project / "templates")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, project / "content")
    shutil.copytree(ROOT / "content/huong-dan", project / "content/huong-dan")
    shutil.copy(ROOT / "mkdocs.yml", project)
    plugin.build_into(project / "mkdocs.yml", project / "site")
    with served(project / "site") as site:
        yield site


def resize(page: Page, width: int, height: int = 900) -> None:
    """Another size of the window; the page has taken it when this ends."""
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator("html")).to_have_js_property("clientWidth", width)


def wait_for_fonts(page: Page) -> None:
    """Letters that stand in for those still under way have another width."""
    page.evaluate("() => { document.body.offsetWidth; return document.fonts.ready.then(() => true); }")


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The built site in `folder`, served on loopback."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with PatientServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("PLANSITE_CHROMIUM") or shutil.which("chromium")
    assert chromium, "no Chromium: `make test` installs the system's package, PLANSITE_CHROMIUM names another"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()
