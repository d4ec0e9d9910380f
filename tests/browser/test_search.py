"""The search as readers meet it: the dialog on every page, the page with its narrowing, and hosts that fail."""

from __future__ import annotations

import functools
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Site, wait_for_fonts
from tools.serve import PatientServer, StaticHost, packed

pytestmark = pytest.mark.browser

PLAN = "ke-hoach/cao-lanh-178-2021/"
TYPED = "cho nong thon moi"
FOUND = f"{PLAN}#ii-1-g4"
"""«chợ nông thôn mới» as most people type it, and the clause that answers it."""
PAYLOAD = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>"\'><svg onload=window.ran=1>'
WRONG = "qwzxkjhv"
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
FAILED = re.compile("^Chưa tải được")
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which no script may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Tìm trong mọi kế hoạch")


def box(page: Page) -> Locator:
    return dialog(page).get_by_role("searchbox")


def results(page: Page) -> Locator:
    return dialog(page).get_by_role("list").get_by_role("link")


def status(page: Page) -> Locator:
    """What is said aloud: of the dialog while it is open, else of the page."""
    return page.get_by_role("status").filter(visible=True).first


def listed(page: Page) -> Locator:
    return page.locator("[data-ps-results] a")


def settled(page: Page) -> None:
    """What is shown is what was asked for last; to be asked once something is shown, else nothing is loaded yet."""
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def found(links: Locator, base: str, address: str = FOUND) -> None:
    """The first of them leads there; while someone types, others may stand first for a moment."""
    expect(links.first).to_be_visible()
    settled(links.page)
    expect(links.first).to_have_js_property("href", f"{base}{address}")


@contextmanager
def held(page: Page, pattern: str) -> Iterator[None]:
    """What is asked for within is answered at the end only; the page has taken the answers in then."""
    routes: list[Route] = []
    over = False

    def hold(route: Route) -> None:
        if over:
            route.continue_()
        else:
            routes.append(route)

    page.route(pattern, hold)
    with page.expect_request(pattern):
        yield
    page.evaluate(NEXT_FRAME)  # others asked for with it
    over = True
    for route in routes:
        with page.expect_event("requestfinished", lambda request, mine=route.request: request == mine):
            route.continue_()
    page.evaluate(NEXT_FRAME)
    page.unroute(pattern)


# --- the dialog ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["slash", "keys", "header", "home"])
def test_every_way_in_finds_what_is_typed_without_marks(site: Site, page: Page, way: str) -> None:
    page.goto(site.base if way == "home" else f"{site.base}{PLAN}")
    if way in ("slash", "keys"):
        page.keyboard.press({"slash": "/", "keys": "Control+k"}[way])
    elif way == "header":
        page.get_by_role("banner").get_by_role("link", name="Tìm", exact=True).click()
    else:
        page.get_by_role("main").get_by_role("link", name="Tìm đơn vị, việc, chỉ tiêu").click()
    expect(box(page)).to_be_focused()
    page.keyboard.type(TYPED)
    found(results(page), site.base)
    expect(results(page).first.locator("mark").filter(has_text="chợ nông thôn mới")).to_be_visible()
    assert page.url.split("?")[0] in (site.base, f"{site.base}{PLAN}"), "the page below stays"


def test_arrows_walk_and_enter_lands_on_the_clause(site: Site, page: Page) -> None:
    page.goto(site.base)
    page.keyboard.press("/")
    page.keyboard.type(TYPED)
    found(results(page), site.base)
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.base}{FOUND}")
    expect(page.locator("#ii-1-g4")).to_be_in_viewport()


def test_the_page_of_what_is_not_there_can_be_searched_from(site: Site, page: Page) -> None:
    page.goto(f"{site.base}404.html")
    page.get_by_role("main").get_by_role("link", name="Tìm đơn vị, việc, chỉ tiêu").click()
    page.keyboard.type(TYPED)
    found(results(page), site.base)


def put(page: Page, question: str) -> None:
    """As when it is typed, wherever the focus is."""
    box(page).evaluate("(box, typed) => { box.value = typed; box.dispatchEvent(new Event('input')); }", question)


def test_new_results_leave_the_focus_where_it_was(site: Site, page: Page) -> None:
    """On a slow line results come after the reader has walked on to those of fewer letters."""
    page.goto(site.base)
    page.keyboard.press("/")
    page.keyboard.type("cho nong")
    expect(results(page).nth(1)).to_be_visible()
    put(page, TYPED)
    page.keyboard.press("ArrowDown")
    found(results(page), site.base)
    expect(results(page).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()


def test_a_result_on_the_same_page_closes_the_dialog(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    page.keyboard.type(TYPED)
    found(results(page), site.base)
    results(page).first.click()
    page.wait_for_url(f"{site.base}{FOUND}")
    expect(dialog(page)).to_be_hidden()
    expect(page.locator("#ii-1-g4")).to_be_in_viewport()


def test_enter_in_the_box_opens_the_page_of_the_search(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tra-cuu/\?q="))
    assert page.url.startswith(f"{site.base}tra-cuu/?")
    assert parse_qs(urlsplit(page.url).query) == {"q": [TYPED]}
    found(listed(page), site.base)


def test_the_way_to_all_results_takes_the_question_along(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    page.keyboard.type("sở công thương & %")
    more = dialog(page).get_by_role("link", name=re.compile("^Xem tất cả kết quả"))
    more.click()
    expect(page.get_by_role("searchbox")).to_have_value("sở công thương & %")
    expect(listed(page).first).to_be_visible()


def test_the_way_to_all_results_takes_what_stands_in_the_box_now(site: Site, page: Page) -> None:
    """Also while the results below it are still those of fewer letters."""
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    page.keyboard.type("cho nong")
    more = dialog(page).get_by_role("link", name=re.compile("^Xem tất cả kết quả"))
    expect(more).to_be_visible()
    href = page.evaluate(
        """() => {
          const dialog = document.querySelector("dialog[open]");
          const box = dialog.querySelector("input");
          box.value += " thon moi";
          box.dispatchEvent(new Event("input", { bubbles: true }));
          return dialog.querySelector("[data-ps-find-all]").href;
        }"""
    )
    assert parse_qs(urlsplit(href).query) == {"q": [TYPED]}


def test_the_key_opens_the_dialog_at_once_after_it_closed(site: Site, page: Page) -> None:
    """Keys arrive at the box of the closed dialog until the next frame is drawn."""
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    opened = page.evaluate(
        """() => {
          const dialog = document.querySelector("dialog[open]");
          const box = dialog.querySelector("input");
          dialog.close();
          box.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true }));
          return dialog.open;
        }"""
    )
    assert opened


def test_a_pressed_result_is_followed_though_others_come_before_it_is_let_go(site: Site, page: Page) -> None:
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    box(page).fill("cho nong")
    expect(results(page).nth(1)).to_be_visible()
    settled(page)
    pressed = results(page).nth(1).evaluate("link => link.href")
    results(page).nth(1).hover()
    page.mouse.down()
    with held(page, "**/search/*/t*"):
        put(page, "truyen thanh thong minh")
    page.mouse.up()
    page.wait_for_url(pressed)


def test_words_can_be_marked_beyond_the_edge_of_the_dialog(site: Site, page: Page) -> None:
    """What is pressed inside and let go outside is no click outside."""
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    page.keyboard.type("cho nong")
    box(page).hover()
    page.mouse.down()
    page.mouse.move(5, 600)
    page.mouse.up()
    expect(dialog(page)).to_be_visible()
    expect(box(page)).to_be_focused()


@pytest.mark.parametrize("way", ["Escape", "Đóng", "outside"])
def test_closing_gives_the_focus_back(site: Site, page: Page, way: str) -> None:
    page.goto(f"{site.base}{PLAN}")
    opener = page.get_by_role("banner").get_by_role("link", name="Tìm", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    page.keyboard.type("cho")
    if way == "outside":
        page.mouse.click(5, 600)
    elif way == "Đóng":
        dialog(page).get_by_role("button", name="Đóng").click()
    else:
        page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_stroke_in_a_field_is_a_stroke(site: Site, page: Page) -> None:
    page.goto(f"{site.base}tra-cuu/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("178/KH")
    expect(page.get_by_role("searchbox")).to_have_value("178/KH")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(dialog(page)).to_be_hidden()


def test_the_number_of_results_is_announced(site: Site, page: Page) -> None:
    page.goto(site.base)
    page.keyboard.press("/")
    expect(box(page)).to_have_accessible_description("")
    page.keyboard.type("truyen thanh")
    expect(status(page)).to_have_text(re.compile(r"^(Ít nhất \d+ kết quả, gần nhất trước|\d+ kết quả)\.$"))
    expect(box(page)).to_have_accessible_description(re.compile("kết quả"))
    box(page).fill("")
    expect(status(page)).to_have_text("")
    expect(results(page)).to_have_count(0)
    box(page).fill("nang luogn tiet kiem")
    expect(status(page)).to_have_text(re.compile("đã tìm «nang luong tiet kiem»"))


def test_a_wrong_question_says_so(site: Site, page: Page) -> None:
    page.goto(site.base)
    page.keyboard.press("/")
    page.keyboard.type(WRONG)
    expect(status(page)).to_have_text(re.compile(f"^Không thấy gì cho «{WRONG}»"))
    expect(results(page)).to_have_count(0)
    page.goto(f"{site.base}tra-cuu/?q={WRONG}")
    expect(status(page)).to_have_text(re.compile(f"^Không thấy gì cho «{WRONG}»"))
    expect(listed(page)).to_have_count(0)


def test_a_script_typed_as_a_question_is_text(site: Site, page: Page) -> None:
    page.goto(site.base)
    page.keyboard.press("/")
    box(page).fill(f"túi ni lông {PAYLOAD}")
    expect(status(page)).not_to_have_text("")
    assert dialog(page).locator("img, script, [onerror], [onload]").count() == 0
    page.goto(f"{site.base}tra-cuu/?q={quote(PAYLOAD)}&noi={quote(PAYLOAD)}&don-vi={quote(PAYLOAD)}")
    expect(page.get_by_role("searchbox")).to_have_value(PAYLOAD)
    expect(status(page)).to_contain_text(PAYLOAD)
    assert page.get_by_role("main").locator("img, script:not([type]), [onerror], [onload]").count() == 0
    assert page.evaluate("window.ran") is None


def test_the_search_makes_no_markup_of_text(site: Site) -> None:
    code = (site.folder / "assets/javascripts/search.js").read_text(encoding="utf-8")
    assert "textContent" in code
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", code)


# --- the page of the search ----------------------------------------------------------------------------------------


def choose(page: Page, label: str, value: str) -> None:
    field = page.get_by_label(label, exact=True)
    expect(field.locator(f"option[value='{value}']")).to_be_attached()
    field.select_option(value)


def count_of(page: Page, label: str, value: str) -> int:
    text = page.get_by_label(label, exact=True).locator(f"option[value='{value}']").inner_text()
    counted = re.search(r"\((\d+)\)$", text)
    assert counted, text
    return int(counted[1])


def kinds(page: Page) -> set[str]:
    return set(page.locator("[data-ps-results] .ps-result__kind").all_inner_texts())


def test_narrowing_stands_in_the_address_and_back_undoes_it(site: Site, page: Page) -> None:
    page.goto(f"{site.base}tra-cuu/")
    page.get_by_role("searchbox").fill("so cong thuong")
    expect(listed(page).first).to_be_visible()
    choose(page, "Loại", "duty")
    expect(page.locator("[data-ps-results] .ps-result__kind").first).to_have_text(re.compile("Việc được giao", re.I))
    settled(page)
    assert len(kinds(page)) == 1
    expect(page).to_have_url(f"{site.base}tra-cuu/?q=so+cong+thuong&loai=duty")
    promised = count_of(page, "Nơi", "tinh-dong-thap")
    assert promised > 0
    choose(page, "Nơi", "tinh-dong-thap")
    page.wait_for_url(re.compile("noi=tinh-dong-thap"))
    expect(listed(page).first).to_have_attribute("href", re.compile("dong-thap"))
    settled(page)
    assert listed(page).count() >= promised
    assert all("dong-thap" in (link.get_attribute("href") or "") for link in listed(page).all())
    page.go_back()
    expect(page.get_by_label("Nơi", exact=True)).to_have_value("")
    expect(page.get_by_label("Loại", exact=True)).to_have_value("duty")
    expect(listed(page).filter(has_text="Quảng Ngãi").first).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Loại", exact=True)).to_have_value("")
    expect(page.get_by_role("searchbox")).to_have_value("so cong thuong")
    page.go_forward()
    expect(page.get_by_label("Loại", exact=True)).to_have_value("duty")


def test_what_is_typed_before_the_search_is_loaded_stays(site: Site, page: Page) -> None:
    with held(page, "**/search.js*"):
        page.goto(f"{site.base}tra-cuu/?q=cho&loai=target")
        page.get_by_role("searchbox").focus()
        page.keyboard.type(TYPED)
    found(listed(page), site.base)
    expect(page.get_by_role("searchbox")).to_have_value(TYPED)
    expect(page.get_by_label("Loại", exact=True)).to_have_value("target")
    expect(page).to_have_url(f"{site.base}tra-cuu/?q={TYPED.replace(' ', '+')}&loai=target")


def test_a_choice_stays_when_what_an_earlier_one_offers_comes_late(site: Site, page: Page) -> None:
    kind, later = page.get_by_label("Loại", exact=True), ExitStack()
    with held(page, "**/search/*/facets"):
        page.goto(f"{site.base}tra-cuu/?q=so+cong+thuong&loai=duty")
        expect(listed(page).first).to_be_visible()
        later.enter_context(held(page, "**/search/*/t*"))
        kind.select_option("")
    expect(kind).to_have_value("")
    later.close()
    found(listed(page), site.base, "don-vi/so-cong-thuong-tinh-dong-nai/")
    expect(kind).to_have_value("")
    expect(page).to_have_url(f"{site.base}tra-cuu/?q=so+cong+thuong")


def test_back_from_a_result_restores_the_search(site: Site, page: Page) -> None:
    page.goto(f"{site.base}tra-cuu/")
    page.get_by_role("searchbox").fill(TYPED)
    expect(listed(page).first).to_be_visible()
    choose(page, "Loại", "target")
    page.wait_for_url(re.compile("loai=target"))
    settled(page)
    listed(page).first.click()
    page.wait_for_url(re.compile("/ke-hoach/"))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value(TYPED)
    expect(page.get_by_label("Loại", exact=True)).to_have_value("target")
    found(listed(page), site.base)


def test_a_shared_link_opens_the_same(site: Site, page: Page, browser: Browser) -> None:
    page.goto(f"{site.base}tra-cuu/?q=truyen+thong&loai=duty&nam=2025&noi=huyen-cao-lanh")
    expect(listed(page).first).to_be_visible()
    settled(page)
    unit = page.get_by_label("Đơn vị được giao", exact=True).locator("option").nth(1).get_attribute("value") or ""
    choose(page, "Đơn vị được giao", unit)
    expect(page.get_by_label("Vai trò của đơn vị", exact=True)).to_be_visible()
    settled(page)
    role = page.get_by_label("Vai trò của đơn vị", exact=True).locator("option").nth(1).get_attribute("value") or ""
    choose(page, "Vai trò của đơn vị", role)
    page.wait_for_url(re.compile(f"don-vi={unit}&vai={role}&nam=2025"))
    settled(page)
    expect(listed(page).first).to_be_visible()
    shown = listed(page).all_inner_texts()
    other = browser.new_page()
    other.goto(page.url)
    expect(listed(other)).to_have_count(len(shown))
    assert listed(other).all_inner_texts() == shown
    for label in ("Loại", "Nơi", "Đơn vị được giao", "Vai trò của đơn vị", "Năm", "Chủ đề"):
        field = other.get_by_label(label, exact=True)
        expect(field).to_have_value(page.get_by_label(label, exact=True).input_value())
    expect(status(other)).to_have_text(status(page).inner_text())
    other.close()


def test_narrowing_alone_lists_and_can_be_dropped(site: Site, page: Page) -> None:
    page.goto(f"{site.base}tra-cuu/?loai=plan")
    expect(listed(page)).to_have_count(5)
    page.get_by_role("button", name="Bỏ lọc").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(listed(page)).to_have_count(0)
    expect(page).to_have_url(f"{site.base}tra-cuu/")


def test_more_results_are_shown_on_demand(site: Site, page: Page) -> None:
    page.goto(f"{site.base}tra-cuu/?q=san+xuat")
    more = page.get_by_role("button", name="Xem thêm kết quả")
    expect(more).to_be_visible()
    before = listed(page).count()
    more.click()
    expect(listed(page).nth(before)).to_be_focused()
    assert listed(page).count() > before
    addresses = [link.get_attribute("href") for link in listed(page).all()]
    assert len(set(addresses)) == len(addresses)


def test_more_results_take_no_focus_from_who_went_on(site: Site, page: Page) -> None:
    page.goto(f"{site.base}tra-cuu/?q=san+xuat")
    more = page.get_by_role("button", name="Xem thêm kết quả")
    expect(more).to_be_visible()
    settled(page)
    before = listed(page).count()
    box = page.get_by_role("searchbox")
    box.evaluate("box => { document.querySelector('[data-ps-more]').click(); box.focus(); }")
    expect(listed(page).nth(before)).to_be_visible()
    settled(page)
    expect(box).to_be_focused()


# --- without scripts, below another address, on hosts that fail ----------------------------------------------------


def test_without_scripts_the_page_says_what_to_do(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.base}{PLAN}")
    page.get_by_role("banner").get_by_role("link", name="Tìm", exact=True).click()
    page.wait_for_url(f"{site.base}tra-cuu/")
    expect(page.locator("noscript p").filter(has_text="Ô tìm kiếm cần JavaScript")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_count(0)
    lists = page.locator(".ps-lookup__lists a")
    assert lists.count() >= 5
    lists.first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


@dataclass
class Host:
    """A host with cache headers that serves the site below /abc/; `asked` are the addresses that reached it."""

    base: str
    folder: Path
    asked: list[str] = field(default_factory=list)

    def of_search(self) -> list[str]:
        below = [address.removeprefix("/abc/") for address in self.asked]
        return [address for address in below if address.startswith("search/") or "search.js" in address]


@pytest.fixture
def host(site: Site, tmp_path: Path) -> Iterator[Host]:
    (tmp_path / "abc").mkdir()
    for part in site.folder.iterdir():
        (tmp_path / "abc" / part.name).symlink_to(part)
    (tmp_path / "abc/search").unlink()
    shutil.copytree(site.folder / "search", tmp_path / "abc/search")
    served = Host("", tmp_path / "abc")

    class Listening(StaticHost):
        def do_GET(self) -> None:  # noqa: N802
            served.asked.append(self.path)
            super().do_GET()

    with PatientServer(("127.0.0.1", 0), functools.partial(Listening, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served.base = f"http://127.0.0.1:{server.server_port}/abc/"
        yield served
        server.shutdown()


def test_nothing_of_the_search_is_loaded_before_it_is_wanted(host: Host, page: Page) -> None:
    for address in ("", PLAN, "don-vi/"):
        page.goto(f"{host.base}{address}", wait_until="networkidle")
    assert host.asked
    assert host.of_search() == []
    page.keyboard.press("/")
    page.keyboard.type(TYPED)
    found(results(page), host.base)
    assert "search/index.json" in host.of_search()


def test_below_another_address_the_search_works(host: Host, page: Page) -> None:
    page.goto(f"{host.base}{PLAN}")
    page.keyboard.press("/")
    page.keyboard.type(TYPED)
    found(results(page), host.base)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host.base}{FOUND}")
    page.keyboard.press("/")
    box(page).fill("so cong thuong quang ngai")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(f"{host.base}tra-cuu/?q=")))
    found(listed(page), host.base, "don-vi/so-cong-thuong-tinh-quang-ngai/")
    listed(page).first.click()
    page.wait_for_url(f"{host.base}don-vi/so-cong-thuong-tinh-quang-ngai/")
    assert {address.split("/")[1] for address in host.asked} == {"abc"}


def test_a_kept_index_is_asked_for_anew_and_its_files_are_not(host: Host, page: Page) -> None:
    """index.json alone changes under its name: a browser that kept an old one would find what is gone."""
    for visit in (1, 2):
        page.goto(f"{host.base}tra-cuu/?q={quote(TYPED)}")
        expect(listed(page).first).to_be_visible()
        settled(page)
        asked = host.of_search()
        assert asked.count("search/index.json") == visit
    segments = [address for address in asked if address.startswith("search/") and not address.endswith(".json")]
    assert segments
    assert len(set(segments)) == len(segments), "each file of the segment is asked for once"
    old = next(path for path in (host.folder / "search").iterdir() if path.is_dir())
    old.rename(old.with_name("0123456789ab"))
    index = host.folder / "search/index.json"
    index.write_text(index.read_text(encoding="utf-8").replace(old.name, "0123456789ab"), encoding="utf-8")
    packed.cache_clear()
    host.asked.clear()
    page.goto(f"{host.base}tra-cuu/?q={quote('he thong truyen thanh')}")
    found(listed(page), host.base, f"{PLAN}#pl-i-4")
    assert any(address.startswith("search/0123456789ab/") for address in host.of_search())


def missing(route: Route) -> None:
    route.fulfill(status=404, body="")


@pytest.mark.parametrize("lost", ["**/search.js*", "**/search/index.json", "**/search/*/head", "**/search/*/d*"])
def test_a_file_that_is_not_there_is_told(site: Site, page: Page, lost: str) -> None:
    """In the dialog and on the page; `page` sees to it that no script fails."""
    page.route(lost, missing)
    page.goto(site.base)
    page.keyboard.press("/")
    page.keyboard.type(TYPED)
    expect(status(page)).to_have_text(FAILED)
    page.goto(f"{site.base}tra-cuu/?q={quote(TYPED)}")
    expect(status(page)).to_have_text(FAILED)


def test_after_a_failure_the_next_letter_finds(site: Site, page: Page) -> None:
    page.route("**/search/**", missing)
    page.goto(site.base)
    page.keyboard.press("/")
    page.keyboard.type("cho nong")
    expect(status(page)).to_have_text(FAILED)
    page.unroute("**/search/**")
    page.keyboard.type(" thon moi")
    found(results(page), site.base)


def test_after_a_failure_of_the_code_the_dialog_can_be_opened_again(site: Site, page: Page) -> None:
    page.route("**/search.js*", missing)
    page.goto(site.base)
    page.keyboard.press("/")
    page.keyboard.type(TYPED)
    expect(status(page)).to_have_text(FAILED)
    page.unroute("**/search.js*")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    page.keyboard.press("/")
    expect(box(page)).to_have_value(TYPED)
    found(results(page), site.base)


# --- for everyone --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_dialog_and_page(site: Site, browser: Browser, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{site.base}{PLAN}")
    page.keyboard.press("/")
    page.keyboard.type("truyen thanh")
    expect(results(page).first).to_be_visible()
    settled(page)
    wait_for_fonts(page)
    assert page.evaluate("document.body.dataset.mdColorScheme") == ("slate" if scheme == "dark" else "default")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("e => e.scrollWidth <= e.clientWidth", dialog(page).element_handle())
    page.goto(f"{site.base}tra-cuu/?q=truyen+thong&don-vi=phong-van-hoa-va-thong-tin-huyen-cao-lanh")
    expect(listed(page).first).to_be_visible()
    expect(page.get_by_label("Vai trò của đơn vị", exact=True)).to_be_visible()
    settled(page)
    wait_for_fonts(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def violations(page: Page) -> list[str]:
    told = Axe().run(page, options=AXE).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in told]
