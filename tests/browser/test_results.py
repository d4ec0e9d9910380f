"""Results as a reader sees them: nobody shut out, nothing wider than a phone, on paper too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site
from tests.browser.test_html import faults
from tests.browser.test_walk import Scheme, _too_wide, _unfold, _violations

pytestmark = pytest.mark.browser

PLAN, UNIT = "ke-hoach/an-binh-2022/", "don-vi/phong-y-te-huyen-tan-hoa/"
POOR = "tr:has(td:text-is('hộ nghèo'))"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_there_are_results(tiny_site: Site, browser: Browser, scheme: Scheme) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{tiny_site.base}{PLAN}")
    assert page.locator(".ps-told:not(.ps-told--none)").count() == 4
    _unfold(page)
    assert list(_violations(page, scheme)) == []
    assert list(_too_wide(page)) == []
    page.close()


@pytest.mark.parametrize("address", [PLAN, UNIT, "chi-tieu/ho-dan-dung-nuoc-sach/"])
def test_pages_with_results_conform_to_the_standard(tiny_site: Site, tmp_path: Path, address: str) -> None:
    assert faults(tiny_site.file(address), tiny_site.folder, tmp_path) == []


def test_the_earlier_report_is_folded_and_the_evidence_keeps_nothing_open(tiny_site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{tiny_site.base}{PLAN}")
    row = page.locator(POOR)
    expect(row.get_by_text("38,5%")).to_be_visible()
    expect(row.get_by_text("25%")).to_be_hidden()
    row.get_by_text("Các lần báo cáo trước (1)").click()
    expect(row.get_by_text("25%")).to_be_visible()
    links = row.locator("a[href^=http]").all()
    assert [(link.get_attribute("href"), link.get_attribute("rel")) for link in links] == [
        ("https://an-binh.example/bao-cao/12-2022", "noopener"),
        ("https://an-binh.example/bao-cao/06-2022", "noopener"),
    ]
    page.close()


def test_on_paper_the_words_that_there_is_none_take_no_line_of_their_own(tiny_site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{tiny_site.base}{UNIT}")
    none = page.locator("td > .ps-told--none").first
    expect(none).to_have_css("display", "block")
    page.emulate_media(media="print")
    expect(none).to_have_css("display", "inline")
    page.close()
