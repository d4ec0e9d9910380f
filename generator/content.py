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

from generator.loader import UnreadableError, read_text
from generator.model.updates import UpdateFile
from generator.plan_shelf import TEXTS, ChangedError, PlanAt, PlanShelf
from generator.plan_shelf import Judge as PlanJudge
from generator.plans import Plan
from generator.problems import Place, Problem
from generator.readings import Kind, Readings, mark
from generator.register_shelf import REGISTERS, Registers, read_files, registers_of
from generator.register_shelf import Judge as RegisterJudge
from generator.registers import Read, RegisterFiles, address_problem, build_registry
from generator.registry import Registry
from generator.vietnamese import nfc, slug

_LIKE_YAML = re.compile(r"(?i)\.ya?ml(\.|$)")


class Judges(NamedTuple):
    """Who tells what is wrong with a plan, and with a register, by its file alone."""

    plan: PlanJudge
    register: RegisterJudge


Progress = Callable[[int, int], None]
"""Told (done, all) as work goes on."""


@dataclass(frozen=True)
class Content:
    """What could be read of a content folder. `root` is the folder, `label` its name in messages."""

    root: Path
    label: str
    registers: RegisterFiles
    registry: Registry
    """The same, indexed."""
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

    def real(self, name: str) -> Path:
        """The file of that name (from the folder), links followed; a circle of links leads nowhere."""
        folder, _, last = name.rpartition("/")
        file = self.root / name
        try:
            if last in ("", ".", "..") or file.is_symlink():
                return file.resolve()
            if folder not in self._real_folders:
                self._real_folders[folder] = (self.root / folder).resolve()
        except (OSError, RuntimeError, ValueError):
            return file
        return self._real_folders[folder] / last

    @cached_property
    def _real_folders(self) -> dict[str, Path]:
        """Folders by name, links followed: most source texts lie in one."""
        return {}

    def data(self, path: str) -> bytes:
        """The bytes of the file that messages call `path`. Raises OSError."""
        return (self.root / PurePosixPath(path).relative_to(self.label)).read_bytes()

    def written(self, plan: Plan) -> bytes:
        """The file of a plan as it was read. Raises ChangedError where it is another by now."""
        data = self.data(plan.path)
        if mark(plan.path, data) != self.marks.get(plan.slug):
            raise ChangedError(plan.path)
        return data

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
    root: Path, progress: Progress | None = None, readings: Readings | None = None, judges: Judges | None = None
) -> tuple[Content, list[Problem]]:
    """Read the folder `root`; nothing in it is written, and no mistake in one file hides another.

    Files that are as they were are taken from `readings`, the others put there. `judges` tell what is wrong with one
    by itself.
    """
    label = root.name
    problems: list[Problem] = []
    if not root.is_dir():
        nothing = RegisterFiles(None, None, None, None, None, ())
        return Content(root, label, nothing, build_registry(nothing)[0], ()), [Problem(Place(label), "content-missing")]
    found = _found(root)
    registers = _registers(found, label, problems, readings, judges)
    files = _files(found, ("plans", "*", "*"))
    plans, marks = _plans(files, label, problems, PlanShelf(readings, judges.plan if judges else None), progress)
    updates = read_files(_by_name(_files(found, ("updates", "*")), label), UpdateFile, problems)
    unread = registers.unread | ({"plans"} if len(plans) < len(files) else set())
    problems += _strays(found, label)
    return Content(root, label, registers.files, registers.registry, plans, updates, unread, marks), problems


def _registers(
    found: list[_File], label: str, problems: list[Problem], readings: Readings | None, judges: Judges | None
) -> Registers:
    own = {each.parts[0].removesuffix(".yaml"): each for each in found if len(each.parts) == 1}
    missing = [f"{name}.yaml" for name in REGISTERS if name not in own]
    problems += (Problem(Place(f"{label}/{name}"), "register-missing", {"name": name}) for name in missing)
    single = _by_name([own[name] for name in REGISTERS if name in own and not own[name].link], label)
    units = _by_name(_files(found, ("units", "*")), label)
    registers = registers_of(label, single, units, readings, judges.register if judges else None)
    problems += registers.problems
    return registers


class _File(NamedTuple):
    """A file of the content folder, or a link, or a folder called as a file is; `parts` are its folders, its name."""

    parts: tuple[str, ...]
    path: str
    link: bool
    folder: bool


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


def _by_name(files: list[_File], label: str) -> dict[str, Path]:
    """The files by the names that messages call them."""
    return {f"{label}/{nfc('/'.join(each.parts))}": Path(each.path) for each in files}


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
            known[name] = PlanAt(name, path, each.path)
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
