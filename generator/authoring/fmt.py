"""One style for every file of the content: order of keys, indent, blanks. No value and no comment changes.

The result is read once more: another value, or a lost comment, and it is refused.
"""

from __future__ import annotations

from collections import Counter

import yaml
from pydantic import BaseModel

from generator.authoring.layout import laid_out
from generator.loader import UnreadableError, parse, to_value
from generator.problems import Place, Problem
from generator.syntax import Parser
from generator.vietnamese import nfc


def formatted(text: str, model: type[BaseModel], path: str) -> str:
    """The file `text` of kind `model` in the one style; `path` is its name in messages.

    Raises UnreadableError where it can't be read, or where the style would change what it says.
    """
    plain = nfc(text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    root, problems = parse(plain, path)
    if problems:
        raise UnreadableError(problems[0])
    result = laid_out(plain, model)
    if result != plain:
        _compare(plain, to_value(root), result, path)
    return result


def _compare(before: str, value: object, after: str, path: str) -> None:
    try:
        root, problems = parse(after, path)
        same = not problems and to_value(root) == value and comments(before) == comments(after)
    except UnreadableError:
        same = False
    if not same:
        raise UnreadableError(Problem(Place(path), "format-refused"))


def comments(text: str) -> Counter[str]:
    """The comments of a file: what begins with «#» where no token is."""
    lines = text.split("\n")
    bare = [list(line) for line in lines]
    for token in yaml.scan(text, Loader=Parser):
        start, end = token.start_mark, token.end_mark
        for number in range(start.line, min(end.line + 1, len(lines))):
            first = start.column if number == start.line else 0
            last = end.column if number == end.line else len(lines[number])
            bare[number][first:last] = "x" * (last - first)
    found: Counter[str] = Counter()
    for line, left in zip(lines, bare, strict=True):
        if "#" in left:
            found[line[left.index("#") :].rstrip()] += 1
    return found
