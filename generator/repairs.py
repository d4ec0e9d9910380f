"""Damage that the extraction of a text did, mended as the plan declares it: repairs move or drop, they never write."""

from __future__ import annotations

import re

from generator.messages import word
from generator.model.plan import Repair, Source


class _UnusableError(Exception):
    """A repair that does not fit its line."""


def repaired(text: str, source: Source) -> tuple[list[str], list[str], list[tuple[int, str]]]:
    """The source's lines after the declared repairs, a sentence for each repair, and the repairs that do not fit."""
    lines = text.split("\n")
    done, failed = [], []
    if source.markup == "markdown":
        lines, marked = _without_markdown(lines)
        done.append(word("repair-markup", count=marked))
    order = ("drop", "respace", "joins", "continues")
    ranked = sorted(enumerate(source.repairs), key=lambda item: order.index(_kind(item[1])))
    sentences: dict[int, str] = {}
    for index, repair in ranked:
        try:
            _APPLY[_kind(repair)](lines, repair)
            sentences[index] = _sentence(repair)
        except (_UnusableError, IndexError):
            failed.append((index, _kind(repair)))
    return lines, done + [sentences[i] for i in sorted(sentences)], failed


def _kind(repair: Repair) -> str:
    return next(kind for kind in ("drop", "respace", "joins", "continues") if getattr(repair, kind))


def _sentence(repair: Repair) -> str:
    kind = _kind(repair)
    return word(f"repair-{kind}", line=repair.line, value=getattr(repair, kind), why=repair.why)


def _without_markdown(lines: list[str]) -> tuple[list[str], int]:
    """Heading marks at the start of a line and asterisks are the extraction's, not the plan's."""
    plain = [re.sub(r"^\s*#{1,6}\s+", "", line).replace("*", "") for line in lines]
    return plain, sum(a != b for a, b in zip(lines, plain, strict=True))


def _drop(lines: list[str], repair: Repair) -> None:
    at = int(repair.line) - 1
    pattern = r"\s+".join(re.escape(part) for part in (repair.drop or "").split())
    lines[at], count = re.subn(pattern, " ", lines[at], count=1)
    if not count:
        raise _UnusableError


def _respace(lines: list[str], repair: Repair) -> None:
    at = int(repair.line) - 1
    wanted = repair.respace or ""
    pattern = r"\s*".join(re.escape(letter) for letter in wanted if not letter.isspace())
    lines[at], count = re.subn(pattern, lambda _: wanted, lines[at], count=1)
    if not count:
        raise _UnusableError


def _join(lines: list[str], repair: Repair) -> None:
    first, second = int(repair.line) - 1, int(repair.joins or "0") - 1
    head, tail = lines[first].split(), lines[second].split()
    if not head or not tail or second <= first:
        raise _UnusableError
    lines[first] = " ".join([*head[:-1], head[-1] + tail[0]])
    lines[second] = " ".join(tail[1:])


def _continue(lines: list[str], repair: Repair) -> None:
    at, before = int(repair.line) - 1, int(repair.continues or "0") - 1
    if before < 0 or before >= at or not lines[at].strip():
        raise _UnusableError
    cells, more = lines[before].split("\t"), lines[at].split("\t")
    if len(more) > 1:
        width = max(len(cells), len(more))
        cells += [""] * (width - len(cells))
        more += [""] * (width - len(more))
        lines[before] = "\t".join(f"{a} {b}".strip() for a, b in zip(cells, more, strict=True))
    else:
        lines[before] = f"{lines[before]} {lines[at]}"
    lines[at] = ""


_APPLY = {"drop": _drop, "respace": _respace, "joins": _join, "continues": _continue}


def lines_of(repair: Repair) -> str:
    """The lines that a repair speaks of."""
    return (
        word("two-lines", first=repair.line, second=other)
        if (other := repair.joins or repair.continues)
        else repair.line
    )
