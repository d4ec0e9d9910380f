"""The plan says its source word for word: file present, unchanged, every difference shown."""

from __future__ import annotations

import hashlib

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
    file = (content.root / source.file).resolve()
    if not file.is_relative_to((content.root / "sources").resolve()):
        return None, [Problem(spot, "source-outside", {"file": source.file})]
    if not file.is_file():
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
