"""plansite new: a draft that passes the check at once, word for word; or nothing is written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.authoring.clauses import elements, tree
from generator.authoring.draft import Facts, NoDraftError, from_source, to_yaml
from generator.authoring.fmt import formatted
from generator.authoring.lines import foot_of, parts_of
from generator.authoring.writing import scalar
from generator.cli import main
from generator.fidelity import compare
from generator.loader import parse, to_value
from generator.model.plan import PlanFile
from generator.model.read import read_model
from generator.plans import Plan, read_plan
from generator.survey import survey
from generator.vietnamese import nfc
from tests.tiny import TINY, tiny

ROOT = Path(__file__).parents[1]
FIVE = sorted((ROOT / "content").glob("plans/*/*.yaml"))
SOURCE = """\
UBND TỈNH AN BÌNH        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
_______________
Số:12/KH-UBND    An Bình, ngày 15 tháng 01 năm 2026
KẾ HOẠCH
Giảm rác thải nhựa: năm 2026
trên địa bàn tỉnh
Căn cứ Luật Bảo vệ môi trường;

I. MỤC ĐÍCH
-Vận động "người dân" dùng túi vải khi đi chợ # hai lần.
II. TỔ CHỨC THỰC HIỆN
1. Sở Công Thương
a) Chủ trì.
+ Báo cáo: trước ngày 05/12/2026.
1. Lặp nhãn.

2
Trên đây là Kế hoạch của tỉnh./.
Nơi nhận:
- Sở Công Thương;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Bình
PHỤ LỤC I
Bảng: một
1	a	b
"""


def facts(because: str = "dòng đầu") -> Facts:
    registry = tiny().registry
    place = registry.locality("tỉnh An Bình")
    assert place
    unit = registry.find_units("UBND tỉnh", registry.scopes(place.id, None))[0]
    return Facts(place, unit, because=because)


def drafted(text: str) -> tuple[Plan, str]:
    """The draft of a source text as a plan, and its file."""
    file = to_yaml(from_source(text.encode(), facts()), "thu", "thu.yaml")
    node, problems = parse(file, "thu.yaml")
    record, wrong = read_model(node, PlanFile, "thu.yaml")
    assert (problems, wrong) == ([], [])
    assert record
    return read_plan("thu", "thu.yaml", node, record), file


def test_the_lines_of_a_source_become_clauses() -> None:
    plan, file = drafted(SOURCE)
    head = plan.file
    assert (head.number, head.issued) == ("12/KH-UBND", "An Bình, ngày 15 tháng 01 năm 2026")
    assert (head.title, head.period) == ("Giảm rác thải nhựa: năm 2026 trên địa bàn tỉnh", "năm 2026")
    ids = [clause.id for clause in plan.clauses]
    assert ids == [
        "mo-dau-1",
        "i",
        "i-g1",
        "ii",
        "ii-1",
        "ii-1-a",
        "ii-1-a-c1",
        "ii-p1",
        "ket-1",
        "pl1",
        "pl1-p1",
        "pl1-p2",
    ]
    kinds = [clause.source.kind for clause in plan.clauses if clause.source.kind]
    assert kinds == ["purpose", "assignments"]
    assert [line.text for line in head.recipients] == ["Sở Công Thương;", "Lưu: VT."]
    assert (head.signature.authority, head.signature.post) == (("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH")
    assert head.signature.by == "Lê Văn Bình"
    assert [(r.line, "drop" if r.drop else "respace") for r in head.source.repairs] == [
        ("1", "drop"), ("2", "drop"), ("3", "drop"), ("4", "respace"), ("11", "respace"), ("18", "drop"),
    ]  # fmt: skip
    assert compare(plan, SOURCE)[0].share == 1.0
    assert file.startswith("# yaml-language-server: $schema=../../../schemas/plan.schema.json\n")
    assert file.count("\n#") > 10
    assert formatted(file, PlanFile, "x") == file


@pytest.mark.parametrize("file", FIVE, ids=lambda file: file.stem)
def test_the_five_sources_become_drafts_word_for_word(file: Path) -> None:
    """And most clauses get the permanent id that they have in the plan made by hand."""
    text = nfc((ROOT / "content/sources" / f"{file.stem}.txt").read_text(encoding="utf-8"))
    plan, _ = drafted(text)
    assert compare(plan, text)[0].share == 1.0
    by_hand = {clause.id for clause in survey_of_the_five()[file.stem].clauses if clause.part != "annexes"}
    same = {clause.id for clause in plan.clauses} & by_hand
    assert len(same) / len(by_hand) > {"dong-nai-2024": 0.9, "dong-thap-2023": 0.7}.get(file.stem, 0.9)


def survey_of_the_five() -> dict[str, Plan]:
    return survey(ROOT / "content").corpus.plan_by_slug


WORDS = st.sampled_from(
    [
        "I.",
        "II.",
        "1.",
        "1.1.",
        "a)",
        "đ)",
        "-",
        "+",
        "-x",
        "–",
        "*",
        "#",
        "&",
        ":",
        '"a"',
        "'b'",
        "a:",
        "%5",
        "@x",
        "|y",
        ">z",
        "[a]",
        "{b}",
        "no",
        "1",
        "12",
        "KẾ",
        "HOẠCH",
        "Nơi",
        "nhận:",
        "Phụ",
        "lục",
        "PHỤ",
        "LỤC",
        "TM.",
        "CHỦ",
        "TỊCH",
        "Số:",
        "Số:5",
        "ngày",
        "năm",
        "2026",
        "Lê",
        "Bình",
        ";",
        ".",
        "\\n",
        "_____",
        "\t",
        "Trên",
        "đây",
        "là",
    ]
)
LINES = st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=25)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_whatever_the_lines_are_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(["KẾ HOẠCH", "Tên kế hoạch", *lines]) + "\n"
    parts = parts_of(text)
    if not parts.body:
        with pytest.raises(NoDraftError):
            drafted(text)
        return
    plan, file = drafted(text)
    fidelity, problems = compare(plan, text)
    assert [problem.line("en") for problem in problems] == []
    assert fidelity.matched == fidelity.total
    assert len({clause.id for clause in plan.clauses}) == len(plan.clauses)
    assert formatted(file, PlanFile, "x") == file


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1))
def test_every_text_is_written_so_that_yaml_reads_it_back(text: str) -> None:
    text = nfc(" ".join(text.split()))
    if not text:
        return
    node, problems = parse(f"key: {scalar(text)}\n", "x")
    assert problems == []
    assert to_value(node) == {"key": text}


def test_lines_broken_by_the_page_are_joined() -> None:
    text = "I. MỤC ĐÍCH\nCâu thứ nhất khá dài nên bị trang giấy ngắt ở cuối dòng này và\ntiếp ở đây.\nCâu thứ hai.\n"
    body = parts_of(f"KẾ HOẠCH\nTên\n{text}").body
    assert [each.words for each in elements(body)] == [
        "MỤC ĐÍCH",
        "Câu thứ nhất khá dài nên bị trang giấy ngắt ở cuối dòng này và tiếp ở đây.",
        "Câu thứ hai.",
    ]


def test_a_line_that_announces_holds_the_bullets_below_it() -> None:
    body = parts_of("KẾ HOẠCH\nTên\nI. A\nCác chỉ tiêu:\n- một\n- hai\nCâu khác.\n- ba\n").body
    top = tree(elements(body))[0]
    assert [(each.words, len(each.items)) for each in top.items] == [("Các chỉ tiêu:", 2), ("Câu khác.", 0), ("ba", 0)]


def test_a_foot_keeps_what_it_cannot_place() -> None:
    lines = parts_of("KẾ HOẠCH\nTên\nI. A\nB.\nNơi nhận:\n- Sở A,\nsở B;\nlạ lùng\nKT. GIÁM ĐỐC\nLê An\n").foot
    foot = foot_of(lines)
    assert foot.recipients == ("Sở A, sở B;",)
    assert (foot.authority, foot.by) == (("lạ lùng",), "Lê An")
    assert foot.post == "KT. GIÁM ĐỐC"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(TINY, tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    (tmp_path / "nguon.txt").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def run(project: Path, *words: str, answers: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["new", "-f", str(project / "mkdocs.yml"), *words], input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def files(project: Path) -> set[str]:
    return {file.relative_to(project).as_posix() for file in project.rglob("*") if file.is_file()}


AN_BINH = ("--place", "tỉnh An Bình", "--issuer", "UBND tỉnh")


def test_a_draft_passes_the_check_at_once(project: Path) -> None:
    before = files(project)
    code, said = run(project, "--yes", *AN_BINH, "--source", str(project / "nguon.txt"))
    assert code == 0, said
    assert "100%" in said
    new = {"content/plans/an-binh/an-binh-12-2026.yaml", "content/sources/an-binh-12-2026.txt"}
    assert files(project) - before == new
    assert (project / "content/sources/an-binh-12-2026.txt").read_bytes() == (project / "nguon.txt").read_bytes()
    found = survey(project / "content")
    assert [problem.line() for problem in found.problems] == []
    issuer = found.corpus.plan_by_slug["an-binh-12-2026"].file.not_printed.issuer
    assert issuer
    assert "UBND TỈNH AN BÌNH" in (issuer.because or "")


def test_without_a_text_there_is_a_short_one(project: Path) -> None:
    code, said = run(
        project, "--yes", *AN_BINH, "--title", "Thử: «năm 2026»", "--because", "người nhập: biết", "--slug", "thu"
    )
    assert code == 0, said
    assert survey(project / "content").problems == ()
    source = (project / "content/sources/thu.txt").read_text(encoding="utf-8")
    assert source.startswith("KẾ HOẠCH\nThử: «năm 2026»\n")
    head = ("--number", "5/KH-UBND", "--issued", "An Bình, ngày 01 tháng 02 năm 2026")
    assert run(project, "--yes", *AN_BINH, "--title", "Thử hai", *head)[0] == 0
    plan = survey(project / "content").corpus.plan_by_slug["an-binh-5-2026"]
    assert (plan.number, plan.issued) == ("5/KH-UBND", "2026-02-01")


def test_nothing_is_overwritten(project: Path) -> None:
    arguments = ("--yes", *AN_BINH, "--source", str(project / "nguon.txt"))
    assert run(project, *arguments, "--slug", "an-binh-2022")[0] == 1
    assert run(project, *arguments)[0] == 0
    kept = {file: (project / file).read_bytes() for file in files(project)}
    code, said = run(project, *arguments)
    assert code == 1
    assert "an-binh-12-2026" in said
    assert {file: (project / file).read_bytes() for file in files(project)} == kept


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--place", "tỉnh An Bìn", "--issuer", "UBND tỉnh"), 2, "«tỉnh An Bình»"),
        (("--place", "tỉnh An Bình", "--issuer", "Sở Công Thươg"), 2, "«Sở Công Thương»"),
        (AN_BINH, 2, "--title"),
        ((*AN_BINH, "--title", "Thử"), 2, "--because"),
        ((*AN_BINH, "--source", "khong-co.txt"), 2, "khong-co.txt"),
        ((*AN_BINH, "--source", "nguon.txt", "--slug", "An Bình"), 2, "an-binh"),
        ((*AN_BINH, "--source", "nguon.txt", "--number", "13/KH-UBND"), 1, "13/KH-UBND"),
        ((*AN_BINH, "--source", "khong-loai.txt"), 1, "KẾ HOẠCH"),
        ((*AN_BINH, "--source", "khong-than.txt"), 1, "--title"),
        ((*AN_BINH, "--source", "la-tin.txt"), 1, "la-tin.txt:2:2:"),
        ((*AN_BINH, "--source", "an.txt"), 1, "control-character"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_can_be_no_draft_is_told_and_nothing_is_written(
    project: Path, words: tuple[str, ...], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "khong-loai.txt").write_text("I. A\nB.\n", encoding="utf-8")
    (project / "khong-than.txt").write_text("KẾ HOẠCH\n", encoding="utf-8")
    (project / "la-tin.txt").write_bytes("KẾ HOẠCH\nT".encode() + b"\xea")
    (project / "an.txt").write_text("Số: 1/KH-UBND\nKẾ HOẠCH\nTên\nI. A\nB\u200bC.\n", encoding="utf-8")
    monkeypatch.chdir(project)
    before = files(project)
    found = run(project, "--yes", *words)
    assert found[0] == code, found
    assert said in found[1]
    assert "Traceback" not in found[1]
    assert files(project) == before


def test_it_asks_until_it_can_go_on(project: Path) -> None:
    answers = "tỉnh An Bìn\ntỉnh An Bình\nUBND\nUBND tỉnh\n\n\nThử năm 2026\n\n\nngười nhập biết\nThử\n\n"
    code, said = run(project, answers=answers)
    assert code == 0, said
    assert len(re.findall("Địa phương", said)) == 2
    assert "Gần nhất: «tỉnh An Bình»" in said
    assert "content/plans/an-binh/an-binh-2026.yaml" in said
    assert survey(project / "content").problems == ()
