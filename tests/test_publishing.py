"""The path to the public: every workflow can be read, runs what exists, and has no right that it does not need."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner

from generator.authoring.kinds import KINDS
from generator.authoring.schema import file_name
from generator.cli import main

ROOT = Path(__file__).parents[1]
GITHUB = sorted((ROOT / ".github/workflows").glob("*.yml"))
FILES = [*GITHUB, ROOT / ".gitlab-ci.yml", ROOT / ".pre-commit-config.yaml", ROOT / ".pre-commit-hooks.yaml"]
TASKS = ROOT / ".vscode/tasks.json"


def read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def texts(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def calls() -> list[tuple[str, list[str]]]:
    """(file, words) of every call of plansite in the workflows, hooks and tasks."""
    call = re.compile(r"(?:PLANSITE_\w+=\S+ )?(?:\.venv/bin/)?plansite ([a-z][^>|#]*)")
    lines = [(file.name, line) for file in FILES for text in texts(read(file)) for line in text.splitlines()]
    found = [(name, shlex.split(called[1])) for name, line in lines if (called := call.match(line))]
    return found + [(TASKS.name, task["args"]) for task in json.loads(TASKS.read_text(encoding="utf-8"))["tasks"]]


CALLS = calls()


def test_every_workflow_calls_the_program() -> None:
    assert {name for name, _ in CALLS} == {file.name for file in FILES if file.name != "comment.yml"} | {TASKS.name}


@pytest.mark.parametrize(("name", "words"), CALLS, ids=[f"{name}: {' '.join(words)}" for name, words in CALLS])
def test_a_call_is_one_that_the_program_knows(name: str, words: list[str]) -> None:
    assert words[0] in main.commands, f"{name}: «{' '.join(words)}»"
    command = main.commands[words[0]]
    with command.make_context(words[0], words[1:]) as context:
        assert isinstance(context, click.Context)


@pytest.mark.parametrize("file", GITHUB, ids=lambda file: file.name)
def test_a_workflow_has_the_least_rights(file: Path) -> None:
    flow = read(file)
    writes = {
        key
        for rights in (flow["permissions"], *(job.get("permissions", {}) for job in flow["jobs"].values()))
        for key, right in rights.items()
        if right == "write"
    }
    allowed = {"check.yml": set(), "comment.yml": {"pull-requests"}, "deploy.yml": {"pages", "id-token"}}
    assert writes == allowed[file.name]
    assert "pull_request_target" not in flow["on"]
    assert all("timeout-minutes" in job for job in flow["jobs"].values())


@pytest.mark.parametrize("file", GITHUB, ids=lambda file: file.name)
def test_no_expression_is_pasted_into_a_script(file: Path) -> None:
    """What a request says reaches a script as a variable, never as its text; no checkout leaves a token behind."""
    steps = [step for job in read(file)["jobs"].values() for step in job["steps"]]
    assert steps
    assert not [step["run"] for step in steps if "${{" in step.get("run", "")]
    for step in steps:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_requests_get_no_secret_and_what_may_write_runs_nothing_of_theirs() -> None:
    check, comment = read(ROOT / ".github/workflows/check.yml"), read(ROOT / ".github/workflows/comment.yml")
    assert not [text for text in texts(check) if "secrets." in text]
    used = [step.get("uses", "") for job in comment["jobs"].values() for step in job["steps"]]
    assert not [name for name in used if name.startswith("actions/checkout")]
    assert comment["on"]["workflow_run"]["workflows"] == [check["name"]]


def test_only_a_checked_main_branch_is_published() -> None:
    deploy = read(ROOT / ".github/workflows/deploy.yml")
    assert deploy["on"]["push"]["branches"] == ["main"]
    assert "refs/heads/main" in deploy["jobs"]["build"]["if"]
    assert all(job["needs"] == "build" for name, job in deploy["jobs"].items() if name != "build")
    runs = [step.get("run", "") for step in deploy["jobs"]["build"]["steps"]]
    order = [next(i for i, run in enumerate(runs) if word in run) for word in ("plansite check", "plansite build")]
    assert order == sorted(order)
    gitlab = read(ROOT / ".gitlab-ci.yml")
    assert gitlab["stages"].index(gitlab["pages"]["stage"]) > gitlab["stages"].index(gitlab["check"]["stage"])
    assert gitlab["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


def test_actions_are_named_by_major_version_as_the_manual_says() -> None:
    used = {
        step["uses"]
        for file in GITHUB
        for job in read(file)["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    }
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)
    assert "not by commit" in (ROOT / "docs/publishing.md").read_text(encoding="utf-8")


def test_what_dependabot_watches_is_there() -> None:
    for update in read(ROOT / ".github/dependabot.yml")["updates"]:
        folder = ROOT / update["directory"].lstrip("/")
        wanted = {"pip": "site.txt", "npm": "package.json", "github-actions": ".github/workflows"}
        assert (folder / wanted[update["package-ecosystem"]]).exists(), update


def test_vs_code_knows_every_kind_of_file() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    patterns = settings["yaml.schemas"]
    assert set(patterns) == {f"./schemas/{file_name(kind)}" for kind in KINDS}
    for schema, pattern in patterns.items():
        assert (ROOT / schema).is_file()
        assert list(ROOT.glob(pattern)), pattern
    recommended = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert "redhat.vscode-yaml" in recommended


def test_vs_code_leaves_source_texts_as_they_are() -> None:
    """Tidying blanks would change their fingerprint: it holds for YAML alone."""
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert settings["files.readonlyInclude"]["content/sources/**"] is True
    assert not {"files.trimTrailingWhitespace", "files.insertFinalNewline"} & settings.keys()


def test_vs_code_finds_the_mistakes_in_the_list(tmp_path: Path) -> None:
    """The pattern of its task reads the lines of `check` as they are."""
    task = json.loads(TASKS.read_text(encoding="utf-8"))["tasks"][0]
    pattern = re.compile(task["problemMatcher"]["pattern"]["regexp"])
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "-f", str(tmp_path / "mkdocs.yml")])
    matched = [found for line in done.output.splitlines() if (found := pattern.match(line))]
    assert done.exit_code == 1
    assert {found[5] for found in matched} >= {"register-missing", "plans-missing"}
    assert all((found[2], found[3]) == ("1", "1") for found in matched)
