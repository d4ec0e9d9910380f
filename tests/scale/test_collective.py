"""A collective of 700 members with thousands of duties: no page, no list, no memory grows with their product."""

from __future__ import annotations

import re
import shutil
import tracemalloc
from pathlib import Path

import pytest

from generator import urls
from generator.content import read_content
from generator.corpus import Corpus
from generator.exports.lists import Lists
from generator.exports.work import duty_records
from generator.pages import deadlines, places, plans, units
from generator.pages.render import Page, Renderer, environment
from generator.registry import MANY
from generator.resolver.corpus import resolve
from generator.views import parts
from generator.views.work import WorkRows
from tests.tiny import TINY

TEMPLATES = Path(__file__).parents[2] / "templates"
TODAY = "2025-12-05"
COLLECTIVE, MEMBER = "cac-truong-hoc-tinh-an-binh", "truong-so-7-tinh-an-binh"
PLANS, DUTIES = 20, 100
LARGEST = 500_000
"""Bytes of the HTML of a page: what was promised."""
TEXT = "Tổ chức kiểm tra, bảo dưỡng bể chứa nước và hệ thống lọc, báo cáo kết quả về cơ quan cấp trên trực tiếp"

UNITS = """place: tỉnh An Bình
units:
  - {{name: UBND tỉnh An Bình, kind: UBND}}
  - {{name: Các trường học, kind: tập thể, members: {{kind: trung tâm}}}}
{members}"""
PLAN = """type: KẾ HOẠCH
number: {number}/KH-UBND
issued: An Bình, ngày 20 tháng {month} năm {year}
title: Cấp nước sạch trường học năm {year}
place: tỉnh An Bình
period: năm {year}
not_printed:
  issuer: {{is: UBND tỉnh An Bình, because: dòng «Ủy ban nhân dân tỉnh»}}
source: {{file: sources/nuoc.txt, sha256: {hash}, foot: 1-2}}
preamble:
  - text: Căn cứ tình hình thực tế
sections:
  - label: I.
    title: PHÂN CÔNG
    kind: assignments
    items:
{items}signature: {{post: CHỦ TỊCH, by: Nguyễn Văn An}}
recipients: [{{text: Như trên}}]
"""
ITEM = """      - label: "{number}."
        text: {text} đợt {number}.
        assigned: Các trường học
        time: trước ngày 0{day}/12/{year}
        reports: [{{to: UBND tỉnh An Bình, time: trước ngày 0{day}/12/{year}}}]
"""


def written(folder: Path, members: int, plans: int = PLANS) -> Corpus:
    """The corpus of so many plans, each with `DUTIES` duties of a collective of so many members."""
    (folder / "units").mkdir(parents=True)
    (folder / "plans/an-binh").mkdir(parents=True)
    for register in ("abbreviations", "documents", "indicators", "topics"):
        shutil.copyfile(TINY / f"{register}.yaml", folder / f"{register}.yaml")
    (folder / "places.yaml").write_text("- {name: tỉnh An Bình, level: tỉnh}\n", encoding="utf-8")
    schools = "".join(f"  - {{name: Trường số {number}, kind: trung tâm}}\n" for number in range(members))
    (folder / "units/an-binh.yaml").write_text(UNITS.format(members=schools), encoding="utf-8")
    for number in range(plans):
        year = 2024 + number // 10
        items = "".join(
            ITEM.format(number=item, text=TEXT, day=1 + item % 9, year=year) for item in range(1, DUTIES + 1)
        )
        text = PLAN.format(number=number + 1, month=number % 10 + 1, year=year, items=items, hash="0" * 64)
        (folder / f"plans/an-binh/ke-hoach-{number}.yaml").write_text(text, encoding="utf-8")
    content, problems = read_content(folder)
    assert [problem.line("en") for problem in problems if problem.level == "error"] == []
    return resolve(content.plans, content.registry)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return written(tmp_path_factory.mktemp("large"), 700)


def renderer() -> Renderer:
    return Renderer(environment(TEMPLATES), "https://x.example/")


def test_what_a_large_collective_has_to_do_is_told_once(corpus: Corpus) -> None:
    assert len(corpus.duties) == PLANS * DUTIES
    assert {duty.unit for duty in corpus.duties} == {COLLECTIVE}
    assert {unit for link in corpus.reports for unit in link.sender_units} == {COLLECTIVE}
    assert len(duty_records(corpus)) == PLANS * DUTIES
    units = corpus.registry.units
    lists = Lists(corpus)
    count, rows = lists.of(units[COLLECTIVE])
    assert len([*rows]) == count == 2 * PLANS * DUTIES
    assert lists.of(units[MEMBER])[0] == 0
    assert [group.id for group in corpus.large_collectives_of[MEMBER]] == [COLLECTIVE]


def test_members_of_a_smaller_collective_have_their_own(tmp_path: Path) -> None:
    corpus = written(tmp_path / "few", 5, plans=2)
    assert len(corpus.duties) == 6 * 2 * DUTIES
    assert corpus.large_collectives_of == {}


def test_memory_does_not_grow_with_members_times_duties(corpus: Corpus, tmp_path: Path) -> None:
    """Four times the members, all above the bound: the register and its indexes grow, what is resolved does not."""
    sizes, some = [], corpus.plans[:4]
    for members in (300, 1200):
        registry = written(tmp_path / str(members), members, plans=1).registry
        tracemalloc.start()
        made = resolve(some, registry)
        sizes.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert made.duties == corpus.duties[: len(some) * DUTIES]
    assert MANY < 300
    assert sizes[1] < 1.2 * sizes[0]


@pytest.fixture(scope="module")
def of_collective(corpus: Corpus) -> dict[str, Page]:
    only = {COLLECTIVE: corpus.registry.units[COLLECTIVE], MEMBER: corpus.registry.units[MEMBER]}
    shown = renderer()
    found = [page for unit in only.values() for page in units.of_unit(WorkRows(corpus), shown, unit, TODAY)]
    found += plans.pages(corpus, shown, TODAY)
    found += deadlines.pages(corpus, shown, TODAY)
    found += places.pages(corpus, shown, TODAY)
    return {page.address: page for page in found}


def test_no_page_is_larger_than_promised(of_collective: dict[str, Page]) -> None:
    heavy = {address: size for address, page in of_collective.items() if (size := weight(page)) > LARGEST}
    assert heavy == {}
    lists = [page for address, page in of_collective.items() if not address.startswith("ke-hoach/ke-hoach-")]
    assert max(map(weight, lists)) > parts.PAGE / 2, "there is something to split"


def weight(page: Page) -> int:
    return len(page.html.encode()) + len(page.head.encode())


def test_every_duty_is_within_reach_of_the_collective_and_the_collective_of_its_members(
    corpus: Corpus, of_collective: dict[str, Page]
) -> None:
    mine = [page.html for address, page in of_collective.items() if address.startswith(urls.unit(COLLECTIVE))]
    assert len(mine) > 20, "years and their months"
    told = "".join(mine)
    for duty in corpus.duties:
        assert f'{urls.clause(duty.plan, duty.clause)}"' in told or f"{urls.plan(duty.plan)}#phan-cong" in told
    member = of_collective[urls.unit(MEMBER)].html
    assert f'<a href="../../{urls.unit(COLLECTIVE)}">' in member
    assert f"{PLANS * DUTIES} việc" in member


def test_what_has_no_room_in_a_month_is_counted_by_plan(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PAGE", 20_000)
    unit = corpus.registry.units[COLLECTIVE]
    pages = {page.address: page.html for page in units.of_unit(WorkRows(corpus), renderer(), unit, TODAY)}
    month = pages[f"{urls.unit(COLLECTIVE)}2024/01/"]
    rows = month.count('<tr data-role="')
    left = sum(int(part.split()[-1]) for part in month.split(" việc")[:-1] if part.split()[-1].isdigit())
    assert 0 < rows < 2 * DUTIES
    assert "ke-hoach/ke-hoach-0/#phan-cong" in month
    assert left > 0


def test_a_month_of_a_place_shows_what_has_room_and_counts_the_rest(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PAGE", 30_000)
    pages = {page.address: page for page in places.pages(corpus, renderer(), TODAY)}
    month = pages[f"{urls.place('tinh-an-binh')}2024/01/"]
    told = re.search(r"không đủ chỗ cho (\d+) thời hạn", month.html)
    shown = month.html.count("<li><time ")
    assert told
    assert shown > 0
    assert shown + int(told[1]) == DUTIES
    assert "ke-hoach/ke-hoach-0/" in month.html
    assert weight(month) < 60_000
