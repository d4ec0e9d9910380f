"""Lists that have no room on one page: everything stays within reach, at addresses that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator import urls
from generator.exports.origin import Origin
from generator.history import Commits, History
from generator.pages.jobs import Works, outputs
from generator.pages.render import Page
from generator.survey import survey
from generator.views import parts
from generator.views.parts import Sheet, dated, sheets
from tests.tiny import TINY, tiny

TEMPLATES = Path(__file__).parents[2] / "templates"
TODAY = "2022-12-05"


def of_site() -> dict[str, Page]:
    works = Works(tiny(), survey(TINY).content, History((), True), Origin(), Commits(), TEMPLATES, TODAY, "Kế hoạch")
    pages = [output for output in outputs(works) if isinstance(output, Page)]
    found = {page.address: page for page in pages}
    assert len(found) == len(pages), "no two pages share an address"
    return found


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> dict[str, Page]:
    """The tiny corpus on pages that have room for next to nothing."""
    monkeypatch.setattr(parts, "PAGE", 300)
    return of_site()


def links(page: Page) -> Iterator[tuple[str, str]]:
    """(address from the site's root, anchor) of every link to the site itself."""
    for href in re.findall(r'href="([^"]+)"', page.html):
        target = urlsplit(unescape(href))
        if not target.scheme:
            up = target.path.count("../")
            steps = page.address.split("/")[:-1]
            rest = target.path.replace("../", "").removeprefix("./")
            base = steps[: len(steps) - up] if target.path else steps
            yield "/".join([*base, rest]) if base and target.path else rest or page.address, target.fragment


def of_parts(pages: dict[str, Page]) -> set[str]:
    """The addresses that are there only because lists are split."""
    return set(pages) - set(of_whole())


def of_whole() -> dict[str, Page]:
    room = parts.PAGE
    parts.PAGE = 200_000
    try:
        return of_site()
    finally:
        parts.PAGE = room


def test_nothing_is_split_while_it_has_room() -> None:
    pages = of_site()
    assert not [address for address in pages if re.search(r"/(nam|noi)/|/\d{4}/\d\d/|don-vi/.*/\d{4}/", address)]
    assert urls.UNDATED not in pages
    assert not [page.address for page in pages.values() if "Danh sách dài" in page.html]


def test_every_kind_of_list_is_split(narrow: dict[str, Page]) -> None:
    for form in (
        r"ke-hoach/nam/2022/", r"ke-hoach/nam/2022/01/", r"don-vi/[a-z-]+/2022/", r"don-vi/[a-z-]+/2022/03/",
        r"chi-tieu/noi/[a-z-]+/", r"chi-tieu/[a-z-]+/2022/", r"thoi-han/2022/12/", r"thoi-han/2022/12/04/",
        r"van-ban/nam/2021/", r"van-ban/[a-z0-9-]+/2022/", r"dia-phuong/tinh-an-binh/2022/", r"chu-de/nuoc-sach/2022/",
        r"thoi-han/khong-ghi-ngay/",
    ):  # fmt: skip
        assert any(re.fullmatch(form, address) for address in narrow), form


def test_every_link_leads_somewhere(narrow: dict[str, Page]) -> None:
    ids = {address: set(re.findall(r'\bid="([^"]+)"', page.html)) for address, page in narrow.items()}
    for page in narrow.values():
        for address, anchor in links(page):
            if address.endswith("/") or not address:
                known = address in narrow or address.startswith(("gioi-thieu/", "huong-dan/", "du-lieu/"))
                assert known, (page.address, address)
                assert not anchor or address not in ids or anchor in ids[address], (page.address, address, anchor)


def test_every_part_is_reached_from_its_list_and_says_which_it_is(narrow: dict[str, Page]) -> None:
    own = of_parts(narrow)
    assert len(own) > 30
    ways = {address: {target for target, _ in links(page)} for address, page in narrow.items()}
    for address in own:
        page = narrow[address]
        above = next(up for up in parents(address) if up in narrow)
        assert address in ways[above], (above, address)
        assert {link.url for link in page.crumbs} <= set(narrow), address
        assert above in {link.url for link in page.crumbs}, address
        assert page.description
        heading = re.search(r"<h1>(.*?)</h1>", page.html)
        assert heading
        assert heading[1]
    titles = [narrow[address].title for address in own]
    assert len(set(titles)) == len(titles)


def parents(address: str) -> Iterator[str]:
    steps = address.rstrip("/").split("/")
    for count in range(len(steps) - 1, -1, -1):
        yield "".join(f"{step}/" for step in steps[:count])


def test_every_duty_is_reached_from_its_unit(narrow: dict[str, Page]) -> None:
    corpus = tiny()
    for unit, held in corpus.duties_of_unit.items():
        mine = [page for address, page in narrow.items() if address.startswith(urls.unit(unit))]
        told = {f"{address}#{anchor}" for page in mine for address, anchor in links(page)}
        plans = {address for page in mine for address, anchor in links(page) if anchor == "phan-cong"}
        for duty in held:
            assert urls.clause(duty.plan, duty.clause) in told or urls.plan(duty.plan) in plans, duty.id


def test_the_numbers_of_a_split_unit_are_those_of_the_whole(narrow: dict[str, Page]) -> None:
    unit = urls.unit("so-cong-thuong-tinh-an-binh")
    table = re.search(r"<caption>Toàn bộ việc.*?</table>", narrow[unit].html, re.DOTALL)
    assert table
    counted = sum(int(number) for number in re.findall(r'ps-num">(\d+)<', table[0]))
    corpus, key = tiny(), "so-cong-thuong-tinh-an-binh"
    sure = sum(duty.certain for duty in corpus.duties_of_unit[key])
    assert counted == sure + len(corpus.reports_owed.get(key, ())) + len(corpus.reports_received.get(key, ()))


def listed(*days: str | None, weight: int = 60_000) -> list[Sheet[str | None]]:
    return list(sheets(days, lambda _: weight, "x/", dated(lambda day: day)))


def test_parts_follow_from_what_is_listed() -> None:
    assert [sheet.address for sheet in listed("2024-01-02", "2023", None)] == ["x/"]
    many = listed("2024-01-02", "2023-05-01", "2023", None)
    assert [(sheet.address, sheet.items) for sheet in many] == [
        ("x/", ("2024-01-02",)),
        ("x/2024/", ("2024-01-02",)),
        ("x/2023/", ("2023-05-01", "2023")),
        ("x/khong-ro-nam/", (None,)),
    ]
    assert [sheet.part for sheet in many] == [None, "năm 2024", "năm 2023", "không rõ năm"]


def test_a_long_year_is_split_by_month_and_keeps_its_address() -> None:
    many = listed("2024-11", "2024-11-03", "2024-10-05", "2024", "2019")
    assert {sheet.address: sheet.items for sheet in many} == {
        "x/": ("2024-11", "2024-11-03"),
        "x/2024/": ("2024-11", "2024-11-03"),
        "x/2024/11/": ("2024-11", "2024-11-03"),
        "x/2024/10/": ("2024-10-05",),
        "x/2024/khong-ro-thang/": ("2024",),
        "x/2019/": ("2019",),
    }
    assert [link.url for link in many[2].above] == ["x/2024/"]


def test_where_days_are_ahead_the_next_one_stands_first() -> None:
    days = ("2024-03-01", "2024-06-01", "2024-12-01")

    def shown(now: str) -> tuple[str, ...]:
        levels = (parts.months(str),)
        return next(iter(sheets(days, lambda _: 90_000, "x/", levels, now=now, rising=True))).items

    assert [shown(now) for now in ("2024-06-20", "2024-07-01", "2023-01-01", "2025-01-01")] == [
        ("2024-06-01",), ("2024-12-01",), ("2024-03-01",), ("2024-03-01",)
    ]  # fmt: skip
