"""A plan as a tree: permanent ids, printed paths, what holds below a heading."""

from __future__ import annotations

import pytest

from generator.model.plan import Clause, PlanFile
from generator.outline import PlanClause, flatten, outline
from generator.paths import path_label
from tests.tiny import tiny


def clauses(plan: str) -> dict[str, PlanClause]:
    return {clause.id: clause for clause in tiny().plan_by_slug[plan].clauses}


@pytest.mark.parametrize(
    ("plan", "clause", "path"),
    [
        ("an-binh-2022", "mo-dau-1", "Mở đầu, đoạn 1"),
        ("an-binh-2022", "i-p1", "I, đoạn 1"),
        ("an-binh-2022", "ii-2", "II.2"),
        ("an-binh-2022", "iii-1-dd", "III.1.đ"),
        ("an-binh-2022", "iii-1-dd-g1-c2", "III.1.đ, gạch 1, cộng 2"),
        ("an-binh-2022", "v-1-g2", "V.1, gạch 2"),
        ("an-binh-2022", "ket-1", "Kết, đoạn 1"),
        ("tan-hoa-2022", "pl-i-1", "Phụ lục, I.1"),
        ("tan-hoa-2022", "pl-i-1-g2", "Phụ lục, I.1, gạch 2"),
        ("so-cong-thuong-an-binh-2022", "pl2-ten-phong", "Phụ lục II, ten-phong"),
    ],
)
def test_ids_come_from_printed_labels_and_paths_read_as_one_says_them(plan: str, clause: str, path: str) -> None:
    assert path_label(clauses(plan)[clause]) == path


def test_labelled_siblings_do_not_count_as_paragraphs() -> None:
    """The paragraph after 1. and 2. is the first paragraph, not the third."""
    items = (Clause(label="1.", text="Một."), Clause(label="2.", text="Hai."), Clause(text="Ba."))
    section = Clause(label="I.", title="MỤC", items=items)
    assert [c.id for c in flatten(outline(_plan(section)))] == ["i", "i-1", "i-2", "i-p1"]


def test_an_id_of_the_editor_wins() -> None:
    section = Clause(label="I.", title="MỤC", items=(Clause(text="Một.", id="dau"),))
    assert [c.id for c in flatten(outline(_plan(section)))] == ["i", "i-dau"]


def test_own_roles_replace_all_inherited_ones() -> None:
    found = clauses("an-binh-2022")
    assert [(r.role, r.name) for r in found["v-1"].holds.roles] == [("assigned", "Sở Công Thương")]
    assert [r.role for r in found["v-1-g1"].holds.roles] == ["lead", "support", "support"]
    assert [r.role for r in found["v-1-g2"].holds.roles] == ["assigned"]


def test_a_line_that_speaks_for_its_heading_gives_it_its_time() -> None:
    """«Tiến độ thực hiện: Quý II, III năm 2022.» holds for all of III.1."""
    found = clauses("an-binh-2022")
    assert [p.text for p in found["iii-1-a"].holds.times] == ["Quý II, III năm 2022"]
    assert found["iii-2"].holds.times == ()


def test_a_row_knows_its_columns_and_bullets_are_its_words() -> None:
    row = clauses("tan-hoa-2022")["pl-i-1"]
    assert row.is_row
    assert row.full_text() == "- Phát thanh về nước sạch. - Treo pa nô tại chợ."


def _plan(section: Clause) -> PlanFile:
    source = {"file": "sources/x.txt", "sha256": "0" * 64}
    head = {"type": "KẾ HOẠCH", "title": "Thử", "place": "tỉnh An Bình", "source": source}
    return PlanFile.model_validate({**head, "sections": (section,)})
