"""The printed path of a clause, as a reader would say it: «V.1, gạch 2», «Phụ lục, I.4»."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.messages import word
from generator.outline import PlanClause

_COUNTED = {"g": "path-dash", "c": "path-plus", "p": "path-paragraph", "t": "path-title", "": "path-paragraph"}
_PARTS = {"@preamble": "path-preamble", "@closing": "path-closing", "@annexes": "path-annex"}


def path_label(clause: PlanClause) -> str:
    """Labels are joined by points; bullets and paragraphs, which carry none, are counted."""
    return _said(clause.path, clause.part == "annexes")


@lru_cache(maxsize=1 << 14)
def _said(path: tuple[str, ...], annex: bool) -> str:
    """Plans are built alike, and several pages ask for the path of one clause."""
    parts: list[str] = []
    labels: list[str] = []
    for index, step in enumerate(path):
        if step in _PARTS:
            parts.append(word(_PARTS[step]))
        elif step.startswith("@"):
            parts += [".".join(labels)] if labels else []
            labels = []
            parts.append(_counted(step[1:]))
        elif index == 0 and annex:
            parts.append(step)
        else:
            labels.append(step)
    parts += [".".join(labels)] if labels else []
    return ", ".join(parts)


def _counted(component: str) -> str:
    found = re.fullmatch(r"([gcpt]?)(\d+)", component)
    return word(_COUNTED[found.group(1)], n=found.group(2)) if found else component
