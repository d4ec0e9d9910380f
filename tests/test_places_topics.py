"""The pages of a place and of a topic."""

from __future__ import annotations

from generator.views.excerpts import Fresh
from generator.views.gists import gists
from generator.views.places import Places, PlaceView
from generator.views.registers import place_units
from generator.views.topics import TopicView, spoken_clauses, topic_lines, topic_rows, topic_sheets, topic_view
from tests.tiny import tiny


def places() -> Places:
    return Places(Fresh(tiny()), gists(tiny()), place_units(tiny()))


def place(name: str) -> PlaceView:
    """The first page of a place."""
    found = places()
    views = (found.view(each, next(found.sheets(each)), "2022-12-05") for each in found.ordered)
    return next(view for view in views if view.name == name)


def topic(name: str) -> TopicView:
    """The first page of a topic."""
    term = tiny().registry.topic(name)
    assert term
    lines = topic_lines(tiny(), gists(tiny()))[term.id]
    return topic_view(Fresh(tiny()), term, next(topic_sheets(term, lines)), spoken_clauses(lines))


# --- places --------------------------------------------------------------------------------------------------------


def test_a_place_stands_below_the_one_that_it_belongs_to() -> None:
    rows = [(row.place.text, row.depth) for row in places().rows()]
    assert rows == [("Trung ương", 0), ("Tỉnh An Bình", 1), ("Huyện Tân Hòa", 2), ("Tỉnh Bắc Sơn", 1)]


def test_a_place_has_its_own_plans_units_targets_and_days() -> None:
    view = place("Tỉnh An Bình")
    assert {row.plan.url for row in view.plans} == {"ke-hoach/an-binh-2022/", "ke-hoach/so-cong-thuong-an-binh-2022/"}
    assert [link.text for link in view.below] == ["Huyện Tân Hòa"]
    assert [link.url for link in view.above] == ["dia-phuong/trung-uong/"]
    assert sum(len(item.targets) for item in view.targets) == len(tiny().targets)
    assert view.units is not None
    assert "2022-12-04" in [item.date.iso for item in view.passed]
    assert all(item.date.iso >= "2022-12-05" for item in view.coming)


def test_a_place_without_plans_and_a_dissolved_one_say_so() -> None:
    assert place("Tỉnh Bắc Sơn").plans == ()
    assert place("Huyện Tân Hòa").dissolved == "01/07/2025"
    assert place("Huyện Tân Hòa").note


# --- topics --------------------------------------------------------------------------------------------------------


def test_a_topic_of_a_heading_shows_the_clauses_below_it() -> None:
    view = topic("Truyền thông, nâng cao nhận thức")
    shown = {clause.clause.url: clause.text for plan in view.plans for clause in plan.clauses}
    assert shown["ke-hoach/an-binh-2022/#iii-1-a"] == "Phát thanh trên đài;"
    assert "ke-hoach/an-binh-2022/#iii-1" not in shown
    assert shown["ke-hoach/tan-hoa-2022/#pl-i-1"] == "- Phát thanh về nước sạch. - Treo pa nô tại chợ."
    assert view.clauses == len(shown)


def test_a_plan_may_be_under_a_topic_as_a_whole() -> None:
    view = topic("Nước sạch")
    assert {plan.plan.url for plan in view.plans if plan.whole} >= {"ke-hoach/an-binh-2022/", "ke-hoach/tan-hoa-2022/"}
    assert view.topic.url == "chu-de/nuoc-sach/"


def test_a_topic_that_no_plan_uses_leads_nowhere() -> None:
    lines = topic_lines(tiny(), gists(tiny()))
    assert all(row.topic.url and row.plans for row in topic_rows(tiny(), lines))
    unused = lines.pop("nuoc-sach")
    (row,) = [row for row in topic_rows(tiny(), lines) if row.topic.text == "Nước sạch"]
    assert (row.topic.url, row.plans, row.clauses, bool(unused)) == (None, 0, 0, True)
