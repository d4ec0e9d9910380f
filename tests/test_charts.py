"""Geometry of the pictures: where marks stand, that labels do not meet, that nothing leaves the picture."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.views.charts import Aim, Period, bars, spans, timeline, wrapped
from generator.views.labels import LINE, NARROW, labels


def aim(series: str, start: int | None, end: int | None, low: int, high: int | None = None) -> Aim:
    return Aim(series, start, end, Decimal(low), Decimal(low if high is None else high), 14)


def test_a_level_stands_at_its_year_and_height() -> None:
    picture = spans([aim("x", 2021, 2025, 50), aim("x", 2030, 2030, 100)], percent=True)
    first, last = picture.dots
    assert last.y < first.y < picture.base
    assert first.y == (picture.base + last.y) / 2, "50 % stands halfway to 100 %"
    assert first.tail == picture.years[0].at, "a span begins in its first year"
    assert last.tail is None, "«đến năm 2030» is a year, not a span"
    assert [tick.year for tick in picture.years] == [2021, 2025, 2030]


def test_only_levels_of_one_plan_are_joined() -> None:
    picture = spans([aim("a", None, 2023, 40), aim("b", None, 2025, 60), aim("b", None, 2030, 90)], percent=True)
    joined = [(line.x1, line.x2) for line in picture.lines]
    assert joined == [(picture.dots[1].x, picture.dots[2].x)]


def test_a_level_without_a_year_stands_apart_and_is_not_joined() -> None:
    picture = spans([aim("a", None, 2023, 40), aim("a", None, None, 60)], percent=True)
    assert picture.unknown == picture.dots[1].x
    assert picture.unknown > picture.dots[0].x
    assert picture.lines == ()


def test_a_range_reaches_from_its_lower_to_its_upper_level() -> None:
    (dot,) = spans([aim("a", None, 2023, 1, 2)], percent=False).dots
    assert dot.top < dot.y


def test_percents_are_drawn_to_a_hundred() -> None:
    assert [tick.value for tick in spans([aim("a", None, 2023, 20)], percent=True).levels] == [0, 50, 100]
    assert [tick.value for tick in spans([aim("a", None, 2023, 20)], percent=False).levels] == [0, 20]


def test_years_too_close_for_their_words_lose_a_tick() -> None:
    picture = spans([aim("a", None, year, 20) for year in range(2000, 2031)], percent=True)
    places = [tick.at * NARROW / 100 for tick in picture.years]
    assert len(places) > 3
    assert all(b - a > 28 for a, b in pairwise(places))


def test_labels_of_a_province_and_its_district_do_not_meet() -> None:
    """«Giảm túi nhựa khó phân hủy»: 2023, 2025 and 2030, twenty percent between the first two."""
    spots = [(30.4, 154.0, 154.0), (46.9, 118.0, 118.0), (88.0, 64.0, 64.0)]
    found = labels(spots, [14, 14, 14], [(14.0, 118.0, 46.9, 118.0)], 226)
    boxes = []
    for base, anchor, at in found:
        left = at * NARROW / 100 - {"start": 0, "middle": 50, "end": 100}[anchor]
        boxes.append((left, base - 14, left + 100, base + LINE + 4))
    assert all(left >= 0 and right <= NARROW for left, _, right, _ in boxes)
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(
    st.lists(
        st.builds(
            aim,
            st.sampled_from("ab"),
            st.just(None),
            st.one_of(st.none(), st.integers(2000, 2050)),
            st.integers(0, 100),
        ),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
def test_every_mark_stands_inside_the_picture(aims: list[Aim], percent: bool) -> None:
    picture = spans(aims, percent)
    assert len(picture.dots) == len(aims)
    assert all(0 < dot.x < 100 and 0 < dot.top <= dot.y <= picture.base for dot in picture.dots)


def test_bars_are_as_long_as_the_work_and_leave_the_rest_to_the_table() -> None:
    counts = [("A", {"lead": 1, "support": 1}), ("B", {"lead": 0, "support": 4}), ("C", {"lead": 0, "support": 0})]
    chart = bars([*counts, ("D", {"lead": 1, "support": 0})], most=2)
    assert [bar.name for bar in chart.bars] == [("B",), ("A",)]
    assert [(part.role, part.x, part.width) for part in chart.bars[1].segments] == [
        ("lead", 0.0, 25.0),
        ("support", 25.0, 25.0),
    ]
    assert chart.left_out == 1, "D has work and no bar; C has no work"


def test_words_of_a_bar_with_four_roles_take_two_lines() -> None:
    roles = {"lead": 1, "assigned": 1, "support": 1, "invited": 1}
    one, two = bars([("A", roles), ("B", {"lead": 1})]).bars
    assert [len(line) for line in one.notes] == [3, 1]
    assert two.y - one.note_y > LINE


def test_a_long_name_is_broken_at_blanks() -> None:
    assert wrapped("Ban Quản lý các khu công nghiệp", most=12) == ("Ban Quản lý", "các khu công", "nghiệp")


def test_periods_lie_on_one_scale_and_a_missing_one_is_not_drawn() -> None:
    periods = [
        Period("A", "2021", "2022", ("2021-12-04", "2022-12-04")),
        Period("B", "2022", "2022", ()),
        Period("C", None, None, ()),
    ]
    picture = timeline(periods)
    assert picture is not None
    first, second, third = picture.tracks
    assert (first.x, first.width) == (0.0, 100.0)
    assert (second.x, second.width) == (50.0, 50.0)
    assert third.x is None
    assert 45 < first.days[0] < 50 < 95 < first.days[1] < 100


def test_a_day_after_the_period_widens_the_scale() -> None:
    picture = timeline([Period("A", "2024", "2024", ("2025-01-15",))])
    assert picture is not None
    assert picture.tracks[0].width < 51
    assert picture.tracks[0].days[0] < 100


def test_without_a_date_there_is_no_timeline() -> None:
    assert timeline([Period("A", None, None, ())]) is None
