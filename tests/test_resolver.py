"""Who must do what: names from the issuer outwards, collectives on the plan's day, successors, citations, reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.resolver.names import says_who
from generator.survey import survey
from tests.tiny import holders, tiny


def test_the_same_name_means_the_sở_of_the_plans_own_province() -> None:
    assert "so-cong-thuong-tinh-an-binh" in holders("an-binh-2022", "v-1-g1")
    assert "so-cong-thuong-tinh-bac-son" not in {duty.unit for duty in tiny().duties}


def test_support_with_a_partner_gives_the_partner_nothing() -> None:
    """«Phối hợp với Sở Công Thương …» under Sở Y tế's heading."""
    found = holders("an-binh-2022", "v-3-g1")
    assert {unit: duty.role for unit, duty in found.items()} == {"so-y-te-tinh-an-binh": "support"}


def test_a_member_has_the_duty_through_its_collective() -> None:
    member = holders("an-binh-2022", "v-4-g1")["ubnd-huyen-tan-hoa"]
    assert [(step.unit, step.kind) for step in member.inherited_from] == [("ubnd-cac-huyen-tinh-an-binh", "collective")]


def test_a_unit_named_itself_is_not_doubled_through_a_collective() -> None:
    """The row's lead is a member of the collective that supports in every row."""
    lead = holders("tan-hoa-2022", "pl-i-1")["phong-y-te-huyen-tan-hoa"]
    assert (lead.role, lead.inherited_from) == ("lead", ())


def test_a_unit_founded_later_is_no_member_on_the_plans_day() -> None:
    registry = tiny().registry
    group = registry.units["cac-so-ban-nganh-tinh-an-binh"]
    then = {unit.id for unit in registry.members(group, "2022-01-20")}
    later = {unit.id for unit in registry.members(group, "2025-09-01")}
    assert "so-nong-nghiep-va-moi-truong-tinh-an-binh" in later - then
    assert "so-ke-hoach-va-dau-tu-tinh-an-binh" in then - later


def test_duties_of_a_dissolved_unit_stand_on_its_successors_page_too() -> None:
    """Where the successor is named in the same clause it has the duty itself; it is not doubled."""
    found = holders("an-binh-2022", "v-2")
    assert found["so-tai-chinh-tinh-an-binh"].inherited_from == ()
    assert found["so-ke-hoach-va-dau-tu-tinh-an-binh"].inherited_from == ()


@pytest.mark.parametrize(
    ("name", "certain"),
    [
        ("Sở Y tế", True),
        ("các đơn vị có liên quan", False),
        ("các sở, ngành liên quan", False),
        ("Các sở, ban, ngành và UBND huyện, thành phố có liên quan", False),
        ("Các ban, ngành, tổ chức chính trị - xã hội, UBND cấp xã và các đơn vị có liên quan", True),
    ],
)
def test_có_liên_quan_does_not_say_who_unless_it_only_ends_a_list(name: str, certain: bool) -> None:
    assert says_who(name) is certain


def test_a_table_value_that_every_row_shares_gives_every_row_its_support() -> None:
    supported = holders("tan-hoa-2022", "pl-i-2")
    assert supported["ubnd-xa-an-phu-huyen-tan-hoa"].role == "support"


def test_a_content_line_without_unit_is_a_task_of_nobody_and_a_pointer_is_none() -> None:
    open_tasks = {(a.plan, a.clause) for a in tiny().assignments if not a.roles}
    assert ("an-binh-2022", "iii-1-a") in open_tasks
    assert ("tan-hoa-2022", "ii") not in open_tasks, "«Chi tiết theo Phụ lục» points, it gives no work"
    assert ("an-binh-2022", "iii-1-dd") not in open_tasks, "a lead-in only announces"


def test_everyone_reports_but_the_receiver_and_the_unit_it_is_handed_to() -> None:
    link = next(link for link in tiny().reports if link.clause == "ket-1")
    assert "so-y-te-tinh-an-binh" in link.sender_units
    assert "hoi-nong-dan-tinh-an-binh" not in link.sender_units, "invited, not charged"
    assert not {"ubnd-tinh-an-binh", "so-cong-thuong-tinh-an-binh"} & set(link.sender_units)
    assert link.receiver_units == ("ubnd-tinh-an-binh", "so-cong-thuong-tinh-an-binh")


def test_a_plan_that_cites_a_plan_of_the_site_leads_to_it() -> None:
    cited = {(fact.plan, fact.target_plan) for fact in tiny().citations if fact.target_plan}
    assert ("tan-hoa-2022", "an-binh-2022") in cited
    assert ("so-cong-thuong-an-binh-2022", "tan-hoa-2022") in cited


def test_a_misprinted_number_finds_its_document_by_alias() -> None:
    fact = next(f for f in tiny().citations if "UNBD" in f.printed)
    assert fact.document is not None


def test_a_law_printed_with_its_day_is_the_one_of_that_year(content: Path) -> None:
    plan = content / "plans/an-binh/an-binh-2022.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("Nước sạch năm 2020", "Nước sạch ngày 17 tháng 11 năm 2020"), encoding="utf-8")
    fact = next(f for f in survey(content).corpus.citations if f.printed.startswith("Luật Nước sạch ngày"))
    assert fact.document == "luat-nuoc-sach-nam-2020"


def test_targets_know_their_horizon_from_themselves_their_heading_or_the_plan() -> None:
    facts = {(fact.clause, fact.index): fact for fact in tiny().of_plan("an-binh-2022").targets}
    assert facts["ii-2", 1].horizon_to == "2022-12-31", "«đến hết năm 2022» on the lead-in"
    assert facts["ii-2", 3].horizon_to == "2030", "its own «đến năm 2030»"
