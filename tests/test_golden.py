"""The slips that editors make, and what each is told: wrong YAML in, every message with its line and column out.

A case is a file of golden/. It changes the tiny corpus of tests/content and lists all problems that must be reported, in
order, and no other. How a case is written: golden/README.md.
"""

import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.messages import catalogue
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


def parameters() -> Iterator[Any]:
    for name, case in CASES.items():
        marks = [pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else []
        yield pytest.param(case, id=name, marks=marks)


def expected(case: Case) -> list[str]:
    return [_line(p.get("file", case.get("file")), p["at"], p["rule"], p["vi"]) for p in case["problems"]]


def found(content: Path) -> list[str]:
    """What the survey reports; a mistake of an editor never raises."""
    return [
        _line(p.place.path.removeprefix("content/"), f"{p.place.line}:{p.place.column}", p.rule, p.message())
        for p in survey(content).problems
    ]


def _line(file: str, at: str, rule: str, message: str) -> str:
    return f"{file}:{at} [{rule}] {message}"


# --- its changes ---------------------------------------------------------------------------------------------------


def apply(case: Case, content: Path) -> None:
    """Make the changes of a case in a copy of the corpus."""
    for change in case.get("changes", [case]):
        file = content / change["file"]
        names = CHANGES.keys() & change.keys()
        assert names, f"no change is given for {file}"
        for name in CHANGES:  # in the order of the table
            if name in names:
                CHANGES[name](file, change[name])


def _edit(file: Path, old: str, new: bytes) -> None:
    data = file.read_bytes()
    assert data.count(old.encode()) == 1, f"«{old}» stands {data.count(old.encode())} times in {file.name}"
    file.write_bytes(data.replace(old.encode(), new))


def _replace(file: Path, change: dict[str, str]) -> None:
    _edit(file, change["old"], change["new"].encode())


def _bytes(file: Path, change: dict[str, str]) -> None:
    _edit(file, change["old"], bytes.fromhex(change["new"]))


def _delete_line(file: Path, line: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = [number for number, text in enumerate(lines) if text.strip() == line]
    assert len(at) == 1, f"the line «{line}» stands {len(at)} times in {file.name}"
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
    "move": _move,
    "remove": _remove,
}
