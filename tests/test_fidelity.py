"""Plan against source, word by word; repairs mend what the extraction damaged and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fidelity import source_lines
from generator.model.plan import Repair, Source
from generator.repairs import repaired
from generator.survey import survey


def source(*repairs: Repair, markup: str | None = None) -> Source:
    return Source.model_validate({"file": "sources/x.txt", "sha256": "0" * 64, "markup": markup, "repairs": repairs})


def words(text: str, *repairs: Repair, markup: str | None = None) -> list[str]:
    lines, _, failed = repaired(text, source(*repairs, markup=markup))
    assert failed == []
    return " ".join(text for text, _ in source_lines(lines, None)).split()


def test_a_dropped_passage_goes_once() -> None:
    assert words("An An\nBình", Repair(line="1", drop="An", why="thừa")) == ["An", "Bình"]


def test_a_word_cut_at_the_end_of_a_line_is_joined() -> None:
    text = "túi ni-\n\nlông khó phân hủy"
    assert words(text, Repair(line="1", joins="3", why="ngắt"))[:2] == ["túi", "ni-lông"]


def test_a_row_cut_by_a_page_goes_on_cell_by_cell() -> None:
    text = "1\tTuyên truyền\tPhòng Kinh tế và\nđầu trang\n\tvề nước\tHạ tầng"
    mended = words(text, Repair(line="3", continues="1", why="ngắt"), Repair(line="2", drop="đầu trang", why="lặp"))
    assert mended == ["1", "Tuyên", "truyền", "về", "nước", "Phòng", "Kinh", "tế", "và", "Hạ", "tầng"]


def test_respace_moves_blanks_only() -> None:
    assert words("lần.- Phát", Repair(line="1", respace="lần. - Phát", why="dính")) == ["lần.", "-", "Phát"]
    _, _, failed = repaired("lần.- Phát", source(Repair(line="1", respace="lần. - Phạt", why="đổi chữ")))
    assert failed == [(0, "respace")]


def test_markdown_marks_are_no_words() -> None:
    assert words("## **I. MỤC ĐÍCH**\n(*trước ngày 05/12*)", markup="markdown") == [
        "I.",
        "MỤC",
        "ĐÍCH",
        "(trước",
        "ngày",
        "05/12)",
    ]


@pytest.mark.parametrize(
    "repair",
    [
        Repair(line="9", drop="An", why="không có dòng 9"),
        Repair(line="1", drop="Không có", why="không có chữ"),
        Repair(line="1", continues="2", why="nối về sau"),
        Repair(line="2", joins="1", why="nối ngược"),
        Repair(line="1", joins="7", why="không có dòng 7"),
    ],
)
def test_a_repair_that_fits_nothing_is_reported(repair: Repair) -> None:
    assert len(repaired("An\nBình", source(repair))[2]) == 1


@given(st.text(alphabet="ab -\t", max_size=40), st.integers(1, 3), st.text(alphabet="ab -", min_size=1, max_size=5))
def test_respace_never_changes_a_letter(text: str, line: int, wanted: str) -> None:
    if not wanted.strip():
        return
    lines, _, _ = repaired(text, source(Repair(line=str(line), respace=wanted, why="thử")))
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Phát tờ rơi;", "Phát rơi;", "fidelity-missing"),
        ("Phát tờ rơi;", "Phát nhiều tờ rơi;", "fidelity-added"),
        ("Phát tờ rơi;", "Phát tờ bướm;", "fidelity-changed"),
        ("by: Trần Văn An", "by: Trần Văn Anh", "fidelity-changed"),
    ],
)
def test_every_difference_is_found_where_it_stands(content: Path, old: str, new: str, rule: str) -> None:
    file = content / "plans/an-binh/an-binh-2022.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new), encoding="utf-8")
    found = survey(content)
    assert [problem.rule for problem in found.problems] == [rule]
    assert found.corpus.fidelity["an-binh-2022"].share < 1
    line = text[: text.index(old)].count("\n") + 1
    assert found.problems[0].place.line == line
