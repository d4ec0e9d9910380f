"""The registers, read and indexed; while no file of theirs changed they are had as they were."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from generator.loader import UnreadableError, load_data, read_bytes
from generator.model.read import read_model
from generator.model.registers import AbbreviationFile, DocumentFile, IndicatorFile, PlaceFile, TopicFile, UnitFile
from generator.problems import Problem
from generator.readings import Readings, mark
from generator.registers import Read, RegisterFiles, build_registry
from generator.registry import Registry

REGISTERS: dict[str, type[BaseModel]] = {
    "places": PlaceFile,
    "documents": DocumentFile,
    "topics": TopicFile,
    "indicators": IndicatorFile,
    "abbreviations": AbbreviationFile,
}

Judge = Callable[[Read], Iterator[Problem]]
"""Tells what is wrong with a register by its file alone."""


class Registers(NamedTuple):
    """The registers as written and as indexed, what is wrong with them, what of them could not be read in full."""

    files: RegisterFiles
    registry: Registry
    problems: tuple[Problem, ...]
    unread: frozenset[str]


def registers_of(
    label: str, single: dict[str, Path], units: dict[str, Path], readings: Readings | None, judge: Judge | None
) -> Registers:
    """The registers of the content folder that messages call `label`; the files are given by name (as in messages)."""
    told = {path: _bytes(file, path) for path, file in (single | units).items()}
    own = mark(*(part for path, data in told.items() for part in (path, data if isinstance(data, bytes) else "")))
    whole = all(isinstance(data, bytes) for data in told.values())
    kept = readings.recall("registers") if readings and whole else None
    if kept and kept[0] == own:
        found: Registers = kept[1]
        return found
    made = _read(label, told, units, judge)
    if readings and whole:
        readings.remember("registers", (own, made))
    return made


def read_record(data: bytes | Problem, path: str, model: type[BaseModel], problems: list[Problem]) -> Read | None:
    """The record in a file, by the bytes that were read or what stood against that; None where it can't be made out."""
    if isinstance(data, Problem):
        problems.append(data)
        return None
    try:
        node, found = load_data(data, path)
    except UnreadableError as error:
        problems.append(error.problem)
        return None
    record, wrong = read_model(node, model, path)
    problems += found + wrong
    return Read(path, node, record) if record is not None else None


def read_files(files: Mapping[str, Path], model: type[BaseModel], problems: list[Problem]) -> tuple[Read, ...]:
    """The files, by name, as far as they can be read."""
    found = (read_record(_bytes(file, path), path, model, problems) for path, file in files.items())
    return tuple(read for read in found if read)


def _read(label: str, told: Mapping[str, bytes | Problem], units: Collection[str], judge: Judge | None) -> Registers:
    problems: list[Problem] = []
    single: dict[str, Read | None] = {}
    for name, model in REGISTERS.items():
        path = f"{label}/{name}.yaml"
        single[name] = read_record(told[path], path, model, problems) if path in told else None
    many = tuple(read for path in units if (read := read_record(told[path], path, UnitFile, problems)))
    files = RegisterFiles(**single, units=many)
    registry, wrong = build_registry(files)
    judged = (problem for read in (*single.values(), *many) if read and judge for problem in judge(read))
    unread = {name for name, read in single.items() if read is None}
    unread |= {"units"} if len(many) < len(units) else set()
    return Registers(files, registry, (*problems, *wrong, *judged), frozenset(unread))


def _bytes(file: Path, path: str) -> bytes | Problem:
    try:
        return read_bytes(file, path)
    except UnreadableError as error:
        return error.problem
