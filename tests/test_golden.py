"""The slips that editors make, and what each is told: wrong YAML in, every message with its line and column out.

A case is a file of golden/. It changes the tiny corpus of tests/content and lists all problems that must be reported,
in order, and no other. How a case is written: golden/README.md.
"""

import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from click.testing import CliRunner
from pydantic import BaseModel

from generator.cli import main
from generator.messages import LEVELS, catalogue
from generator.model.plan import Clause, Column, Note, PlanFile, Recipient, Repair, Report, Signature, Source, Target
from generator.survey import survey

TINY = Path(__file__).parent / "content"
GOLDEN = Path(__file__).parent / "golden"
MESSAGES = Path(__file__).parents[1] / "generator" / "messages.yaml"

Case = dict[str, Any]


# --- a case --------------------------------------------------------------------------------------------------------


def read_case(file: Path) -> Case:
    case: Case = yaml.safe_load(file.read_text(encoding="utf-8"))
    return case


CASES = {file.stem: read_case(file) for file in sorted(GOLDEN.glob("*.yaml"))}


def parameters() -> list[Any]:
    cases = []
    for name, case in CASES.items():
        failing = pytest.mark.xfail(strict=True, reason=case.get("xfail", ""), raises=(AssertionError, KeyError))
        marks = [failing] if "xfail" in case else []
        cases.append(pytest.param(case, id=name, marks=marks))
    return cases


def expected(case: Case) -> list[str]:
    return [_line(p.get("file", case.get("file")), p["at"], p["rule"], p["vi"]) for p in case["problems"]]


def published(case: Case) -> dict[str, bytes] | None:
    """The tiny corpus as what was public before, where the case says so."""
    if not case.get("published"):
        return None
    return {file.relative_to(TINY).as_posix(): file.read_bytes() for file in sorted(TINY.rglob("*.yaml"))}


def found(content: Path, before: dict[str, bytes] | None = None) -> list[str]:
    """What the survey reports; a mistake of an editor never raises."""
    return [
        _line(p.place.path.removeprefix("content/"), f"{p.place.line}:{p.place.column}", p.rule, p.message())
        for p in survey(content, before=before).problems
    ]


def _line(file: str, at: str, rule: str, message: str) -> str:
    return f"{file}:{at} [{rule}] {message}"


# --- its changes ---------------------------------------------------------------------------------------------------


def apply(case: Case, content: Path) -> None:
    """Make the changes of a case in a copy of the corpus; ValueError where the case itself is wrong."""
    for change in case.get("changes", [case]):
        file = content / change["file"]
        names = CHANGES.keys() & change.keys()
        if not names:
            raise ValueError(f"no change is given for {file}")
        for name in CHANGES:  # in the order of the table
            if name in names:
                CHANGES[name](file, change[name])


def _edit(file: Path, old: str, new: bytes) -> None:
    data = file.read_bytes()
    if data.count(old.encode()) != 1:
        raise ValueError(f"«{old}» stands {data.count(old.encode())} times in {file.name}")
    file.write_bytes(data.replace(old.encode(), new))


def _replace(file: Path, change: dict[str, str]) -> None:
    _edit(file, change["old"], change["new"].encode())


def _bytes(file: Path, change: dict[str, str]) -> None:
    _edit(file, change["old"], bytes.fromhex(change["new"]))


def _delete_line(file: Path, line: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = [number for number, text in enumerate(lines) if text.strip() == line]
    if len(at) != 1:
        raise ValueError(f"the line «{line}» stands {len(at)} times in {file.name}")
    del lines[at[0]]
    file.write_text("".join(lines), encoding="utf-8")


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _repeat(file: Path, change: dict[str, Any]) -> None:
    _write(file, change["text"] * change["times"])


def _newlines(file: Path, newline: str) -> None:
    file.write_bytes(file.read_bytes().replace(b"\n", newline.encode()))


def _encoding(file: Path, encoding: str) -> None:
    file.write_bytes(file.read_text(encoding="utf-8").encode(encoding))


def _normalize(file: Path, form: Literal["NFC", "NFD"]) -> None:
    file.write_text(unicodedata.normalize(form, file.read_text(encoding="utf-8")), encoding="utf-8")


def _folder(file: Path, _: bool) -> None:
    file.mkdir(parents=True)


def _link(file: Path, target: str) -> None:
    file.symlink_to(target)


def _remove(file: Path, _: bool) -> None:
    if file.is_dir():
        shutil.rmtree(file)
    else:
        file.unlink()


def _move(file: Path, name: str) -> None:
    target = file.parent / name
    target.parent.mkdir(exist_ok=True)
    file.rename(target)


def _copy(file: Path, name: str) -> None:
    shutil.copy(file, file.parent / name)


CHANGES: dict[str, Callable[[Path, Any], None]] = {
    "write": _write,
    "repeat": _repeat,
    "replace": _replace,
    "delete_line": _delete_line,
    "append": _append,
    "bytes": _bytes,
    "encoding": _encoding,
    "newlines": _newlines,
    "normalize": _normalize,
    "folder": _folder,
    "link": _link,
    "copy": _copy,
    "move": _move,
    "remove": _remove,
}


# --- the cases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", parameters())
def test_case(case: Case, content: Path) -> None:
    apply(case, content)
    assert found(content, published(case)) == expected(case)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_file_without_permission(content: Path) -> None:
    (content / "abbreviations.yaml").chmod(0)
    assert [line.split(" Không")[0] for line in found(content)] == ["abbreviations.yaml:1:1 [file-unreadable]"]


def test_folder_is_missing(tmp_path: Path) -> None:
    nothing = survey(tmp_path / "content")
    assert [problem.line() for problem in nothing.problems] == [
        "content:1:1: lỗi: Không thấy thư mục nội dung này. [content-missing]"
    ]


def test_strangers_are_told_at_most_25_differences(content: Path) -> None:
    """A plan with the wrong source: some differences are enough, the last line says how many more there are."""
    source = content / "sources" / "an-binh-2022.txt"
    source.write_text(source.read_text(encoding="utf-8").replace("t", "T"), encoding="utf-8")
    rules = Counter(problem.rule for problem in survey(content).problems)
    assert rules["source-changed"] == 1
    assert rules["fidelity-changed"] + rules["fidelity-missing"] + rules["fidelity-added"] == 25
    assert rules["fidelity-more"] == 1


# --- the tiny corpus -----------------------------------------------------------------------------------------------


def test_tiny_corpus_has_no_mistake() -> None:
    tiny = survey(TINY)
    assert [problem.line() for problem in tiny.problems] == []
    assert {slug: fidelity.share for slug, fidelity in tiny.corpus.fidelity.items()} == {
        "an-binh-2022": 1.0,
        "so-cong-thuong-an-binh-2022": 1.0,
        "tan-hoa-2022": 1.0,
    }


RECORDS = (PlanFile, Clause, Target, Report, Note, Column, Source, Repair, Signature, Recipient)


@pytest.mark.parametrize("model", RECORDS)
def test_tiny_corpus_uses_every_key(model: type[BaseModel]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()} - {"adds_up"}  # not in the manual
    assert keys - used_keys() == set()


def used_keys() -> set[str]:
    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from keys(inner)

    files = sorted((TINY / "plans").glob("*/*.yaml"))
    return {key for file in files for key in keys(yaml.safe_load(file.read_text(encoding="utf-8")))}


def test_point_parts_thousands_and_comma_decimals() -> None:
    """`2.000 ha`, without quotes, is two thousand; `12,5%` twelve and a half."""
    targets = {target.indicator: target for target in survey(TINY).corpus.targets}
    area, loss = targets["dien-tich-duoc-cap-nuoc"], targets["that-thoat-nuoc"]
    assert (area.printed, area.comparator, area.value, area.measure) == ("2.000 ha", "more_than", Decimal(2000), "ha")
    assert (loss.printed, loss.comparator, loss.value, loss.measure) == ("12,5%", "at_most", Decimal("12.5"), "%")


# --- the command line ----------------------------------------------------------------------------------------------

SLIP = {"old": "            support: Phòng Y tế", "new": "            support: Phòng Y tê"}
WHERE = "content/plans/tan-hoa/tan-hoa-2022.yaml:52:22: "


@pytest.fixture
def site(content: Path) -> Path:
    """The settings of a site whose content has one slip in a plan and one in a register."""
    _replace(content / "plans" / "tan-hoa" / "tan-hoa-2022.yaml", SLIP)
    _append(content / "abbreviations.yaml", "- {short: VP, short: VP, long: Văn phòng}\n")
    settings = content.parent / "mkdocs.yml"
    settings.write_text("site_name: Thử\ndocs_dir: content\n", encoding="utf-8")
    return settings


def state(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_check_lists_all_on_stdout_and_writes_nothing(site: Path) -> None:
    before = state(site.parent)
    result = CliRunner().invoke(main, ["check", "-f", str(site)])
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        "content/abbreviations.yaml:4:15: lỗi: Khóa «short» đã có ở dòng 4; mỗi khóa chỉ viết một lần. [duplicate-key]",
        f"{WHERE}lỗi: Không có đơn vị nào tên «Phòng Y tê» ở huyện Tân Hòa hay cấp trên. "
        "Gần nhất: «Phòng Y tế», «Sở Y tế». [unit-unknown]",
        "Có 2 lỗi; chưa có gì được ghi.",
    ]
    assert isinstance(result.exception, SystemExit)
    assert state(site.parent) == before


def test_check_speaks_english(site: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--lang", "en", "-f", str(site)])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "content/abbreviations.yaml:4:15: error: The key «short» already stands on line 4; write a key once. "
        "[duplicate-key]",
        f"{WHERE}error: No unit is named «Phòng Y tê» in huyện Tân Hòa or above it. "
        "Nearest: «Phòng Y tế», «Sở Y tế». [unit-unknown]",
        "Mistakes: 2; nothing was written.",
    ]


# --- the catalogue -------------------------------------------------------------------------------------------------

NO_MISTAKES = ("words of the site", "the command line")
"""Sections of messages.yaml that hold no messages about mistakes."""

NOT_IN_A_CASE = {
    "content-missing": "test_folder_is_missing: there is no corpus to change",
    "fidelity-more": "test_strangers_are_told_at_most_25_differences: a case would list them all",
    "yaml-syntax": "for what no other rule explains; every case that meets it today asks for a better message",
}


def error_rules() -> list[str]:
    rules, section = [], ""
    for line in MESSAGES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# --- "):
            section = line.removeprefix("# --- ")
        elif section and not section.startswith(NO_MISTAKES) and re.match(r"[a-z-]+:", line):
            rules.append(line.split(":")[0])
    return rules


def test_every_rule_has_a_case() -> None:
    told = {problem["rule"] for case in CASES.values() for problem in case["problems"]}
    assert set(error_rules()) - told == NOT_IN_A_CASE.keys()


@pytest.mark.parametrize("rule", error_rules())
def test_rule_speaks_both_languages(rule: str) -> None:
    """And says the same things in both."""
    vi, en = catalogue()[rule]["vi"], catalogue()[rule]["en"]
    assert catalogue()[rule].get("level", "error") in LEVELS
    assert vi != en
    assert sorted(re.findall(r"{\w+}", vi)) == sorted(re.findall(r"{\w+}", en))
