"""plansite explain: what the program makes of a clause, a unit or a rule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.authoring.explain import Explainer
from generator.cli import main
from generator.messages import catalogue
from generator.rulebook import rule_ids
from tests.tiny import TINY, tiny

ROOT = Path(__file__).parents[1]


def run(*words: str, folder: Path = ROOT) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["explain", "-f", str(folder / "mkdocs.yml"), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def line_of(path: str, number: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8").splitlines()[int(number) - 1]


def test_a_clause_with_what_it_inherits() -> None:
    code, said, _ = run("cao-lanh-178-2021#v-1-g2")
    assert code == 0
    head, words, *rows = said.splitlines()
    name, path, spot = head.split(" · ")
    assert (name, path) == ("cao-lanh-178-2021#v-1-g2", "V.1, gạch 2")
    assert "Tham mưu đề xuất" in line_of(*spot.split(":"))
    assert words.startswith("  - Tham mưu đề xuất thực hiện nhiệm vụ")
    assert rows[0] == (
        "  thực hiện: «Phòng Kinh tế và Hạ tầng» → Phòng Kinh tế và Hạ tầng huyện Cao Lãnh [theo V.1, #v-1]"
    )
    assert "  thời gian: «hàng năm» → hằng năm" in rows
    assert any(row.startswith("  báo cáo: Phòng Kinh tế và Hạ tầng → Sở Công Thương") for row in rows)


def test_a_collective_is_opened_and_a_vague_phrase_is_told() -> None:
    _, said, _ = run("cao-lanh-178-2021#v-5")
    assert "tập thể 5 thành viên: " in said
    assert "phối hợp với (không nhận việc): «các ngành chuyên môn Huyện» → không biết là ai" in said
    _, said, _ = run("cao-lanh-178-2021#pl-i-1")
    assert "[theo cột của bảng]" in said
    assert "Tuyên truyền, phổ biến nâng cao nhận thức" in said


def test_the_last_day_is_the_eve_of_a_day_before_which_it_is_due() -> None:
    _, said, _ = run("--lang", "en", "cao-lanh-178-2021#ket-1")
    assert "«định kỳ hàng năm (trước ngày 05/12)» → yearly, last day 04/12" in said
    _, said, _ = run("dong-thap-2023#ii-1")
    assert "một lần, ngày cuối 31/12/2023 [theo II, đoạn 1, #ii-p1]" in said
    assert "chỉ tiêu: " in said


def test_citations_lead_to_the_register() -> None:
    _, said, _ = run("dong-nai-2024#mo-dau-2")
    found = next(line for line in said.splitlines() if line.startswith("  căn cứ: "))
    path, number = found.rstrip(")").rsplit("(", 1)[1].split(":")
    assert path == "content/documents.yaml"
    assert "76/QĐ-TTg" in line_of(path, number)


@pytest.mark.parametrize("asked", ["Phòng Y tế", "phong-y-te-huyen-cao-lanh", "Phòng Y tế huyện Cao Lãnh"])
def test_a_unit_by_name_or_id(asked: str) -> None:
    code, said, _ = run(asked)
    assert code == 0
    head = said.splitlines()[0].split(" · ")
    assert head[:2] == ["phong-y-te-huyen-cao-lanh", "Phòng Y tế huyện Cao Lãnh"]
    assert "Phòng Y tế" in line_of(*head[2].split(":"))
    assert "  trực thuộc: UBND huyện Cao Lãnh" in said
    assert "  kết thúc: 01/07/2025" in said
    assert "thuộc các tập thể: Các ban, ngành huyện Cao Lãnh" in said


def test_a_name_that_several_places_have_is_told_of_each() -> None:
    _, said, _ = run("Sở Công Thương")
    heads = [line for line in said.splitlines() if not line.startswith(" ")]
    assert len(heads) > 1
    assert all("Sở Công Thương" in head for head in heads)


def test_everything_of_the_tiny_corpus_is_explained() -> None:
    for lang in ("vi", "en"):
        explainer = Explainer(tiny(), lang, TINY)
        for plan in tiny().plans:
            for clause in plan.clauses:
                lines = explainer.lines(f"{plan.slug}#{clause.id}")
                assert lines
                assert len(lines) >= 3
        for unit in tiny().registry.units:
            assert explainer.lines(unit)
        for rule in rule_ids():
            assert explainer.lines(rule)


def test_a_rule_with_its_words_or_its_page(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    code, said, _ = run("unit-unknown", folder=tmp_path)
    assert code == 0
    assert catalogue()["unit-unknown"]["vi"] in said
    page = tmp_path / "docs/reference/rules/unit-unknown.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Trang của luật\n", encoding="utf-8")
    assert run("unit-unknown", folder=tmp_path)[1] == "# Trang của luật\n"


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("Phong y te", "«Phòng Y tế»"),
        ("cao-lanh-178-2021#v-1-g9", "«cao-lanh-178-2021#v-1-g1»"),
        ("unit-unknow", "«unit-unknown»"),
        ("cao-lanh-178-2012#i", "«cao-lanh-178-2021#"),
    ],
)
def test_what_is_unknown_gets_the_nearest_names(asked: str, near: str) -> None:
    code, said, complained = run(asked)
    assert (code, said) == (2, "")
    assert f"«{asked}»" in complained
    assert near in complained


def test_mistakes_elsewhere_do_not_hinder_it(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    plan = tmp_path / "content/plans/an-binh/an-binh-2022.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("lead: Sở Công Thương", "lead: Sở Công Thươg"))
    code, said, complained = run("Sở Công Thương", folder=tmp_path)
    assert code == 0
    assert said
    assert "plansite check" in complained


def test_a_plan_whose_place_is_unknown_is_explained_as_far_as_can_be(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    plan = tmp_path / "content/plans/an-binh/an-binh-2022.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("place: tỉnh An Bình", "place: tỉnh An Bìn"))
    code, said, complained = run("an-binh-2022#i", folder=tmp_path)
    assert code == 0
    assert said.startswith("an-binh-2022#i · I · content/plans/an-binh/an-binh-2022.yaml:")
    assert "plansite check" in complained
