"""A real browser opens every page: nothing wider than the screen, no error, no other host, nobody shut out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, resize, wait_for_fonts

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1440)
Scheme = Literal["light", "dark"]
PALETTE: dict[Scheme, str] = {"light": "default", "dark": "slate"}
"""The palette that the page wears for each preference of the reader."""
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""What can differ between light and dark: the words, the structure and the sizes of a page are the same in both."""
PARTS = 8
"""The pages are walked in so many parts, so that the processor's cores share them."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": WIDTHS[-1], "height": 900}, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(site: Site, page: Page, part: int) -> None:
    """At 320, 768 and 1440 pixels nothing is wider than the screen, fails to load, or is asked of another host.

    Axe finds nothing with everything unfolded, and nothing when the reader's system turns from light to dark.
    """
    problems: list[str] = []
    here = ""
    page.on("console", lambda m: problems.append(f"{here}: console {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"{here}: {error}"))
    page.on("request", lambda r: problems.append(f"{here}: {r.url}") if _foreign(r.url, site) else None)
    mine = site.pages()[part::PARTS]
    assert mine
    for here in mine:
        page.emulate_media(color_scheme="light")
        page.goto(f"{site.base}{here}")
        _unfold(page)
        problems += [f"{here}: {found}" for found in (*_too_wide(page), *_violations(page, "light"))]
    assert problems == []


def _foreign(url: str, site: Site) -> bool:
    return not url.startswith((site.base, "data:", "blob:"))


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wait_for_fonts(page)


def _too_wide(page: Page) -> Iterator[str]:
    """What sticks out, for whoever has to mend it."""
    for width in WIDTHS:
        resize(page, width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            culprit = page.evaluate(
                """() => { const e = [...document.body.querySelectorAll('*')]
                .find(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
                return e ? e.tagName + '.' + e.className : ''; }"""
            )
            yield f"{wide} px wide at {width} px: {culprit}"


def _violations(page: Page, first: Scheme) -> Iterator[str]:
    """What axe finds in the scheme in which the page was opened, and in the other's colours."""
    axe = Axe()
    for scheme in (first, *(PALETTE.keys() - {first})):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", PALETTE[scheme])
        for violation in axe.run(page, options=AXE if scheme == first else COLOURS).response["violations"]:
            where = violation["nodes"][0]
            yield f"{scheme}: {violation['id']}: {where['html'][:160]} {where['failureSummary'][:200]}"


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
    "chi-tieu/",
    "chi-tieu/giam-tui-nhua-kho-phan-huy/",
    "tra-cuu/",
    "thoi-han/",
    "thoi-han/2024/",
    "dia-phuong/",
    "dia-phuong/huyen-cao-lanh/",
    "chu-de/",
    "chu-de/kinh-te-tuan-hoan/",
    "thay-doi/",
    "huong-dan/",
    "huong-dan/don-vi/",
    "tro-nang/",
    "404.html",
)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light")])
@pytest.mark.parametrize("address", KINDS)
def test_axe_finds_nothing_on_one_page_of_each_kind_on_small_screens(
    site: Site, page: Page, scheme: Scheme, address: str, width: int
) -> None:
    resize(page, width)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site.base}{address}")
    _unfold(page)
    assert list(_violations(page, scheme)) == []


def test_a_shared_clause_address_opens_on_the_clause(site: Site, page: Page) -> None:
    page.goto(f"{site.base}ke-hoach/cao-lanh-178-2021/#v-3")
    clause = page.locator("#v-3")
    expect(clause).to_be_in_viewport()
    wait_for_fonts(page)
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
