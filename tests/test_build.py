"""The build beside the site: whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from generator import plugin
from generator.build import Builder, renew
from generator.cli import main
from generator.done import Done, Results
from generator.early import KeptError
from generator.folder import Folder
from generator.kept import Kept
from generator.making import Making
from generator.plan_shelf import ChangedError
from generator.rulebook import rule_ids
from tests.tiny import TINY

ROOT = Path(__file__).parents[1]
DEAD = 2**22 + 1
"""A process id beyond what Linux gives out."""


def put(text: str) -> Builder:
    """Makes a site of one file."""

    def builder(folder: Folder, kept: Kept) -> list[Done]:
        before = kept.jobs["home"].files()["index.html"] if kept.jobs else None
        files = {"index.html": folder.put("index.html", (text.encode(),), before)}
        return [Done.of("home", text, Results(files, {}))]

    return builder


def half(folder: Folder, kept: Kept, error: BaseException) -> list[Done]:
    put("half")(folder, kept)
    raise error


def home(site: Path) -> str:
    return (site / "index.html").read_text()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_site_takes_the_place_of_the_old_which_becomes_the_spare(tmp_path: Path) -> None:
    site, kept = tmp_path / "site", Kept()
    for text in ("one", "two", "three"):
        kept = renew(site, kept, put(text))
        assert home(site) == text
    assert names(tmp_path) == [".site-spare", "site"]
    assert home(tmp_path / ".site-spare") == "two"


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt(), SystemExit(143)])
@pytest.mark.parametrize("builds", [1, 2])
def test_a_failed_or_interrupted_build_leaves_the_last_good_site(
    tmp_path: Path, error: BaseException, builds: int
) -> None:
    """Without a spare and with one, of which nothing is taken afterwards."""
    site, kept = tmp_path / "site", Kept()
    for _ in range(builds):
        kept = renew(site, kept, put("good"))
    with pytest.raises(type(error)):
        renew(site, kept, lambda folder, kept: half(folder, kept, error))
    assert home(site) == "good"
    assert names(tmp_path) == ["site"]


def test_what_a_killed_build_left_is_cleared_and_the_old_site_put_back(tmp_path: Path) -> None:
    """Killed between the two renames: the site stands under its temporary name."""
    put("old")(Folder(tmp_path / f".site-old-{DEAD}"), Kept())
    put("half")(Folder(tmp_path / f".site-{DEAD}"), Kept())
    with pytest.raises(RuntimeError):
        renew(tmp_path / "site", Kept(), lambda folder, kept: half(folder, kept, RuntimeError()))
    assert home(tmp_path / "site") == "old"
    assert names(tmp_path) == ["site"]


def test_the_folder_of_a_build_under_way_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / f".site-{os.getppid()}"
    put("other")(Folder(other), Kept())
    renew(tmp_path / "site", Kept(), put("mine"))
    assert other.is_dir()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The tiny corpus as a project of its own."""
    shutil.copytree(TINY, tmp_path / "content")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, tmp_path / "content")
    shutil.copytree(ROOT / "content/huong-dan", tmp_path / "content/huong-dan")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, words)
    return done.exit_code, done.stdout, done.stderr


def test_plansite_build_from_check_to_site(project: Path) -> None:
    code, said, _ = run("build", "-f", str(project / "mkdocs.yml"))
    assert code == 0, said
    assert (project / "site/ke-hoach/tan-hoa-2022/index.html").is_file()
    assert (project / "site/data/plans.json").is_file()
    unit = project / "site/don-vi/ubnd-huyen-tan-hoa"
    assert "UID:an-binh-2022#v-4-g1/bao-cao-1/" in (unit / "thoi-han.ics").read_text(encoding="utf-8")
    assert '<a href="../../don-vi/ubnd-huyen-tan-hoa/thoi-han.ics">' in (unit / "index.html").read_text(
        encoding="utf-8"
    )
    for file in ("thoi-han.ics", "thay-doi.xml", "data/changes.json", "ke-hoach/tan-hoa-2022/thay-doi.xml"):
        assert (project / "site" / file).is_file()


def test_a_former_address_leads_to_the_new_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANSITE_SITE_URL", "https://vi.du/")
    code, said, _ = run("build", "-f", str(project / "mkdocs.yml"))
    assert code == 0, said
    page = (project / "site/ke-hoach/sct-an-binh-2022/index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../so-cong-thuong-an-binh-2022/">' in page
    assert '<link rel="canonical" href="https://vi.du/ke-hoach/so-cong-thuong-an-binh-2022/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="../../ke-hoach/so-cong-thuong-an-binh-2022/" data-ps-moved' in page
    assert "sct-an-binh-2022" not in (project / "site/sitemap.xml").read_text(encoding="utf-8")


def test_the_guide_leads_editors_to_the_page_of_the_rules(project: Path) -> None:
    run("build", "-f", str(project / "mkdocs.yml"))
    page = (project / "site/huong-dan/quy-tac/index.html").read_text(encoding="utf-8")
    for rule in rule_ids():
        assert f'<h3 id="{rule}">' in page
    assert 'href="quy-tac/"' in (project / "site/huong-dan/index.html").read_text(encoding="utf-8")


def test_a_warning_is_told_and_the_site_built(project: Path) -> None:
    register = project / "content/documents.yaml"
    register.write_text(register.read_text(encoding="utf-8").replace("05/01/2021", "05/01/2012"), encoding="utf-8")
    code, said, complained = run("build", "-f", str(project / "mkdocs.yml"))
    assert code == 0, complained
    assert complained.count("[citation-date-differs]") == 1
    assert complained.splitlines()[-1] == "Ngoài ra có 1 cảnh báo, 0 gợi ý."
    assert said.startswith("Đã dựng ")
    assert (project / "site/ke-hoach/tan-hoa-2022/index.html").is_file()


def test_a_mistake_stops_the_build_and_the_site_stays(project: Path) -> None:
    run("build", "-f", str(project / "mkdocs.yml"))
    before = {p: p.stat().st_mtime_ns for p in (project / "site").rglob("*")}
    plan = project / "content/plans/an-binh/an-binh-2022.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("lead: Sở Công Thương", "lead: Sở Công Thươg"))
    code, said, complained = run("build", "-f", str(project / "mkdocs.yml"))
    assert (code, said) == (1, "")
    assert "an-binh-2022.yaml:" in complained
    assert "Sở Công Thươg" in complained
    assert {p: p.stat().st_mtime_ns for p in (project / "site").rglob("*")} == before


def test_two_builds_at_different_times_are_the_same_bytes(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With SOURCE_DATE_EPOCH, as https://reproducible-builds.org/specs/source-date-epoch/ asks."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    outputs = []
    for zone in ("UTC", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        folder = tmp_path_factory.mktemp("out") / "site"
        plugin.build_into(project / "mkdocs.yml", folder)
        outputs.append({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert outputs[0].keys() == outputs[1].keys()
    differing = [str(path) for path in outputs[0] if outputs[0][path] != outputs[1][path]]
    assert differing == []


def test_every_command_explains_itself() -> None:
    for command in ((), *((name,) for name in main.commands)):
        code, said, _ = run(*command, "--help")
        assert code == 0
        assert len(said.splitlines()) > 8


def test_outside_a_project_the_command_says_where_to_run_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, complained = run("check")
    assert code == 2
    assert "mkdocs.yml" in complained
    assert "Traceback" not in complained


def test_a_text_may_link_to_a_generated_page_and_to_no_other(project: Path) -> None:
    """The link is written as for any page in Markdown; one that leads nowhere stops the build."""
    text = project / "content/gioi-thieu.md"
    before = text.read_text(encoding="utf-8")
    text.write_text(f"{before}\n[Kế hoạch](ke-hoach/tan-hoa-2022/index.md)\n", encoding="utf-8")
    code, said, complained = run("build", "-f", str(project / "mkdocs.yml"))
    assert code == 0, said + complained
    shown = (project / "site/gioi-thieu/index.html").read_text(encoding="utf-8")
    assert '<a href="../ke-hoach/tan-hoa-2022/">Kế hoạch</a>' in shown
    page = (project / "site/ke-hoach/tan-hoa-2022/index.html").read_text(encoding="utf-8")
    assert "Tân Hòa" in page, "the page itself, not what stood for it while links were read"
    text.write_text(f"{before}\n[Kế hoạch](ke-hoach/khong-co/index.md)\n", encoding="utf-8")
    code, _, complained = run("build", "-f", str(project / "mkdocs.yml"))
    assert code != 0
    assert "gioi-thieu.md" in complained, "the file is told"
    assert "ke-hoach/khong-co/index.md" in complained, "and the link"


def test_mkdocs_builds_the_same_site(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`mkdocs build`, as its users know it: the same files, the same bytes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    code, _, complained = run("build", "-f", str(project / "mkdocs.yml"))
    assert code == 0, complained
    own = {p.relative_to(project / "site"): p.read_bytes() for p in (project / "site").rglob("*") if p.is_file()}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(project / "other")]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    other = {p.relative_to(project / "other"): p.read_bytes() for p in (project / "other").rglob("*") if p.is_file()}
    assert other.keys() == own.keys()
    assert [str(path) for path in own if own[path] != other[path]] == []


def test_built_again_and_again_it_is_the_site_made_from_nothing(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the command itself: pages in Markdown, files of the theme and the sitemap among them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("PLANSITE_SITE_URL", "https://vi.du/")
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / ".cache"))
    unit, text = project / "content/units/an-binh.yaml", project / "content/gioi-thieu.md"
    mark = "  - name: Sở Y tế\n"
    edits: list[Callable[[], object]] = [
        lambda: None,
        lambda: unit.write_text(unit.read_text(encoding="utf-8").replace(mark, f"{mark}    note: Ghi chú.\n")),
        lambda: text.write_text(text.read_text(encoding="utf-8") + "\nThêm một dòng.\n", encoding="utf-8"),
        lambda: (project / "content/them.md").write_text("# Thêm\n", encoding="utf-8"),
        lambda: (project / "content/them.md").unlink(),
    ]
    robots = []
    for edit in edits:
        edit()
        code, said, complained = run("build", "-f", str(project / "mkdocs.yml"))
        assert code == 0, said + complained
        cold = tmp_path_factory.mktemp("cold") / "site"
        plugin.build_into(project / "mkdocs.yml", cold)
        assert whole(project / "site") == whole(cold)
        found = (project / "site/robots.txt").stat()
        robots.append((found.st_ino, found.st_mtime_ns))
    assert set(robots) == {robots[0]}, "what MkDocs made anew with the same bytes stays the file that it was"
    assert "them" in names(project / ".site-spare"), "the site before the last edit"
    assert "them" not in names(project / "site")


def whole(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_that_changed_under_the_build_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(_making: Making) -> list[Done]:
        raise ChangedError("content/plans/a/a.yaml")

    monkeypatch.setattr(Making, "make", changed)
    done = CliRunner().invoke(main, ["build", "-f", str(project / "mkdocs.yml")])
    assert done.exit_code == 1
    assert "content/plans/a/a.yaml đã đổi trong lúc dựng" in done.output
    assert not (project / "site").exists()


def test_a_site_that_can_not_be_replaced_is_told_in_words(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path == project / "site")
    code, _, complained = run("build", "-f", str(project / "mkdocs.yml"))
    assert code == 1
    assert "site_dir" in complained
    assert "Traceback" not in complained


def test_while_serving_the_site_is_exchanged_whole(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is shown is as made from nothing after each edit; after a mistake it stays; nothing is left in the end."""
    shown = tmp_path_factory.mktemp("served") / "site"
    config_file, text = str(project / "mkdocs.yml"), project / "content/gioi-thieu.md"
    plugins = load_config(config_file).plugins
    plugins.on_startup(command="serve", dirty=False)

    def rebuild() -> None:
        config = load_config(config_file, site_dir=str(shown))
        config.plugins = plugins
        mkdocs_build(config)

    for line in ("", "Một dòng.", "Hai dòng.", "Ba dòng."):
        text.write_text(text.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
        rebuild()
        assert line in (shown / "gioi-thieu/index.html").read_text(encoding="utf-8")
        assert (shown / "ke-hoach/tan-hoa-2022/index.html").is_file()
    plan = project / "content/plans/an-binh/an-binh-2022.yaml"
    good = plan.read_text(encoding="utf-8")
    plan.write_text("no plan", encoding="utf-8")
    before = whole(shown)
    with pytest.raises(KeptError):
        rebuild()
    assert whole(shown) == before
    plan.write_text(good, encoding="utf-8")
    rebuild()
    assert whole(shown) == before
    assert names(shown.parent) == [".site-spare", "site"]
    plugins.on_shutdown()
    assert names(shown.parent) == ["site"]
