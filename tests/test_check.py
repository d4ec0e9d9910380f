"""`plansite check` as a command: exit codes, levels, languages, what was public before."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import plugin
from generator.cli import main
from generator.git import content_at
from generator.settings import read_settings
from generator.survey import survey

ROOT = Path(__file__).parents[1]
SETTINGS = "site_name: Thử\ndocs_dir: content\nplugins:\n  - plansite:\n      language: vi\n"
PLAN = "plans/an-binh/an-binh-2022.yaml"


@pytest.fixture
def site(content: Path) -> Path:
    """The settings of a site without a mistake."""
    file = content.parent / "mkdocs.yml"
    file.write_text(SETTINGS, encoding="utf-8")
    return file


def check(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "-f", str(site), *options])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def warn(site: Path) -> None:
    """One warning: a citation's date is not the register's."""
    edit(site.parent / "content/documents.yaml", "issued: 05/01/2021", "issued: 05/01/2012")


def hint(site: Path) -> None:
    file = site.parent / "content/topics.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "- name: Thu\u0309\n", encoding="utf-8")


def fail(site: Path) -> None:
    edit(site.parent / "content" / PLAN, "              - to: Bộ Công Thương", "              - to: Bộ Thương Công")


# --- exit codes ----------------------------------------------------------------------------------------------------


def test_nothing_wrong(site: Path) -> None:
    result = check(site)
    assert result.exit_code == 0
    assert result.stdout.startswith("Không có lỗi: 3 kế hoạch, ")


def test_warnings_and_hints_do_not_fail(site: Path) -> None:
    warn(site)
    hint(site)
    result = check(site)
    assert result.exit_code == 0
    assert ": cảnh báo: " in result.stdout
    assert ": gợi ý: " in result.stdout
    assert result.stdout.splitlines()[-1].startswith("Không có lỗi: 3 kế hoạch")
    assert result.stdout.splitlines()[-1].endswith("Ngoài ra có 1 cảnh báo, 1 gợi ý.")


def test_strict_counts_warnings_and_no_hints(site: Path) -> None:
    hint(site)
    assert check(site, "--strict").exit_code == 0
    warn(site)
    assert check(site, "--strict").exit_code == 1


def test_errors_fail_and_all_are_counted(site: Path) -> None:
    warn(site)
    fail(site)
    result = check(site)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "Có 1 lỗi; chưa có gì được ghi. Ngoài ra có 1 cảnh báo, 0 gợi ý."


@pytest.mark.parametrize("options", [("--format", "xml"), ("--lang", "fr"), ("--colour",), ("--since", "nowhere")])
def test_a_wrong_command_is_2(site: Path, options: tuple[str, ...]) -> None:
    result = check(site, *options)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


# --- formats and languages -----------------------------------------------------------------------------------------


def test_programs_get_their_format_alone_on_stdout(site: Path) -> None:
    warn(site)
    for name in ("json", "gitlab", "sarif"):
        result = check(site, "--format", name, "--explain")
        assert result.exit_code == 0
        assert json.loads(result.stdout)
        assert "Ngoài ra có 1 cảnh báo" in result.stderr


def test_language_is_the_site_s_own_unless_asked_otherwise(site: Path) -> None:
    assert check(site).stdout.startswith("Không có lỗi")
    assert check(site, "--lang", "en").stdout.startswith("No mistakes")
    site.write_text(SETTINGS.replace("language: vi", "language: en"), encoding="utf-8")
    assert check(site).stdout.startswith("No mistakes")
    assert check(site, "--lang", "vi").stdout.startswith("Không có lỗi")


def test_messages_lead_to_the_site_where_its_address_is_known(site: Path) -> None:
    warn(site)
    assert "docs/reference/rules/citation-date-differs.md" in check(site, "--format", "terminal").stdout
    site.write_text(f"{SETTINGS}site_url: https://vi.du/ke-hoach\n", encoding="utf-8")
    found = json.loads(check(site, "--format", "json").stdout)
    assert found["problems"][0]["page"] == "https://vi.du/ke-hoach/huong-dan/quy-tac/#citation-date-differs"


@pytest.mark.parametrize(
    "text",
    [
        SETTINGS,
        "site_name: Thử\n",
        "site_name: Thử\ndocs_dir: !ENV [PLANSITE_NOTHING, noi-dung]\n",
        "site_name: Thử\nmarkdown_extensions:\n  - x: {y: !!python/name:os.system }\ndocs_dir: 'a b'\n",
    ],
)
def test_settings_are_what_mkdocs_reads(tmp_path: Path, text: str) -> None:
    for name in ("docs", "content", "noi-dung", "a b"):
        (tmp_path / name).mkdir()
    file = tmp_path / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    settings = read_settings(file)
    assert settings is not None
    plain = "\n".join(line for line in text.splitlines() if not line.startswith(("plugins", "  - ", "      ", "mark")))
    file.write_text(plain, encoding="utf-8")
    assert settings.content == plugin.folders(file)[0]


def test_settings_of_this_site_are_what_mkdocs_reads() -> None:
    settings = read_settings(ROOT / "mkdocs.yml")
    assert settings is not None
    assert settings.content == plugin.folders(ROOT / "mkdocs.yml")[0]
    assert settings.language == "vi"


def test_settings_that_inherit_are_left_to_mkdocs(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text("INHERIT: base.yml\n", encoding="utf-8")
    assert read_settings(file) is None


# --- a build -------------------------------------------------------------------------------------------------------


def test_a_build_stops_at_an_error(site: Path) -> None:
    fail(site)
    result = CliRunner().invoke(main, ["build", "-f", str(site)])
    assert result.exit_code == 1
    assert "[unit-unknown]" in result.stderr
    assert result.stdout == ""


# --- what was public -----------------------------------------------------------------------------------------------


def git(folder: Path, *command: str) -> None:
    names = ["-c", "user.name=Thử", "-c", "user.email=thu@vi.du", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *names, *command], check=True, capture_output=True)


@pytest.fixture
def repository(site: Path) -> Path:
    """The site in git, committed once."""
    git(site.parent, "init", "-q")
    git(site.parent, "add", "-A")
    git(site.parent, "commit", "-qm", "one")
    return site


def rules(result: Result) -> list[str]:
    return [problem["rule"] for problem in json.loads(result.stdout)["problems"]]


def rename(site: Path) -> None:
    """An indicator gets another name, in the register and in the plan."""
    edit(site.parent / "content/indicators.yaml", "- name: Vụ vi phạm", "- name: Số vụ vi phạm")
    edit(site.parent / "content" / PLAN, "indicator: Vụ vi phạm", "indicator: Số vụ vi phạm")


def test_what_is_gone_since_the_last_commit_is_told(repository: Path) -> None:
    assert rules(check(repository, "--format", "json")) == []
    rename(repository)
    (repository.parent / "content/plans/an-binh/so-cong-thuong-an-binh-2022.yaml").unlink()
    assert rules(check(repository, "--format", "json")) == ["address-gone", "plan-gone"]


def test_since_an_earlier_commit(repository: Path) -> None:
    """In a merge request HEAD holds the change already; what counts is the branch that is public."""
    rename(repository)
    git(repository.parent, "commit", "-qam", "two")
    assert rules(check(repository, "--format", "json")) == []
    assert rules(check(repository, "--format", "json", "--since", "HEAD~1")) == ["address-gone"]


def test_a_kept_id_keeps_the_address(repository: Path) -> None:
    rename(repository)
    register = repository.parent / "content/indicators.yaml"
    edit(register, "- name: Số vụ vi phạm về nguồn nước", "- name: Số vụ vi phạm về nguồn nước\n  id: x")
    assert rules(check(repository, "--format", "json")) == ["address-gone"]
    edit(register, "  id: x", "  id: vu-vi-pham-ve-nguon-nuoc")
    found = check(repository, "--format", "json")
    assert "address-gone" not in rules(found)


def test_new_files_and_unreadable_old_ones_say_nothing(repository: Path) -> None:
    extra = repository.parent / "content/units/moi.yaml"
    extra.write_text("place: [", encoding="utf-8")
    git(repository.parent, "add", "-A")
    git(repository.parent, "commit", "-qm", "broken")
    extra.write_text("place: tỉnh An Bình\nunits:\n  - {name: Chi cục Thủy lợi, kind: phòng}\n", encoding="utf-8")
    assert rules(check(repository, "--format", "json")) == []


def test_outside_git_and_in_a_shallow_clone_nothing_is_told(repository: Path, tmp_path: Path) -> None:
    assert content_at(tmp_path / "nowhere", "HEAD") is None
    rename(repository)
    git(repository.parent, "commit", "-qam", "two")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.parent.as_uri(), str(shallow))
    assert rules(check(shallow / "mkdocs.yml", "--format", "json")) == []
    assert check(shallow / "mkdocs.yml", "--since", "HEAD~1").exit_code == 2


def test_since_is_no_option_of_git(repository: Path) -> None:
    rename(repository)
    for given in ("--output=taken", "-O", ":/one"):
        assert check(repository, "--format", "json", f"--since={given}").exit_code in (0, 2)
    assert sorted(file.name for file in repository.parent.iterdir()) == [".git", "content", "mkdocs.yml"]
    assert sorted(file.name for file in (repository.parent / "content").iterdir() if "taken" in file.name) == []


def test_a_register_that_cannot_be_read_takes_no_address_away(repository: Path) -> None:
    """The ids of units are made with the names of places."""
    (repository.parent / "content/places.yaml").write_text("- name: [\n", encoding="utf-8")
    found = check(repository, "--format", "json")
    assert found.exit_code == 1
    assert "address-gone" not in rules(found)


def test_survey_compares_with_what_it_is_given(content: Path) -> None:
    before = {PLAN: (content / PLAN).read_bytes(), "plans/an-binh/hong.yaml": b"\xff"}
    edit(
        content / PLAN,
        "              - dash: In sổ tay.",
        "              - dash: In sổ tay.\n                id: so-tay",
    )
    found = survey(content, before=before)
    assert [problem.rule for problem in found.problems] == ["clause-moved"]
    assert found.problems[0].words["last"] == "g2"


# --- a real terminal -----------------------------------------------------------------------------------------------


def on_a_terminal(site: Path, **env: str) -> str:
    """What `plansite check` writes to a terminal of 80 columns."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 80))
    given = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    command = [sys.executable, "-m", "generator.cli", "check", "-f", str(site)]
    subprocess.run(
        command,
        cwd=ROOT,
        stdout=slave,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
        env=given | {"TERM": "xterm"} | env,
    )
    os.close(slave)
    said = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while part := os.read(master, 65536):
            said += part
    os.close(master)
    return said.decode()


def test_a_terminal_gets_frames_in_colour_that_no_color_takes_away(site: Path) -> None:
    fail(site)
    coloured = on_a_terminal(site)
    assert "\x1b[31m" in coloured
    plain = on_a_terminal(site, NO_COLOR="1")
    assert "\x1b[" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    rows = plain.splitlines()
    caret = next(i for i, row in enumerate(rows) if "^" in row)
    assert rows[caret - 1][rows[caret].index("^") :] == "Bộ Thương Công"
    assert rows[caret].count("^") == len("Bộ Thương Công")
