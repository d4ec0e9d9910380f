"""The content folder, read: every file that can be read, and a problem for each that can't."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from pydantic import BaseModel

from generator.loader import UnreadableError, load, read_text
from generator.model.read import read_model
from generator.model.registers import AbbreviationFile, DocumentFile, IndicatorFile, PlaceFile, TopicFile, UnitFile
from generator.model.updates import UpdateFile
from generator.plan_shelf import TEXTS, ChangedError, PlanShelf
from generator.plans import Plan
from generator.problems import Place, Problem
from generator.readings import Kind, Readings, mark
from generator.registers import Read, RegisterFiles, address_problem
from generator.vietnamese import nfc, slug

REGISTERS: dict[str, type[BaseModel]] = {
    "places": PlaceFile,
    "documents": DocumentFile,
    "topics": TopicFile,
    "indicators": IndicatorFile,
    "abbreviations": AbbreviationFile,
}

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
    root: Path, progress: Progress | None = None, readings: Readings | None = None
) -> tuple[Content, list[Problem]]:
    """Read the folder `root`; nothing in it is written, and no mistake in one file hides another.

    Plans whose files are as they were are taken from `readings`, the others put there.
    """
    label = root.name
    problems: list[Problem] = []
    if not root.is_dir():
        nothing = RegisterFiles(None, None, None, None, None, ())
        return Content(root, label, nothing, ()), [Problem(Place(label), "content-missing")]
    single = {name: _register(root / f"{name}.yaml", label, model, problems) for name, model in REGISTERS.items()}
    units = _folder(root, "units", label, UnitFile, problems)
    plans, marks = _plans(root, label, problems, progress, readings)
    updates = _folder(root, "updates", label, UpdateFile, problems)
    unread = {name for name, read in single.items() if read is None}
    unread |= {"units"} if len(units) < len(_files(root, "units/*.yaml")) else set()
    unread |= {"plans"} if len(plans) < len(_files(root, "plans/*/*.yaml")) else set()
    problems += _strays(root, label)
    registers = RegisterFiles(**single, units=units)
    return Content(root, label, registers, plans, updates, frozenset(unread), marks), problems


def _files(root: Path, pattern: str) -> list[Path]:
    """The files of a pattern; links are not followed, since they could lead out of the folder."""
    return sorted(file for file in root.glob(pattern) if not file.is_symlink())


def _folder(root: Path, name: str, label: str, model: type[BaseModel], problems: list[Problem]) -> tuple[Read, ...]:
    """The files of one folder, as far as they can be read."""
    found = (
        _read(file, f"{label}/{name}/{nfc(file.name)}", model, problems) for file in _files(root, f"{name}/*.yaml")
    )
    return tuple(read for read in found if read)


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
    root: Path, label: str, problems: list[Problem], progress: Progress | None, readings: Readings | None
) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans in the order of their names, and a hash of each one's file."""
    files = _files(root, "plans/*/*.yaml")
    if not files:
        problems.append(Problem(Place(f"{label}/plans"), "plans-missing"))
    if readings:
        readings.hold(len(files))
    shelf = PlanShelf(readings)
    plans: dict[str, Plan] = {}
    for done, file in enumerate(files, start=1):
        path = f"{label}/{nfc(file.relative_to(root).as_posix())}"
        name = nfc(file.stem)
        if name != slug(name):
            problems.append(Problem(Place(path), "plan-file-name", {"name": name, "slug": slug(name)}))
            continue
        if wrong := address_problem(name, Place(path)):
            problems.append(wrong)
            continue
        if name in plans:
            problems.append(Problem(Place(path), "address-twice", {"id": name, "other": plans[name].path}))
            continue
        plan, wrong_in_it = shelf.plan(name, path, file)
        problems += wrong_in_it
        if plan:
            plans[name] = plan
        if progress:
            progress(done, len(files))
    return tuple(plans[name] for name in sorted(plans)), shelf.marks


def _strays(root: Path, label: str) -> Iterator[Problem]:
    """Files that look like content but lie where nobody reads them."""
    for file in sorted(root.rglob("*")):
        where = file.relative_to(root)
        path = f"{label}/{nfc(where.as_posix())}"
        if file.is_symlink():
            yield Problem(Place(path), "file-link")
        elif file.is_dir():
            continue
        elif file.suffix != ".yaml" and re.search(r"(?i)\.ya?ml(\.|$)", file.name):
            yield Problem(Place(path), "file-extension", {"name": file.name})
        elif file.suffix == ".yaml" and not _expected(where):
            yield Problem(Place(path), "file-misplaced", {"name": file.name})


def _expected(where: Path) -> bool:
    match where.parts:
        case (name,):
            return name.removesuffix(".yaml") in REGISTERS
        case ("units" | "updates", _) | ("plans", _, _):
            return True
    return False
