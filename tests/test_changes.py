"""Changes by meaning: what is told of two states, and what is not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.changes.compare import compare
from generator.changes.model import Change, Difference, from_values, to_values
from generator.changes.words import address, differing, say
from generator.corpus import Corpus
from generator.messages import catalogue
from generator.survey import survey
from tests.repository import PLAN, UNITS
from tests.tiny import TINY, tiny

AT = "của người biên tập tại Mở đầu, đoạn 3"
HEALTH, FINANCE = "so-y-te-tinh-an-binh", "so-tai-chinh-tinh-an-binh"


def edited(folder: Path, *edits: tuple[str, str, str]) -> Corpus:
    """The tiny corpus with texts of its files replaced; sources are not compared."""
    root = Path(shutil.copytree(TINY, folder / "content"))
    for file, old, new in edits:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text, old
        (root / file).write_text(text.replace(old, new), encoding="utf-8")
    found = survey(root, sources=False)
    assert [problem.line("en") for problem in found.problems] == []
    return found.corpus


def said(difference: Difference, language: str = "vi") -> list[str]:
    return [say(change, language) for change in difference.changes]


def test_nothing_changed_is_nothing_told(tmp_path: Path) -> None:
    assert compare(tiny(), edited(tmp_path)) == Difference()


@pytest.mark.parametrize(
    ("edit", "sentences", "units"),
    [
        pytest.param(
            (PLAN, "support:\n              - Sở Y tế", "support:\n              - Sở Tài chính"),
            ["Đổi đơn vị phối hợp tại V.1, gạch 1: Sở Y tế, các đơn vị liên quan → Sở Tài chính, các đơn vị liên quan"],
            {HEALTH, FINANCE},
            id="a duty goes to another unit",
        ),
        pytest.param(
            (PLAN, "05/12", "15/12"),
            [
                "Đổi thời hạn tại V.4, gạch 1: «định kỳ hàng năm (trước ngày 05/12)» → "
                "«định kỳ hàng năm (trước ngày 15/12)»"
            ],
            {"ubnd-cac-huyen-tinh-an-binh", "ubnd-huyen-tan-hoa", "ubnd-tinh-an-binh"},
            id="a deadline moves; the words that say no more are not told again",
        ),
        pytest.param(
            (PLAN, "100%", "70%"),
            ["Đổi chỉ tiêu tại II.1: Trường học có nước sạch: 100% → 70%"],
            set(),
            id="a target",
        ),
        pytest.param(
            (PLAN, "at_least: 60%", "equal: 60%"),
            ["Đổi cách so sánh của chỉ tiêu tại II.2: Hộ dân dùng nước sạch (hộ dân nông thôn): ít nhất → đúng bằng"],
            set(),
            id="a comparison",
        ),
        pytest.param(
            (PLAN, "In sổ tay.", "In sổ tai."),
            ["Sửa chữ tại III.1.đ, gạch 2: «In sổ tay.» → «In sổ tai.»"],
            set(),
            id="words",
        ),
        pytest.param(
            (PLAN, "          - label: c)\n            text: Phát tờ rơi;\n", ""),
            ["Bỏ điểm III.1.c: «c) Phát tờ rơi;»"],
            set(),
            id="a clause goes",
        ),
        pytest.param(
            (PLAN, "- dash: In sổ tay.", "- dash: Hội chợ.\n              - dash: In sổ tay."),
            ["Thêm điểm III.1.đ, gạch 2: «Hội chợ.»", "Điểm III.1.đ, gạch 2 nay là III.1.đ, gạch 3"],
            set(),
            id="a bullet put in: what stands below it is the same under another address",
        ),
        pytest.param(
            (PLAN, "note: Bản in đảo hai chữ cái.", "note: Đảo chữ."),
            [
                f"Bỏ ghi chú {AT}: «12/KH-UNBD» → «12/KH-UBND»: Bản in đảo hai chữ cái.",
                f"Thêm ghi chú {AT}: «12/KH-UNBD» → «12/KH-UBND»: Đảo chữ.",
            ],
            set(),
            id="a note",
        ),
        pytest.param(
            (PLAN, "number: 45/KH-UBND", "number: 46/KH-UBND"),
            ["Sửa số: «45/KH-UBND» → «46/KH-UBND»"],
            {"ubnd-tinh-an-binh"},
            id="the number",
        ),
        pytest.param(
            (PLAN, "topics: Kinh phí\n", "topics: Nước sạch\n"),
            ["Sửa chú giải của kế hoạch"],
            set(),
            id="nothing but annotations",
        ),
        pytest.param(
            (UNITS, "dissolved: 2025-03-01", "dissolved: 2025-04-01"),
            ["Sở Kế hoạch và Đầu tư tỉnh An Bình: đổi ngày không còn: 01/03/2025 → 01/04/2025"],
            {"so-ke-hoach-va-dau-tu-tinh-an-binh"},
            id="a unit is dissolved on another day",
        ),
    ],
)
def test_what_is_told(tmp_path: Path, edit: tuple[str, str, str], sentences: list[str], units: set[str]) -> None:
    difference = compare(tiny(), edited(tmp_path, edit))
    assert said(difference) == sentences
    assert {unit for change in difference.changes for unit in change.units} == units


@pytest.mark.parametrize("fixed", [True, False], ids=["its id is fixed", "its id follows its name"])
def test_a_unit_is_renamed(tmp_path: Path, fixed: bool) -> None:
    """That a new unit is the old one is sure where it keeps the old name; its rooms are renamed with it."""
    id_ = f"    id: {HEALTH}\n" if fixed else ""
    new = f"  - name: Sở Sức khỏe\n{id_}    aliases: Sở Y tế\n"
    difference = compare(tiny(), edited(tmp_path, (UNITS, "  - name: Sở Y tế\n", new)))
    renamed = [change for change in difference.changes if change.kind == "unit-changed"]
    told = {say(change): change.units for change in renamed}
    assert HEALTH in told["Đơn vị đổi tên: Sở Y tế tỉnh An Bình → Sở Sức khỏe tỉnh An Bình"]
    assert any(text.startswith("Đơn vị đổi tên: Phòng Nghiệp vụ Y, Sở Y tế") for text in told)
    assert {change.kind for change in difference.changes} <= {"unit-changed", "unit-fact-added", "unit-fact-changed"}


def test_a_plan_comes_and_goes(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "content"))
    (root / "plans/tan-hoa/tan-hoa-2022.yaml").unlink()
    without = survey(root, sources=False).corpus
    came, went = compare(without, tiny()), compare(tiny(), without)
    assert [change.kind for change in came.changes if change.plan == "tan-hoa-2022"] == ["plan-added"]
    assert [change.kind for change in went.changes if change.plan == "tan-hoa-2022"] == ["plan-removed"]
    assert {move.stage for move in went.moves} <= {"removed"}
    gone = next(change for change in went.changes if change.kind == "plan-removed")
    assert gone.units == next(change for change in came.changes if change.kind == "plan-added").units
    assert address(without, gone) is None
    assert address(tiny(), gone) == "ke-hoach/tan-hoa-2022/"


def test_of_the_first_state_only_the_plans_are_told() -> None:
    assert {change.kind for change in compare(None, tiny()).changes} == {"plan-added"}


def test_a_new_member_and_what_reaches_it(tmp_path: Path) -> None:
    """A new sở is a member of «các sở» by rule, and their duties reach it; that is told of it alone."""
    new = (
        "  - name: Hội Nông dân tỉnh\n",
        "  - name: Sở Nội vụ\n    kind: sở\n    of: UBND tỉnh An Bình\n\n  - name: Hội Nông dân tỉnh\n",
    )
    difference = compare(tiny(), edited(tmp_path, (UNITS, *new)))
    assert "Thêm đơn vị: Sở Nội vụ tỉnh An Bình" in said(difference)
    assert {unit for change in difference.changes for unit in change.units} == {"so-noi-vu-tinh-an-binh"}


def test_a_clause_that_is_gone_leads_nowhere_else(tmp_path: Path) -> None:
    """Another clause may bear its id now."""
    blanks = " " * 14
    first = (
        f'{blanks}- dash: "Treo pa nô tại chợ:"\n{blanks}  items:\n'
        f"{blanks}    - plus: Chợ huyện.\n{blanks}    - plus: Chợ xã.\n"
    )
    new = edited(tmp_path, (PLAN, first, ""))
    difference = compare(tiny(), new)
    gone = next(change for change in difference.changes if change.kind == "clause-removed")
    moved = next(change for change in difference.changes if change.kind == "place-changed")
    assert gone.clause is None
    assert gone.subject == "an-binh-2022#iii-1-dd-g1"
    assert address(new, gone) == "ke-hoach/an-binh-2022/"
    assert (moved.before, moved.clause) == ("III.1.đ, gạch 2", "iii-1-dd-g1")


def test_a_difference_survives_in_a_file(tmp_path: Path) -> None:
    difference = compare(tiny(), edited(tmp_path, (PLAN, "05/12", "15/12")))
    assert difference.changes
    assert difference.moves
    assert from_values(json.loads(json.dumps(to_values(difference)))) == difference


def test_there_and_back_again(tmp_path: Path) -> None:
    """What is told backwards is the same with before and after exchanged."""
    new = edited(tmp_path, (PLAN, "05/12", "15/12"), (PLAN, "100%", "70%"), (PLAN, "In sổ tay.", "In sổ tai."))

    def facts(changes: tuple[Change, ...]) -> set[tuple[str, str | None, str | None]]:
        return {(change.subject, change.before, change.after) for change in changes}

    forth, back = compare(tiny(), new).changes, compare(new, tiny()).changes
    assert len(forth) == 3
    assert facts(forth) == {(subject, after, before) for subject, before, after in facts(back)}


def test_long_texts_are_shown_where_they_differ() -> None:
    words = " ".join(str(number) for number in range(40))
    assert differing(words, words.replace("20", "x")) == (
        "… 16 17 18 19 20 21 22 23 24 …",
        "… 16 17 18 19 x 21 22 23 24 …",
    )
    assert differing("a b", "a c") == ("a b", "a c")
    assert differing(words, words + " 40")[1] == "… 36 37 38 39 40"


KINDS = {key.removeprefix("change-") for key in catalogue() if key.startswith("change-")} - {"whole", "reach-units"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_said_in_both_languages(kind: str) -> None:
    """With each part of a thing that the kind can name, and with no blank left."""
    about, _, stage = kind.rpartition("-")
    values = ("at_least", "equal") if about == "target-comparison" else ("2021", "2030")
    change = Change(about, stage, "x", name="N", path="P", what="field-title", before=values[0], after=values[1])  # type: ignore[arg-type]
    for language in ("vi", "en"):
        text = say(change, language)
        assert "{" not in text
        assert text
