"""A source text as received, cut into its parts: head, body, foot, annexes; damage that needs a repair is noted.

No word is lost: each is in one part, or in a repair that says why it is none of the plan's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from generator.fidelity import RECIPIENTS
from generator.vietnamese import slug, squash

TYPES = ("ke-hoach", "ke-hoach-hanh-dong", "chuong-trinh", "chuong-trinh-hanh-dong", "de-an", "phuong-an")
"""Lines that are the type of a plan, printed alone."""
HEAD_LINES = 25
"""Lines in which the type must stand."""
FOOT_LINES = 14
"""Lines above «Nơi nhận» in which a signature may begin."""

_MARKDOWN = re.compile(r"^\s*#{1,6}\s+|\*\*", re.MULTILINE)
_RULE = re.compile(r"[_\-–—=.]{3,}")
_DAY = re.compile(r",\s*ngày\b.*\bnăm\b")
_TWO_COLUMNS = re.compile(r"(Số:.*?/\S+)\s+(\S.*,\s*ngày\b.*\bnăm\b.*)")
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.\s?\S|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG)\b")
_ANNEX = re.compile(r"(?i)phụ lục(?:\s+(?:số\s+)?(?:[IVX]+|\d+))?\b\.?:?")
_GLUED = re.compile(r"-([^\W\d_]\S*)")
_GLUED_NUMBER = re.compile(r"Số:(\S+)")
_APART = re.compile(r"Nơi\s+nhận\s+:\s*")


class Line(Struct, frozen=True):
    """A line that is not blank: its number in the file from 1, its words, and as they stood before a repair."""

    number: int
    text: str
    raw: str


class Mend(Struct, frozen=True):
    """A repair of the extraction: `kind` is drop or respace; `why` a key of the catalogue."""

    line: int
    kind: str
    text: str
    why: str


@dataclass
class Parts:
    """The parts of a source text. `number`, `issued` and `type` are "" where they are not printed."""

    number: str = ""
    issued: str = ""
    type: str = ""
    title: str = ""
    body: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    annexes: list[Line] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)
    markdown: bool = False

    @property
    def foot_lines(self) -> str:
        return f"{self.foot[0].number}-{self.foot[-1].number}" if self.foot else ""


def parts_of(text: str, title: str = "") -> Parts:
    """The parts of a source text; `title` tells where the title ends, where the editor knows it."""
    parts = Parts(markdown=bool(_MARKDOWN.search(text)))
    lines = list(_lines(text, parts))
    rest = _head(lines, parts, title)
    first, last = _foot_at(rest)
    if first == last:
        first = last = next((i for i in range(1, len(rest)) if _is_annex(rest[i].text)), len(rest))
    parts.body, parts.foot, parts.annexes = rest[:first], rest[first:last], rest[last:]
    parts.body = [line for line in parts.body if not _dropped(line, parts)]
    return parts


def _lines(text: str, parts: Parts) -> Iterator[Line]:
    """The lines with words; a dash that touches its text is parted from it by a repair."""
    for number, raw in enumerate(text.split("\n"), start=1):
        if parts.markdown:
            raw = re.sub(r"^\s*#{1,6}\s+", "", raw).replace("*", "")
        line = text = squash(raw)
        if not line:
            continue
        wanted = ""
        if glued := _GLUED.match(line):
            wanted, text = f"- {glued[1]}", f"- {line[1:]}"
        elif glued := _GLUED_NUMBER.match(line):
            wanted, text = f"Số: {glued[1]}", f"Số: {line[3:]}"
        elif apart := _APART.match(line):
            wanted, text = RECIPIENTS, f"{RECIPIENTS} {line[apart.end() :]}".strip()
        if wanted:
            parts.mends.append(Mend(number, "respace", wanted, "draft-why-blank"))
        yield Line(number, text, line)


# --- head ------------------------------------------------------------------------------------------------------------


def _head(lines: list[Line], parts: Parts, title: str) -> list[Line]:
    """Take number, date, type and title; what else is printed above them is dropped. Gives the lines behind."""
    at = next((i for i, line in enumerate(lines[:HEAD_LINES]) if _is_type(line.text)), None)
    if at is None:
        return lines
    for line in lines[:at]:
        columns = _TWO_COLUMNS.fullmatch(line.text)
        if columns and not parts.number and not parts.issued:
            parts.number, parts.issued = columns[1].removeprefix("Số:").strip(), columns[2]
        elif line.text.startswith("Số: ") and not parts.number and not parts.issued:
            parts.number = line.text.removeprefix("Số: ")
        elif _DAY.search(line.text) and not parts.issued:
            parts.issued = line.text
        else:
            _drop(line, parts, "draft-why-head")
    parts.type = lines[at].text
    return _title(lines[at + 1 :], parts, squash(title))


def _is_type(line: str) -> bool:
    return line == line.upper() and slug(line) in TYPES


def _title(lines: list[Line], parts: Parts, wanted: str) -> list[Line]:
    """The title: as many lines as `wanted` takes, else the first and those that go on with a small letter."""
    taken: list[str] = []
    for index, line in enumerate(lines):
        joined = " ".join([*taken, line.text])
        goes_on = wanted.startswith(joined) if wanted else not taken or line.text[0].islower()
        if not goes_on or _RULE.fullmatch(line.text):
            parts.title = " ".join(taken)
            return lines[index:]
        taken.append(line.text)
    parts.title = " ".join(taken)
    return []


# --- foot and annexes ------------------------------------------------------------------------------------------------


def _foot_at(lines: list[Line]) -> tuple[int, int]:
    """The foot as a range of indexes; empty where none is found."""
    heads = [i for i, line in enumerate(lines) if line.text.startswith(RECIPIENTS.rstrip(":"))]
    signs = [i for i, line in enumerate(lines) if _AUTHORITY.match(line.text) and line.text == line.text.upper()]
    if heads:
        start = min([i for i in signs if heads[-1] - FOOT_LINES <= i < heads[-1]], default=heads[-1])
    elif signs and signs[-1] >= len(lines) - FOOT_LINES:
        start = min(i for i in signs if i >= signs[-1] - 2)
    else:
        return len(lines), len(lines)
    end = next((i for i in range(start, len(lines)) if _is_annex(lines[i].text)), len(lines))
    return start, end


def _is_annex(line: str) -> bool:
    """Whether a line is the head of an annex rather than a sentence that speaks of one."""
    found = _ANNEX.match(line)
    return bool(found) and (found.end() == len(line) or line == line.upper())  # type: ignore[union-attr]


def annex_label(line: str) -> tuple[str, str]:
    """(label, what else stands on the line) of the head of an annex; no label where it is none."""
    found = _ANNEX.match(line) if _is_annex(line) else None
    return (line[: found.end()], line[found.end() :].strip()) if found else ("", line)


def _dropped(line: Line, parts: Parts) -> bool:
    """Rules and page numbers between the lines are none of the plan's words."""
    why = "draft-why-rule" if _RULE.fullmatch(line.text) else "draft-why-page"
    if not _RULE.fullmatch(line.text) and not re.fullmatch(r"\d{1,3}", line.text):
        return False
    _drop(line, parts, why)
    return True


def _drop(line: Line, parts: Parts, why: str) -> None:
    parts.mends = [mend for mend in parts.mends if mend.line != line.number]
    parts.mends.append(Mend(line.number, "drop", line.raw, why))


class Foot(Struct, frozen=True):
    """The printed foot, each line in one place."""

    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    post: str
    by: str


def foot_of(lines: list[Line]) -> Foot:
    """Recipients and signature. What is neither is kept among the lines of authority, for the editor to place."""
    recipients: list[str] = []
    other: list[str] = []
    head = next((line for line in lines if line.text.startswith(RECIPIENTS)), None)
    for line in lines:
        text = line.text.removeprefix(RECIPIENTS).strip() if line is head else line.text
        if head and text.startswith("- "):
            recipients.append(text.removeprefix("- "))
        elif recipients and text and text[0].islower() and not recipients[-1].endswith((";", ".")):
            recipients[-1] += f" {text}"
        elif text:
            other.append(text)
    if head and not recipients:
        other.insert(0, RECIPIENTS)
    by = other.pop() if other and _is_name(other[-1]) else ""
    post = other.pop() if by and other and other[-1] == other[-1].upper() else ""
    return Foot(tuple(recipients), tuple(other), post, by)


def _is_name(line: str) -> bool:
    words = line.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() and word[1:] == word[1:].lower() for word in words)
