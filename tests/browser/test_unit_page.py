"""A unit's page is its work order: filters that live in the address, days left, and a print that stands alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

UNIT = "don-vi/phong-kinh-te-va-ha-tang-huyen-cao-lanh/"
DATED = "don-vi/phong-quan-ly-cong-nghiep-so-cong-thuong-tinh-quang-ngai/"
ALL = "Tất cả 20 việc và báo cáo."
LEADS = "Còn 7 trong 20 việc và báo cáo."


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def roles_shown(page: Page) -> set[str]:
    rows = page.locator("tr[data-role]:visible")
    return {row.get_attribute("data-role") or "" for row in rows.all()}


def test_one_sentence_counts_the_work(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{UNIT}")
    sentence = " ".join(page.locator(".ps-sum").inner_text().lower().split())
    assert sentence == "chủ trì 7 · thực hiện 1 · phối hợp 9 · phải báo cáo 2 · nhận báo cáo 1"


def test_filters_work_with_the_keyboard_and_live_in_the_address(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{UNIT}")
    expect(page.get_by_role("status").filter(has_text="Tất cả")).to_have_text(ALL)
    page.get_by_label("Vai trò").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".ps-filter [role=status]")).to_have_text(LEADS)
    expect(page).to_have_url(f"{site.base}{UNIT}?vai=lead")
    assert roles_shown(page) == {"lead"}
    expect(page.locator("#support")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".ps-filter [role=status]")).to_have_text(ALL)
    expect(page.get_by_label("Vai trò")).to_be_focused()
    expect(page).to_have_url(f"{site.base}{UNIT}")


def test_a_shared_address_shows_the_same_list(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{UNIT}?vai=support&ke-hoach=cao-lanh-178-2021&nam=2027")
    expect(page.get_by_label("Vai trò")).to_have_value("support")
    expect(page.get_by_label("Kế hoạch", exact=True)).to_have_value("cao-lanh-178-2021")
    expect(page.get_by_label("Năm")).to_have_value("2027")
    assert roles_shown(page) == {"support"}
    shown = page.locator("tr[data-role]:visible")
    assert 0 < shown.count() < 9, "duties of 2021–2025 are over in 2027"
    assert all(int(row.get_attribute("data-to") or 0) >= 2027 for row in shown.all())
    expect(page.locator("#support [data-ps-count]")).to_have_text(str(shown.count()))


def test_back_undoes_a_choice(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{UNIT}")
    page.get_by_label("Vai trò").select_option("lead")
    page.get_by_label("Vai trò").select_option("report")
    expect(page).to_have_url(f"{site.base}{UNIT}?vai=report")
    assert roles_shown(page) == {"report"}
    page.go_back()
    expect(page.locator(".ps-filter [role=status]")).to_have_text(LEADS)
    assert roles_shown(page) == {"lead"}
    page.go_back()
    expect(page.locator(".ps-filter [role=status]")).to_have_text(ALL)


def test_a_choice_that_the_page_does_not_have_is_none(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{UNIT}?vai=nobody&nam=1890")
    expect(page.locator(".ps-filter [role=status]")).to_have_text(ALL)


def test_without_scripts_the_whole_list_is_there_and_no_filter(site: Site, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.base}{UNIT}?vai=lead")
    expect(page.locator(".ps-filter")).to_be_hidden()
    assert page.locator("tr[data-role]:visible").count() == 20
    page.goto(f"{site.base}{DATED}")
    expect(page.locator(".ps-deadlines time").first).to_be_visible()
    assert page.locator(".ps-left").first.inner_text() == ""
    page.context.close()


def test_days_left_count_from_the_readers_today(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{site.base}{DATED}")
    due = page.locator(".ps-deadlines time").first.get_attribute("datetime") or ""
    for before, said in ((18, "còn 18 ngày"), (0, "hôm nay là ngày cuối"), (-1, "đã qua")):
        moment = page.evaluate("([day, n]) => (Date.parse(day + 'T10:00:00') - n * 864e5) / 1000", [due, before])
        page.clock.set_fixed_time(moment)
        page.reload()
        expect(page.locator(".ps-left").first).to_have_text(said)
    page.close()


def test_an_inherited_duty_says_through_whom(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{UNIT}")
    ways = page.locator("tr[data-role=support] .ps-tag--via")
    assert ways.count() > 0
    assert ways.first.inner_text().startswith("qua: ")


def test_on_paper_each_line_names_plan_and_clause_and_nothing_leads_away(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{UNIT}")
    page.emulate_media(media="print")
    for gone in (".md-header", ".ps-tabs", ".ps-crumbs", ".ps-filter"):
        expect(page.locator(gone).first).to_be_hidden()
    heads = page.locator(".ps-duties tbody th")
    texts = [" ".join(text.split()) for text in heads.all_inner_texts()]
    assert texts
    assert all(text.endswith("178/KH-UBND") and len(text) > len("178/KH-UBND") for text in texts)
    broken = "rows => [...new Set(rows.map(row => getComputedStyle(row).breakInside))]"
    assert page.locator(".ps-duties tbody tr").evaluate_all(broken) == ["avoid"]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils reads the printed pages")
def test_the_printed_pages_repeat_the_heads_of_tables(site: Site, page: Page, tmp_path: Path) -> None:
    page.goto(f"{site.base}{UNIT}")
    file = tmp_path / "unit.pdf"
    page.pdf(path=str(file), format="A4", prefer_css_page_size=True)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    sheets = done.stdout.split("\f")
    assert len(sheets) > 2
    assert all("Danh mục" not in sheet and "Xóa lọc" not in sheet for sheet in sheets)
    split = [sheet for sheet in sheets[1:] if "178/KH-UBND" in sheet]
    assert split
    assert all("Nhiệm vụ" in sheet or "Báo cáo cho" in sheet for sheet in split)
