"""The plan says its source word for word: file present, unchanged, every difference shown."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.content import Content
from generator.corpus import Fidelity
from generator.fidelity import compare
from generator.loader import UnreadableError, read_text
from generator.plans import Plan
from generator.problems import Problem


def examine(plan: Plan, content: Content) -> tuple[Fidelity | None, list[Problem]]:
    """The plan's fidelity, None where its source can't be read; and what is wrong.

    Missing or changed sources, repairs that fit nothing, every difference of words.
    """
    source = plan.file.source
    spot = plan.spot("source", "file")
    file = _resolved(content.root / source.file)
    if not file.is_relative_to((content.root / "sources").resolve()):
        return None, [Problem(spot, "source-outside", {"file": source.file})]
    if not _is_file(file):
        return None, [Problem(spot, "source-missing", {"file": source.file})]
    try:
        text = read_text(file, f"{content.label}/{source.file}")
    except UnreadableError as error:
        return None, [error.problem]
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    problems = []
    if digest != source.sha256:
        problems.append(
            Problem(plan.spot("source", "sha256"), "source-changed", {"file": source.file, "sha256": digest})
        )
    fidelity, found = compare(plan, text)
    return fidelity, problems + found


def _resolved(file: Path) -> Path:
    """Where the links lead; a circle of links leads nowhere."""
    try:
        return file.resolve()
    except (OSError, RuntimeError):
        return file


def _is_file(file: Path) -> bool:
    """A name that no disk could bear is the name of no file."""
    try:
        return file.is_file()
    except OSError:
        return False
