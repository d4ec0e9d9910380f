"""The schemas that editors' tools read: made from the models and registers, true for every file of the content."""

from __future__ import annotations

import datetime
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator
from pydantic import BaseModel
from ruamel.yaml import YAML

from generator.authoring.kinds import KINDS, PATTERNS, kind_of
from generator.authoring.schema import CLOSED, NAMES, described, fields, file_name, schemas
from generator.cli import main
from generator.content import read_content
from tests.tiny import TINY

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
FILES = [(folder, file) for folder in (CONTENT, TINY) for p in PATTERNS.values() for file in sorted(folder.glob(p))]
OF_NAMES = {*NAMES.values()}


@cache
def made(folder: Path) -> dict[str, Any]:
    content, _ = read_content(folder)
    return schemas(content.registry)


def errors(value: Any, kind: str = "plan", folder: Path = CONTENT) -> list[str]:
    return [error.message for error in Draft7Validator(made(folder)[kind]).iter_errors(value)]


def as_tools_read(file: Path) -> Any:
    """The file as a YAML 1.2 tool types it: numbers and truths, but dates as text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, datetime.date) else value

    return plain(YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")))


def records(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Name → record, of a model and all below it."""
    names = {model.__name__, *model.model_json_schema().get("$defs", {})}
    known = {each.__name__: each for each in all_records(BaseModel)}
    return {name: known[name] for name in names}


def all_records(above: type[BaseModel]) -> list[type[BaseModel]]:
    below = above.__subclasses__()
    return below + [each for inner in below for each in all_records(inner)]


def test_every_key_has_a_title_and_a_description_and_no_other_has() -> None:
    used: set[str] = set()
    for kind in KINDS.values():
        for name, record in records(kind).items():
            used.add(name)
            assert all(fields()[name])
            for field, info in record.model_fields.items():
                if field == "root":
                    continue
                key = info.alias or field
                assert all(described(name, key)), (name, key)
                used.add(f"{name}.{key}" if f"{name}.{key}" in fields() else key)
    assert fields().keys() - used == set()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_schema_is_a_schema(kind: str) -> None:
    Draft7Validator.check_schema(made(CONTENT)[kind])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_schemas_in_the_repository_are_those_of_the_models(kind: str) -> None:
    """Names apart: who adds one to a register on a host's web page has no program at hand; `schema --check` tells."""
    there = json.loads((ROOT / "schemas" / file_name(kind)).read_text(encoding="utf-8"))

    def without_names(schema: dict[str, Any]) -> dict[str, Any]:
        return {**schema, "$defs": {name: value for name, value in schema["$defs"].items() if name not in OF_NAMES}}

    assert without_names(there) == without_names(made(CONTENT)[kind])
    assert there["$defs"].keys() == made(CONTENT)[kind]["$defs"].keys()


@pytest.mark.parametrize(("folder", "file"), FILES, ids=[f"{f.name}-{x.stem}-{n}" for n, (f, x) in enumerate(FILES)])
def test_every_file_of_the_content_is_valid(folder: Path, file: Path) -> None:
    kind = kind_of(file.relative_to(folder))
    assert kind
    assert errors(as_tools_read(file), kind, folder) == []


def plan() -> dict[str, Any]:
    value = as_tools_read(CONTENT / "plans/cao-lanh/cao-lanh-178-2021.yaml")
    assert isinstance(value, dict)
    return value


def test_slips_of_a_plan_are_marked() -> None:
    good = plan()
    assert errors(good) == []
    section = good["sections"][0]
    slips: dict[str, dict[str, Any]] = {
        "unknown key": {"titel": "x"},
        "unknown key of a clause": {"sections": [{**section, "laed": "x"}]},
        "list for text": {"title": ["x"]},
        "record for text": {"title": {"x": "y"}},
        "text for list": {"sections": "x"},
        "no sections": {"sections": []},
        "no such kind": {"sections": [{**section, "kind": "purposes"}]},
        "no such topic": {"topics": ["Sản xuất bền"]},
        "no such place": {"place": "huyện Cao Lãn"},
        "no such indicator": {"sections": [{**section, "targets": [{"indicator": "x"}]}]},
        "no fingerprint": {"source": {**good["source"], "sha256": "0"}},
        "a word for true": {"sections": [{**section, "form": "yes"}]},
    }
    for slip, change in slips.items():
        assert errors({**good, **change}), slip
    assert errors({key: value for key, value in good.items() if key != "title"})


def test_what_is_allowed_is_not_marked() -> None:
    """Phrases of `groups` are names of units, one name needs no list, a year may be a number."""
    good = plan()
    clause = {"text": "x", "lead": "Các phòng liên quan", "support": ["Sở Y tế", "ai đó"], "time": 2024}
    assert (
        errors({**good, "sections": [clause], "groups": {"ai đó": "everyone", "x": ["Sở Y tế"]}, "number": 178}) == []
    )
    units = {"place": "huyện Cao Lãnh", "units": [{"name": "A", "kind": "sở", "dissolved": 2025}]}
    assert errors(units, "units") == []
    for members in ("B", {"kind": "sở"}, ["B", {"of": "A"}]):
        assert errors({**units, "units": [{"name": "A", "kind": "tập thể", "members": members}]}, "units") == []


def test_names_are_completed_from_the_registers() -> None:
    definitions = made(CONTENT)["plan"]["$defs"]
    assert "Phòng Y tế" in definitions["unit"]["anyOf"][0]["enum"]
    assert {kind: len(definitions[kind]["enum"]) > 3 for kind in CLOSED} == dict.fromkeys(CLOSED, True)
    assert all("plansite schema" in definitions[kind]["errorMessage"] for kind in CLOSED)
    lead = definitions["Clause"]["properties"]["lead"]
    assert lead["title"] == "Chủ trì"
    assert lead["anyOf"][0] == {"$ref": "#/$defs/unit"}


def test_the_command_writes_them_once_and_sees_when_they_are_old(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "content")
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")

    def run(*words: str) -> int:
        return CliRunner().invoke(main, ["schema", "-f", str(settings), *words]).exit_code

    assert run("--check") == 1
    assert not (tmp_path / "schemas").exists()
    assert (run(), run("--check")) == (0, 0)
    assert {file.name for file in (tmp_path / "schemas").iterdir()} == {file_name(kind) for kind in KINDS}
    topics = tmp_path / "content/topics.yaml"
    topics.write_text(topics.read_text(encoding="utf-8") + "\n- name: Chủ đề mới\n", encoding="utf-8")
    assert run("--check") == 1
    assert (run(), run("--check")) == (0, 0)
    assert "Chủ đề mới" in (tmp_path / "schemas/plan.schema.json").read_text(encoding="utf-8")
