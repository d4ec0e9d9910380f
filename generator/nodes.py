"""What a YAML file holds, each text, list and mapping with its place. Nothing is typed: every scalar is text."""

from __future__ import annotations

from msgspec import Struct

from generator.problems import Place


class Scalar(Struct, frozen=True):
    """A text, with the line and column (from 1) where it begins."""

    value: str
    line: int
    column: int


class Sequence(Struct, frozen=True):
    """A list; `flow` when it was written in brackets on one line."""

    items: tuple[Node, ...]
    line: int
    column: int
    flow: bool


class Mapping(Struct, frozen=True):
    """Keys and values in file order; a key stands once."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
Value = str | list["Value"] | dict[str, "Value"]
Step = str | int


def to_value(node: Node, flows: list[Sequence] | None = None) -> Value:
    """The node as plain text, lists and dictionaries; lists in brackets are also gathered in `flows`."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.value: to_value(value, flows) for key, value in node.entries}
    if node.flow and flows is not None:
        flows.append(node)
    return [to_value(item, flows) for item in node.items]


def place_of(root: Node, steps: tuple[Step, ...], path: str, *, key: bool = False) -> Place:
    """Where the value at `steps` stands (its key when `key`); the nearest thing above it when it is absent."""
    node: Node = root
    spot: Node = root
    for step in steps:
        if isinstance(node, Mapping):
            found = _entry(node, step)
            if found is None:
                key = True
                break
            spot, node = found
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            spot = node = node.items[step]
        else:
            break
    at = spot if key else node
    return Place(path, at.line, at.column)


Spots = tuple[int, int, "tuple[Spots, ...] | dict[str, tuple[int, int, Spots]] | None"]
"""Where a node stands (line, column), and all in it: a list's items, a mapping's values with the places of their keys.

What is written there is left out: far smaller than nodes, and quickly kept and had again.
"""


def spots_of(node: Node) -> Spots:
    """The places of a node and of all in it."""
    if isinstance(node, Scalar):
        return node.line, node.column, None
    if isinstance(node, Sequence):
        return node.line, node.column, tuple([spots_of(item) for item in node.items])
    return (
        node.line,
        node.column,
        {key.value: (key.line, key.column, spots_of(value)) for key, value in node.entries},
    )


def place_in(root: Spots, steps: tuple[Step, ...], path: str) -> Place:
    """`place_of`, by the places alone."""
    here = root
    line, column = root[:2]
    for step in steps:
        below = here[2]
        if isinstance(below, dict):
            found = below.get(step) if isinstance(step, str) else None
            if found is None:
                return Place(path, line, column)
            line, column, here = found
        elif below is not None and isinstance(step, int) and step < len(below):
            here = below[step]
            line, column = here[:2]
        else:
            break
    return Place(path, *here[:2])


def _entry(node: Mapping, key: Step) -> tuple[Scalar, Node] | None:
    for entry in node.entries:
        if entry[0].value == key:
            return entry
    return None
