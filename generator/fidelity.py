"""Word by word: does the plan say what its source says, all of it, in order?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from msgspec import Struct

from generator.corpus import Fidelity
from generator.loader import Step
from generator.outline import PlanClause
from generator.plans import Plan
from generator.problems import Place as Spot
from generator.problems import Problem
from generator.repairs import lines_of, repaired

RECIPIENTS = "Nơi nhận:"
"""The printed head of the list of recipients (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
PRINTED = ("label", "title", "text", "dash", "plus")
"""The keys of a clause's own words, as they are printed one after the other."""
SHOWN = 12
"""Words of a difference that a message prints."""
MOST = 25
"""Differences of one plan that are listed; the last says how many more there are."""


Piece = tuple[str, tuple[Step, ...]]
"""A printed text of the plan and where it stands in its file."""


class Word(Struct, frozen=True):
    """A printed word and where it stands: `at` in the plan's file, or `line` in the source."""

    text: str
    at: tuple[Step, ...] = ()
    line: int = 0


# --- the plan's side ---------------------------------------------------------------------------------------------


def plan_pieces(plan: Plan) -> Iterator[Piece]:
    """The plan's text in printed order, without the foot."""
    head = plan.file
    if head.number:
        yield "Số:", ("number",)
        yield head.number, ("number",)
    if head.issued:
        yield head.issued, ("issued",)
    yield head.type, ("type",)
    yield head.title, ("title",)
    for top in plan.tops:
        yield from _clause(top)


def foot_pieces(plan: Plan) -> Iterator[Piece]:
    """«Nơi nhận» and the signature; the extraction flattens their two columns, so their order says nothing."""
    head = plan.file
    if head.recipients:
        yield RECIPIENTS, ("recipients",)
    for index, line in enumerate(head.recipients):
        yield f"- {line.text}", ("recipients", index, "text")
    for index, line_ in enumerate(head.signature.authority):
        yield line_, ("signature", "authority", index)
    for key in ("post", "by"):
        if text := getattr(head.signature, key):
            yield text, ("signature", key)


def _words(pieces: Iterable[Piece]) -> list[Word]:
    return [Word(found, at) for text, at in pieces for found in text.split()]


def _clause(clause: PlanClause) -> Iterator[Piece]:
    if clause.is_row and not clause.source.title:
        yield from _row(clause)
        return
    mark = {"dash": "-", "plus": "+"}.get(clause.marker)
    if mark:
        yield mark, clause.at
    for key in PRINTED:
        if text := getattr(clause.source, key):
            yield text, (*clause.at, key)
    for index, column in enumerate(clause.source.columns):
        yield column.head, (*clause.at, "columns", index)
    for child in clause.children:
        yield from _clause(child)


def _row(row: PlanClause) -> Iterator[Piece]:
    """A row, cell by cell in the order of the columns."""
    for index, column in enumerate(row.columns):
        if column.key == "text":
            if row.source.words:
                yield row.source.words, (*row.at, "text")
            for child in row.children:
                yield from _clause(child)
            continue
        own = getattr(row.source, column.key)
        at = (*row.at, column.key) if own else (*row.columns_at, index, "every_row")
        value = own or column.every_row or ""
        for text in (value,) if isinstance(value, str) else value:
            yield text, at


# --- the source's side -----------------------------------------------------------------------------------------


def source_lines(lines: list[str], foot: str | None, *, inside: bool = False) -> Iterator[tuple[str, int]]:
    """(text, number) of the source's lines before and behind the foot; those `inside` it when asked."""
    first, last = (int(part) for part in foot.split("-")) if foot else (0, -1)
    for number, line in enumerate(lines, start=1):
        if (first <= number <= last) == inside:
            yield line, number


# --- the comparison ----------------------------------------------------------------------------------------------


def compare(plan: Plan, text: str) -> tuple[Fidelity, list[Problem]]:
    """How much of the source the plan holds, and every difference with the lines of both."""
    source = plan.file.source
    lines, sentences, failed = repaired(text, source)
    if wrong := _foot_problem(plan, lines):
        return Fidelity(0, 1, tuple(sentences)), [wrong]
    problems = [
        Problem(
            plan.spot("source", "repairs", index),
            "repair-unusable",
            {"line": lines_of(source.repairs[index]), "kind": kind, "file": source.file},
        )
        for index, kind in failed
    ]
    ours, theirs = list(plan_pieces(plan)), list(source_lines(lines, source.foot))
    our_foot, foot = list(foot_pieces(plan)), list(source_lines(lines, source.foot, inside=True))
    said, signed = _texts(ours), _texts(our_foot)
    if said == _texts(theirs) and sorted(signed) == sorted(_texts(foot)):
        total = len(said) + len(signed)
        return Fidelity(total, total, tuple(sentences)), problems
    return _differing(plan, (_words(ours), _words(our_foot)), (_source(theirs), _source(foot)), sentences, problems)


def _differing(
    plan: Plan,
    ours: tuple[list[Word], list[Word]],
    theirs: tuple[list[Word], list[Word]],
    sentences: list[str],
    problems: list[Problem],
) -> tuple[Fidelity, list[Problem]]:
    """The comparison word by word of (body, foot); only where the texts are not the same is it needed."""
    matched, found = _in_order(plan, ours[0], theirs[0])
    foot_matched, foot_found = _as_bag(plan, ours[1], theirs[1])
    problems += _limited(plan, found + foot_found)
    total = sum(max(len(mine), len(source)) for mine, source in zip(ours, theirs, strict=True))
    return Fidelity(matched + foot_matched, total, tuple(sentences)), problems


def _texts(pieces: Iterable[tuple[str, object]]) -> list[str]:
    return " ".join([text for text, _ in pieces]).split()


def _source(lines: Iterable[tuple[str, int]]) -> list[Word]:
    return [Word(found, (), number) for text, number in lines for found in text.split()]


def _foot_problem(plan: Plan, lines: list[str]) -> Problem | None:
    """Wrong lines for the foot make every word of it look misplaced: that alone is said."""
    source = plan.file.source
    if not source.foot:
        return None
    first, last = (int(part) for part in source.foot.split("-"))
    words = {"foot": source.foot, "file": source.file}
    if first > last:
        return Problem(plan.spot("source", "foot"), "foot-order", words)
    heads = [number for number, line in enumerate(lines, start=1) if line.strip().startswith(RECIPIENTS.rstrip(":"))]
    if plan.file.recipients and heads and not any(first <= number <= last for number in heads):
        return Problem(plan.spot("source", "foot"), "foot-lines", words | {"line": str(heads[-1])})
    return None


def _limited(plan: Plan, problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MOST:
        return problems
    rest = str(len(problems) - MOST)
    return [*problems[:MOST], Problem(plan.spot("source"), "fidelity-more", {"count": rest})]


def _in_order(plan: Plan, ours: list[Word], theirs: list[Word]) -> tuple[int, list[Problem]]:
    """Equal beginnings and ends are cut off first: what is left to compare is small unless the texts are strangers."""
    a, b = [w.text for w in ours], [w.text for w in theirs]
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = min(len(a), len(b)) - start
    end = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    matched, problems = start + end, []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, middle_a, middle_b, autojunk=False).get_opcodes():
        if tag == "equal":
            matched += i2 - i1
            continue
        mine, source = ours[start + i1 : start + i2], theirs[start + j1 : start + j2]
        anchor = _anchor(ours, theirs, start + i1, start + j1, bool(mine))
        problems.append(_difference(plan, plan.spot(*anchor.at), mine, source))
    return matched, problems


def _anchor(ours: list[Word], theirs: list[Word], mine: int, source: int, present: bool) -> Word:
    """The plan's word at which a difference is shown; words left out at the end of a text are shown there."""
    if not ours:
        return Word("")
    same_line = 0 < source < len(theirs) and theirs[source - 1].line == theirs[source].line
    return (
        ours[mine - 1] if not present and mine and (same_line or mine == len(ours)) else ours[min(mine, len(ours) - 1)]
    )


def _as_bag(plan: Plan, ours: list[Word], theirs: list[Word]) -> tuple[int, list[Problem]]:
    mine, source = Counter(w.text for w in ours), Counter(w.text for w in theirs)
    extra, absent = mine - source, source - mine
    problems = []
    if extra or absent:
        added = [w for w in ours if extra[w.text]]
        missing = [w for w in theirs if absent[w.text]]
        spot = plan.spot(*added[0].at) if added else plan.spot("signature")
        problems.append(_difference(plan, spot, added, missing))
    return sum((mine & source).values()), problems


def _difference(plan: Plan, spot: Spot, mine: list[Word], source: list[Word]) -> Problem:
    rule = "fidelity-changed" if mine and source else "fidelity-added" if mine else "fidelity-missing"
    line = str(source[0].line) if source else "?"
    words = {"plan": _excerpt(mine), "source": _excerpt(source), "line": line, "file": plan.file.source.file}
    return Problem(spot, rule, words)


def _excerpt(words: Iterable[Word]) -> str:
    texts = [w.text for w in words]
    return " ".join(texts[:SHOWN]) + (" …" if len(texts) > SHOWN else "")
