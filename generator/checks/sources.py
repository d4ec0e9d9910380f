"""The plan says its source word for word: file present, unchanged, every difference shown."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.content import Content
from generator.corpus import Fidelity
from generator.fidelity import compare
from generator.loader import UnreadableError, decoded, read_bytes
from generator.plans import Plan
from generator.problems import Problem
from generator.vietnamese import nfc


def examine(plan: Plan, content: Content) -> tuple[Fidelity | None, list[Problem]]:
    """The plan's fidelity, None where its source can't be read; and what is wrong.

    Missing or changed sources, repairs that fit nothing, every difference of words.
    """
    source = plan.file.source
    file = content.real(source.file)
    if not file.is_relative_to(content.sources):
        return None, [Problem(plan.spot("source", "file"), "source-outside", {"file": source.file})]
    if not _is_file(file):
        return None, [Problem(plan.spot("source", "file"), "source-missing", {"file": source.file})]
    path = f"{content.label}/{source.file}"
    try:
        data = read_bytes(file, path)
        text = nfc(decoded(data, path))
    except UnreadableError as error:
        return None, [error.problem]
    digest = hashlib.sha256(data).hexdigest()
    problems = []
    if digest != source.sha256:
        problems.append(
            Problem(plan.spot("source", "sha256"), "source-changed", {"file": source.file, "sha256": digest})
        )
    fidelity, found = compare(plan, text)
    return fidelity, problems + found


def source_bytes(plan: Plan, content: Content) -> bytes | None:
    """The plan's source text as it is; None where there is none that may be read."""
    file = content.real(plan.source)
    if not file.is_relative_to(content.sources):
        return None
    try:
        return read_bytes(file, plan.source)
    except UnreadableError:
        return None


def _is_file(file: Path) -> bool:
    """A name that no disk could bear is the name of no file."""
    try:
        return file.is_file()
    except OSError:
        return False
