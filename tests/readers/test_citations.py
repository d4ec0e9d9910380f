"""Citations of documents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.citations import normal_number, read_citation


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Quyết định số 889/QĐ-TTg ngày 24/6/2020", ("Quyết định", "889/QĐ-TTg", "2020-06-24")),
        ("Kế hoạch số 35/KH-UBND, ngày 28 tháng 01 năm 2022", ("Kế hoạch", "35/KH-UBND", "2022-01-28")),
        ("Kế hoạch số 07/KH-UBND", ("Kế hoạch", "07/KH-UBND", None)),
        ("Kế hoạch số 07/KH-UNBD ngày 11/01/2021", ("Kế hoạch", "07/KH-UNBD", "2021-01-11")),
        (
            "Kế hoạch hành động số 202/KH-UBND ngày 14/9/2022",
            ("Kế hoạch hành động", "202/KH-UBND", "2022-09-14"),
        ),
        ("Công văn số 1339/SCT-QLCN, ngày 20/6/2022", ("Công văn", "1339/SCT-QLCN", "2022-06-20")),
        ("Công văn số 893/UBND-KT ngày 29/8/2022", ("Công văn", "893/UBND-KT", "2022-08-29")),
        ("Nghị quyết số 34-NQ/TU", ("Nghị quyết", "34-NQ/TU", None)),
        ("Nghị quyết 202/2025/QH15", ("Nghị quyết", "202/2025/QH15", None)),
        (
            "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
            ("Nghị định", "30/2020/NĐ-CP", "2020-03-05"),
        ),
        ("Kế hoạch số 178 /KH-UBND ngày 13 tháng 10 năm 2021", ("Kế hoạch", "178/KH-UBND", "2021-10-13")),
        ("Kế hoạch số 07/KH–UBND", ("Kế hoạch", "07/KH-UBND", None)),
        ("KẾ HOẠCH số 5/KH-UBND ngày tháng năm 2024", ("Kế hoạch", "5/KH-UBND", "2024")),
        ("Luật số 72/2020/QH14", ("Luật", "72/2020/QH14", None)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_citations_by_number(printed: str, expected: tuple[str, str, str | None]) -> None:
    citation = read_citation(printed)
    assert citation is not None
    assert (citation.type, citation.number, citation.date) == expected
    assert citation.name is None


@pytest.mark.parametrize(
    "printed",
    [
        "Luật Bảo vệ môi trường năm 2020",
        "Luật Bảo vệ môi trường năm 2014",
        "Luật Ngân sách nhà nước",
        "Bộ luật Lao động",
        "Hiến pháp năm 2013",
        "Luật Sửa đổi, bổ sung một số điều của Luật Đầu tư",
    ],
    ids=str,
)
def test_laws_by_name(printed: str) -> None:
    citation = read_citation(printed)
    assert citation is not None
    assert (citation.name, citation.number, citation.date) == (printed, None, None)


@pytest.mark.parametrize("day", [" ngày 17 tháng 11 năm 2020", ", ngày 17/11/2020"])
def test_a_law_by_name_and_day(day: str) -> None:
    """As the first line of nearly every plan cites it: the day is the law's own."""
    citation = read_citation(f"Luật Bảo vệ môi trường{day}")
    assert citation is not None
    assert (citation.name, citation.number, citation.date) == ("Luật Bảo vệ môi trường", None, "2020-11-17")
    assert read_citation("Luật Bảo vệ môi trường ngày 31/02/2020") is None
    assert read_citation("Luật này ngày 17/11/2020") is None


def test_a_law_by_name_and_number() -> None:
    citation = read_citation("Luật Bảo vệ môi trường số 72/2020/QH14 ngày 17 tháng 11 năm 2020")
    assert citation is not None
    assert (citation.type, citation.name) == ("Luật", "Luật Bảo vệ môi trường")
    assert (citation.number, citation.date) == ("72/2020/QH14", "2020-11-17")


@pytest.mark.parametrize(
    "printed",
    [
        "Kế hoạch số 178/KH-UBND ngày 13 tháng 10 năm 2021 của UBND huyện Cao Lãnh",
        "Kế hoạch số 178/KH-UBND của Ủy ban nhân dân Tỉnh",
        "Quyết định số 889/QĐ-TTg ngày 31/02/2020",
        "Quyết định số 889/QĐ-TTg ngày 24/6/2020.",
        "Quyết định số 889/QĐ-TTg.",
        "Quyết định số 889",
        "Kế hoạch số /KH-UBND",
        "Căn cứ Quyết định số 889/QĐ-TTg",
        "Kế hoạch phát triển số 5/KH-UBND",
        "số 889/QĐ-TTg",
        "Luật Ngân sách nhà nước của Quốc hội",
        "Luật Đất đai năm 2024 và Luật Nhà ở",
        "Luật Đất đai 2024",
        "Luật này",
        "Luật năm 2020",
        "Luật",
        "",
    ],
    ids=str,
)
def test_what_is_no_citation_is_not_read(printed: str) -> None:
    assert read_citation(printed) is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("178 /KH-UBND", "178/KH-UBND"),
        ("/KH-SCT", "/KH-SCT"),
        (" 34 – NQ / TU ", "34-NQ/TU"),
        ("1339/SCT‑QLCN", "1339/SCT-QLCN"),
    ],
    ids=str,
)
def test_normal_form_of_a_number(printed: str, expected: str) -> None:
    assert normal_number(printed) == expected


@given(
    st.integers(1, 99999),
    st.sampled_from(["/KH-UBND", "/2024/QĐ-UBND", "/2025/QH15", "-NQ/TU", "/SCT-QLCN", "/KH-BCĐ389"]),
    st.dates(min_value=date(1945, 1, 1), max_value=date(2099, 12, 31)),
)
def test_every_common_number_is_cited_with_its_date(serial: int, sign: str, day: date) -> None:
    citation = read_citation(f"Văn bản số {serial:02}{sign} ngày {day.day:02}/{day.month}/{day.year}")
    assert citation is not None
    assert (citation.number, citation.date) == (f"{serial:02}{sign}", day.isoformat())


@given(st.text())
def test_any_text_is_a_citation_or_none(text: str) -> None:
    read_citation(text)
    assert normal_number(normal_number(text)) == normal_number(text)
