"""A plan as a tree of clauses: permanent ids, printed paths, and what each clause inherits from above.

Everything here depends on one plan file alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from generator.loader import Step
from generator.model.plan import ROLES, Clause, Column, PlanFile
from generator.vietnamese import KEPT, fold, slug

PARTS = {"preamble": "mo-dau", "sections": "", "closing": "ket", "annexes": "pl"}
"""The parts of a plan in printed order, and how the ids of their clauses begin."""


MARKS = {"dash": "-", "plus": "+"}
"""What is printed before a bullet."""


class RoleName(Struct, frozen=True):
    """A printed unit name in a role, and where in the file it stands."""

    role: str
    name: str
    at: tuple[Step, ...]


class Phrase(Struct, frozen=True):
    """A printed time phrase, and where in the file it stands."""

    text: str
    at: tuple[Step, ...]


class Inherited(Struct, frozen=True):
    """What holds for a clause from the clauses above it."""

    kind: str | None = None
    times: tuple[Phrase, ...] = ()
    roles: tuple[RoleName, ...] = ()
    partners: tuple[RoleName, ...] = ()
    topics: tuple[str, ...] = ()


class PlanClause(Struct, frozen=True):
    """One printed element: its place in the plan, its own words (`source`), what holds for it (`holds`)."""

    id: str
    parent: str | None
    part: str
    section: str | None
    path: tuple[str, ...]
    marker: str
    source: Clause
    at: tuple[Step, ...]
    holds: Inherited
    columns: tuple[Column, ...]
    columns_at: tuple[Step, ...]
    is_row: bool
    children: tuple[PlanClause, ...]

    @property
    def heading(self) -> bool:
        """A title over other clauses; a title with text and nothing below is a clause in its own right."""
        return bool(self.source.title) and (bool(self.children) or not self.source.words)

    @property
    def lead_in(self) -> bool:
        """A line such as «đạt các chỉ tiêu:» that only announces what is listed below it."""
        return bool(self.children) and (self.source.words or "").endswith(":")

    def walk(self) -> Iterator[PlanClause]:
        """The clause and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def full_text(self) -> str:
        """The clause's words and those below it, with their marks, as one text."""
        parts = [self.source.words or ""]
        for child in self.children:
            mark = {"dash": "- ", "plus": "+ "}.get(
                child.marker, f"{child.source.label} " if child.source.label else ""
            )
            title = f"{child.source.title} " if child.source.title else ""
            parts.append(f"{mark}{title}{child.full_text()}")
        return " ".join(part for part in parts if part)


def outline(plan: PlanFile) -> tuple[PlanClause, ...]:
    """The top clauses of all parts in printed order."""
    tops: list[PlanClause] = []
    for part, prefix in PARTS.items():
        clauses: tuple[Clause, ...] = getattr(plan, part)
        components = _components(part, clauses)
        for index, (clause, component) in enumerate(zip(clauses, components, strict=True)):
            id_ = component if part in ("sections", "annexes") else f"{prefix}-{component}"
            step = _step(clause, component)
            path = (step,) if part == "sections" else (f"@{part}", *(() if part == "annexes" else (step,)))
            if part == "annexes":
                path = (clause.label or "@annexes",)
            context = _Context(part, clause.label if part == "sections" else None, None, ())
            tops.append(_build(clause, id_, path, (part, index), Inherited(), context))
    return tuple(tops)


def flatten(tops: Iterable[PlanClause]) -> tuple[PlanClause, ...]:
    """All clauses in printed order."""
    return tuple(clause for top in tops for clause in top.walk())


class _Context(Struct, frozen=True):
    part: str
    section: str | None
    parent: str | None
    columns: tuple[Column, ...]
    columns_at: tuple[Step, ...] = ()


def _build(
    clause: Clause, id_: str, path: tuple[str, ...], at: tuple[Step, ...], above: Inherited, context: _Context
) -> PlanClause:
    holds = _inherit(clause, at, above)
    columns = clause.columns or context.columns
    columns_at = (*at, "columns") if clause.columns else context.columns_at
    children: tuple[PlanClause, ...] = ()
    if clause.items:
        components = _components("items", clause.items)
        inner = _Context(context.part, context.section, id_, columns, columns_at)
        children = tuple(
            _build(item, f"{id_}-{component}", (*path, _step(item, component)), (*at, "items", index), holds, inner)
            for index, (item, component) in enumerate(zip(clause.items, components, strict=True))
        )
    is_row = bool(context.columns) and bool(clause.label) and not clause.columns
    return PlanClause(
        id=id_,
        parent=context.parent,
        part=context.part,
        section=context.section,
        path=path,
        marker=_marker(clause),
        source=clause,
        at=at,
        holds=holds,
        columns=columns,
        columns_at=columns_at,
        is_row=is_row,
        children=children,
    )


def _inherit(clause: Clause, at: tuple[Step, ...], above: Inherited) -> Inherited:
    """«Say it once»: time, roles, kind and topics hold for what is below; own roles replace all inherited ones."""
    times, roles, partners = list(_phrases(clause, at)), list(_roles(clause, at)), _named(clause.partners, "with", at)
    for index, item in enumerate(clause.items):
        if item.applies_to == "heading":
            below = (*at, "items", index)
            times += _phrases(item, below)
            roles += _roles(item, below)
            partners += _named(item.partners, "with", below)
    if not (times or roles or partners or clause.kind or clause.topics):
        return above
    return Inherited(
        kind=clause.kind or above.kind,
        times=tuple(times) or above.times,
        roles=tuple(roles) or above.roles,
        partners=tuple(partners) if roles or partners else above.partners,
        topics=tuple(dict.fromkeys((*above.topics, *clause.topics))),
    )


def _phrases(clause: Clause, at: tuple[Step, ...]) -> list[Phrase]:
    return [Phrase(text, (*at, "time", index)) for index, text in enumerate(clause.time)]


def _roles(clause: Clause, at: tuple[Step, ...]) -> list[RoleName]:
    return [name for role in ROLES if (names := getattr(clause, role)) for name in _named(names, role, at)]


def _named(names: tuple[str, ...], role: str, at: tuple[Step, ...]) -> list[RoleName]:
    return [RoleName(role, name, (*at, role, index)) for index, name in enumerate(names)]


def _marker(clause: Clause) -> str:
    if clause.dash:
        return "dash"
    if clause.plus:
        return "plus"
    return "label" if clause.label else "text"


def _components(part: str, clauses: tuple[Clause, ...]) -> list[str]:
    """The last part of each clause's id, from its printed label or its count among its like."""
    counts: defaultdict[str, int] = defaultdict(int)
    found = []
    for clause in clauses:
        letter = "annex" if part == "annexes" else _letter(clause)
        counts[letter] += 1
        if clause.id:
            found.append(clause.id)
        elif part == "annexes":
            found.append(_annex(clause, counts[letter]))
        elif clause.label:
            found.append(_label_slug(clause.label))
        else:
            bare = letter == "p" and part in ("preamble", "closing")
            found.append(f"{'' if bare else letter}{counts[letter]}")
    return found


def _letter(clause: Clause) -> str:
    """g gạch «-», c cộng «+», t a title alone, p paragraph; labelled clauses are not counted."""
    if clause.label:
        return "label"
    if clause.dash:
        return "g"
    if clause.plus:
        return "c"
    return "t" if clause.title and not clause.text else "p"


@lru_cache(maxsize=KEPT)
def _label_slug(label: str) -> str:
    """`I.` → i, `a)` → a, `đ)` → dd, `1.2.` → 1_2 is not an address, so 1-2."""
    if fold(label).strip(" .)(") == "d" and "đ" in label.lower():
        return "dd"
    return slug(label) or "x"


def _annex(clause: Clause, count: int) -> str:
    """«Phụ lục» → pl, «Phụ lục II» → pl-ii is a group of «Phụ lục», so pl2."""
    number = re.search(r"(?i)phụ lục\s+(?:số\s+)?([IVX]+|\d+)", clause.label or "")
    if number is None:
        return "pl" if count == 1 else f"pl{count}"
    printed = number.group(1)
    return f"pl{printed if printed.isdigit() else _roman(printed)}"


def _roman(printed: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in printed.upper()]
    return sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))


def _step(clause: Clause, component: str) -> str:
    """A step of the printed path: the label without its point, or the count of the bullet (`g2`)."""
    return (clause.label or "").strip(" .):(") or f"@{component}"
