"""The content folder, read: every file that can be read, and a problem for each that can't."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pydantic import BaseModel

from generator.loader import UnreadableError, load, read_text
from generator.model.read import read_model
from generator.model.registers import AbbreviationFile, DocumentFile, IndicatorFile, PlaceFile, TopicFile, UnitFile
from generator.model.updates import UpdateFile
from generator.plan_shelf import TEXTS, Judge, PlanAt, PlanShelf
from generator.plans import Plan
from generator.problems import Place, Problem
from generator.readings import Kind, Readings
from generator.registers import Read, RegisterFiles, address_problem
from generator.vietnamese import nfc, slug

REGISTERS: dict[str, type[BaseModel]] = {
    "places": PlaceFile,
    "documents": DocumentFile,
    "topics": TopicFile,
    "indicators": IndicatorFile,
    "abbreviations": AbbreviationFile,
}

_LIKE_YAML = re.compile(r"(?i)\.ya?ml(\.|$)")

Progress = Callable[[int, int], None]
"""Told (done, all) as work goes on."""


@dataclass(frozen=True)
class Content:
    """What could be read of a content folder. `root` is the folder, `label` its name in messages."""

    root: Path
    label: str
    registers: RegisterFiles
    plans: tuple[Plan, ...]
    updates: tuple[Read, ...] = ()
    """What was reported later, a file a plan: the file's name is the plan's."""
    unread: frozenset[str] = frozenset()
    """What could not be read in full (`places`, `units`, …, `plans`): names missing from it are nobody's mistake."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Plan → a hash of the path and the bytes that were read."""

    @cached_property
    def sources(self) -> Path:
        """The folder that no source text may lie outside of, links followed."""
        return (self.root / "sources").resolve()

    def data(self, path: str) -> bytes:
        """The bytes of the file that messages call `path`. Raises OSError."""
        return (self.root / PurePosixPath(path).relative_to(self.label)).read_bytes()

    def kept(self) -> Iterator[tuple[Kind, str, str]]:
        """What may be kept of its plans: kind, path, mark."""
        for plan in self.plans:
            yield from ((kind, plan.path, self.marks[plan.slug]) for kind in TEXTS)

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of the file that messages call `path`; none where it can't be read or a link leads away."""
        file = self.root.parent / path
        if not file.resolve().is_relative_to(self.root.resolve()):
            return ()
        try:
            return tuple(read_text(file, path).splitlines())
        except UnreadableError:
            return ()


def read_content(
    root: Path, progress: Progress | None = None, readings: Readings | None = None, judge: Judge | None = None
) -> tuple[Content, list[Problem]]:
    """Read the folder `root`; nothing in it is written, and no mistake in one file hides another.

    Plans whose files are as they were are taken from `readings`, the others put there. `judge` tells what is wrong with
    a plan by its file alone.
    """
    label = root.name
    problems: list[Problem] = []
    if not root.is_dir():
        nothing = RegisterFiles(None, None, None, None, None, ())
        return Content(root, label, nothing, ()), [Problem(Place(label), "content-missing")]
    found = _found(root)
    single = {name: _register(root / f"{name}.yaml", label, model, problems) for name, model in REGISTERS.items()}
    units = _folder(found, "units", label, UnitFile, problems)
    files = _files(found, ("plans", "*", "*"))
    plans, marks = _plans(files, label, problems, PlanShelf(readings, judge), progress)
    updates = _folder(found, "updates", label, UpdateFile, problems)
    unread = {name for name, read in single.items() if read is None}
    unread |= {"units"} if len(units) < len(_files(found, ("units", "*"))) else set()
    unread |= {"plans"} if len(plans) < len(files) else set()
    problems += _strays(found, label)
    registers = RegisterFiles(**single, units=units)
    return Content(root, label, registers, plans, updates, frozenset(unread), marks), problems


class _File(NamedTuple):
    """A file of the content folder, or a link, or a folder called as a file is; `parts` are its folders, its name."""

    parts: tuple[str, ...]
    path: str
    link: bool
    folder: bool

    @property
    def file(self) -> Path:
        return Path(self.path)


def _found(root: Path) -> list[_File]:
    """All files and links of the folder, in the order of their names; links are not followed."""
    found: list[_File] = []
    folders: list[tuple[str, ...]] = [()]
    while folders:
        parts = folders.pop()
        with suppress(PermissionError), os.scandir(root.joinpath(*parts)) as entries:
            for entry in entries:
                each = _File((*parts, entry.name), entry.path, entry.is_symlink(), entry.is_dir(follow_symlinks=False))
                if each.folder:
                    folders.append(each.parts)
                if not each.folder or entry.name.endswith(".yaml"):
                    found.append(each)
    return sorted(found)


def _files(found: list[_File], where: tuple[str, ...]) -> list[_File]:
    """The YAML files where `where` says («*»: any name); links are left out, since they could lead out."""
    return [
        each
        for each in found
        if len(each.parts) == len(where)
        and each.parts[0] == where[0]
        and each.parts[-1].endswith(".yaml")
        and not each.link
    ]


def _folder(
    found: list[_File], name: str, label: str, model: type[BaseModel], problems: list[Problem]
) -> tuple[Read, ...]:
    """The files of one folder, as far as they can be read."""
    reads = (
        _read(each.file, f"{label}/{name}/{nfc(each.parts[-1])}", model, problems)
        for each in _files(found, (name, "*"))
    )
    return tuple(read for read in reads if read)


def _register(file: Path, label: str, model: type[BaseModel], problems: list[Problem]) -> Read | None:
    path = f"{label}/{file.name}"
    if file.is_symlink():
        return None
    if not file.exists():
        problems.append(Problem(Place(path), "register-missing", {"name": file.name}))
        return None
    return _read(file, path, model, problems)


def _read(file: Path, path: str, model: type[BaseModel], problems: list[Problem]) -> Read | None:
    try:
        node, found = load(file, path)
    except UnreadableError as error:
        problems.append(error.problem)
        return None
    record, wrong = read_model(node, model, path)
    problems += found + wrong
    return Read(path, node, record) if record is not None else None


def _plans(
    files: list[_File], label: str, problems: list[Problem], shelf: PlanShelf, progress: Progress | None
) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans in the order of their names, and a hash of each one's file."""
    if not files:
        problems.append(Problem(Place(f"{label}/plans"), "plans-missing"))
    if shelf.readings:
        shelf.readings.hold(len(files))
    plans: dict[str, Plan] = {}
    for done, (plan, wrong) in enumerate(shelf.plans(_named(files, label, problems)), start=1):
        problems += wrong
        if plan:
            plans[plan.slug] = plan
        if progress:
            progress(done, len(files))
    return tuple(plans[name] for name in sorted(plans)), shelf.marks


def _named(files: list[_File], label: str, problems: list[Problem]) -> list[PlanAt]:
    """The files whose names are addresses, each another's."""
    known: dict[str, PlanAt] = {}
    for each in files:
        parts = each.parts
        path = f"{label}/{nfc('/'.join(parts))}"
        name = nfc(parts[-1]).removesuffix(".yaml")
        if name != slug(name):
            problems.append(Problem(Place(path), "plan-file-name", {"name": name, "slug": slug(name)}))
        elif wrong := address_problem(name, Place(path)):
            problems.append(wrong)
        elif name in known:
            problems.append(Problem(Place(path), "address-twice", {"id": name, "other": known[name].path}))
        else:
            known[name] = PlanAt(name, path, each.file)
    return list(known.values())


def _strays(found: list[_File], label: str) -> Iterator[Problem]:
    """Files that look like content but lie where nobody reads them."""
    for parts, _, link, folder in found:
        name = parts[-1]
        path = f"{label}/{nfc('/'.join(parts))}"
        if link:
            yield Problem(Place(path), "file-link")
        elif name.endswith(".yaml"):
            if not (folder or _expected(parts)):
                yield Problem(Place(path), "file-misplaced", {"name": name})
        elif _LIKE_YAML.search(name):
            yield Problem(Place(path), "file-extension", {"name": name})


def _expected(parts: tuple[str, ...]) -> bool:
    match parts:
        case (name,):
            return name.removesuffix(".yaml") in REGISTERS
        case ("units" | "updates", _) | ("plans", _, _):
            return True
    return False
