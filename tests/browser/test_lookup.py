"""Looking up by name, as one types: without marks, in another order of words, by keyboard, from a shared link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(f"{site.base}tra-cuu/")
    yield opened
    opened.close()


def found(page: Page) -> list[str]:
    return [name for name in page.locator("[data-ps-kind] li:visible a").all_inner_texts() if name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("so cong thuong dong thap", "Sở Công Thương tỉnh Đồng Tháp"),
        ("Sở Công Thương Đồng Tháp", "Sở Công Thương tỉnh Đồng Tháp"),
        ("dong thap cong thuong", "Sở Công Thương tỉnh Đồng Tháp"),
        ("178/kh-ubnd", "Kế hoạch 178/KH-UBND của UBND huyện Cao Lãnh, giai đoạn 2021 – 2030"),
        ("tui nhua", "Giảm túi nhựa khó phân hủy"),
        ("889 qd ttg", "Quyết định số 889/QĐ-TTg"),
        ("phuong tra", "UBND xã Phương Trà huyện Cao Lãnh"),
        ("sct quang ngai", "Sở Công Thương tỉnh Quảng Ngãi"),
    ],
)
def test_a_name_is_found_however_it_is_typed(page: Page, typed: str, name: str) -> None:
    page.get_by_label("Tên cần tìm").press_sequentially(typed)
    assert name in found(page)
    assert len(found(page)) < 25
    expect(page.get_by_role("status")).to_contain_text("kết quả")


def test_the_words_stand_in_the_address_and_a_shared_link_opens_on_them(page: Page) -> None:
    page.get_by_label("Tên cần tìm").fill("bien hoa")
    assert "ten=bien+hoa" in page.url
    page.goto(page.url)
    assert page.get_by_label("Tên cần tìm").input_value() == "bien hoa"
    assert all("Biên Hòa" in name for name in found(page))
    assert found(page)


def test_nothing_found_says_so_and_markup_typed_stays_text(page: Page) -> None:
    page.get_by_label("Tên cần tìm").fill("<img src=x onerror=alert(1)> zzz")
    expect(page.get_by_role("status")).to_contain_text("Không có tên nào như vậy")
    assert page.locator("main img[src=x], article img[src=x]").count() == 0


def test_without_scripts_the_whole_list_stands_there(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.base}tra-cuu/")
    assert page.locator("[data-ps-lookup]").is_hidden()
    assert page.locator("[data-ps-kind] li").count() > 150
    page.context.close()
