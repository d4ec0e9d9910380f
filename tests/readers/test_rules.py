"""Rules → dated events within a plan's period."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.rules import expand
from generator.readers.times import read_time


def last_days(printed: str, from_year: int, to_year: int) -> list[str]:
    rules = read_time(printed)
    assert rules is not None
    return [event.last_day for rule in rules for event in expand(rule, from_year, to_year)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("định kỳ hàng năm (trước ngày 05/12)", ["2023-12-04", "2024-12-04"]),
        ("trước ngày 01/3 hàng năm", ["2023-02-28", "2024-02-29"]),
        ("trước ngày 01/01 hàng năm", ["2023-12-31", "2024-12-31"]),
        ("chậm nhất ngày 31/12 hằng năm", ["2023-12-31", "2024-12-31"]),
        ("định kỳ 6 tháng (trước ngày 10/6)", ["2023-06-09", "2024-06-09"]),
        ("trước ngày 10/12/2023", ["2023-12-09"]),
        ("trước ngày 15/01/2025", ["2025-01-14"]),  # the report on the last year, due after it
        ("Xong trong Quý II/2024", ["2024-06-30"]),
        ("Đến năm 2030", []),
        ("2023 - 2024", []),
        ("hàng năm", []),
        ("theo yêu cầu", []),
    ],
    ids=str,
)
def test_the_events_of_2023_and_2024(printed: str, expected: list[str]) -> None:
    assert last_days(printed, 2023, 2024) == expected


def test_every_month_has_its_event() -> None:
    found = last_days("trước ngày 18 hằng tháng", 2024, 2024)
    assert found == [f"2024-{month:02}-17" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("printed", "first_four"),
    [
        ("trước ngày 01 hằng tháng", ["01-31", "02-28", "03-31", "04-30"]),
        ("trước ngày 31 hằng tháng", ["01-30", "02-28", "03-30", "04-30"]),
        ("chậm nhất ngày 31 hằng tháng", ["01-31", "02-28", "03-31", "04-30"]),
    ],
    ids=str,
)
def test_short_months(printed: str, first_four: list[str]) -> None:
    assert last_days(printed, 2023, 2023)[:4] == [f"2023-{day}" for day in first_four]


@given(st.integers(1950, 2100), st.integers(0, 10), st.integers(1, 31), st.booleans())
def test_events_are_one_a_month_in_order(year: int, length: int, day: int, before: bool) -> None:
    found = last_days(f"{'trước' if before else 'chậm nhất'} ngày {day} hằng tháng", year, year + length)
    assert len(found) == 12 * (length + 1)
    assert found == sorted(set(found))
    assert {event[:4] for event in found} == {str(each) for each in range(year, year + length + 1)}


def test_a_period_that_ends_before_it_begins_has_no_events() -> None:
    assert last_days("trước ngày 05/12 hàng năm", 2024, 2022) == []
