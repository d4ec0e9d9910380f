"""Printed dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.dates import (
    first_day,
    last_day,
    last_of_month,
    read_date,
    read_day,
    read_issued,
)

dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("24/6/2020", "2020-06-24"),
        ("05/12/2023", "2023-12-05"),
        ("13-10-2021", "2021-10-13"),
        ("13.10.2021", "2021-10-13"),
        ("ngày 13 tháng 10 năm 2021", "2021-10-13"),
        ("Ngày  04\ntháng 6 năm 2019", "2019-06-04"),
        ("13 tháng 10 năm 2021", "2021-10-13"),
        ("ngày 24/6/2020", "2020-06-24"),
        ("ngày 10/12 năm 2023", "2023-12-10"),
        ("29/02/2024", "2024-02-29"),
        ("tháng 8/2024", "2024-08"),
        ("Tháng 8 năm 2024", "2024-08"),
        ("ngày tháng 10 năm 2024", "2024-10"),
        ("ngày … tháng … năm 2024", "2024"),
        ("ngày tháng năm 2024", "2024"),
        ("năm 2024", "2024"),
    ],
    ids=str,
)
def test_a_date_is_as_precise_as_the_text(printed: str, expected: str) -> None:
    assert read_date(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "31/02/2024",
        "29/02/2023",
        "45/13/2024",
        "0/1/2024",
        "tháng 13/2024",
        "24/8",
        "24/6/20",
        "24/6-2020",
        "12/05",
        "tháng năm 2024",  # a blank month, or May
        "ngày 5 tháng năm 2024",
        "ngày 13 tháng 10 năm 2021 của",
        "năm 1024",
        "2021-10-13",
        "",
    ],
    ids=str,
)
def test_what_is_no_printed_date_is_not_read(printed: str) -> None:
    assert read_date(printed) is None


@given(dates)
def test_every_way_to_write_a_day_gives_that_day(day: date) -> None:
    written = (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"ngày {day.day:02} tháng {day.month} năm {day.year}",
    )
    assert {read_date(form) for form in written} == {day.isoformat()}
    assert read_day(day.isoformat()) == day.isoformat()


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert read_date(text) is None or read_day(text) is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025", "2025"),
        ("2025-03", "2025-03"),
        ("2025-03-01", "2025-03-01"),
        ("11/01/2021", "2021-01-11"),
        ("2025-02-30", None),
        ("2025-3", None),
        ("2025-13", None),
    ],
    ids=str,
)
def test_a_register_may_write_iso(written: str, expected: str | None) -> None:
    assert read_day(written) == expected


@pytest.mark.parametrize(
    ("printed", "place", "day"),
    [
        ("Cao Lãnh, ngày 13 tháng 10 năm 2021", "Cao Lãnh", "2021-10-13"),
        ("Quảng Ngãi, ngày 01 tháng 4 năm 2021", "Quảng Ngãi", "2021-04-01"),
        ("Đồng Nai, ngày tháng năm 2024", "Đồng Nai", "2024"),
        ("TP. Hồ Chí Minh,ngày 05 tháng 3 năm 2020", "TP. Hồ Chí Minh", "2020-03-05"),
    ],
    ids=["Cao Lãnh", "Quảng Ngãi", "Đồng Nai", "Hồ Chí Minh"],
)
def test_place_and_date_of_issue(printed: str, place: str, day: str) -> None:
    issued = read_issued(printed)
    assert issued is not None
    assert (issued.place, issued.date) == (place, day)


@pytest.mark.parametrize(
    "printed",
    ["Cao Lãnh", "Cao Lãnh ngày 13 tháng 10 năm 2021", ", ngày 1 tháng 1 năm 2021", "Cao Lãnh, năm 2021", ""],
    ids=str,
)
def test_a_line_without_place_or_day_is_no_issue(printed: str) -> None:
    assert read_issued(printed) is None


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-06-30", date(2024, 6, 30), date(2024, 6, 30)),
    ],
    ids=["year", "month", "day"],
)
def test_first_and_last_day(day: str, first: date, last: date) -> None:
    assert (first_day(day), last_day(day)) == (first, last)


def test_last_day_of_a_month() -> None:
    assert last_of_month(2023, 2) == date(2023, 2, 28)
    assert last_of_month(2024, 2) == date(2024, 2, 29)
    assert last_of_month(2024, 12) == date(2024, 12, 31)
