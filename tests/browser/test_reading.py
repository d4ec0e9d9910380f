"""Reading a plan: where one is, what a clause is called, and nothing that moves under the eyes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Site, resize, wait_for_fonts

pytestmark = pytest.mark.browser

PLAN = "ke-hoach/cao-lanh-178-2021/"
MISPRINTS = "ke-hoach/dong-nai-2024/"
UNIT = "don-vi/phong-kinh-te-va-ha-tang-huyen-cao-lanh/"
CITATION = (
    "gạch đầu dòng thứ hai, khoản 1 mục V Kế hoạch số 178/KH-UBND ngày 13 tháng 10 năm 2021 "
    "của Ủy ban nhân dân huyện Cao Lãnh"
)
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) sum += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 700);
})"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def mark(page: Page, clause: str) -> Any:
    return page.locator(f'.ps-anchor[href="#{clause}"]')


def test_the_outline_marks_the_section_in_view(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    for section in ("ii", "v"):
        page.evaluate(f"document.getElementById('{section}').scrollIntoView()")
        active = page.locator(".ps-outline .md-nav__link[aria-current]").last
        expect(active).to_have_attribute("href", f"#{section}")
        expect(active).to_be_in_viewport()


def test_the_outline_marks_the_section_of_the_address_though_its_script_comes_late(site: Site, page: Page) -> None:
    """The browser has gone there, and told of it, before anyone could listen."""
    script = "**/plansite.js*"
    page.route(script, lambda route: route.abort())
    page.goto(f"{site.base}{PLAN}#v")
    expect(page.locator("#v")).to_be_in_viewport()
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    page.unroute(script)
    page.add_script_tag(url=page.locator("script[src*='plansite.js']").evaluate("script => script.src"))
    expect(page.locator(".ps-outline .md-nav__link[aria-current]").last).to_have_attribute("href", "#v")


def test_link_and_citation_of_a_clause_are_copied(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    page.locator("#v-1-g2").hover()
    mark(page, "v-1-g2").click()
    sheet = page.get_by_role("dialog", name="V.1, gạch 2")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text(CITATION)
    sheet.get_by_role("button", name="Chép liên kết").click()
    expect(sheet.get_by_role("status")).to_have_text("Đã chép liên kết.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.base}{PLAN}#v-1-g2"
    sheet.get_by_role("button", name="Chép trích dẫn").click()
    expect(sheet.get_by_role("status")).to_have_text("Đã chép trích dẫn.")
    assert page.evaluate("navigator.clipboard.readText()") == CITATION


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_sheet_opens_and_closes_with_the_keyboard(site: Site, page: Page, key: str) -> None:
    page.goto(f"{site.base}{PLAN}")
    mark(page, "v-2").focus()
    page.keyboard.press(key)
    sheet = page.locator("#ps-trich-dan")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_role("button", name="Chép liên kết")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(mark(page, "v-2")).to_be_focused()


def test_the_sheet_leads_to_the_line_of_the_clause(site: Site, page: Page) -> None:
    """Where the site knows its repository; the test writes what the build then writes."""

    def named(route: Route) -> None:
        response = route.fetch()
        lines = '<p data-source="https://example.org/plan.yaml" data-lines="v-1:7 v-1-g2:9" class="ps-mend'
        route.fulfill(response=response, body=response.text().replace('<p class="ps-mend', lines))

    page.route(f"**/{PLAN}", named)
    page.goto(f"{site.base}{PLAN}")
    mark(page, "v-1-g2").click()
    sheet = page.locator("#ps-trich-dan")
    link = sheet.get_by_role("link", name="Sửa điểm này")
    expect(link).to_have_attribute("href", "https://example.org/plan.yaml#L9")
    page.keyboard.press("Escape")
    mark(page, "v-2").click()
    expect(sheet).to_be_visible()
    expect(link).to_be_hidden()


def test_one_sheet_serves_all_clauses(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    assert page.locator("[popover].ps-cite").count() == 1
    assert page.locator(".ps-anchor[data-cite]").count() == 61


def test_without_scripts_the_mark_is_a_link(site: Site, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.base}{PLAN}")
    mark(page, "v-3").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#v-3")
    expect(page.locator("#ps-trich-dan")).to_be_hidden()
    page.context.close()


def test_units_named_in_the_text_lead_to_their_work(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    page.locator("#v-1-g1").get_by_role("link", name="UBND Huyện").first.click()
    expect(page.locator("h1")).to_have_text("UBND huyện Cao Lãnh")


def test_a_misprint_shows_the_right_reading_beside_it(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{MISPRINTS}")
    misprint = page.locator(".ps-misprint", has_text="Lòng ghép")
    expect(misprint).to_have_text("Lòng ghép")
    expect(misprint.locator("+ .ps-reads")).to_have_text("[đọc là: Lồng ghép]")


def test_notes_stand_in_the_margin_where_there_is_room(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{MISPRINTS}")
    note = page.locator(".ps-clause > details.ps-note").first
    line = note.locator("xpath=../*[contains(@class, 'ps-clause__line')]")
    wait_for_fonts(page)
    wide, text = note.bounding_box(), line.bounding_box()
    assert wide is not None
    assert text is not None
    assert wide["x"] >= text["x"] + text["width"]
    resize(page, 360)
    narrow = note.bounding_box()
    assert narrow is not None
    assert narrow["x"] + narrow["width"] <= 360


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["", PLAN, "ke-hoach/dong-thap-2023/", UNIT])
def test_nothing_moves_while_scripts_and_fonts_arrive(site: Site, browser: Browser, address: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    session = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 100, "downloadThroughput": 600_000, "uploadThroughput": 600_000}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", slow)
    page.goto(f"{site.base}{address}")
    assert page.evaluate(SHIFT) < 0.01
    page.context.close()


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_sheet_open(
    site: Site, browser: Browser, scheme: Literal["light", "dark"], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{site.base}{MISPRINTS}")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    mark(page, "iii-1-a").click()
    expect(page.locator("#ps-trich-dan")).to_be_visible()
    assert _violations(page) == []
    page.goto(f"{site.base}{UNIT}?vai=lead")
    assert _violations(page) == []
    page.close()


def _violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"][:160]) for violation in found]
