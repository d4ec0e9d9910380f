"""Values → YAML as editors write it: one line a text, quotes only where YAML or an editor's tool would mistake it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.lines import quoted

_TYPED = re.compile(
    r"(?i)[-+]?(?:\d[\d_]*)?\.?\d*(?:e[-+]?\d+)?|\d+(?::\d\d?)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?.*|0[xo][0-9a-f]+"
    r"|true|false|yes|no|on|off|y|n|null|~|[-+]?\.inf|\.nan|=|<<"
)
"""What YAML's readers take for a number, a date, a truth or nothing."""
_SIGNS = "-?:,[]{}#&*!|>%@`\"'"


def scalar(text: str) -> str:
    """The text as a value on one line."""
    safe = text and text[0] not in _SIGNS and not re.search(r":(\s|$)|\s#", text) and text == text.strip()
    return text if safe and not _TYPED.fullmatch(text) else quoted(text)


def written(value: dict[str, Any], indent: int = 0) -> Iterator[str]:
    """The lines of a record: texts, numbers of lines, lists of texts or records, records."""
    pad = " " * indent
    for key, inner in value.items():
        if isinstance(inner, str | int):
            yield f"{pad}{scalar(key)}: {scalar(inner) if isinstance(inner, str) else inner}"
        else:
            yield f"{pad}{scalar(key)}:"
            yield from written(inner, indent + 2) if isinstance(inner, dict) else _items(inner, indent + 2)


def _items(values: list[Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for value in values:
        if isinstance(value, str):
            yield f"{pad}- {scalar(value)}"
        else:
            first, *rest = written(value, indent + 2)
            yield f"{pad}- {first[indent + 2 :]}"
            yield from rest
