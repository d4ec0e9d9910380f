"""A YAML file taken apart into its keys and items, each with its own lines and comments, and put together again.

What is written in brackets, and the line breaks and quotes of texts, stay as they are. The file has been read before:
it has no anchors, tags or keys that are no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from pydantic import BaseModel

from generator.authoring.order import ranks
from generator.loader import Step
from generator.syntax import Parser

INDENT = 2
BLANK = "\0"
"""A blank line between keys or items on its way to the file; one inside a text is empty. No text holds this sign."""
_BLOCK_TEXT = re.compile(r"[|>]")


@dataclass
class Spot:
    """A key or an item; `head` is the key as written, "-" for an item. Lines and columns count from 0."""

    head: str
    line: int
    column: int
    above: list[str] = field(default_factory=list)
    """Comments and blank lines before it."""
    value: list[str] = field(default_factory=list)
    """The lines of its text, or of what stands in brackets; with a comment at their end."""
    beside: str = ""
    """A comment on the line of the head, where the value stands below."""
    children: list[Spot] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    """Comments behind it that stand deeper than what follows."""

    @property
    def key(self) -> str:
        """The key without the quotes that it may be written in."""
        return self.head.strip("\"'")


def laid_out(text: str, model: type[BaseModel]) -> str:
    """The file in the one style; `model` says in which order its keys stand."""
    file = _File(text)
    stray = (line.strip() for line in file.top.after)
    lines = [*file.head, *_below(file.top, 0, model, ()), *stray, *file.foot]
    kept = (line for number, line in enumerate(lines) if line != BLANK or (number and lines[number - 1] != BLANK))
    return "\n".join("" if line == BLANK else line for line in kept).strip("\n") + "\n"


# --- apart -----------------------------------------------------------------------------------------------------------


class _File:
    """The spots of a file: `top` holds the outermost, `head` and `foot` are the lines before and behind them."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        skipped = (yaml.StreamStartToken, yaml.DocumentStartToken, yaml.DocumentEndToken, yaml.DirectiveToken)
        self.tokens = [token for token in yaml.scan(text, Loader=Parser) if not isinstance(token, skipped)]
        self.at = 0
        self.done = -1
        """The last line that belongs to a spot met so far."""
        self.order: list[Spot] = []
        self.head: list[str] = []
        self.foot: list[str] = []
        self.top = Spot("", -1, -1)
        self._node(self.top)
        self._gap(len(self.lines), None)

    @property
    def token(self) -> yaml.Token:
        return self.tokens[self.at]

    def _take(self) -> yaml.Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _node(self, spot: Spot) -> None:
        """The value of `spot`: a block of keys or items below it, a text, something in brackets, or nothing."""
        match self.token:
            case yaml.BlockMappingStartToken():
                self._take()
                while isinstance(self.token, yaml.KeyToken):
                    self._key(spot)
                self._take()
            case yaml.BlockSequenceStartToken():
                self._take()
                self._items(spot)
                self._take()
            case yaml.BlockEntryToken():  # a list in the column of its key
                self._items(spot)
            case yaml.ScalarToken() | yaml.FlowSequenceStartToken() | yaml.FlowMappingStartToken():
                self._text(spot)

    def _key(self, above: Spot) -> None:
        self._take()
        name = self._take()
        spot = Spot(self._slice(name)[0], name.start_mark.line, name.start_mark.column)
        self._meet(spot, above)
        colon = self._take()
        self._beside(spot, colon)
        if not isinstance(self.token, yaml.KeyToken | yaml.BlockEndToken):
            self._node(spot)

    def _items(self, above: Spot) -> None:
        while isinstance(self.token, yaml.BlockEntryToken):
            dash = self._take()
            spot = Spot("-", dash.start_mark.line, dash.start_mark.column)
            self._meet(spot, above)
            self._beside(spot, dash)
            if not isinstance(self.token, yaml.BlockEntryToken | yaml.BlockEndToken | yaml.KeyToken):
                self._node(spot)

    def _meet(self, spot: Spot, above: Spot) -> None:
        if not self.order:
            self.head = _tidied(self.lines[: spot.line])
        elif spot.line > self.done:
            self._gap(spot.line, spot)
        above.children.append(spot)
        self.order.append(spot)
        self.done = max(self.done, spot.line)

    def _beside(self, spot: Spot, sign: yaml.Token) -> None:
        rest = self.lines[spot.line][sign.end_mark.column :].strip()
        spot.beside = rest if rest.startswith("#") else ""

    def _text(self, spot: Spot) -> None:
        first, depth = self._take(), 0
        last = first
        while depth or isinstance(last, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
            opens = isinstance(last, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
            closes = isinstance(last, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
            depth += opens - closes
            if not depth:
                break
            last = self._take()
        if first.start_mark.line > spot.line:  # comments between a key and its text
            spot.above += [line for line in self.lines[spot.line + 1 : first.start_mark.line] if line.strip()]
        spot.value = self._slice(first, last)
        self.done = max(self.done, first.start_mark.line + len(spot.value) - 1)

    def _slice(self, first: yaml.Token, last: yaml.Token | None = None) -> list[str]:
        """The lines from one token to another, with a comment that ends the last of them."""
        start, end = first.start_mark, (last or first).end_mark
        if _BLOCK_TEXT.match(self.lines[start.line][start.column :]) and getattr(first, "style", None) in ("|", ">"):
            lines = self.lines[start.line : end.line]
            while len(lines) > 1 and not lines[-1].strip():
                lines.pop()
            return [lines[0][start.column :], *lines[1:]]
        lines = [line.rstrip() for line in self.lines[start.line : end.line + 1]]
        if last is None and isinstance(self.token, yaml.ValueToken):
            return [lines[0][start.column : end.column]]
        return [lines[0][start.column :], *lines[1:]]

    def _gap(self, line: int, spot: Spot | None) -> None:
        """Deal out the lines before `spot`: comments deeper than it speak of what is above them."""
        lines = self.lines[self.done + 1 : line]
        column = spot.column if spot else 0
        deeper = 0
        for number, text in enumerate(lines, start=1):
            if text.strip() and _indent(text) <= column:
                break
            deeper = number if text.strip() else deeper
        for text in filter(str.strip, lines[:deeper]):
            owner = next((each for each in reversed(self.order) if each.column <= _indent(text)), self.top)
            owner.after.append(text)
        (spot.above if spot else self.foot).extend(_tidied(lines[deeper:]))
        self.done = line - 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _tidied(lines: list[str]) -> list[str]:
    """Blanks at the ends of lines off; blank lines marked as such."""
    return [line.rstrip() or BLANK for line in lines]


# --- together --------------------------------------------------------------------------------------------------------


def _below(spot: Spot, indent: int, model: type[BaseModel], steps: tuple[Step, ...]) -> Iterator[str]:
    items = bool(spot.children) and spot.children[0].head == "-"
    ranked = {} if items else ranks(model, steps)
    ordered = sorted(spot.children, key=lambda child: ranked.get(child.key, len(ranked)))
    for number, child in enumerate(ordered):
        yield from _lines(child, indent, model, (*steps, number if items else child.key))


def _lines(spot: Spot, indent: int, model: type[BaseModel], steps: tuple[Step, ...]) -> Iterator[str]:
    yield from (_padded(line, indent) for line in spot.above)
    pad, inner = " " * indent, indent + INDENT
    if spot.beside and (spot.head == "-" or spot.value):  # a comment between a head and its text goes above both
        yield f"{pad}{spot.beside}"
    if spot.head == "-":
        text = [f"{' ' * inner}{spot.value[0]}", *_more(spot.value, inner)] if spot.value else []
        yield from _dashed([*text, *_below(spot, inner, model, steps)], indent)
    else:
        value = f" {spot.value[0]}" if spot.value else f"  {spot.beside}" if spot.beside else ""
        yield f"{pad}{spot.head}:{value}".rstrip()
        yield from _more(spot.value, inner)
        yield from _below(spot, inner, model, steps)
    yield from (_padded(line, indent) for line in spot.after)


def _dashed(lines: list[str], indent: int) -> Iterator[str]:
    """The lines of an item, its dash before the first that is no comment."""
    own = (n for n, line in enumerate(lines) if line != BLANK and not line.lstrip().startswith("#"))
    first = next(own, len(lines))
    yield from (_padded(line, indent) for line in lines[:first])
    yield f"{' ' * indent}- {lines[first][indent + INDENT :]}" if lines[first:] else f"{' ' * indent}-"
    yield from lines[first + 1 :]


def _more(value: list[str], indent: int) -> Iterator[str]:
    """The further lines of a text; only the indent of a block text (`|`, `>`) speaks, from its own edge on."""
    lines = value[1:]
    if value and _BLOCK_TEXT.match(value[0]):
        edge = min((_indent(line) for line in lines if line.strip()), default=0)
        yield from (_padded(line[edge:], indent, keep=True) for line in lines)
    else:
        yield from (_padded(line, indent) for line in lines)


def _padded(line: str, indent: int, keep: bool = False) -> str:
    text = line if keep and line.strip() else line.strip()
    return f"{' ' * indent}{text}" if text and text != BLANK else text
