"""The page of deadlines: last days, each year of a plan, who is gone, what lies behind today."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.corpus import Corpus
from generator.pages import deadlines as section
from generator.pages.render import Renderer, environment
from generator.views.deadlines import (
    DeadlineView,
    YearView,
    by_year,
    day_lines,
    deadlines,
    undated_lines,
    undated_views,
    year_view,
)
from generator.views.excerpts import Fresh
from generator.views.gists import gists
from tests.altered import altered
from tests.tiny import tiny
from tests.values import replace

TODAY = "2022-12-04"


def found(today: str = TODAY, corpus: Corpus | None = None) -> list[DeadlineView]:
    corpus = corpus or tiny()
    return list(deadlines(corpus, corpus.plans, today))


def years(corpus: Corpus, today: str = TODAY) -> list[YearView]:
    return [year_view(Fresh(corpus), year, lines, today) for year, lines in by_year(day_lines(corpus, gists(corpus)))]


def over_years(last: str) -> Corpus:
    """The tiny corpus with the plan of An Bình running until `last`."""
    plans = [replace(p, period_to=last) if p.slug == "an-binh-2022" else p for p in tiny().plans]
    return replace(tiny(), plans=tuple(plans))


def test_before_a_day_means_the_eve_and_the_printed_words_stay() -> None:
    """«trước ngày 05/12» is in time until 04/12."""
    yearly = [item for item in found() if "05/12" in item.printed]
    assert [(item.date.iso, item.date.day) for item in yearly] == [("2022-12-04", "04/12/2022")]
    assert yearly[0].report is not None
    assert yearly[0].report.receivers


@pytest.mark.parametrize(("today", "passed"), [("2022-12-03", False), ("2022-12-04", False), ("2022-12-05", True)])
def test_a_day_has_passed_on_the_day_after(today: str, passed: bool) -> None:
    assert {item.passed for item in found(today) if item.date.iso == "2022-12-04"} == {passed}


def test_a_recurring_day_stands_in_each_year_of_the_plan() -> None:
    listed = years(over_years("2025"))
    assert [year.year for year in listed if any(m.month == "12" for m in year.months)] == [
        "2022",
        "2023",
        "2024",
        "2025",
    ]
    assert {year.url for year in listed} >= {"thoi-han/2022/", "thoi-han/2025/"}
    for year in listed:
        shown = [item for month in year.months for item in month.deadlines]
        assert len(shown) == year.count
        assert [item.date.iso for item in shown] == sorted(item.date.iso for item in shown)
    everything = [item for year in listed for month in year.months for item in month.deadlines]
    assert everything == found(corpus=over_years("2025"))


@pytest.mark.parametrize(
    ("dissolved", "gone"),
    [("2024-12-03", ["2024-12-04", "2024-12-09", "2025-12-04", "2025-12-09"]), ("2024", ["2025-12-04", "2025-12-09"])],
)
def test_days_after_the_issuer_s_end_are_marked(dissolved: str, gone: list[str]) -> None:
    """Of a unit dissolved «2024» it is not known that it was gone in December of that year."""
    corpus = over_years("2025")
    issuer = corpus.registry.units[str(corpus.issuers["an-binh-2022"])]
    ended = replace(issuer, entry=issuer.entry.model_copy(update={"dissolved": dissolved}))
    registry = replace(corpus.registry, units=corpus.registry.units | {ended.id: ended})
    assert [item.date.iso for item in found(corpus=replace(corpus, registry=registry)) if item.gone] == gone


def test_a_duty_with_a_last_day_stands_there_too_and_a_report_only_once() -> None:
    corpus = tiny()
    link = next(link for link in corpus.reports if any(rule.last_day for rule in link.rules))
    task = next(item for item in corpus.assignments if item.roles and not item.rules and item.plan == link.plan)
    both = [replace(task, rules=link.rules), replace(task, clause=link.clause, rules=link.rules)]
    items = found(corpus=altered(corpus, assignments=tuple(both)))
    duties = [item for item in items if item.report is None]
    assert {item.clause.url for item in duties} == {f"ke-hoach/{task.plan}/#{task.clause}"}
    assert duties[0].roles
    assert duties[0].text


def test_a_time_of_work_is_no_deadline() -> None:
    assert not any("Quý II, III" in item.printed for item in found())


def test_the_register_shows_this_year_first_and_says_when_there_is_nothing() -> None:
    renderer = Renderer(environment(Path(__file__).parents[1] / "templates"))
    now, later = (next(iter(section.pages(tiny(), renderer, today))).html for today in (TODAY, "2041-01-01"))
    (year,) = [year for year in years(tiny()) if year.year == "2022"]
    assert all(item.date.day in now for m in year.months for item in m.deadlines)
    assert "Không có kế hoạch nào trên trang này ghi thời hạn trong năm 2041" in later
    assert "Không có kế hoạch nào" not in now
    undated = undated_views(Fresh(tiny()), undated_lines(tiny(), gists(tiny())))
    assert undated
    assert all(not time.occasions for report in undated for time in report.times)
    assert f"Xem {len(undated)} báo cáo" in now
