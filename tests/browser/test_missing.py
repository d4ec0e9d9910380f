"""An address that is not there leads to the nearest one above it that is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Site

UNIT = "don-vi/so-cong-thuong-tinh-an-binh/"


@pytest.fixture
def page(browser: Browser, tiny_site: Site) -> Iterator[Page]:
    """A host that answers with the site's own page where it has nothing, as hosts of static files do."""
    text = (tiny_site.folder / "404.html").read_text(encoding="utf-8")

    def missing(route: Route) -> None:
        route.fulfill(status=404, body=text, content_type="text/html; charset=utf-8")

    with browser.new_context() as context:
        opened = context.new_page()
        opened.route("**/2024/**", missing)
        opened.route("**/khong-co/**", missing)
        yield opened


def test_a_part_of_a_list_that_is_gone_leads_to_its_list(page: Page, tiny_site: Site) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{tiny_site.base}{UNIT}2024/05/")
    link = page.locator("[data-ps-nearest] a")
    expect(link).to_have_text(f"/{UNIT}")
    assert not [text for text in said if "Content Security Policy" in text]
    link.click()
    expect(page).to_have_url(f"{tiny_site.base}{UNIT}")


def test_where_nothing_above_is_there_nothing_is_promised(page: Page, tiny_site: Site) -> None:
    with page.expect_response("**/khong-co/"):
        page.goto(f"{tiny_site.base}khong-co/gi/")
    expect(page.locator("h1")).to_have_text("Không tìm thấy trang")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-ps-nearest]")).to_be_empty()
