"""From bytes to positioned YAML nodes.

PyYAML's C parser gives events; this composer keeps what its own throws away: where each key and value stands,
whether a key came twice, whether a list was written in brackets. Nothing is typed: every scalar is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import cast

import yaml

from generator.lines import glued as glued
from generator.lines import quoted as quoted
from generator.messages import catalogue
from generator.nodes import Mapping as Mapping
from generator.nodes import Node as Node
from generator.nodes import Scalar as Scalar
from generator.nodes import Sequence as Sequence
from generator.nodes import Step as Step
from generator.nodes import place_of as place_of
from generator.nodes import to_value as to_value
from generator.problems import Place, Problem
from generator.syntax import Parser, diagnose
from generator.vietnamese import nfc

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000


class UnreadableError(Exception):
    """The file can't be taken as YAML of this project; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


class Said(str):
    """A part of a message that each language says in its own words: an entry of the catalogue.

    The message names its language: `{why:vi}`. Its entry has an underline in its name, which no rule has.
    """

    words: dict[str, str]

    def __new__(cls, entry: str, **words: str) -> Said:
        said = super().__new__(cls, entry)
        said.words = words
        return said

    def __format__(self, language: str) -> str:
        return catalogue()[str(self)][language].format_map(self.words)


def read_text(file: Path, path: str) -> str:
    """The text of `file`, NFC; `path` is its name in messages. Raises UnreadableError."""
    return nfc(decoded(read_bytes(file, path), path))


def read_bytes(file: Path | str, path: str) -> bytes:
    """What `file` holds, within the limit of a file. Raises UnreadableError."""
    where = Place(path)
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 - to make paths of thousands of files takes long
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(Problem(where, "file-unreadable", {"why": _why(error)})) from error
    if len(data) > MAX_BYTES:
        raise UnreadableError(Problem(where, "file-too-large", {"limit": f"{MAX_BYTES // 1_000_000} MB"}))
    return data


def decoded(data: bytes, path: str) -> str:
    """The text in `data`. Raises UnreadableError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        raise UnreadableError(Problem(Place(path, line, column), "file-encoding")) from error


def parse(text: str, path: str) -> tuple[Node, list[Problem]]:
    """The one YAML document in `text`, and the keys that stand in it twice.

    Raises UnreadableError where YAML can't go on.
    """
    if not text.strip():
        raise UnreadableError(Problem(Place(path), "file-empty"))
    _refuse_characters(text, path)
    try:
        composer = _Composer(path, text)
        return composer.document(), composer.problems
    except yaml.MarkedYAMLError as error:
        slip = diagnose(text, error)
        place = Place(path, slip.line + 1, slip.column + 1)
        raise UnreadableError(Problem(place, slip.rule, slip.words)) from error
    except yaml.YAMLError as error:
        raise UnreadableError(Problem(Place(path), "yaml-syntax", {"why": str(error), "line": ""})) from error


def load(file: Path, path: str) -> tuple[Node, list[Problem]]:
    """Read and parse `file`. Raises UnreadableError."""
    return load_data(read_bytes(file, path), path)


def load_data(data: bytes, path: str) -> tuple[Node, list[Problem]]:
    """Parse what a file holds. Raises UnreadableError."""
    text = decoded(data, path)
    composed = nfc(text)
    node, problems = parse(composed, path)
    return node, problems if text == composed else [*problems, _decomposed(text, composed, path)]


def _decomposed(text: str, composed: str, path: str) -> Problem:
    """Where the first letter stands whose mark is a character of its own."""
    same = next(i for i, (a, b) in enumerate(zip(text, f"{composed}\0", strict=False)) if a != b)
    before = (composed[:same] + "|").splitlines()
    return Problem(Place(path, len(before), len(before[-1])), "text-not-nfc")


_WHY = {IsADirectoryError: "why_folder", PermissionError: "why_permission", FileNotFoundError: "why_gone"}


def _why(error: OSError) -> Said:
    return Said(_WHY.get(type(error), "why_other"), why=error.strerror or type(error).__name__)


UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
"""Characters that are not seen; in a value they can stand as an escape (`"\\u200b"`)."""
_REFUSED = {
    "tab-indent": re.compile(r"^ *\t", re.MULTILINE),
    "indent-blank": re.compile(r"^ *[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", re.MULTILINE),
    "control-character": UNSEEN,
}
"""Rule → the characters that it refuses: the last of what the pattern finds is the one that is shown."""


def _refuse_characters(text: str, path: str) -> None:
    """Soft hyphens, zero-width blanks and their like come along by copy and paste; nobody sees them."""
    if text.replace("\n", "").isprintable():
        return  # all that is refused counts as unprintable; most files have nothing of the kind
    for rule, pattern in _REFUSED.items():
        if found := pattern.search(text):
            before = (text[: found.end() - 1] + "|").splitlines()  # «|» stands for the character
            raise UnreadableError(Problem(Place(path, len(before), len(before[-1])), rule))


_NODES = (yaml.ScalarEvent, yaml.CollectionStartEvent)
"""The events that begin a node; an alias is the only other that stands in its place."""
_HASHED = re.compile(r"#[^\s#]")
_HASH = re.compile(r"\s+#(?=[^\s#])")


class _Composer:
    """Builds nodes from the parser's events; one object per file."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.source = text
        self.next = cast(Callable[[], yaml.Event], Parser(text).get_event)
        self.nodes = 0
        self.problems: list[Problem] = []
        self.known: dict[str, str] = {}
        """Each text once: keys and names come again and again."""
        self.hashed = bool(_HASHED.search(text))
        """Whether the file has anything that `cut_short` looks for."""

    @cached_property
    def lines(self) -> list[str]:
        return self.source.splitlines()

    def fail(self, event: yaml.Event, rule: str, **words: str) -> UnreadableError:
        return UnreadableError(Problem(self.place(event), rule, words))

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # the parsers of PyYAML always mark
        return Place(self.path, mark.line + 1, mark.column + 1)

    def document(self) -> Node:
        self.next()  # stream start
        start = self.next()
        if not isinstance(start, yaml.DocumentStartEvent):
            raise UnreadableError(Problem(Place(self.path), "file-empty"))
        root = self.node(self.next(), 0)
        if isinstance(root, Scalar) and not root.value.strip():
            raise UnreadableError(Problem(Place(self.path), "file-empty"))
        self.next()  # document end
        after = self.next()
        if isinstance(after, yaml.DocumentStartEvent):
            raise self.fail(after, "yaml-two-documents")
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self.fail(event, "yaml-too-deep" if depth > MAX_DEPTH else "yaml-too-big")
        if not isinstance(event, _NODES) or event.anchor:
            raise self.fail(event, "yaml-anchor")
        if event.tag is not None and event.tag != "!":
            raise self.fail(event, "yaml-tag")
        mark = event.start_mark
        assert mark is not None  # the parsers of PyYAML always mark
        if isinstance(event, yaml.ScalarEvent):
            value = self.text(event)
            return Scalar(self.known.setdefault(value, value), mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(self.entries(event, depth + 1), mark.line + 1, mark.column + 1)
        items = []
        while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(inner, depth + 1))
        return Sequence(tuple(items), mark.line + 1, mark.column + 1, bool(event.flow_style))

    def text(self, event: yaml.ScalarEvent) -> str:
        """In double quotes a character can also be told by its number: it is held to the same rule."""
        if event.style != '"':
            if self.hashed and not event.style:
                self.cut_short(event)
            return event.value
        if _REFUSED["control-character"].search(event.value):
            raise self.fail(event, "control-character")
        return nfc(event.value)

    def cut_short(self, event: yaml.ScalarEvent) -> None:
        """« #3» behind a text is a comment to YAML; remarks have a blank behind their «#», so this one is a text."""
        start, end = event.start_mark, event.end_mark
        assert start is not None  # the parsers of PyYAML always mark
        assert end is not None
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if found := _HASH.match(line, end.column):
            place = Place(self.path, end.line + 1, found.end())
            cut = start.column if start.line == end.line else 0
            wanted = f"{line[:cut].lstrip()}{quoted(line[cut:].strip())}"
            self.problems.append(Problem(place, "yaml-comment", {"line": wanted}))

    def entries(self, start: yaml.MappingStartEvent, depth: int) -> tuple[tuple[Scalar, Node], ...]:
        """The keys and values of a mapping up to its end."""
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.node(event, depth)
            if not isinstance(key, Scalar):
                raise self.fail(event, "yaml-key")
            if key.value.startswith("-") and (wanted := glued(self.lines[key.line - 1])):
                raise self.fail(event, "yaml-no-blank", line=wanted)  # YAML takes the dash for a letter of the key
            behind = self.next()
            value = self.node(behind, depth)
            if start.flow_style and _without_colon(event, behind):
                if wanted := glued(key.value):  # go on with the key that is meant
                    self.problems.append(Problem(self.place(event), "yaml-no-blank", {"line": wanted}))
                    key, value = (Scalar(part, key.line, key.column) for part in key.value.split(":", 1))
                elif entries:
                    self.problems.append(Problem(self.place(event), "flow-comma"))
                    continue
            if key.value in entries:  # the first value counts
                words = {"key": key.value, "line": str(entries[key.value][0].line)}
                self.problems.append(Problem(self.place(event), "duplicate-key", words))
            else:
                entries[key.value] = (key, value)
        return tuple(entries.values())


def _without_colon(key: yaml.Event, value: yaml.Event) -> bool:
    """Whether a key in braces is none: a comma before it cut a text, or the blank behind its colon is missing.

    YAML then makes up a value, which is empty and stands where the colon would be.
    """
    end, start = key.end_mark, value.start_mark
    empty = isinstance(value, yaml.ScalarEvent) and not value.value
    return bool(empty and end and start and (end.line, end.column) == (start.line, start.column))
