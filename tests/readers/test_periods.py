"""Printed periods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.periods import read_period, read_point

years = st.integers(min_value=1900, max_value=2199)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("giai đoạn 2021 – 2030", "2021", "2030"),
        ("Giai đoạn 2021-2025", "2021", "2025"),
        ("2021-2030", "2021", "2030"),
        ("2024 - 2025", "2024", "2025"),
        ("giai đoạn từ năm 2021 đến năm 2025", "2021", "2025"),
        ("từ năm 2021 đến hết năm 2025", "2021", "2025"),
        ("năm 2022", "2022", "2022"),
        ("2022", "2022", "2022"),
        ("Tháng 8/2024", "2024-08", "2024-08"),
        ("tháng 5, 6 và 7 năm 2024", "2024-05", "2024-07"),
        ("từ tháng 5 đến tháng 8 năm 2024", "2024-05", "2024-08"),
        ("tháng 12/2024 - tháng 01/2025", "2024-12", "2025-01"),
        ("Quý II/2026", "2026-04", "2026-06"),
        ("quý 2 năm 2026", "2026-04", "2026-06"),
        ("Quý II, III, IV năm 2024", "2024-04", "2024-12"),
        ("Quý I và Quý II năm 2024", "2024-01", "2024-06"),
        ("Quý II - IV/2024", "2024-04", "2024-12"),
        ("Quý IV/2024 - Quý I/2025", "2024-10", "2025-03"),
        ("6 tháng đầu năm 2024", "2024-01", "2024-06"),
        ("06 tháng cuối năm 2024", "2024-07", "2024-12"),
        ("ngày 05/6/2024", "2024-06-05", "2024-06-05"),
        ("từ ngày 01/6/2024 đến ngày 15/7/2024", "2024-06-01", "2024-07-15"),
    ],
    ids=str,
)
def test_a_period_has_both_its_ends(printed: str, first: str, last: str) -> None:
    period = read_period(printed)
    assert period is not None
    assert (period.from_, period.to) == (first, last)


@pytest.mark.parametrize(
    "printed",
    [
        "2030-2021",
        "2021-2021",
        "Quý I, III năm 2024",  # two quarters that do not follow one another are not one period
        "Quý III, II năm 2024",
        "Quý IV - II/2024",
        "Quý V/2024",
        "Quý II",
        "tháng IV/2024",
        "tháng 13/2024",
        "từ tháng 8/2024 đến tháng 5/2024",
        "nhiệm kỳ 2020-2025",
        "năm học 2024-2025",
        "giai đoạn 2021-2030, tầm nhìn đến năm 2050",
    ],
    ids=str,
)
def test_what_is_no_period_is_not_read(printed: str) -> None:
    assert read_period(printed) is None


@pytest.mark.parametrize(
    ("printed", "is_point"),
    [("Quý II/2026", True), ("năm 2026", True), ("Quý II, III/2026", False), ("2021 - 2030", False)],
    ids=str,
)
def test_a_point_is_one_day_month_quarter_or_year(printed: str, is_point: bool) -> None:
    assert (read_point(printed) is not None) == is_point


@given(years, years, st.sampled_from(["-", "–", " - ", " – ", " đến ", " đến năm "]))
def test_years_are_read_when_they_rise(first: int, last: int, joint: str) -> None:
    period = read_period(f"giai đoạn {first}{joint}{last}")
    assert (period is not None) == (first < last)
    assert period is None or (period.from_, period.to) == (str(first), str(last))


@given(st.text())
def test_any_text_is_a_period_or_none(text: str) -> None:
    read_period(text)
