"""Time phrases: printed words → kind, limit, last day still in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.times import Rule, read_time

dates = st.dates(min_value=date(1900, 1, 2), max_value=date(2199, 12, 31))

MET_IN_PLANS = [  # every phrase of the design's list, vietnamese.md
    ("giai đoạn 2021 – 2030", "span 2021..2030 last 2030-12-31"),
    ("Đến năm 2030", "once by 2030"),
    ("đến hết năm 2023", "once by 2023-12-31 last 2023-12-31"),
    ("năm 2022", "span 2022..2022 last 2022-12-31"),
    ("2021-2030", "span 2021..2030 last 2030-12-31"),
    ("định kỳ hàng năm (trước ngày 05/12)", "yearly before --12-05 last --12-04"),
    ("đột xuất theo yêu cầu", "on_request"),
    ("hàng năm", "yearly"),
    ("theo quy định", "as_regulated"),
    ("theo đúng quy định", "as_regulated"),
    ("trước ngày 10/12/2023", "once before 2023-12-10 last 2023-12-09"),
    ("Hàng năm … trước ngày 10 tháng 12", "yearly before --12-10 last --12-09"),
    ("kịp thời", "on_event"),
    ("theo yêu cầu", "on_request"),
    ("Sau khi thực hiện xong kế hoạch", "on_event"),
    ("Quý II, III, IV năm 2024", "span 2024-04..2024-12 last 2024-12-31"),
    ("Xong trong Quý II/2026", "once by 2026-06-30 last 2026-06-30"),
    ("Xong trong tháng 5/2026", "once by 2026-05-31 last 2026-05-31"),
    ("Trong năm 2026", "once by 2026-12-31 last 2026-12-31"),
    (
        "Hoàn thành đầu tư, lắp đặt và vận hành xong trước ngày 01/01/2030",
        "once before 2030-01-01 last 2029-12-31",
    ),
    ("Thường xuyên", "continuous"),
    ("xong trong quý II năm 2026", "once by 2026-06-30 last 2026-06-30"),
    ("trước ngày 18 hằng tháng", "monthly before ---18 last ---17"),
    ("Định kỳ 6 tháng", "half_yearly"),
    ("sơ kết 3 năm", "on_event"),
    ("Tháng 8/2024", "span 2024-08..2024-08 last 2024-08-31"),
    ("2024 - 2025", "span 2024..2025 last 2025-12-31"),
    ("hoàn thành trong quý IV năm 2026", "once by 2026-12-31 last 2026-12-31"),
    ("khi có yêu cầu", "on_request"),
    ("Khi có hướng dẫn của các Sở, ngành liên quan", "on_event"),
    ("trước ngày 05 tháng 10 năm 2026", "once before 2026-10-05 last 2026-10-04"),
]
BEYOND_THE_GRAMMAR = ["kết thúc nhiệm kỳ", "giữa nhiệm kỳ", "Trước ngày 24/8", "cuối Học kỳ 1", "02 ngày"]

VARIANTS = [
    ("TRƯỚC NGÀY 10/12/2023.", "once before 2023-12-10 last 2023-12-09"),
    ("(trước ngày 05/12/2024)", "once before 2024-12-05 last 2024-12-04"),
    ("trước 31/12/2025", "once before 2025-12-31 last 2025-12-30"),
    ("trước tháng 5/2026", "once before 2026-05 last 2026-04-30"),
    ("trước Quý III/2026", "once before 2026-07 last 2026-06-30"),
    ("trước năm 2030", "once before 2030 last 2029-12-31"),
    ("chậm nhất là ngày 15/6/2025", "once by 2025-06-15 last 2025-06-15"),
    ("chậm nhất trước ngày 15/6/2025", "once before 2025-06-15 last 2025-06-14"),
    ("đến ngày 30/6/2026", "once by 2026-06-30 last 2026-06-30"),
    ("Đến tháng 6/2026", "once by 2026-06"),
    ("cuối năm 2025", "once by 2025-12-31 last 2025-12-31"),
    ("Hoàn thành năm 2026", "once by 2026-12-31 last 2026-12-31"),
    ("Hoàn thành rà soát trong Quý II/2026", "once by 2026-06-30 last 2026-06-30"),
    ("hoàn thành trong giai đoạn 2021 - 2025", "once by 2025-12-31 last 2025-12-31"),
    ("Trong giai đoạn 2021-2025", "span 2021..2025 last 2025-12-31"),
    ("từ ngày 01/6/2024 đến ngày 15/7/2024", "span 2024-06-01..2024-07-15 last 2024-07-15"),
    ("hằng năm", "yearly"),
    ("định kỳ hàng năm", "yearly"),
    ("hằng năm, trước ngày 05-12", None),
    ("Trước ngày 15/12 hàng năm", "yearly before --12-15 last --12-14"),
    ("chậm nhất ngày 15 tháng 12 hằng năm", "yearly by --12-15 last --12-15"),
    ("trước ngày 01/3 hàng năm", "yearly before --03-01 last --02-28"),
    ("trước ngày 01/01 hàng năm", "yearly before --01-01 last --12-31"),
    ("hàng tháng (trước ngày 20)", "monthly before ---20 last ---19"),
    ("trước ngày 01 hằng tháng", "monthly before ---01 last ---28"),
    ("ngày 25 hằng tháng", "monthly by ---25 last ---25"),
    ("định kỳ hằng quý", "quarterly"),
    ("định kỳ hàng tháng, quý, 6 tháng, năm", "monthly; quarterly; half_yearly; yearly"),
    (
        "định kỳ hàng năm (trước ngày 05/12) hoặc đột xuất theo yêu cầu",
        "yearly before --12-05 last --12-04; on_request",
    ),
    (
        "định kỳ 6 tháng (trước ngày 10/6) và hàng năm (trước ngày 05/12)",
        "half_yearly before --06-10 last --06-09; yearly before --12-05 last --12-04",
    ),
    ("nếu có vướng mắc", "on_event"),
    ("nếu có khó khăn, vướng mắc hoặc cần sửa đổi , bổ sung", "on_event"),
    ("ngay sau khi ban hành Kế hoạch", "on_event"),
    ("khi có yêu cầu của UBND tỉnh", "on_request"),
    ("theo yêu cầu của Bộ Công Thương", "on_request"),
    ("theo quy định của pháp luật", "as_regulated"),
    ("Thường xuyên, liên tục", "continuous"),
]

NOT_READ = [
    "trước ngày 31/02/2024",
    "trước ngày 45/13/2024",
    "trước ngày 29/02 hàng năm",
    "trước ngày 18 hằng năm",
    "trước ngày 32 hằng tháng",
    "hàng quý, trước ngày 15/3",
    "hàng năm, trước ngày 10/12/2023",  # every year, or 2023?
    "trước ngày 10/12/2023 để tổng hợp",
    "đến Quý II/2026",
    "trước giai đoạn 2021-2030",
    "Đến năm 2025 và năm 2030",
    "trước ngày 20/6/2024 và ngày 20/11/2024",
    "Quý I và Quý III năm 2024",
    "Hoàn thành Kế hoạch năm 2026",  # the year may be the plan's
    "Hoàn thành không trước ngày 01/01/2030",
    "Sau khi có kết quả, trước ngày 25/12/2024",  # an event that would swallow a date
    "Khi " + "một " * 13 + "việc",
    "Sau khi",
    "6 tháng",
    "theo yêu cầu nhiệm vụ",
    "Thường xuyên hàng năm",
    "tháng năm 2024",
    "hoặc",
    "…",
    "",
]


def summary(rules: tuple[Rule, ...] | None) -> str | None:
    return None if rules is None else "; ".join(map(line, rules))


def line(rule: Rule) -> str:
    named = (("before", rule.before), ("by", rule.by), ("last", rule.last_day))
    span = f" {rule.from_}..{rule.to}" if rule.from_ else ""
    return rule.kind + span + "".join(f" {name} {value}" for name, value in named if value)


@pytest.mark.parametrize(("printed", "expected"), MET_IN_PLANS, ids=[row[0] for row in MET_IN_PLANS])
def test_phrases_met_in_plans(printed: str, expected: str) -> None:
    assert summary(read_time(printed)) == expected


@pytest.mark.parametrize(("printed", "expected"), VARIANTS, ids=[row[0] for row in VARIANTS])
def test_variants(printed: str, expected: str | None) -> None:
    assert summary(read_time(printed)) == expected


@pytest.mark.parametrize("printed", BEYOND_THE_GRAMMAR + NOT_READ, ids=str)
def test_what_the_grammar_does_not_know_is_not_read(printed: str) -> None:
    assert read_time(printed) is None


def test_a_rule_keeps_its_printed_words() -> None:
    rules = read_time("Định kỳ  hàng năm (trước ngày 05/12) hoặc đột xuất theo yêu cầu") or ()
    assert [rule.printed for rule in rules] == [
        "Định kỳ hàng năm (trước ngày 05/12)",
        "đột xuất theo yêu cầu",
    ]


@given(dates, st.sampled_from(["trước ngày", "Xong trước ngày", "Hoàn thành việc lắp đặt xong trước ngày"]))
def test_before_a_day_means_the_day_before_at_the_latest(day: date, words: str) -> None:
    for written in (f"{day.day}/{day.month}/{day.year}", f"{day.day:02} tháng {day.month:02} năm {day.year}"):
        rule = (read_time(f"{words} {written}") or (None,))[0]
        assert rule is not None
        assert rule.before == day.isoformat()
        assert rule.last_day == (day - timedelta(days=1)).isoformat()


@given(st.integers(1, 12), st.integers(1, 31))
def test_before_a_day_of_the_year_is_read_when_every_year_has_it(month: int, day: int) -> None:
    rules = read_time(f"hàng năm, trước ngày {day}/{month}")
    try:
        eve = date(2023, month, day) - timedelta(days=1)
    except ValueError:
        assert rules is None
    else:
        assert rules is not None
        assert rules[0].last_day == f"--{eve:%m-%d}"


@given(st.lists(st.sampled_from([*dict(MET_IN_PLANS), "và", "…", "(", ")", "hoặc", ","]), max_size=4))
def test_any_mixture_of_phrases_is_read_or_none(parts: list[str]) -> None:
    rules = read_time(" ".join(parts))
    assert rules is None or len(rules) > 0


@given(st.text())
def test_any_text_is_read_or_none(text: str) -> None:
    read_time(text)
