"""From bytes to positioned YAML nodes.

PyYAML's C parser gives events; this composer keeps what its own throws away: where each key and value stands,
whether a key came twice, whether a list was written in brackets. Nothing is typed: every scalar is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.problems import Place, Problem
from generator.vietnamese import nfc

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000

try:
    from yaml import CSafeLoader as _Parser
except ImportError:  # PyYAML built without libyaml: the same events, slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, with the line and column (from 1) where it begins."""

    value: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; `flow` when it was written in brackets on one line."""

    items: tuple[Node, ...]
    line: int
    column: int
    flow: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in file order; a key stands once."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
Value = str | list["Value"] | dict[str, "Value"]
Step = str | int


class UnreadableError(Exception):
    """The file can't be taken as YAML of this project; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


def read_text(file: Path, path: str) -> str:
    """The text of `file`, NFC; `path` is its name in messages. Raises UnreadableError."""
    where = Place(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise UnreadableError(Problem(where, "file-too-large", {"limit": f"{MAX_BYTES // 1_000_000} MB"}))
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableError(
            Problem(where, "file-unreadable", {"why": error.strerror or type(error).__name__})
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        raise UnreadableError(Problem(Place(path, line, column), "file-encoding")) from error
    return nfc(text)


def parse(text: str, path: str) -> tuple[Node, list[Problem]]:
    """The one YAML document in `text`, and the keys that stand in it twice.

    Raises UnreadableError where YAML can't go on.
    """
    if not text.strip():
        raise UnreadableError(Problem(Place(path), "file-empty"))
    _refuse_tabs_and_controls(text, path)
    try:
        composer = _Composer(path, yaml.parse(text, Loader=_Parser))
        return composer.document(), composer.problems
    except yaml.MarkedYAMLError as error:
        raise UnreadableError(_syntax_problem(error, text, path)) from error
    except yaml.YAMLError as error:
        raise UnreadableError(Problem(Place(path), "yaml-syntax", {"why": str(error)})) from error


def load(file: Path, path: str) -> tuple[Node, list[Problem]]:
    """Read and parse `file`. Raises UnreadableError."""
    return parse(read_text(file, path), path)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)


def _refuse_tabs_and_controls(text: str, path: str) -> None:
    for pattern, rule in ((_TAB_INDENT, "tab-indent"), (_CONTROL, "control-character")):
        if found := pattern.search(text):
            spot = found.end() - 1
            line = text.count("\n", 0, spot) + 1
            raise UnreadableError(Problem(Place(path, line, spot - text.rfind("\n", 0, spot)), rule))


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    why = error.problem or ""
    lines = text.splitlines()
    offending = lines[line - 1].strip() if line <= len(lines) else ""
    if "mapping values are not allowed" in why or "could not find expected ':'" in why:
        return Problem(Place(path, line, column), "yaml-colon", {"line": offending[:80]})
    if "found character that cannot start any token" in why or "while scanning a quoted scalar" in str(error.context):
        return Problem(Place(path, line, column), "yaml-quote", {"line": offending[:80]})
    return Problem(Place(path, line, column), "yaml-syntax", {"why": why, "line": offending[:80]})


class _Composer:
    """Builds nodes from the parser's events; one object per file."""

    def __init__(self, path: str, events: Iterator[yaml.Event]) -> None:
        self.path = path
        self.events = events
        self.nodes = 0
        self.problems: list[Problem] = []

    def fail(self, event: yaml.Event, rule: str, **words: str) -> UnreadableError:
        return UnreadableError(Problem(self.place(event), rule, words))

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # the parsers of PyYAML always mark
        return Place(self.path, mark.line + 1, mark.column + 1)

    def document(self) -> Node:
        next(self.events)  # stream start
        start = next(self.events)
        if not isinstance(start, yaml.DocumentStartEvent):
            raise UnreadableError(Problem(Place(self.path), "file-empty"))
        root = self.node(next(self.events), 0)
        next(self.events)  # document end
        after = next(self.events)
        if isinstance(after, yaml.DocumentStartEvent):
            raise self.fail(after, "yaml-two-documents")
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self.fail(event, "yaml-too-deep" if depth > MAX_DEPTH else "yaml-too-big")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.fail(event, "yaml-anchor")
        if getattr(event, "tag", None) not in (None, "!"):
            raise self.fail(event, "yaml-tag")
        place = self.place(event)
        line, column = place.line, place.column
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(str(event.value), line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(inner, depth + 1))
            return Sequence(tuple(items), line, column, bool(event.flow_style))
        return self.mapping(line, column, depth)

    def mapping(self, line: int, column: int, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self.fail(event, "yaml-key")
            if key.value in seen:
                words = {"key": key.value, "line": str(seen[key.value])}
                self.problems.append(Problem(self.place(event), "duplicate-key", words))
            seen.setdefault(key.value, key.line)
            entries.append((key, self.node(next(self.events), depth + 1)))
        return Mapping(tuple(entries), line, column)


def to_value(node: Node) -> Value:
    """The node as plain text, lists and dictionaries."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [to_value(item) for item in node.items]
        case Mapping():
            return {key.value: to_value(value) for key, value in node.entries}


def place_of(root: Node, steps: tuple[Step, ...], path: str, *, key: bool = False) -> Place:
    """Where the value at `steps` stands (its key when `key`); the nearest thing above it when it is absent."""
    node: Node = root
    spot = Place(path, root.line, root.column)
    for step in steps:
        if isinstance(node, Mapping):
            found = next(((k, v) for k, v in node.entries if k.value == step), None)
            if found is None:
                return spot
            spot = Place(path, found[0].line, found[0].column)
            node = found[1]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            spot = Place(path, node.line, node.column)
        else:
            break
    return spot if key else Place(path, node.line, node.column)
