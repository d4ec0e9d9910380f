"""XML as text, indented: elements that hold elements or text, never both. The standard library's writer asks of every
name whether it has a namespace, which took most of the time of a file.
"""

from __future__ import annotations

import re

DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Element:
    """An element; `within` are those in it, or others that are text already, as `indented` gives it."""

    __slots__ = ("attributes", "name", "text", "within")

    def __init__(self, name: str, attributes: dict[str, str], text: str | None = None) -> None:
        self.name, self.attributes, self.text = name, attributes, text
        self.within: list[Element | str] = []

    def add(self, name: str, text: str | None = None, **attributes: str) -> Element:
        """A new element in this one."""
        element = Element(name, attributes, text)
        self.within.append(element)
        return element


def document(root: Element) -> bytes:
    """The whole file, UTF-8, with a line end; what XML cannot hold is shown as «�»."""
    return f"{DECLARATION}{indented(root, 0)}\n".encode()


def indented(element: Element, depth: int) -> str:
    """The element as text at its depth; an element more is two blanks."""
    lines: list[str] = []
    _write(element, "  " * depth, lines)
    return "\n".join(lines)


def _write(element: Element, blanks: str, lines: list[str]) -> None:
    name = head = element.name
    for key, text in element.attributes.items():
        quoted = _escaped(text).replace('"', "&quot;").replace("\t", "&#09;").replace("\n", "&#10;")
        head += f' {key}="{quoted}"'
    if element.within:
        lines.append(f"{blanks}<{head}>")
        deeper = blanks + "  "
        for inner in element.within:
            if isinstance(inner, str):
                lines.append(inner)
            else:
                _write(inner, deeper, lines)
        lines.append(f"{blanks}</{name}>")
    elif element.text:
        lines.append(f"{blanks}<{head}>{_escaped(element.text)}</{name}>")
    else:
        lines.append(f"{blanks}<{head} />")


def _escaped(text: str) -> str:
    if not text.isprintable():
        text = _NO_XML.sub("\ufffd", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
