"""Clauses cited as administrative documents cite them, and printed words cut into pieces without losing a letter."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from generator.corpus import Corpus
from generator.model.plan import Note
from generator.outline import PlanClause
from generator.survey import survey
from generator.views.citation_style import clause_places, plan_citation, printed_date
from generator.views.segments import Segment, own_names, segments, unit_names
from generator.views.text import LineView, reading, text_lines

CAO_LANH = "cao-lanh-178-2021"


@cache
def five() -> Corpus:
    return survey(Path(__file__).parents[1] / "content").corpus


def whole(slug: str, clause: str) -> str:
    return f"{clause_places(five().plan_by_slug[slug])[clause]} {named(slug)}"


def named(slug: str) -> str:
    corpus = five()
    issuer = corpus.issuers[slug]
    return plan_citation(corpus.plan_by_slug[slug], corpus.registry.units[issuer].full_name if issuer else None)


# --- the plan


def test_a_plan_is_cited_by_type_number_date_and_issuer() -> None:
    assert named(CAO_LANH) == "Kế hoạch số 178/KH-UBND ngày 13 tháng 10 năm 2021 của Ủy ban nhân dân huyện Cao Lãnh"


def test_without_a_number_the_summary_tells_the_plan_apart() -> None:
    cited = named("so-cong-thuong-quang-ngai-2021-2030")
    assert cited.startswith(
        "Kế hoạch ngày 01 tháng 4 năm 2021 của Sở Công Thương tỉnh Quảng Ngãi triển khai thực hiện "
    )


def test_of_a_date_with_blanks_only_what_is_printed_is_said() -> None:
    assert named("dong-nai-2024").startswith("Kế hoạch ban hành năm 2024 của Ủy ban nhân dân tỉnh Đồng Nai thực hiện ")


def test_without_a_date_none_is_said() -> None:
    cited = named("so-ke-hoach-va-dau-tu-dong-thap-2022")
    assert cited.startswith("Kế hoạch của Sở Kế hoạch và Đầu tư tỉnh Đồng Tháp thực hiện ")


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2021-04-01", "ngày 01 tháng 4 năm 2021"),
        ("2022-02-28", "ngày 28 tháng 02 năm 2022"),
        ("2022-11", "tháng 11 năm 2022"),
        ("2024", "ban hành năm 2024"),
    ],
)
def test_dates_have_noughts_as_the_decree_says(iso: str, printed: str) -> None:
    assert printed_date(iso) == printed


# --- the clause


@pytest.mark.parametrize(
    ("slug", "clause", "place"),
    [
        (CAO_LANH, "v-1-g2", "gạch đầu dòng thứ hai, khoản 1 mục V"),
        (CAO_LANH, "v", "mục V"),
        (CAO_LANH, "i-p3", "đoạn thứ ba, mục I"),
        (CAO_LANH, "mo-dau-1", "đoạn thứ nhất, phần mở đầu"),
        (CAO_LANH, "ket-2", "đoạn thứ hai, phần kết"),
        (CAO_LANH, "pl", "Phụ lục kèm theo"),
        (CAO_LANH, "pl-i", "mục I Phụ lục kèm theo"),
        (CAO_LANH, "pl-i-1-g2", "gạch đầu dòng thứ hai, dòng 1, mục I Phụ lục kèm theo"),
        ("dong-nai-2024", "iii-1-b", "điểm b khoản 1 mục III"),
    ],
)
def test_a_clause_is_cited_from_the_innermost_step_outwards(slug: str, clause: str, place: str) -> None:
    assert clause_places(five().plan_by_slug[slug])[clause] == place


def test_place_and_plan_make_one_phrase() -> None:
    assert whole(CAO_LANH, "v-1-g2") == (
        "gạch đầu dòng thứ hai, khoản 1 mục V Kế hoạch số 178/KH-UBND ngày 13 tháng 10 năm 2021 "
        "của Ủy ban nhân dân huyện Cao Lãnh"
    )


def test_no_two_clauses_of_a_plan_are_cited_alike() -> None:
    for plan in five().plans:
        places = clause_places(plan)
        assert set(places) == {clause.id for clause in plan.clauses}
        assert len(set(places.values())) == len(places)


# --- the pieces


def test_joined_pieces_are_the_printed_words_in_all_five_plans() -> None:
    corpus = five()
    for plan in corpus.plans:
        names = unit_names(corpus, plan)
        for clause in plan.clauses:
            for text in (clause.source.title, clause.source.words):
                assert _joined(clause, text, names) == (text or "")


def _joined(clause: PlanClause, text: str | None, names: dict[str, str]) -> str:
    return "".join(piece.text for piece in segments(text, own_names(clause.source, names), clause.source.notes))


def test_the_lines_of_the_page_carry_these_pieces() -> None:
    context = reading(five(), five().plan_by_slug[CAO_LANH])
    lines = {line.id: line for line in text_lines(context, "sections")}
    assert _links(lines["v-1-g1"]) == [
        ("UBND Huyện", "don-vi/ubnd-huyen-cao-lanh/"),
        ("Sở Công Thương", "don-vi/so-cong-thuong-tinh-dong-thap/"),
    ]
    assert Segment("Phát triển nông", None, "Phát triển nông thôn") in lines["v-3"].title_segments


def _links(line: LineView) -> list[tuple[str, str]]:
    return [(piece.text, piece.url) for piece in line.segments if piece.url]


def test_the_longest_name_wins_and_only_whole_words_count() -> None:
    names = {"Sở Công": "x/", "Sở Công Thương": "y/"}
    assert segments("Sở Công Thương, Sở Côngs, Sở Công.", names) == (
        Segment("Sở Công Thương", "y/"),
        Segment(", Sở Côngs, "),
        Segment("Sở Công", "x/"),
        Segment("."),
    )


def test_a_name_is_found_as_printed_not_in_other_letters() -> None:
    assert segments("các sở", {"Các sở": "x/"}) == (Segment("các sở"),)


def test_a_misprint_is_marked_once_and_no_link_is_put_into_it() -> None:
    notes = [
        Note(printed="Sở Công Tương", reads="Sở Công Thương", note="In nhầm."),
        Note(printed="gửi", note="Không rõ."),
    ]
    assert segments("gửi Sở Công Tương", {"Sở Công": "x/"}, notes) == (
        Segment("gửi "),
        Segment("Sở Công Tương", None, "Sở Công Thương"),
    )


def test_a_mark_that_stands_apart_belongs_to_its_letter() -> None:
    assert segments("thuôc\u0323", {"thuôc": "x/"}) == (Segment("thuôc\u0323"),)


def test_no_text_has_no_pieces() -> None:
    assert segments(None, {"x": "x/"}) == ()
