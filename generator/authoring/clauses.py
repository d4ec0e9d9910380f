"""Lines of a source text → clauses as an editor writes them, by their labels: `I.`, `1.`, `1.1.`, `a)`, «-», «+».

What each clause prints joins to the lines again, word for word; who must do what is left to the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.authoring.lines import Line, annex_label
from generator.model.plan import PlanFile
from generator.outline import PlanClause, outline
from generator.vietnamese import fold

Draft = dict[str, Any]

WIDE = 60
"""Letters from which a line may have been broken by the page."""
DASH, PLUS, PARAGRAPH, LEAD_IN = 20, 21, 10, 11
"""Levels of what has no label; labels stand above (roman 1, numbers 2 to 5, letters 8)."""

_ROMAN = re.compile(r"[IVX]{1,5}[.)]?")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}")
_LETTER = re.compile(r"[a-zđ][.)]")
_KINDS = {
    "purpose": r"muc dich|yeu cau|quan diem",
    "targets": r"chi tieu|muc tieu",
    "budget": r"kinh phi|du toan",
    "assignments": r"to chuc thuc hien|phan cong|trach nhiem",
    "content": r"noi dung|nhiem vu|giai phap",
}
_ANY = {"file": "sources/", "sha256": "0" * 64}
_CLOSING = re.compile(r"(?:Trên đây|Trên cơ sở|Yêu cầu|Đề nghị|Trong quá trình|Căn cứ (?:Kế hoạch|nội dung))\b")
_ENDS = (".", ";", ":", "!", "?", "/")


@dataclass
class Element:
    """A printed element: what stands before its words, and how deep it is."""

    level: int
    label: str
    words: str
    broken: bool = False
    """Whether the page may have broken it at its end."""
    items: list[Element] = field(default_factory=list)


def elements(lines: list[Line]) -> list[Element]:
    """The lines as elements, those that the page has broken joined."""
    found: list[Element] = []
    for line in lines:
        made = _element(line.text)
        if found and made.level >= PARAGRAPH and not made.label and _goes_on(found[-1], line.text):
            found[-1].words = f"{found[-1].words} {line.text}".strip()
            found[-1].broken = _broken(line.text)
        else:
            found.append(made)
    for each in found:
        if each.level == PARAGRAPH and each.words.endswith(":"):
            each.level = LEAD_IN
    return found


def _element(text: str) -> Element:
    first, _, rest = text.partition(" ")
    if rest:
        if first in ("-", "+"):
            return Element(DASH if first == "-" else PLUS, first, rest, _broken(text))
        if _ROMAN.fullmatch(first) and (first[-1] in ".)" or rest == rest.upper()):
            return Element(1, first, rest, _broken(text))
        if _NUMBER.fullmatch(first):
            return Element(2 + first.rstrip(".)").count("."), first, rest, _broken(text))
        if _LETTER.fullmatch(first):
            return Element(8, first, rest, _broken(text))
    return Element(PARAGRAPH, "", text, _broken(text))


def _broken(text: str) -> bool:
    return len(text) >= WIDE and not text.endswith(_ENDS)


def _goes_on(above: Element, text: str) -> bool:
    """Whether a line goes on with the element above rather than beginning a paragraph."""
    if text[0].islower():
        return not above.words.endswith((".", "!", "?"))
    if above.words.endswith(_ENDS):
        return False
    return above.broken and (above.words != above.words.upper() or text == text.upper())


def tree(found: list[Element]) -> list[Element]:
    """The elements, each below the nearest that is higher; paragraphs below their heading, beside its points."""
    top = Element(0, "", "")
    stack = [top]
    for each in found:
        level = 8 if each.level in (PARAGRAPH, LEAD_IN) else each.level
        while stack[-1].level >= level or (level == 8 and stack[-1].level in (8, PARAGRAPH, LEAD_IN)):
            stack.pop()
        stack[-1].items.append(each)
        stack.append(each)
        if each.level == PARAGRAPH:
            stack.pop()
    return top.items


def clause(each: Element) -> Draft:
    """An element as a clause: a labelled line without an end mark is a heading."""
    made: Draft = {}
    if each.label in ("-", "+"):
        made["dash" if each.label == "-" else "plus"] = each.words
    else:
        heading = each.label and (each.level == 1 or not each.words.endswith((".", ";", ",")))
        heading = heading and (each.level <= 5 or bool(each.items))
        made |= {"label": each.label} if each.label else {}
        made["title" if heading else "text"] = each.words
    if each.level == 1 and (kind := kind_of(each.words)):
        made["kind"] = kind
    if each.items:
        made["items"] = [clause(item) for item in each.items]
    return made


def kind_of(title: str) -> str | None:
    """The kind of a section whose title says it."""
    return next((kind for kind, pattern in _KINDS.items() if re.search(pattern, fold(title))), None)


def body(lines: list[Line]) -> dict[str, list[Draft]]:
    """`preamble`, `sections` and `closing` of the lines between title and foot."""
    found = elements(lines)
    highest = min((each.level for each in found if each.label), default=PARAGRAPH)
    first = next((i for i, each in enumerate(found) if each.label and each.level == highest), 0)
    end = len(found)
    while end > first + 1 and found[end - 1].level in (PARAGRAPH, LEAD_IN) and not found[end - 1].label:
        end -= 1
    end = next((i for i in range(end, len(found)) if _CLOSING.match(found[i].words)), len(found))
    return {
        "preamble": [clause(each) for each in tree(found[:first])],
        "sections": [clause(each) for each in tree(found[first:end])],
        "closing": [clause(each) for each in tree(found[end:])],
    }


def annexes(lines: list[Line]) -> list[Draft]:
    """The annexes: a head line begins one, what follows stands below it."""
    groups: list[list[Line]] = []
    for line in lines:
        if annex_label(line.text)[0] or not groups:
            groups.append([])
        groups[-1].append(line)
    return [_annex(group) for group in groups]


def _annex(group: list[Line]) -> Draft:
    label, rest = annex_label(group[0].text)
    made: Draft = {"label": label} if label else {}
    made |= {"title" if label else "text": rest} if rest else {}
    items = [clause(each) for each in tree(elements(group[1:]))]
    return made | ({"items": items} if items else {})


def without_twins(plan: Draft) -> Draft:
    """The plan with every id once: a label that would give a second is left among the words of its clause."""
    while twins := list(_twins(outline(PlanFile.model_validate({**plan, "source": _ANY})))):
        for at in twins:
            _unlabelled(plan, at)
    return plan


def _twins(tops: tuple[PlanClause, ...]) -> Iterator[tuple[str | int, ...]]:
    seen: set[str] = set()
    for top in tops:
        for each in top.walk():
            if each.id in seen and each.source.label:
                yield each.at
            seen.add(each.id)


def _unlabelled(plan: Draft, at: tuple[str | int, ...]) -> None:
    here: Any = plan
    for step in at:
        here = here[step]
    words = " ".join(here.pop(key) for key in ("label", "title", "text") if key in here)
    below = {key: here.pop(key) for key in list(here)}
    here.update({"text": words, **below})
