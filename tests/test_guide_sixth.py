"""A sixth plan, invented, published by the guide alone: its draft, a newcomer's mistakes, its pages.

tests/guide/content holds what the newcomer added to the content; registers there are the lines added to them.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.survey import survey

ROOT = Path(__file__).parents[1]
ADDED = Path(__file__).parent / "guide/content"
SLUG = "may-trang-45-2024"
PLAN = f"plans/may-trang/{SLUG}.yaml"
SOURCE = f"sources/{SLUG}.txt"


def newcomers(folder: Path) -> Path:
    """A project with the registers as they are, and what the newcomer added."""
    leave = shutil.ignore_patterns("plans", "sources", "updates")
    content = Path(shutil.copytree(ROOT / "content", folder / "content", ignore=leave))
    for file in sorted(path for path in ADDED.rglob("*") if path.is_file()):
        to = content / file.relative_to(ADDED)
        to.parent.mkdir(parents=True, exist_ok=True)
        before = f"{to.read_text(encoding='utf-8')}\n" if to.exists() else ""
        to.write_text(before + file.read_text(encoding="utf-8"), encoding="utf-8")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return newcomers(tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    project = newcomers(tmp_path_factory.mktemp("sixth"))
    done = CliRunner().invoke(main, ["build", "-f", str(project / "mkdocs.yml")])
    assert done.exit_code == 0, done.output
    return project / "site"


def text(page: Path) -> str:
    """The words of a page's body, blanks joined."""
    body = page.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_the_check_is_clean_and_the_style_the_one_style(project: Path) -> None:
    settings = ("-f", str(project / "mkdocs.yml"))
    for words in (["check", "--strict", "--format", "plain", *settings], ["fmt", "--check", *settings]):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
    found = survey(project / "content")
    assert [problem.line() for problem in found.problems] == []
    assert found.corpus.fidelity[SLUG].share == 1


def test_new_drafts_it_from_the_text_as_received(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the answers that the guide tells; the draft has the address and every word of the finished plan."""
    content = project / "content"
    finished = survey(content).corpus.plan_by_slug[SLUG]
    (content / PLAN).unlink()
    (content / SOURCE).rename(project / "ke-hoach.txt")
    monkeypatch.chdir(project)
    answers = "huyện Mây Trắng\nUBND huyện Mây Trắng\n\n"
    done = CliRunner().invoke(main, ["new", "--source", "ke-hoach.txt"], input=answers)
    assert done.exit_code == 0, done.output
    draft = survey(content).corpus.plan_by_slug[SLUG]
    assert [(clause.id, clause.source.title, clause.source.words) for clause in draft.clauses] == [
        (clause.id, clause.source.title, clause.source.words) for clause in finished.clauses
    ]


MISTAKES = {
    "indent": ("            lead: Phòng Tài nguyên", "           lead: Phòng Tài nguyên", "yaml-indent"),
    "unit": (
        "        assigned: Phòng Nông nghiệp và Phát triển nông thôn",
        "        assigned: Phòng Nông",
        "unit-unknown",
    ),
    "date": ("time: trước ngày 30/4/2024", "time: trước ngày 31/4/2024", "not-printed"),
    "quotes": ('"Tổng kinh phí: 180.000.000 đồng, từ', "Tổng kinh phí: 180.000.000 đồng, từ", "yaml-colon"),
    "key": (
        "            reports:\n              - to: Ủy ban",
        "            report:\n              - to: Ủy ban",
        "key-unknown",
    ),
    "blank": ("at_least: 70%", "at_least: 70 %", "not-printed"),
    "topic": ("  - Nông nghiệp bền vững", "  - Nông nghiệp", "topic-unknown"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_newcomers_mistake_is_found_where_it_is(project: Path, name: str) -> None:
    right, wrong, rule = MISTAKES[name]
    file = project / "content" / PLAN
    before = file.read_text(encoding="utf-8")
    assert before.count(right) == 1
    after = before.replace(right, wrong)
    if name == "quotes":
        after = after.replace('của huyện năm 2024."', "của huyện năm 2024.")
    file.write_text(after, encoding="utf-8")
    told = [problem for problem in survey(project / "content").errors if problem.rule == rule]
    line = before[: before.index(right)].count("\n") + 1
    assert [(problem.place.path, problem.place.line) for problem in told] == [(f"content/{PLAN}", line)]


def test_a_unit_like_no_other_is_told_where_to_add_it(project: Path) -> None:
    (project / "content/units/may-trang.yaml").unlink()
    said = [problem.message() for problem in survey(project / "content").errors if problem.rule == "unit-unknown"]
    assert any(message.endswith("Đơn vị mới thì thêm vào units/.") for message in said)


@pytest.mark.parametrize(
    ("unit", "clauses"),
    [
        ("phong-nong-nghiep-va-phat-trien-nong-thon-huyen-may-trang", {"v-1-g1", "v-1-g2", "v-2-g1", "v-6-g2"}),
        ("phong-tai-nguyen-va-moi-truong-huyen-may-trang", {"v-2-g1"}),
        ("phong-tai-chinh-ke-hoach-huyen-may-trang", {"v-3-g1"}),
        ("trung-tam-van-hoa-the-thao-va-truyen-thanh-huyen-may-trang", {"v-4-g1"}),
        ("hoi-nong-dan-huyen-may-trang", {"v-1-g1", "v-5-g1"}),
        ("ubnd-xa-suoi-gio-huyen-may-trang", {"v-6-g1", "v-6-g2"}),
        ("ubnd-thi-tran-may-trang", {"v-6-g1", "v-6-g2"}),
    ],
)
def test_its_duties_stand_on_the_pages_of_its_units(site: Path, unit: str, clauses: set[str]) -> None:
    page = (site / "don-vi" / unit / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(rf'ke-hoach/{SLUG}/#(v-[\w-]+)"', page)) == clauses


def test_its_deadlines_are_shown(site: Path) -> None:
    year = text(site / "thoi-han/2024/index.html")
    assert "30/03/2024 Thực hiện UBND các xã, thị trấn huyện Mây Trắng" in year
    assert "14/12/2024 Phòng Nông nghiệp và Phát triển nông thôn huyện Mây Trắng báo cáo" in year
    assert "hạn cuối 30/03/2024" in text(site / "don-vi/ubnd-xa-doi-nang-huyen-may-trang/index.html")


def test_its_own_page_shows_every_word(site: Path) -> None:
    page = text(site / "ke-hoach" / SLUG / "index.html")
    assert "Khớp 100" in page
    assert "Bản in sai dấu." in page
