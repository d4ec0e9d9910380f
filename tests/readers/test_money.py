"""Printed sums of money, and numbers written out in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.money import read_money
from generator.readers.number_words import read_number_words
from generator.readers.quantities import format_number

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def in_words(number: int) -> str:
    """A number below 10^15 as a Vietnamese accountant writes it."""
    for scale, word in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if number >= scale:
            head, rest = divmod(number, scale)
            return f"{in_words(head)} {word}" + (f" {in_words(rest)}" if rest else "")
    return below_thousand(number)


def below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return below_hundred(rest)
    if not rest:
        return f"{DIGITS[hundreds]} trăm"
    return f"{DIGITS[hundreds]} trăm " + (f"lẻ {DIGITS[rest]}" if rest < 10 else below_hundred(rest))


def below_hundred(number: int) -> str:
    tens, last = divmod(number, 10)
    if not tens:
        return DIGITS[last]
    ten = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    units = {0: "", 5: " lăm", 1: " một" if tens == 1 else " mốt"}
    return ten + units.get(last, f" {DIGITS[last]}")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("3.235.715.000 đồng", 3_235_715_000),
        ("1.280 tỷ đồng", 1_280_000_000_000),
        ("2,5 triệu đồng", 2_500_000),
        (
            "1.394.200.000 đồng (Một tỷ ba trăm chín mươi bốn triệu hai trăm ngàn đồng)",
            1_394_200_000,
        ),
        (
            "1.394.200.000 đồng (Bằng chữ: Một tỷ, ba trăm chín mươi tư triệu, hai trăm nghìn đồng chẵn./.)",
            1_394_200_000,
        ),
        ("2 tỷ 500 triệu đồng", 2_500_000_000),
        ("3 nghìn tỷ đồng", 3_000_000_000_000),
        ("1.500 tỉ đồng", 1_500_000_000_000),
        ("200.000đ", 200_000),
        ("0 đồng", 0),
    ],
    ids=lambda value: str(value),
)
def test_sums_in_dong(printed: str, expected: int) -> None:
    assert read_money(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "1.394.200.000 đồng (Một tỷ ba trăm chín mươi bốn triệu hai trăm linh một đồng)",
        "5 đồng (Chi tiết theo Phụ lục)",
        "1.28 tỷ đồng",
        "0,0000005 triệu đồng",
        "khoảng 2 tỷ đồng",
        "10 tỷ đồng/năm",
        "2 tỷ 5.000 triệu đồng",
        "500 triệu 2 tỷ đồng",
        "1,5 tỷ 20 triệu đồng",
        "5 tỷ",
        "1.000 USD",
        "đồng",
        "",
    ],
    ids=str,
)
def test_what_is_no_certain_sum_is_not_read(printed: str) -> None:
    assert read_money(printed) is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("không", 0),
        ("mười lăm", 15),
        ("hai mươi mốt", 21),
        ("bốn mươi tư", 44),
        ("một trăm linh năm", 105),
        ("hai triệu không trăm lẻ năm nghìn", 2_005_000),
        ("một nghìn hai trăm tám mươi tỷ", 1_280_000_000_000),
        ("Ba tỉ hai trăm ba mươi nhăm triệu bẩy trăm mười lăm ngàn", 3_235_715_000),
    ],
    ids=str,
)
def test_numbers_in_words(printed: str, expected: int) -> None:
    assert read_number_words(printed) == expected


@pytest.mark.parametrize(
    "printed",
    ["", "tỷ", "một trăm hai", "hai tỷ rưỡi", "ba nghìn hai triệu", "một một", "xem phụ lục", "hai tỷ ba tỷ"],
    ids=str,
)
def test_words_that_are_no_number(printed: str) -> None:
    assert read_number_words(printed) is None


@given(st.integers(0, 10**15 - 1))
def test_a_number_in_words_is_read_back(number: int) -> None:
    assert read_number_words(in_words(number)) == number


@given(st.integers(1, 10**13), st.integers(1, 10**13))
def test_figures_and_words_must_agree(figures: int, other: int) -> None:
    assert read_money(f"{format_number(figures)} đồng ({in_words(figures).capitalize()} đồng)") == figures
    expected = figures if figures == other else None
    assert read_money(f"{format_number(figures)} đồng ({in_words(other)} đồng)") == expected


@given(
    st.lists(
        st.sampled_from([*DIGITS, "tỷ", "triệu", "nghìn", "trăm", "mươi", "mười", "lẻ", "mốt", "tư"]),
        max_size=9,
    )
)
def test_any_words_are_a_number_or_none(tokens: list[str]) -> None:
    number = read_number_words(" ".join(tokens))
    assert number is None or number >= 0


@given(st.text(alphabet="0123456789., tỷriệunghđồ()", max_size=25))
def test_any_text_is_a_sum_or_none(text: str) -> None:
    read_money(text)
