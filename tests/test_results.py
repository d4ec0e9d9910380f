"""What was reported later: looked up, shown newest first beside what the text says, never mixed with it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from generator.exports.updates import update_records
from generator.survey import survey
from generator.views.excerpts import Fresh
from generator.views.plan import AssignmentView, TargetView, plan_view
from generator.views.results import ProgressView
from generator.views.targets import indicator_view
from generator.views.unit import unit_view
from tests.exports.written import pages_of
from tests.tiny import TINY, holders, tiny

HOUSEHOLDS = "ho-dan-dung-nuoc-sach"


def targets() -> list[TargetView]:
    view = plan_view(tiny(), tiny().plan_by_slug["an-binh-2022"])
    return [target for target in view.targets if target.indicator.text == "Hộ dân dùng nước sạch"]


def task(plan: str, path: str) -> AssignmentView:
    view = plan_view(tiny(), tiny().plan_by_slug[plan])
    return next(item for item in view.assignments if item.clause.text == path)


def progress_of(unit: str, path: str) -> ProgressView:
    view = unit_view(tiny(), tiny().registry.units[unit])
    duties = [duty for role in view.work.roles for plan in role.plans for duty in plan.duties]
    return next(duty.progress for duty in (*duties, *view.work.uncertain) if duty.task.clause.text == path)


def test_a_value_is_read_as_printed_values_are() -> None:
    fact = next(fact for fact in tiny().updates if fact.printed == "38,5%")
    assert (fact.value, fact.value_to, fact.measure, fact.date) == (Decimal("38.5"), None, "%", "2022-12-15")
    assert fact.id == "an-binh-2022#ii-2/chi-tieu-2/ket-qua/2022-12-15"


def test_the_newest_report_stands_first_and_the_earlier_ones_stay() -> None:
    poor = targets()[1].progress
    assert [(item.value, item.state, item.date.day) for item in poor.latest] == [
        ("38,5%", "đang thực hiện", "15/12/2022")
    ]
    assert [(item.value, item.date.iso) for item in poor.earlier] == [("25%", "2022-06-30")]
    assert poor.latest[0].by.url == "don-vi/so-cong-thuong-tinh-an-binh/"


def test_a_value_and_a_moved_deadline_are_each_told_of_one_horizon() -> None:
    by_2022, by_2030 = targets()[0].progress, targets()[2].progress
    assert [item.value for item in by_2022.latest] == ["61,5%"]
    assert by_2030.latest == ()
    assert by_2022.moved == ()
    assert [time.last_day for moved in by_2030.moved for time in moved.times] == ["31/12/2028"]
    assert by_2030.moved[0].basis.url == "van-ban/15-qd-ttg-thu-tuong-chinh-phu-2021/"


def test_an_indicators_page_tells_the_same_as_the_plans() -> None:
    corpus = tiny()
    view = indicator_view(Fresh(corpus), corpus.registry.indicators[HOUSEHOLDS], corpus.plans_aiming[HOUSEHOLDS])
    told = {(row.among, row.years): [item.value for item in row.progress.latest] for row in view.rows}
    assert told == {
        ("hộ nghèo", "2022"): ["38,5%"],
        ("hộ dân nông thôn", "2022"): ["61,5%"],
        ("hộ dân nông thôn", "2030"): [],
    }


def test_where_only_the_deadline_was_moved_the_result_is_the_one_before() -> None:
    found = task("tan-hoa-2022", "Phụ lục, I.1").progress
    assert [item.state for item in found.latest] == ["đang thực hiện"]
    assert found.earlier == ()
    assert [(moved.times[0].printed, moved.report.date.iso) for moved in found.moved] == [("Năm 2026", "2023-10-20")]
    assert found.moved[0].basis.url == "ke-hoach/an-binh-2022/"


def test_a_unit_sees_its_own_result_and_that_of_the_whole_clause() -> None:
    own = progress_of("so-ke-hoach-va-dau-tu-tinh-an-binh", "V.2")
    assert [(item.state, item.unit) for item in own.latest] == [("hoàn thành", None)]
    whole = progress_of("phong-y-te-huyen-tan-hoa", "Phụ lục, I.1")
    assert [(item.state, item.unit) for item in whole.latest] == [("đang thực hiện", None)]


def test_the_result_of_a_unit_is_nobody_elses() -> None:
    """Sở Tài chính, charged beside it, has none; on the plan's page the unit is named."""
    duty = holders("an-binh-2022", "v-2")["so-tai-chinh-tinh-an-binh"]
    assert duty.inherited_from == ()
    assert progress_of("so-tai-chinh-tinh-an-binh", "V.2").latest == ()
    named = task("an-binh-2022", "V.2").progress.latest
    assert [item.unit.text for item in named if item.unit] == ["Sở Kế hoạch và Đầu tư tỉnh An Bình"]


def test_a_member_sees_what_was_reported_of_its_collective(content: Path) -> None:
    file = content / "updates/tan-hoa-2022.yaml"
    entry = {"clause": "iii-2", "unit": "UBND các xã", "date": "01/9/2022", "state": "hoàn thành", "by": "UBND Huyện"}
    file.write_text(file.read_text(encoding="utf-8") + yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
    found = survey(content)
    assert found.problems == ()
    view = unit_view(found.corpus, found.corpus.registry.units["ubnd-xa-an-loc-huyen-tan-hoa"])
    shown = [
        duty
        for role in view.work.roles
        for plan in role.plans
        for duty in plan.duties
        if duty.task.clause.text == "III.2"
    ]
    results = [(item.state, item.unit and item.unit.text) for duty in shown for item in duty.progress.latest]
    assert results == [("hoàn thành", "UBND các xã huyện Tân Hòa")]


def test_results_move_with_their_renamed_plan(content: Path) -> None:
    plan = content / "plans/tan-hoa/tan-hoa-2022.yaml"
    plan.write_text(f"{plan.read_text(encoding='utf-8')}\nformerly: tan-hoa-2022\n", encoding="utf-8")
    plan.rename(plan.with_name("tan-hoa.yaml"))
    found = survey(content)
    assert found.problems == ()
    assert [fact.date for fact in found.corpus.updates if fact.plan == "tan-hoa"] == [
        "2023-10-20",
        "2023-01-05",
        "2022-08-10",
    ]


def test_the_text_and_its_tables_do_not_change(content: Path) -> None:
    for file in (content / "updates").glob("*.yaml"):
        file.unlink()
    without = survey(content).corpus
    assert without.updates == ()
    assert (without.duties, without.targets, without.reports) == (tiny().duties, tiny().targets, tiny().reports)


def test_the_table_says_what_was_reported_and_no_more() -> None:
    records = update_records(tiny())
    written = [
        entry for file in sorted(TINY.glob("updates/*.yaml")) for entry in yaml.safe_load(file.read_text("utf-8"))
    ]
    assert len(records) == len(written)
    given = {"printed": "value", "state": "state", "evidence": "evidence", "note": "note"}
    for name, key in given.items():
        assert sorted(filter(None, (r[name] for r in records))) == sorted(filter(None, (e.get(key) for e in written)))
    assert all((record["value"] is None) is (record["printed"] is None) for record in records)


@pytest.mark.parametrize("corpus", ["tiny", "five-plans"])
def test_every_row_without_a_result_says_so_once(corpus: str) -> None:
    """Cell by cell: a row of a duty or target has a result or the words that there is none."""
    none, told = "chưa công bố kết quả", '<p class="ps-told">'
    rows = 0
    for address, page in pages_of(corpus).items():
        if page.kind not in ("plan", "unit", "indicator"):
            continue
        for row in page.html.split("<tr")[1:]:
            if 'data-label="Nhiệm vụ"' in row or 'data-label="Kết quả"' in row:
                rows += 1
                body = row.split("</tr>")[0].split('data-label="Thời gian"')[0]
                assert body.count(none) == (0 if told in body else 1), (address, row[:300])
    assert rows > 20


def test_a_page_is_as_new_as_what_was_reported() -> None:
    pages = pages_of("tiny")
    assert "content/updates/tan-hoa-2022.yaml" in pages["ke-hoach/tan-hoa-2022/"].sources
    assert "content/updates/tan-hoa-2022.yaml" in pages["don-vi/phong-y-te-huyen-tan-hoa/"].sources
