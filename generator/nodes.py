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


def _entry(node: Mapping, key: Step) -> tuple[Scalar, Node] | None:
    for entry in node.entries:
        if entry[0].value == key:
            return entry
    return None
