"""How a clause is cited in an administrative document: «khoản 1 mục V Kế hoạch số … ngày … của …».

What the plan does not print and nobody found elsewhere is left out; without a number the plan's summary tells it apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from generator.messages import word
from generator.outline import PlanClause
from generator.plans import Plan

_LABELS = (
    (r"[IVXLC]+", "cite-section"),
    (r"\d+(?:\.\d+)*", "cite-point"),
    (r"[a-zđ]{1,2}", "cite-letter"),
)
_PARTS = {"preamble": "cite-preamble", "closing": "cite-closing"}


def plan_citation(plan: Plan, issuer: str | None) -> str:
    """Type, number, date and issuer (its full name) of a plan, as far as they are known."""
    kind = plan.type.capitalize()
    parts = [word("cite-number", type=kind, number=plan.number) if plan.number else kind]
    if plan.issued:
        parts.append(printed_date(plan.issued))
    if issuer:
        parts.append(word("cite-issuer", name=issuer.replace("UBND", word("cite-ubnd"))))
    if not plan.number:
        parts.append(_within_a_sentence(plan.title))
    return " ".join(parts)


def printed_date(iso: str) -> str:
    """`2021-04-01` → «ngày 01 tháng 4 năm 2021»: noughts as in Nghị định 30/2020: days below 10, months 1 and 2."""
    year, *rest = iso.split("-")
    if not rest:
        return word("cite-year", year=year)
    month = str(int(rest[0]))
    month = f"0{month}" if month in ("1", "2") else month
    if len(rest) == 1:
        return word("cite-month", month=month, year=year)
    return word("cite-day", day=rest[1], month=month, year=year)


def clause_places(plan: Plan) -> dict[str, str]:
    """Clause id → its place, innermost step first, such that the plan's citation can follow it."""
    found: dict[str, str] = {}
    for part in ("preamble", "sections", "closing", "annexes"):
        above = word(_PARTS[part]) if part in _PARTS else ""
        _add_places(plan.part(part), above, found)
    return found


def _add_places(clauses: Iterable[PlanClause], above: str, found: dict[str, str]) -> None:
    counts: dict[str, int] = {}
    for clause in clauses:
        sort = _sort(clause)
        count = counts[sort] = counts.get(sort, 0) + 1
        step = _step(clause, sort, count)
        between = " " if sort == "label" and not _is_line(clause) else ", "
        place = f"{step}{between}{above}" if step and above else step or above
        found[clause.id] = place
        if clause.children:
            _add_places(clause.children, place, found)


def _sort(clause: PlanClause) -> str:
    """What clauses are counted with: their label counts for itself, others are counted among their like."""
    if clause.part == "annexes" and clause.parent is None:
        return "annex"
    if clause.marker != "text":
        return clause.marker
    return "title" if clause.source.title and not clause.source.words else "text"


def _is_line(clause: PlanClause) -> bool:
    """A row of a table, not the heading of a group of rows."""
    return clause.is_row and not clause.source.title


def _step(clause: PlanClause, sort: str, count: int) -> str:
    label = clause.source.label
    if sort == "annex":
        return word("cite-annex", annex=label or word("path-annex"))
    if sort != "label" or not label:
        return word(f"cite-{sort}", n=_ordinal(count))
    return _labelled(label, row=_is_line(clause))


@lru_cache(maxsize=1 << 10)
def _labelled(label: str, *, row: bool) -> str:
    """Plans number their clauses alike."""
    bare = label.strip(" .):(")
    if row:
        return word("cite-row", label=bare)
    form = next((key for pattern, key in _LABELS if re.fullmatch(pattern, bare)), None)
    return word(form, label=bare) if form else bare


@cache
def _ordinal(number: int) -> str:
    """«nhất», «hai», … «mười», then figures."""
    spelt = word("ordinals").split()
    return spelt[number - 1] if number <= len(spelt) else str(number)


def _within_a_sentence(title: str) -> str:
    """A summary goes on in small letters, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
