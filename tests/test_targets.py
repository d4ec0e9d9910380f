"""Targets across the five plans, and the chain of documents: what stands beside what, and what is not made up."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.corpus import Corpus
from generator.pages import targets
from generator.pages.render import Renderer, environment
from generator.survey import survey
from generator.views.aims import AimRow, population
from generator.views.chain import Chain, ChainNode
from generator.views.excerpts import Fresh
from generator.views.gists import gists
from generator.views.indicators import used_indicators
from generator.views.targets import IndicatorView, indicator_view
from generator.views.timeline import timeline_view
from tests.conftest import TINY

ROOT = Path(__file__).parents[1]


@cache
def corpus() -> Corpus:
    return survey(ROOT / "content").corpus


@cache
def indicators() -> dict[str, IndicatorView]:
    used = used_indicators(corpus(), gists(corpus()))
    return {each.term.name: indicator_view(Fresh(corpus()), each.term, each.plans) for each in used}


def rows(indicator: str, place: str) -> list[AimRow]:
    return [row for row in indicators()[indicator].rows if row.place == place]


def clauses(row: AimRow) -> list[str]:
    return [said.clause.text for said in row.statements]


def test_the_province_stands_beside_its_district() -> None:
    view = indicators()["Giảm túi nhựa khó phân hủy"]
    assert [(row.place, population(row.among), row.comparator, row.value, row.years) for row in view.rows] == [
        ("tỉnh Đồng Tháp", "chợ đạt chuẩn văn minh", "at_least", "40", "2023"),
        ("huyện Cao Lãnh", "chợ đạt chuẩn văn minh", "at_least", "60", "2021–2025"),
        ("huyện Cao Lãnh", "chợ đạt chuẩn văn minh", "at_least", "90", "2030"),
        ("tỉnh Đồng Tháp", "chợ nông thôn mới", "at_least", "20", "2023"),
        ("huyện Cao Lãnh", "chợ nông thôn mới", "at_least", "40", "2021–2025"),
        ("huyện Cao Lãnh", "chợ nông thôn mới", "at_least", "80", "2030"),
    ]
    assert [len(panel.marks) for panel in view.panels] == [3, 3]


def test_one_target_said_in_three_clauses_is_one_row() -> None:
    (model,) = rows("Mô hình sản xuất bền vững ngành hóa chất", "tỉnh Đồng Nai")
    assert (model.value, clauses(model)) == ("1", ["I.2.b", "II.2", "II.2, gạch 4"])
    (cleaner,) = rows("Mô hình sản xuất sạch hơn, sản xuất và tiêu dùng bền vững", "tỉnh Quảng Ngãi")
    assert (cleaner.value, clauses(cleaner)) == ("1 – 2", ["II.2.a, gạch 2", "III.2, gạch 1", "V.5, gạch 1"])
    assert [said.years for said in cleaner.statements] == ["2021–2025", None, None]


def test_one_level_for_two_horizons_is_two_rows() -> None:
    found = rows("Phổ biến, nhân rộng mô hình sản xuất và tiêu dùng bền vững", "huyện Cao Lãnh")
    assert [row.years for row in found] == ["2021–2025", "2030"]


def test_the_period_of_the_plan_is_not_passed_off_as_a_horizon() -> None:
    """«II, gạch 2» of the department's plan for 2022 prints no year."""
    found = [
        row
        for row in rows("Cơ quan, đơn vị sử dụng sản phẩm thân thiện môi trường", "tỉnh Đồng Tháp")
        if "Sở Kế hoạch" in row.plan.text
    ]
    assert [(row.years, row.printed) for row in found] == [(None, None)]


def test_every_target_is_on_its_page_once() -> None:
    stated = [said.clause.url for view in indicators().values() for row in view.rows for said in row.statements]
    assert len(stated) == len(corpus().targets)


def test_the_pages_say_it_in_words() -> None:
    pages = {
        page.address: page.html
        for page in targets.pages(corpus(), Renderer(environment(ROOT / "templates")), "2026-01-01")
    }
    assert len(pages) == len(indicators()) + 1
    repeated = pages["chi-tieu/mo-hinh-san-xuat-ben-vung-nganh-hoa-chat/"]
    assert "Kế hoạch nêu mức này ở 3 điểm; không cộng lại." in repeated
    unsaid = pages["chi-tieu/co-quan-don-vi-su-dung-san-pham-than-thien-moi-truong/"]
    assert '<td data-label="Đến năm"><span class="ps-muted">không ghi</span></td>' in unsaid
    drawn = pages["chi-tieu/giam-tui-nhua-kho-phan-huy/"]
    assert "huyện Cao Lãnh, 2021–2025: ít nhất 60%" in drawn
    assert drawn.index("<table") < drawn.index("<svg")


def names(node: ChainNode) -> list[object]:
    return [node.link.text, *(names(below) for below in node.below)]


def test_the_chain_runs_from_the_country_to_the_district() -> None:
    document = corpus().registry.documents["07-kh-ubnd-ubnd-tinh-dong-thap-2021"]
    (top,) = Chain(corpus()).around(document)
    (middle,) = top.below
    assert (top.link.text, top.level, middle.level, middle.here) == (
        "Quyết định số 889/QĐ-TTg",
        "central",
        "province",
        True,
    )
    assert {(node.level, node.relation) for node in middle.below} == {
        ("department", "basis"),
        ("district", "implements"),
        ("province", "implements"),
    }


def test_what_is_implied_is_not_drawn_twice() -> None:
    """The province's plan for 2023 names 889/QĐ-TTg and 07/KH-UBND, which implements it: it hangs below the latter."""
    tree = Chain(corpus()).whole()[0]
    assert str(names(tree)).count("391/KH-UBND") == 1
    assert [node.level for node in tree.below] == ["ministry", "province"]


def test_a_document_that_stands_alone_has_no_chain() -> None:
    document = corpus().registry.documents["luat-ngan-sach-nha-nuoc"]
    assert Chain(corpus()).around(document) == ()


def test_the_timeline_tells_days_of_every_year_once() -> None:
    view = timeline_view(corpus())
    assert view is not None
    told = {row.name: (row.yearly, row.once, len(row.track.days)) for row in view.rows}
    assert told["Kế hoạch 178/KH-UBND của UBND huyện Cao Lãnh"] == (("04/12",), (), 10)
    assert told["Kế hoạch của UBND tỉnh Đồng Nai"] == ((), ("30/11/2024", "24/12/2024"), 2)
    assert told["Kế hoạch của Sở Kế hoạch và Đầu tư tỉnh Đồng Tháp"] == ((), (), 0)


def test_an_indicator_with_an_address_of_its_own_is_still_found_by_its_name(content: Path) -> None:
    register = content / "indicators.yaml"
    named = "- name: Vụ vi phạm về nguồn nước\n"
    told = register.read_text(encoding="utf-8")
    register.write_text(told.replace(named, f"{named}  id: vi-pham\n"), encoding="utf-8")
    found = survey(content)
    assert found.problems == ()
    assert [fact.indicator for fact in found.corpus.targets].count("vi-pham") == sum(
        fact.indicator == "vu-vi-pham-ve-nguon-nuoc" for fact in survey(TINY).corpus.targets
    )
