"""A real browser opens every page: nothing wider than the screen, no error, no other host, nobody shut out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
WIDTHS = (320, 768, 1440)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = browser.new_page(color_scheme=request.param, viewport={"width": WIDTHS[-1], "height": 900})
    yield opened
    opened.close()


def test_every_page_at_every_width(site: Site, page: Page) -> None:
    """At 320, 768 and 1440 pixels nothing is wider than the screen, fails to load, or is asked of another host."""
    problems: list[str] = []
    here = ""
    page.on("console", lambda m: problems.append(f"{here}: console {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"{here}: {error}"))
    page.on("request", lambda r: problems.append(f"{here}: {r.url}") if _foreign(r.url, site) else None)
    for address in site.pages():
        here = address
        page.goto(f"{site.base}{address}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                problems.append(f"{address}: {wide} px wide at {width} px: {_widest(page)}")
    assert problems == []


def _foreign(url: str, site: Site) -> bool:
    return not url.startswith((site.base, "data:", "blob:"))


def _widest(page: Page) -> str:
    """The first element that sticks out, for whoever has to mend it."""
    found: str = page.evaluate(
        """() => { const w = document.documentElement.clientWidth;
        const e = [...document.body.querySelectorAll('*')].find(e => e.getBoundingClientRect().right > w + 1);
        return e ? e.tagName + '.' + e.className : ''; }"""
    )
    return found


def test_axe_finds_nothing_on_any_page(site: Site, page: Page) -> None:
    """Every page, in light and in dark."""
    assert _violations(page, [f"{site.base}{address}" for address in site.pages()]) == []


KINDS = (
    "",
    "ke-hoach/",
    "ke-hoach/cao-lanh-178-2021/",
    "don-vi/",
    "don-vi/so-cong-thuong-tinh-dong-thap/",
    "van-ban/",
    "van-ban/889-qd-ttg-thu-tuong-chinh-phu-2020/",
    "du-lieu/",
    "gioi-thieu/",
)


@pytest.mark.parametrize("width", WIDTHS[:2])
def test_axe_finds_nothing_on_one_page_of_each_kind_at_small_widths(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert set(KINDS) <= set(site.pages())
    assert _violations(page, [f"{site.base}{address}" for address in KINDS]) == []


def _violations(page: Page, addresses: list[str]) -> list[str]:
    axe = Axe()
    found = []
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
        for violation in axe.run(page, options=options).response["violations"]:
            where = violation["nodes"][0]
            found.append(f"{address} {violation['id']}: {where['html'][:160]} {where['failureSummary'][:200]}")
    return found


def test_a_shared_clause_address_opens_on_the_clause(site: Site, page: Page) -> None:
    page.goto(f"{site.base}ke-hoach/cao-lanh-178-2021/#v-3")
    clause = page.locator("#v-3")
    assert clause.is_visible()
    top = clause.bounding_box()
    assert top is not None
    assert 0 < top["y"] < 400, "the clause stands below the header, in view"


def test_without_scripts_the_whole_plan_is_there(site: Site, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.base}ke-hoach/dong-thap-2023/")
    assert page.locator("#v-1-g1").is_visible()
    assert page.locator("#phan-cong").is_visible()
    page.goto(f"{site.base}don-vi/so-cong-thuong-tinh-dong-thap/")
    assert page.locator("#lead").is_visible()
    page.context.close()
