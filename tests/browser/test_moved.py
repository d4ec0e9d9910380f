"""A former address of a plan: who comes there, with or without script, stands at the new one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

OLD, NEW = "ke-hoach/sct-an-binh-2022/", "ke-hoach/so-cong-thuong-an-binh-2022/"


def test_the_anchor_of_a_clause_goes_along(browser: Browser, tiny_site: Site) -> None:
    page = browser.new_page()
    page.goto(f"{tiny_site.base}{OLD}#i-2")
    page.wait_for_url(f"{tiny_site.base}{NEW}#i-2")
    assert page.locator("#i-2").count() == 1
    page.close()


def test_without_script_the_page_still_leads_there(browser: Browser, tiny_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{tiny_site.base}{OLD}")
    page.wait_for_url(f"{tiny_site.base}{NEW}")
    context.close()
