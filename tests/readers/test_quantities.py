"""Printed quantities."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.quantities import Quantity, format_number, read_number, read_quantity

MET_IN_PLANS = [  # the design's list, vietnamese.md; sums of money stand in test_money as well
    ("01 - 02 mô hình", "1..2 mô hình between"),
    ("từ 01 đến 02 mô hình", "1..2 mô hình between"),
    ("ít nhất 01 cuộc/ năm", "1 cuộc/năm at_least"),
    ("60-70%", "60..70 % between"),
    ("trên 80%", "80 % more_than"),
    ("trên 2.000 ha", "2000 ha more_than"),
    ("33,59%", "33.59 %"),
    ("2.989,5 MW", "2989.5 MW"),
    ("12%/năm", "12 %/năm"),
    ("khoảng 200 người", "200 người about"),
    ("1.280 tỷ đồng", "1280 tỷ đồng"),
    ("3.235.715.000 đồng", "3235715000 đồng"),
]
VARIANTS = [
    ("100%", "100 %"),
    ("02 doanh nghiệp", "2 doanh nghiệp"),
    ("01 lớp/năm", "1 lớp/năm"),
    ("01 cuộc/ năm", "1 cuộc/năm"),
    ("01", "1"),
    ("Ít nhất 85%", "85 % at_least"),
    ("tối thiểu 5 mô hình", "5 mô hình at_least"),
    ("không dưới 10 %", "10 % at_least"),
    ("80% trở lên", "80 % at_least"),
    ("từ 80 điểm trở lên", "80 điểm at_least"),
    ("không quá 5 ngày", "5 ngày at_most"),
    ("tối đa 3", "3 at_most"),
    ("5% trở xuống", "5 % at_most"),
    ("dưới 10 người/lớp", "10 người/lớp less_than"),
    ("từ 60% đến 70%", "60..70 % between"),
    ("60 – 70%", "60..70 % between"),
    ("2,5 tấn CO2/ha / năm", "2.5 tấn CO2/ha/năm"),
    ("500km2", "500 km2"),
]
NOT_READ = [
    "1.28",
    "12,34,5",
    "1.2000",
    "0.128",
    "12.345.67",
    "2,000 ha",  # two, or English for two thousand
    "70-60%",
    "70-70%",
    "60% - 70 người",
    "khoảng 60-70%",
    "trên 80% trở lên",
    "từ 80%",
    "80% các siêu thị",
    "01 lớp/năm, mỗi lớp khoảng 200 người",
    "1.394.200.000 đồng (Một tỷ ba trăm chín mươi bốn triệu hai trăm ngàn đồng)",
    "1/2 số xã",
    "-5%",
    "ít nhất",
    "2 đến",
    "hai mô hình",
    "",
]


def summary(quantity: Quantity | None) -> str | None:
    if quantity is None:
        return None
    value = f"{quantity.value}..{quantity.value_to}" if quantity.value_to is not None else str(quantity.value)
    return " ".join(part for part in (value, quantity.measure, quantity.hint) if part)


@pytest.mark.parametrize(("printed", "expected"), MET_IN_PLANS, ids=[row[0] for row in MET_IN_PLANS])
def test_quantities_met_in_plans(printed: str, expected: str) -> None:
    assert summary(read_quantity(printed)) == expected


@pytest.mark.parametrize(("printed", "expected"), VARIANTS, ids=[row[0] for row in VARIANTS])
def test_variants(printed: str, expected: str) -> None:
    assert summary(read_quantity(printed)) == expected


@pytest.mark.parametrize("printed", NOT_READ, ids=str)
def test_what_is_no_quantity_is_not_read(printed: str) -> None:
    assert read_quantity(printed) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2000, "2.000"),
        (Decimal("33.59"), "33,59"),
        (Decimal("2989.50"), "2.989,5"),
        (Decimal("1E+6"), "1.000.000"),
        (Decimal("0.5"), "0,5"),
        (0, "0"),
    ],
    ids=str,
)
def test_numbers_are_written_the_vietnamese_way(value: Decimal | int, expected: str) -> None:
    assert format_number(value) == expected


@given(st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False, allow_infinity=False))
def test_a_number_written_and_read_is_itself(value: Decimal) -> None:
    assert read_number(format_number(value)) == value
    quantity = read_quantity(f"trên {format_number(value)} ha")
    assert quantity is not None
    assert (quantity.value, quantity.measure) == (value, "ha")


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["{} - {} xã", "từ {} đến {} xã"]))
def test_a_range_rises(first: int, last: int, form: str) -> None:
    quantity = read_quantity(form.format(format_number(first), format_number(last)))
    assert (quantity is not None) == (first < last)
    assert quantity is None or (quantity.value, quantity.value_to) == (Decimal(first), Decimal(last))


@given(st.text(alphabet="0123456789.,-/% từđếnkhoảng", max_size=20))
def test_any_text_is_a_quantity_or_none(text: str) -> None:
    quantity = read_quantity(text)
    assert quantity is None or quantity.value >= 0
