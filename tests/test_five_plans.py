"""The five plans, counted by hand.

The figures and rows below are read off the published texts (content/sources), never off the program's output; `notes`
alone counts what the editors wrote. Where a test fails, the text decides: read it again, then correct the plan, or
this table.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.corpus import Assignment, Corpus, NamedUnits
from generator.exports import TABLES
from generator.paths import path_label
from generator.registry import Unit
from generator.survey import Survey, survey
from generator.views.plan import plan_view
from generator.views.unit import UnitView, unit_view

CONTENT = Path(__file__).parents[1] / "content"

CAO_LANH = "cao-lanh-178-2021"
DONG_NAI = "dong-nai-2024"
DONG_THAP = "dong-thap-2023"
QUANG_NGAI = "so-cong-thuong-quang-ngai-2021-2030"
SO_KHDT = "so-ke-hoach-va-dau-tu-dong-thap-2022"
PLANS = (CAO_LANH, DONG_NAI, DONG_THAP, QUANG_NGAI, SO_KHDT)


# --- the counts ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """One plan by hand. `duties`: clauses by their foremost role; `open_tasks`: content lines that name no unit."""

    sections: int
    clauses: int
    targets: dict[str, int]
    duties: dict[str, int]
    open_tasks: int
    reports: int
    citations: dict[str, int]
    notes: int
    recipients: int
    annex_tasks: int = 0
    budget: int | None = None


BY_HAND = {
    CAO_LANH: Counted(
        sections=5,
        clauses=61,
        targets={"at_least": 6, "equal": 5, "none": 3},
        duties={"lead": 16, "assigned": 3, "support": 1, "invited": 1},
        open_tasks=0,
        reports=4,
        citations={"implements": 1, "cites": 1},
        notes=2,
        recipients=9,
        annex_tasks=15,
    ),
    DONG_NAI: Counted(
        sections=4,
        clauses=49,
        targets={"equal": 5, "about": 1, "none": 2},
        duties={"lead": 1, "assigned": 5, "support": 5, "invited": 1},
        open_tasks=7,
        reports=6,
        citations={"basis": 7, "cites": 1},
        notes=11,
        recipients=6,
        budget=1_394_200_000,
    ),
    DONG_THAP: Counted(
        sections=5,
        clauses=72,
        targets={"between": 1, "equal": 6, "at_least": 2},
        duties={"lead": 4, "assigned": 13, "support": 3, "invited": 1},
        open_tasks=17,
        reports=6,
        citations={"implements": 2, "cites": 2},
        notes=7,
        recipients=6,
        budget=3_235_715_000,
    ),
    QUANG_NGAI: Counted(
        sections=5,
        clauses=52,
        targets={"equal": 4, "between": 3, "none": 4},
        duties={"assigned": 13},
        open_tasks=7,
        reports=7,
        citations={"implements": 1, "cites": 2},
        notes=3,
        recipients=4,
    ),
    SO_KHDT: Counted(
        sections=3,
        clauses=22,
        targets={"equal": 1},
        duties={"assigned": 5},
        open_tasks=5,
        reports=3,
        citations={"basis": 2, "cites": 4},
        notes=3,
        recipients=4,
    ),
}


# --- the targets: clause | how it compares | printed value | among | from – to ---------------------------------------

TARGETS = {
    CAO_LANH: """
        ii-1-g1 | at_least | 01 cuộc/ năm |                                                      | 2021 – 2025
        ii-1-g2 | equal    | 100%         | các cơ sở sản xuất, kinh doanh                       | 2021 – 2025
        ii-1-g3 | equal    | 100%         | cụm công nghiệp, làng nghề                           | 2021 – 2025
        ii-1-g4 | at_least | 60%          | chợ đạt chuẩn văn minh                               | 2021 – 2025
        ii-1-g4 | at_least | 40%          | các chợ nông thôn mới                                | 2021 – 2025
        ii-1-g5 | at_least | 85%          | cửa hàng tiện lợi                                    | 2021 – 2025
        ii-1-g6 | equal    | 100%         | lượng bao gói thuốc bảo vệ thực vật …                | 2021 – 2025
        ii-1-g7 | equal    | 100%         | các cơ quan, đơn vị trực thuộc Ủy ban nhân dân Huyện | 2021 – 2025
        ii-1-g8 | none     |              | doanh nghiệp, cơ sở sản xuất kinh doanh              | 2021 – 2025
        ii-1-g9 | none     |              |                                                      | 2021 – 2025
        ii-2-g1 | at_least | 90%          | chợ đạt chuẩn văn minh                               |      – 2030
        ii-2-g1 | at_least | 80%          | các chợ nông thôn mới                                |      – 2030
        ii-2-g2 | equal    | 100%         | cửa hàng tiện lợi                                    |      – 2030
        ii-2-g3 | none     |              |                                                      |      – 2030
    """,
    DONG_NAI: """
        i-2-a   | none  |                 | cán bộ phụ trách của các Sở, ban, ngành, … | 2024 – 2024
        i-2-a   | none  |                 | các siêu thị, trung tâm thương mại, chợ …  | 2024 – 2024
        i-2-b   | equal | 01 doanh nghiệp | ngành hóa chất và sản phẩm hóa chất        | 2024 – 2024
        ii-1-g1 | equal | 01 lớp/năm      |                                            | 2024-04 – 2024-12
        ii-1-g1 | about | 200 người       |                                            | 2024-04 – 2024-12
        ii-2    | equal | 01 doanh nghiệp | ngành hóa chất và sản phẩm hóa chất        | 2024-04 – 2024-12
        ii-2-g1 | equal | 05 doanh nghiệp | ngành hóa chất                             | 2024-04 – 2024-12
        ii-2-g4 | equal | 01 doanh nghiệp |                                            | 2024-04 – 2024-12
    """,
    DONG_THAP: """
        ii-1     | between  | 01 - 02 mô hình |                                                       | – 2023-12-31
        ii-2     | equal    | 80%             | các khu, cụm công nghiệp                              | – 2023-12-31
        ii-2     | equal    | 50%             | làng nghề                                             | – 2023-12-31
        ii-3     | equal    | 80%             | các siêu thị, trung tâm thương mại, cửa hàng tiện lợi | – 2023-12-31
        ii-4     | at_least | 40%             | các chợ đạt chuẩn văn minh                            | – 2023-12-31
        ii-4     | at_least | 20%             | các chợ nông thôn mới                                 | – 2023-12-31
        ii-5     | equal    | 70%             | các huyện, thành phố                                  | – 2023-12-31
        ii-6     | equal    | 100%            | các cơ quan, đơn vị trực thuộc UBND Tỉnh              | – 2023-12-31
        iii-2-g1 | equal    | 02 doanh nghiệp |                                                       | 2023 – 2023
    """,
    QUANG_NGAI: """
        ii-2-a-g1 | equal   | 70%                  | các cụm công nghiệp                | 2021 – 2025
        ii-2-a-g2 | between | từ 01 đến 02 mô hình |                                    | 2021 – 2025
        ii-2-a-g2 | none    |                      |                                    | 2021 – 2025
        ii-2-a-g3 | equal   | 85%                  | các siêu thị, trung tâm thương mại | 2021 – 2025
        ii-2-a-g3 | none    |                      |                                    | 2021 – 2025
        ii-2-a-g3 | none    |                      | các siêu thị, trung tâm thương mại | 2021 – 2025
        ii-2-b-g1 | equal   | 100%                 | các cụm công nghiệp                |      – 2030
        ii-2-b-g2 | none    |                      |                                    |      – 2030
        ii-2-b-g3 | equal   | 100%                 | các siêu thị, trung tâm thương mại |      – 2030
        iii-2-g1  | between | từ 01 đến 02 mô hình |                                    | 2021 – 2030
        v-5-g1    | between | từ 01 đến 02 mô hình |                                    | 2021 – 2030
    """,
    SO_KHDT: """
        ii-g2 | equal | 100% | các phòng, đơn vị thuộc Sở | 2022 – 2022
    """,
}


# --- the duties outside the annex: clause | role: names as printed, joined by + ; … | with whom -----------------------

DUTIES = {
    CAO_LANH: """
        v-1-g1 | lead: Phòng Kinh tế và Hạ tầng; support: các đơn vị liên quan |
        v-1-g2 | assigned: Phòng Kinh tế và Hạ tầng                            |
        v-2    | assigned: Phòng Tài chính – Kế hoạch Huyện                    |
        v-3    | assigned: Phòng Nông nghiệp và Phát triển nông thôn + Phòng Tài nguyên và Môi trường \
                           + Phòng Văn hóa và Thông tin + Phòng Giáo dục và Đào tạo + Phòng Y tế |
        v-4    | support: Ủy ban nhân dân xã, thị trấn                         | các ngành liên quan
        v-5    | invited: Ủy ban Mặt trận Tổ quốc Việt Nam Huyện + các Tổ chức chính trị- xã hội Huyện \
               | các ngành chuyên môn Huyện + Ủy ban nhân dân xã, thị trấn
    """,
    DONG_NAI: """
        iii-1-a  | lead: Sở Công Thương; support: các sở, ban, ngành, đơn vị có liên quan |
        iii-1-b  | support: Sở Công Thương                 | các sở, ngành liên quan
        iii-1-c  | assigned: Sở Công Thương                |
        iii-1-p1 | assigned: Sở Công Thương                |
        iii-2-p1 | assigned: Sở Tài chính                  |
        iii-3-a  | assigned: Sở Tài nguyên và Môi trường   |
        iii-3-b  | support: Sở Tài nguyên và Môi trường    | Sở Công Thương
        iii-4-a  | assigned: Sở Khoa học và Công nghệ      |
        iii-4-b  | support: Sở Khoa học và Công nghệ       | Sở Công Thương
        iii-5-p1 | support: Báo Đồng Nai + Đài Phát thanh và Truyền hình Đồng Nai | các sở, ngành
        iii-6-p1 | support: UBND các huyện, thành phố Biên Hòa và thành phố Long Khánh \
                          + các Sở, ban, ngành, đơn vị có liên quan | Sở Công Thương
        ket-1    | invited: các Sở, ban, ngành + UBND các huyện, thành phố Long Khánh và thành phố Biên Hòa \
                          + các trung tâm thương mại, chợ, siêu thị và cơ sở sản xuất công nghiệp trên địa bàn tỉnh |
    """,
    DONG_THAP: """
        v-1-g1  | lead: Sở Công Thương; support: các sở, ban, ngành + UBND huyện, thành phố \
                         + các đơn vị, tổ chức liên quan |
        v-1-g2  | assigned: Sở Công Thương                 |
        v-2-p1  | lead: Sở Tài nguyên và Môi trường; support: các sở, ban, ngành, đoàn thể Tỉnh \
                         + các đơn vị có liên quan |
        v-3-g1  | support: Sở Khoa học và Công nghệ        | các tổ chức/đơn vị có liên quan
        v-3-g2  | assigned: Sở Khoa học và Công nghệ       |
        v-3-g3  | support: Sở Khoa học và Công nghệ        | Sở Công Thương
        v-4-p1  | lead: Sở Giao thông vận tải; support: các sở, ban, ngành + các tổ chức chính trị - xã hội \
                         + UBND cấp huyện + các đơn vị có liên quan |
        v-5-p1  | assigned: Sở Tài chính                   |
        v-6-g1  | lead: Sở Nông nghiệp và Phát triển nông thôn; support: các sở, ban, ngành Tỉnh \
                         + các đơn vị có liên quan |
        v-6-g2  | assigned: Sở Nông nghiệp và Phát triển nông thôn |
        v-6-g3  | assigned: Sở Nông nghiệp và Phát triển nông thôn |
        v-7-p1  | assigned: Sở Thông tin và Truyền thông   |
        v-8-p1  | assigned: Sở Lao động – Thương binh và Xã hội |
        v-9-g1  | assigned: Ban Quản lý Khu Kinh tế Tỉnh   |
        v-9-g2  | assigned: Ban Quản lý Khu Kinh tế Tỉnh   |
        v-10-p1 | support: các sở, ban, ngành + UBND huyện, thành phố | Sở Công Thương
        v-10-g1 | assigned: Các sở, ban, ngành và UBND huyện, thành phố có liên quan |
        v-10-g2 | assigned: UBND huyện, thành phố          |
        v-10-g3 | assigned: Các sở, ban, ngành và UBND huyện, thành phố có liên quan |
        v-11-p1 | assigned: Các cơ quan báo chí trên địa bàn Tỉnh |
        v-12-p1 | invited: các Hiệp hội ngành nghề + Hội bảo vệ người tiêu dùng + Liên minh Hợp tác xã \
                         + các tổ chức đoàn thể xã hội trên địa bàn tỉnh + cộng đồng + các cá nhân \
                | các sở, ban, ngành
    """,
    QUANG_NGAI: """
        i-2-p1 | assigned: Các phòng, đơn vị trực thuộc Sở + các đơn vị có liên quan |
        iv-g2  | assigned: các Phòng, đơn vị thuộc Sở              |
        v-1-g1 | assigned: Phòng Kỹ thuật an toàn – Môi trường     |
        v-1-g2 | assigned: Phòng Kỹ thuật an toàn – Môi trường     |
        v-2-g1 | assigned: Phòng Quản lý thương mại                |
        v-2-g2 | assigned: Phòng Quản lý thương mại                |
        v-2-g3 | assigned: Phòng Quản lý thương mại                |
        v-2-g4 | assigned: Phòng Quản lý thương mại                |
        v-3-p1 | assigned: Phòng Quản lý công nghiệp               |
        v-4-p1 | assigned: Phòng Quản lý năng lượng                |
        v-5-g1 | assigned: Trung tâm khuyến công và Xúc tiến thương mại |
        v-6-p1 | assigned: Các phòng thuộc Sở                      |
        ket-2  | assigned: các phòng, đơn vị trực thuộc Sở         |
    """,
    SO_KHDT: """
        iii-1-g1 | assigned: Văn phòng Sở      |
        iii-1-g2 | assigned: Văn phòng Sở      | các đơn vị liên quan
        iii-1-g3 | assigned: Văn phòng Sở      |
        iii-2-g1 | assigned: Các phòng, đơn vị |
        iii-2-g2 | assigned: Các phòng, đơn vị |
    """,
}


# --- the annex of Cao Lãnh: label | lead | period | printed remark ---------------------------------------------------

ANNEX = """
    I.1   | Phòng Kinh tế và Hạ tầng                  | 2021 – 2030 |
    I.2   | Phòng Tài nguyên và Môi trường            | 2021 – 2030 |
    I.3   | Phòng Văn hóa và Thông tin                | 2021 – 2030 |
    I.4   | Phòng Văn hóa và Thông tin                | 2021 – 2030 |
    I.5   | Phòng Kinh tế và Hạ tầng                  | 2021 – 2030 |
    I.6   | Phòng Giáo dục và Đào tạo                 | 2021 – 2030 |
    I.7   | Phòng Y tế                                | 2021 – 2030 |
    II.1  | Phòng Kinh tế và Hạ tầng                  | 2021 – 2025 |
    II.2  | Phòng Nông nghiệp và Phát triển nông thôn | 2021 – 2025 |
    II.3  | Phòng Tài nguyên và Môi trường            | 2021 – 2030 |
    II.4  | Phòng Kinh tế và Hạ tầng                  | 2021 – 2030 |
    II.5  | Phòng Kinh tế và Hạ tầng                  | 2021 – 2030 | Khi có hướng dẫn của các Sở, ngành liên quan
    II.6  | Phòng Nông nghiệp và Phát triển nông thôn | 2021 – 2030 |
    II.7  | Phòng Văn hóa và Thông tin                | 2021 – 2030 |
    III.1 | Phòng Kinh tế và Hạ tầng                  | 2021 – 2030 |
"""
ANNEX_SUPPORT = "Các ban, ngành, tổ chức chính trị - xã hội, UBND cấp xã và các đơn vị có liên quan"


# --- the reports: clause | who → whom (handed in at) | when: kind and last day ----------------------------------------

REPORTS = {
    CAO_LANH: """
        v-1-g1 | Phòng Kinh tế và Hạ tầng → UBND Huyện                       |
        v-1-g1 | UBND Huyện → Sở Công Thương                                 | as_regulated
        v-1-g2 | Phòng Kinh tế và Hạ tầng → Sở Công Thương                   | yearly
        ket-1  | các đơn vị → UBND Huyện (Phòng Kinh tế và Hạ tầng)          | yearly --12-04, on_request
    """,
    DONG_NAI: """
        iii-1-a  | Sở Công Thương → UBND tỉnh                                |
        iii-1-a  | Sở Công Thương → Bộ Công Thương                           |
        iii-1-b  | Sở Công Thương → UBND tỉnh                                |
        iii-1-p1 | Sở Công Thương → UBND tỉnh                                | once 2024-12-24
        iii-6-p1 | UBND các huyện, thành phố Biên Hòa và thành phố Long Khánh \
                   + các Sở, ban, ngành, đơn vị có liên quan → Sở Công Thương | once 2024-11-30
        iii-6-p1 | Sở Công Thương → UBND tỉnh                                |
    """,
    DONG_THAP: """
        v-1-g1 | Sở Công Thương → UBND Tỉnh                                  | yearly
        ket-1  | các cơ quan, đơn vị → Sở Công Thương                        | once 2023-12-09
        ket-1  | Sở Công Thương → UBND Tỉnh                                  |
        ket-1  | UBND Tỉnh → Bộ Công Thương                                  | as_regulated
        ket-2  | các đơn vị → Sở Công Thương                                 | on_event
        ket-2  | Sở Công Thương → UBND Tỉnh                                  |
    """,
    QUANG_NGAI: """
        v-1-g2 | Phòng Kỹ thuật an toàn – Môi trường → Bộ Công Thương        | as_regulated
        v-1-g2 | Phòng Kỹ thuật an toàn – Môi trường → UBND tỉnh             | as_regulated
        ket-1  | các phòng, đơn vị thuộc Sở → Sở Công Thương (Phòng Kỹ thuật an toàn – Môi trường) | yearly --12-09
        ket-1  | Sở Công Thương → Bộ Công Thương                             | as_regulated
        ket-1  | Sở Công Thương → UBND tỉnh                                  | as_regulated
        ket-2  | các phòng, đơn vị trực thuộc Sở → Phòng Kỹ thuật an toàn – Môi trường | on_event
        ket-2  | Phòng Kỹ thuật an toàn – Môi trường → Giám đốc Sở           | on_event
    """,
    SO_KHDT: """
        iii-1-g3 | Văn phòng Sở → Sở Công Thương                             | on_request
        iii-2-g2 | Các phòng, đơn vị → Văn phòng Sở                          | on_event
        iii-2-g2 | Văn phòng Sở → Ban Lãnh đạo Sở                            |
    """,
}


# --- the documents: clause | relation | number in normal form, or the law's name --------------------------------------

CITATIONS = {
    CAO_LANH: """
        mo-dau-1 | implements | 07/KH-UBND
        mo-dau-2 | cites      | 07/KH-UBND
    """,
    DONG_NAI: """
        mo-dau-1 | basis | Luật Bảo vệ môi trường năm 2014
        mo-dau-2 | basis | 76/QĐ-TTg
        mo-dau-3 | basis | 622/QĐ-TTg
        mo-dau-4 | basis | 681/QĐ-TTg
        mo-dau-5 | basis | 889/QĐ-TTg
        mo-dau-6 | basis | 3529/QĐ-BCT
        mo-dau-7 | basis | 202/KH-UBND
        iii-6-p1 | cites | 202/KH-UBND
    """,
    DONG_THAP: """
        mo-dau-1 | implements | 889/QĐ-TTg
        mo-dau-1 | implements | 07/KH-UBND
        iv-p1    | cites      | 893/UBND-KT
        v-5-p1   | cites      | Luật Ngân sách nhà nước
    """,
    QUANG_NGAI: """
        mo-dau-1 | implements | 3529/QĐ-BCT
        i-1-p1   | cites      | 3529/QĐ-BCT
        i-2-p1   | cites      | 3529/QĐ-BCT
    """,
    SO_KHDT: """
        mo-dau-1 | basis | 07/KH-UBND
        mo-dau-2 | basis | 35/KH-UBND
        mo-dau-3 | cites | 1339/SCT-QLCN
        i-g1     | cites | 07/KH-UBND
        i-g1     | cites | 35/KH-UBND
        ii-g1    | cites | Luật Bảo vệ môi trường năm 2020
    """,
}


# --- the tests: tables ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def surveyed() -> Survey:
    return survey(CONTENT)


@pytest.fixture(scope="module")
def corpus(surveyed: Survey) -> Corpus:
    return surveyed.corpus


@pytest.fixture(scope="module")
def plans(corpus: Corpus) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in TABLES["plans"](corpus)}


def test_there_are_five_plans_and_nothing_is_wrong(surveyed: Survey) -> None:
    assert [str(problem) for problem in surveyed.problems] == []
    assert tuple(plan.slug for plan in surveyed.corpus.plans) == PLANS


@pytest.mark.parametrize("slug", PLANS)
def test_every_word_of_the_source_is_there(plans: dict[str, dict[str, Any]], slug: str) -> None:
    assert plans[slug]["fidelity"] == 1.0


@pytest.mark.parametrize("slug", PLANS)
def test_counts(corpus: Corpus, plans: dict[str, dict[str, Any]], slug: str) -> None:
    facts, record = corpus.of_plan(slug), plans[slug]
    counts = record["counts"]
    rows = [clause for clause in corpus.plan_by_slug[slug].clauses if clause.is_row and not clause.source.title]
    assert BY_HAND[slug] == Counted(
        sections=counts["sections"],
        clauses=counts["clauses"],
        targets=Counter(target.comparator for target in facts.targets),
        duties=Counter(item.roles[0][0] for item in facts.assignments if item.roles),
        open_tasks=sum(not item.roles for item in facts.assignments),
        reports=counts["reports"],
        citations=Counter(fact.relation for fact in facts.citations),
        notes=counts["notes"],
        recipients=counts["recipients"],
        annex_tasks=len(rows),
        budget=record["budget_amount"],
    )


@pytest.mark.parametrize("slug", PLANS)
def test_counts_of_the_open_data_agree(plans: dict[str, dict[str, Any]], slug: str) -> None:
    """Its duties are the clauses that give work to somebody, its targets those with and without a number."""
    counts = plans[slug]["counts"]
    assert counts["duties"] == sum(BY_HAND[slug].duties.values())
    assert counts["targets"] == sum(BY_HAND[slug].targets.values())


@pytest.mark.parametrize("slug", PLANS)
def test_the_page_shows_each_of_them(corpus: Corpus, slug: str) -> None:
    view, by_hand = plan_view(corpus, corpus.plan_by_slug[slug]), BY_HAND[slug]
    assert len(view.targets) == sum(by_hand.targets.values())
    assert len(view.assignments) == sum(by_hand.duties.values())
    assert len(view.open_tasks) == by_hand.open_tasks
    assert len(view.reports) == by_hand.reports
    assert len(view.recipients) == by_hand.recipients
    assert len(view.money) == (by_hand.budget is not None)
    assert view.fidelity is not None
    assert view.fidelity.whole


@pytest.mark.parametrize("slug", PLANS)
def test_targets(corpus: Corpus, slug: str) -> None:
    wanted = table(TARGETS[slug])
    found = [
        (fact.clause, fact.comparator, fact.printed or "", fact.among or "", _span(fact.horizon_from, fact.horizon_to))
        for fact in corpus.of_plan(slug).targets
    ]
    assert [(*row[:3], *row[4:]) for row in found] == [(*row[:3], *row[4:]) for row in wanted]
    for (*_, among, _span_found), (*_, expected, _span_wanted) in zip(found, wanted, strict=True):
        start = expected.removesuffix("…").rstrip()
        assert among.startswith(start) if expected.endswith("…") else among == expected


@pytest.mark.parametrize("slug", PLANS)
def test_duties_and_partners(corpus: Corpus, slug: str) -> None:
    given = [item for item in corpus.of_plan(slug).assignments if item.roles and not item.clause.startswith("pl-")]
    assert [_duty_row(item) for item in given] == table(DUTIES[slug])


def test_annex_of_cao_lanh(corpus: Corpus) -> None:
    rows = [item for item in corpus.of_plan(CAO_LANH).assignments if item.clause.startswith("pl-")]
    assert [_annex_row(corpus, item) for item in rows] == table(ANNEX)
    assert {_names(dict(item.roles)["support"]) for item in rows} == {ANNEX_SUPPORT}


@pytest.mark.parametrize("slug", PLANS)
def test_reports(corpus: Corpus, slug: str) -> None:
    found = []
    for link in corpus.of_plan(slug).reports:
        via = f" ({_names(link.via)})" if link.via else ""
        when = ", ".join(" ".join(filter(None, (rule.kind, rule.last_day))) for rule in link.rules)
        found.append((link.clause, f"{_names(link.senders)} → {_names(link.receivers)}{via}", when))
    assert found == table(REPORTS[slug])


@pytest.mark.parametrize("slug", PLANS)
def test_citations(corpus: Corpus, slug: str) -> None:
    found = []
    for fact in corpus.of_plan(slug).citations:
        assert fact.document is not None, f"{fact.printed} không có trong danh mục văn bản"
        entry = corpus.registry.documents[fact.document].entry
        found.append((fact.clause, fact.relation, entry.name or str(entry.number)))
    assert found == table(CITATIONS[slug])


def test_only_one_cited_date_differs(corpus: Corpus) -> None:
    """Sở Kế hoạch và Đầu tư prints 2022 for the province's plan 07/KH-UBND of 11/01/2021."""
    differs = [(fact.plan, fact.clause) for fact in corpus.citations if fact.date_differs]
    assert differs == [(SO_KHDT, "mo-dau-1")]


# --- the tests: what a reader must find ------------------------------------------------------------------------------


def test_four_units_lead_in_the_plan_of_2023(corpus: Corpus) -> None:
    leads = [duty for duty in corpus.of_plan(DONG_THAP).duties if duty.role == "lead" and not duty.inherited_from]
    assert {(duty.clause.rsplit("-", 1)[0], corpus.registry.units[duty.unit].name) for duty in leads} == {
        ("v-1", "Sở Công Thương"),
        ("v-2", "Sở Tài nguyên và Môi trường"),
        ("v-4", "Sở Giao thông vận tải"),
        ("v-6", "Sở Nông nghiệp và Phát triển nông thôn"),
    }


@pytest.mark.parametrize(
    ("slug", "clause", "role", "holder", "partner"),
    [
        (DONG_THAP, "v-3-g3", "support", "Sở Khoa học và Công nghệ tỉnh Đồng Tháp", "Sở Công Thương tỉnh Đồng Tháp"),
        (DONG_THAP, "v-10-p1", "support", "UBND huyện, thành phố tỉnh Đồng Tháp", "Sở Công Thương tỉnh Đồng Tháp"),
        (DONG_NAI, "iii-3-b", "support", "Sở Tài nguyên và Môi trường tỉnh Đồng Nai", "Sở Công Thương tỉnh Đồng Nai"),
        (DONG_NAI, "iii-4-b", "support", "Sở Khoa học và Công nghệ tỉnh Đồng Nai", "Sở Công Thương tỉnh Đồng Nai"),
        (DONG_NAI, "iii-6-p1", "support", "UBND huyện Long Thành tỉnh Đồng Nai", "Sở Công Thương tỉnh Đồng Nai"),
        (CAO_LANH, "v-5", "invited", "Hội Nông dân huyện Cao Lãnh", "Ủy ban nhân dân xã, thị trấn huyện Cao Lãnh"),
        (CAO_LANH, "v-5", "invited", "Hội Nông dân huyện Cao Lãnh", "UBND xã Gáo Giồng huyện Cao Lãnh"),
        (CAO_LANH, "pl-ii-1", "lead", "Phòng Kinh tế và Hạ tầng huyện Cao Lãnh", "Sở Công Thương tỉnh Đồng Tháp"),
    ],
)
def test_a_partner_gets_no_duty(corpus: Corpus, slug: str, clause: str, role: str, holder: str, partner: str) -> None:
    """«Phối hợp X» under A's heading is A's duty and none of X's."""
    held = {duty.unit: duty.role for duty in corpus.of_plan(slug).duties if duty.clause == clause}
    assert held[_unit(corpus, holder).id] == role
    assert _unit(corpus, partner).id not in held


@pytest.mark.parametrize(
    "room",
    [
        "Phòng Nông nghiệp và Phát triển nông thôn",
        "Phòng Tài nguyên và Môi trường",
        "Phòng Văn hóa và Thông tin",
        "Phòng Giáo dục và Đào tạo",
        "Phòng Y tế",
    ],
)
def test_each_of_the_five_rooms_has_the_duty(corpus: Corpus, room: str) -> None:
    held = corpus.duties_of_unit[_unit(corpus, f"{room} huyện Cao Lãnh").id]
    assert [duty.role for duty in held if (duty.plan, duty.clause) == (CAO_LANH, "v-3")] == ["assigned"]


def test_page_of_so_cong_thuong_of_dong_thap(corpus: Corpus) -> None:
    """It leads in the province's plan, and the plans of a district and of another department report to it."""
    view = _page(corpus, "Sở Công Thương tỉnh Đồng Tháp")
    urls = {slug: f"ke-hoach/{slug}/" for slug in PLANS}
    assert {item.plan.url for role in view.work.roles for item in role.plans} == {urls[DONG_THAP]}
    assert [
        (report.plan.url, report.clause.text) for report in view.work.receives if report.plan.url != urls[DONG_THAP]
    ] == [
        (urls[CAO_LANH], "V.1, gạch 1"),
        (urls[CAO_LANH], "V.1, gạch 2"),
        (urls[SO_KHDT], "III.1, gạch 3"),
    ]


def test_a_district_has_the_duties_of_all_districts(corpus: Corpus) -> None:
    view = _page(corpus, "UBND huyện Cao Lãnh")
    found = [
        (role.role, duty.task.clause.text, [way.unit.text for way in duty.ways])
        for role in view.work.roles
        for item in role.plans
        if item.plan.url == f"ke-hoach/{DONG_THAP}/"
        for duty in item.duties
    ]
    through = ["UBND huyện, thành phố tỉnh Đồng Tháp"]
    assert found == [
        ("assigned", "V.10, gạch 2", through),
        ("support", "V.1, gạch 1", through),
        ("support", "V.4, đoạn 1", through),
        ("support", "V.10, đoạn 1", through),
    ]
    assert [duty.task.clause.text for duty in view.work.uncertain] == ["V.10, gạch 1", "V.10, gạch 3"]


def test_cao_lanh_reports_before_05_12_of_every_year(corpus: Corpus) -> None:
    """«trước ngày 05/12»: the fourth is the last day, in each year; the room where it is handed in owes none."""
    closing = corpus.of_plan(CAO_LANH).reports[-1]
    assert [(rule.kind, rule.before) for rule in closing.rules] == [("yearly", "--12-05"), ("on_request", None)]
    every_year = [f"{year}-12-04" for year in range(2021, 2031)]
    for name in ("Phòng Y tế", "Phòng Tài chính - Kế hoạch", "UBND xã Gáo Giồng"):
        owed = _page(corpus, f"{name} huyện Cao Lãnh").work.owes
        days = [day.iso for report in owed for time in report.times for day in time.occasions]
        assert days == every_year
    assert _unit(corpus, "Phòng Kinh tế và Hạ tầng huyện Cao Lãnh").id not in closing.sender_units


# --- how the tables are read ---------------------------------------------------------------------------------------


def table(text: str) -> list[tuple[str, ...]]:
    """A printed table: a row a line, cells between bars; the blanks that align them don't count."""
    return [tuple(" ".join(cell.split()) for cell in line.split("|")) for line in text.splitlines() if line.strip()]


def _duty_row(item: Assignment) -> tuple[str, str, str]:
    roles = "; ".join(f"{role}: {_names(names)}" for role, names in item.roles)
    return item.clause, roles, _names(item.partners)


def _annex_row(corpus: Corpus, item: Assignment) -> tuple[str, str, str, str]:
    clause = corpus.clause_by_id[item.plan, item.clause]
    assert [role for role, _ in item.roles] == ["lead", "support"]
    (lead,) = dict(item.roles)["lead"]
    (period,) = item.rules
    return (
        path_label(clause).removeprefix("Phụ lục, "),
        corpus.registry.units[lead.units[0]].name,
        _span(period.from_, period.to),
        clause.source.remark or "",
    )


def _names(names: tuple[NamedUnits, ...]) -> str:
    return " + ".join(named.name for named in names)


def _span(first: str | None, last: str | None) -> str:
    return f"{first or ''} – {last or ''}".strip()


def _unit(corpus: Corpus, full_name: str) -> Unit:
    (unit,) = (unit for unit in corpus.registry.units.values() if unit.full_name == full_name)
    return unit


def _page(corpus: Corpus, full_name: str) -> UnitView:
    return unit_view(corpus, _unit(corpus, full_name))
