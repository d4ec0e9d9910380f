"""Characters that nobody sees, or that look like others: they part names that are the same to the eye."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.loader import UNSEEN, Mapping, Node, Scalar, Sequence
from generator.plans import Plan
from generator.problems import Place, Problem
from generator.registers import Read

STRAY = re.compile(r"\S*[\u0300-\u036f]+\S*")
"""A word with a mark that belongs to no letter: NFC joins every Vietnamese mark to its letter."""
SUSPECT = re.compile(f"[\u0300-\u036f]|{UNSEEN.pattern}")
NOT_TEXT = frozenset({"notes", "source", "aliases"})
"""Keys below which misprints and damage are described, not made."""
NAMES = frozenset({"name", "short", "number"})
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"
ODD = re.compile("[\u2010\u2011\u2012\u2015\u2212]")
UNEVEN = re.compile(rf"(?<=\S)(?:[{DASHES}]\s|\s[{DASHES}](?=\S))")


def check(plan: Plan, node: Node) -> Iterator[Problem]:
    """Hidden characters written as escapes and stray marks in plans."""
    yield from _characters(node, plan.path, _misprints(plan))


def check_register(read: Read) -> Iterator[Problem]:
    """The same in a register, and its names with mixed dashes."""
    yield from _characters(read.node, read.path, "")
    yield from _names(read)


def _misprints(plan: Plan) -> str:
    """All that the plan's notes say is printed so."""
    notes = [*plan.file.notes, *(note for clause in plan.clauses for note in clause.source.notes)]
    return "\n".join(note.printed for note in notes if note.printed)


def _characters(node: Node, path: str, known: str) -> Iterator[Problem]:
    scalars: list[Scalar] = []
    _gather(node, scalars)
    if not SUSPECT.search("\n".join([scalar.value for scalar in scalars])):
        return
    for scalar in scalars:
        if UNSEEN.search(scalar.value):
            yield Problem(Place(path, scalar.line, scalar.column), "control-character")
        for word in STRAY.findall(scalar.value):
            if word.strip(".,;:()") not in known:
                yield Problem(Place(path, scalar.line, scalar.column), "stray-mark", {"value": word})


def _gather(node: Node, found: list[Scalar]) -> None:
    """All that is written as text, in order."""
    if isinstance(node, Scalar):
        found.append(node)
    elif isinstance(node, Sequence):
        for item in node.items:
            _gather(item, found)
    else:
        for key, value in node.entries:
            if key.value not in NOT_TEXT:
                found.append(key)
                if isinstance(value, Scalar):
                    found.append(value)
                else:
                    _gather(value, found)


def _names(read: Read) -> Iterator[Problem]:
    for key, scalar in _values(read.node, ""):
        if _mixed(scalar.value) or (key == "number" and re.search(f"[{DASHES[:-1]}]", scalar.value)):
            plain = UNEVEN.sub("-", re.sub(f"[{DASHES}]", "-", scalar.value))
            place = Place(read.path, scalar.line, scalar.column)
            yield Problem(place, "name-hyphens", {"name": scalar.value, "plain": plain})


def _values(node: Node, key: str) -> Iterator[tuple[str, Scalar]]:
    """The texts under the keys of names, each with its key."""
    if isinstance(node, Scalar):
        if key in NAMES:
            yield key, node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _values(item, key)
    elif isinstance(node, Mapping):
        for name, value in node.entries:
            yield from _values(value, name.value)


def _mixed(name: str) -> bool:
    """Two kinds of dash in one function, a kind that no keyboard has, or a blank on one side only.

    «ni-lông giai đoạn 2021 – 2030» has a hyphen inside a word and a dash between blanks: that is no mixture.
    """
    between = set(re.findall(rf"(?<=\s)[{DASHES}](?=\s)", name))
    inside = set(re.findall(rf"(?<=\S)[{DASHES}](?=\S)", name))
    return bool(ODD.search(name) or UNEVEN.search(name)) or len(between) > 1 or len(inside) > 1
