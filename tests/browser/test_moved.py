"""A former address of a plan: who comes there, with or without script, stands at the new one."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator import plugin
from tests.browser.conftest import ROOT, _Quiet
from tests.tiny import TINY

pytestmark = pytest.mark.browser

OLD, NEW = "ke-hoach/sct-an-binh-2022/", "ke-hoach/so-cong-thuong-an-binh-2022/"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the tiny corpus: the real plans never moved."""
    project = tmp_path_factory.mktemp("tiny")
    shutil.copytree(TINY, project / "content")
    shutil.copytree(ROOT / "templates", project / "templates")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, project / "content")
    shutil.copytree(ROOT / "content/huong-dan", project / "content/huong-dan")
    shutil.copy(ROOT / "mkdocs.yml", project)
    folder: Path = project / "site"
    plugin.build_into(project / "mkdocs.yml", folder)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_anchor_of_a_clause_goes_along(browser: Browser, base: str) -> None:
    page = browser.new_page()
    page.goto(f"{base}{OLD}#i-2")
    page.wait_for_url(f"{base}{NEW}#i-2")
    assert page.locator("#i-2").count() == 1
    page.close()


def test_without_script_the_page_still_leads_there(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}{OLD}")
    page.wait_for_url(f"{base}{NEW}")
    context.close()
