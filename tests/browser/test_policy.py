"""The Content-Security-Policy of every page, and the site's own pages within it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site
from tests.browser.safety import Watch

pytestmark = pytest.mark.browser

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
KIND = re.compile(r'data-kind="([^"]+)"')


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    watching = Watch(browser)
    yield watching
    watching.context.close()


def test_every_page_has_the_policy_before_anything_is_loaded(site: Site) -> None:
    policies = set()
    for page in site.pages():
        html = site.file(page).read_text(encoding="utf-8")
        found = META.findall(html)
        assert len(found) == 1, page
        assert html.index("http-equiv") < html.index("<link"), page
        policies.update(found)
    assert len(policies) == 1
    policy = policies.pop()
    assert policy.startswith("default-src &#39;none&#39;; script-src &#39;self&#39; &#39;sha256-")
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy


def test_no_page_styles_or_acts_in_an_attribute(site: Site) -> None:
    attribute = re.compile(r'<[a-z][^>"]*(?:"[^"]*"[^>"]*)*\s(?:style|on[a-z]+)=')
    assert [page for page in site.pages() if attribute.search(site.file(page).read_text(encoding="utf-8"))] == []


def test_hosts_are_told_the_same_policy(site: Site) -> None:
    headers = (site.folder / "_headers").read_text(encoding="utf-8")
    policy = META.findall(site.file("").read_text(encoding="utf-8"))[0].replace("&#39;", "'")
    assert f"  Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in headers


def test_a_strange_script_is_refused_and_reported(site: Site, watch: Watch) -> None:
    """What the other tests listen for is really said."""
    watch.page.goto(site.base)
    watch.page.evaluate("""() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="window.ran = true">x</p>');
      document.body.lastElementChild.click();
    }""")
    watch.settle()
    assert watch.page.evaluate("window.ran") is None
    assert {said.split(": ")[1] for said in watch.said if "-src-" in said.split(": ")[1]} == {
        "script-src-elem",
        "script-src-attr",
        "style-src-attr",
    }


def test_a_page_of_each_kind_keeps_to_the_policy(site: Site, watch: Watch) -> None:
    kinds = {KIND.findall(site.file(page).read_text(encoding="utf-8"))[0]: page for page in site.pages()}
    assert {"home", "plan", "unit", "text"} <= kinds.keys()
    for page in (*kinds.values(), "404.html"):
        watch.page.goto(f"{site.base}{page}")
        watch.settle()
    assert watch.said == []


def test_search_palette_sheet_and_filter_keep_to_the_policy(site: Site, watch: Watch) -> None:
    page = watch.page
    page.goto(site.base)
    before = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator("[data-ps-palette]").first.click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", before or "")
    page.keyboard.press("/")
    page.keyboard.type("tui nhua")
    expect(page.locator("#ps-tim .ps-result").first).to_be_visible()
    watch.settle()
    page.goto(f"{site.base}tra-cuu/?q=tui+nhua")
    expect(page.locator(".ps-result").first).to_be_visible()
    watch.settle()
    page.goto(f"{site.base}ke-hoach/cao-lanh-178-2021/")
    page.locator("#v-1-g2").hover()
    page.locator('.ps-anchor[href="#v-1-g2"]').click()
    expect(page.locator("#ps-trich-dan")).to_be_visible()
    watch.settle()
    page.goto(f"{site.base}don-vi/phong-kinh-te-va-ha-tang-huyen-cao-lanh/")
    page.locator("#loc-vai").select_option(index=1)
    expect(page.locator("[data-ps-filter]")).to_have_attribute("data-on", "")
    watch.settle()
    assert watch.said == []
