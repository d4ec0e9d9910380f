"""«Sửa trang này» and «Báo lỗi» lead to the right file and line, on GitHub, on GitLab, and where there is neither."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from generator import plugin
from generator.problems import Place
from generator.repository import Repository
from tests.tiny import TINY, tiny

ROOT = Path(__file__).parents[1]
GITHUB = Repository("https://github.com/to-chuc/kho", "edit/main/content/")
GITLAB = Repository("https://git.tinh.example/to-chuc/kho", "-/edit/chinh/noi-dung/content/")
PLAN = Place("content/plans/an-binh/an-binh-2022.yaml")
UNIT = Place("content/units/an-binh.yaml", 12)


@pytest.mark.parametrize(
    ("repository", "edit", "line", "folder"),
    [
        (
            GITHUB,
            "https://github.com/to-chuc/kho/edit/main/content/plans/an-binh/an-binh-2022.yaml",
            "https://github.com/to-chuc/kho/blob/main/content/units/an-binh.yaml#L12",
            "https://github.com/to-chuc/kho/tree/main/content/",
        ),
        (
            GITLAB,
            "https://git.tinh.example/to-chuc/kho/-/edit/chinh/noi-dung/content/plans/an-binh/an-binh-2022.yaml",
            "https://git.tinh.example/to-chuc/kho/-/blob/chinh/noi-dung/content/units/an-binh.yaml#L12",
            "https://git.tinh.example/to-chuc/kho/-/tree/chinh/noi-dung/content/",
        ),
    ],
)
def test_a_file_is_edited_and_a_line_is_shown(repository: Repository, edit: str, line: str, folder: str) -> None:
    assert repository.mend("/x/", "X", PLAN, {}).edit == edit
    assert repository.mend("/x/", "X", UNIT, {}).edit == line
    assert repository.mend("/x/", "X", None, {}).edit == folder


@pytest.mark.parametrize(
    ("repository", "path", "keys"),
    [
        (GITHUB, "/to-chuc/kho/issues/new", ("title", "body")),
        (GITLAB, "/to-chuc/kho/-/issues/new", ("issue[title]", "issue[description]")),
    ],
)
def test_a_report_names_page_file_and_line(repository: Repository, path: str, keys: tuple[str, str]) -> None:
    parts = urlsplit(repository.mend("https://a.example/don-vi/x/", "Sở A & B", UNIT, {}).report)
    asked = parse_qs(parts.query)
    assert parts.path == path
    assert asked[keys[0]] == ["Báo lỗi: Sở A & B"]
    assert "https://a.example/don-vi/x/" in asked[keys[1]][0]
    assert "content/units/an-binh.yaml:12" in asked[keys[1]][0]


def test_the_operators_own_address_takes_the_reports() -> None:
    mail = Repository("https://github.com/a/b", "edit/main/content/", "gop-y@a.example").mend("/x/", "X?", UNIT, {})
    assert mail.report.startswith("mailto:gop-y@a.example?subject=")
    assert "Báo lỗi: X?" in unquote(mail.report)
    page = Repository(feedback="https://a.example/gop-y").mend("/x/", "X", UNIT, {})
    assert page.report == "https://a.example/gop-y"


def test_without_a_repository_the_links_lead_to_the_guide() -> None:
    mend = Repository().mend("/x/", "X", PLAN, {"i": 3})
    assert (mend.edit, mend.report, mend.packed) == ("huong-dan/", "gioi-thieu/#gop-y", "")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny corpus, built with a repository; the folder of its site."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(TINY, folder / "content")
    shutil.copytree(ROOT / "templates", folder / "templates")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, folder / "content")
    shutil.copytree(ROOT / "content/huong-dan", folder / "content/huong-dan")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named, count = re.subn(r"(?m)^repo_url: .*$", f"repo_url: {GITHUB.url}", settings)
    assert count == 1
    (folder / "mkdocs.yml").write_text(named, encoding="utf-8")
    plugin.build_into(folder / "mkdocs.yml", folder / "site")
    return folder / "site"


def links(page: Path) -> dict[str, str]:
    """Text → address of the links by which the page is mended."""
    found = re.search(r'<p class="ps-mend.*?</p>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert found, page
    pairs = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', found[0])
    return {text: unescape(address) for address, text in pairs}


def test_every_page_has_both_links(built: Path) -> None:
    pages = [page for page in built.rglob("*.html") if page.name != "404.html"]
    assert len(pages) > 20
    for page in pages:
        assert links(page).keys() == {"Sửa trang này", "Báo lỗi"}
        assert all(address.startswith(GITHUB.url) for address in links(page).values())


def test_what_the_links_lead_to_is_there(built: Path) -> None:
    """The line of a unit's page holds the unit's name; that of a clause its printed words."""
    for unit in tiny().registry.units.values():
        address = links(built / "don-vi" / unit.id / "index.html")["Sửa trang này"]
        path, _, line = address.removeprefix(f"{GITHUB.url}/blob/main/").partition("#L")
        lines = (built.parent / path).read_text(encoding="utf-8").splitlines()
        assert unit.name in lines[int(line) - 1]
    for plan in tiny().plans:
        html = (built / "ke-hoach" / plan.slug / "index.html").read_text(encoding="utf-8")
        assert f'data-source="{GITHUB.url}/blob/main/{plan.path}"' in html
        packed = re.search(r'data-lines="([^"]*)"', html)
        assert packed
        spots = dict(pair.split(":") for pair in packed[1].split())
        assert spots.keys() == {clause.id for clause in plan.clauses}
        lines = (built.parent / plan.path).read_text(encoding="utf-8").splitlines()
        for clause in plan.clauses:
            first = (clause.source.label or clause.source.title or clause.source.words or "").split()[0]
            here = "\n".join(lines[int(spots[clause.id]) - 1 : int(spots[clause.id]) + 1])
            assert first.strip("\"'") in here


def test_markdown_is_edited_where_it_stands(built: Path) -> None:
    address = links(built / "gioi-thieu" / "index.html")["Sửa trang này"]
    assert address == f"{GITHUB.url}/edit/main/content/gioi-thieu.md"
