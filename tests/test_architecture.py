"""The house stays as docs/architecture.md draws it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator.messages import LANGUAGES, catalogue
from generator.model.plan import Clause, PlanFile, Report, Target
from generator.model.updates import NewDeadline, Update

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "generator").rglob("*.py"))
LIMIT = 320
"""Lines of a module: about 300."""

BELOW = {
    "vietnamese": set(),
    "model": {"vietnamese", "loader", "problems", "model"},
    "views": {
        "compact",
        "changes",
        "due",
        "titles",
        "corpus",
        "history",
        "memory",
        "messages",
        "model",
        "outline",
        "paths",
        "plans",
        "readers",
        "registry",
        "rulebook",
        "urls",
        "vietnamese",
        "views",
    },
    "formats": {"formats", "messages", "problems", "rulebook"},
    "due": {"corpus", "plans", "readers"},
    "changes": {
        "changes",
        "corpus",
        "due",
        "messages",
        "model",
        "outline",
        "paths",
        "plans",
        "readers",
        "registry",
        "titles",
        "urls",
        "vietnamese",
    },
    "search": {
        "compact",
        "corpus",
        "memory",
        "messages",
        "outline",
        "paths",
        "plans",
        "registry",
        "search",
        "urls",
        "vietnamese",
        "views",
    },
    "exports": {
        "compact",
        "changes",
        "due",
        "history",
        "titles",
        "corpus",
        "exports",
        "messages",
        "model",
        "outline",
        "paths",
        "plans",
        "readers",
        "registry",
        "urls",
        "views",
    },
}
"""Package → the packages and modules that it may import: data walks down the street, no one turns back."""


def imports(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_one_module_imports_mkdocs() -> None:
    users = [m.name for m in MODULES if any(name.split(".")[0] == "mkdocs" for name in imports(m))]
    assert users == ["plugin.py"]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_modules_are_one_room(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LIMIT


@pytest.mark.parametrize("package", sorted(BELOW))
def test_data_walks_down_the_street(package: str) -> None:
    inside = [m for m in MODULES if m.relative_to(ROOT / "generator").parts[0] in (package, f"{package}.py")]
    assert inside
    for module in inside:
        used = {name.split(".")[1] for name in imports(module) if name.startswith("generator.")}
        assert used <= BELOW[package], module


def test_checks_and_views_write_nothing() -> None:
    for package in ("checks", "formats", "views", "exports", "search", "resolver", "readers", "model"):
        for module in (ROOT / "generator" / package).rglob("*.py"):
            text = module.read_text(encoding="utf-8")
            assert not re.search(r"(?<!archive\.)\b(write_text|write_bytes|open|print)\(", text), module


def test_every_sentence_is_there_in_both_languages() -> None:
    """Words of the public site are Vietnamese only; what an editor reads is in both."""
    words = {key for key, text in catalogue().items() if set(text) == {"vi"}}
    assert all(set(text) - {"level"} == set(LANGUAGES) for key, text in catalogue().items() if key not in words)
    assert not any(key.endswith(("-unknown", "-missing", "-unread", "-twice")) for key in words)


def test_every_key_of_a_plan_is_in_the_manual() -> None:
    manual = (ROOT / "docs/reference/content.md").read_text(encoding="utf-8")
    for model in (PlanFile, Clause, Target, Report, Update, NewDeadline):
        for name, field in model.model_fields.items():
            key = field.alias or name
            assert f"`{key}`" in manual or f"`{key}:" in manual or f"{{{key}" in manual or f" {key}," in manual, key
