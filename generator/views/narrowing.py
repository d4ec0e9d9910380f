"""What the list on a unit's page can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from generator.corpus import Corpus
from generator.model.plan import ROLES
from generator.views.common import ReportView, Years
from generator.views.duties import DutyView, TaskView


class FiltersView(Struct, frozen=True):
    """What a unit's list can be narrowed to: roles (with `report`, `receive`), plans (slug → name), years."""

    roles: tuple[str, ...]
    plans: tuple[tuple[str, str], ...]
    years: tuple[str, ...]
    rows: int


NOTHING = FiltersView((), (), (), 0)
"""A list that can't be narrowed."""


def filters(
    corpus: Corpus,
    duties: Sequence[DutyView],
    uncertain: Sequence[DutyView],
    owes: Sequence[ReportView],
    receives: Sequence[ReportView],
) -> FiltersView:
    """Choices that leave something; uncertain duties are narrowed too but not counted."""
    count = len(duties) + len(owes) + len(receives)
    rows: list[TaskView | ReportView] = [*(duty.task for duty in (*duties, *uncertain)), *owes, *receives]
    held = {duty.role for duty in (*duties, *uncertain)}
    kinds = [role for role in ROLES if role in held]
    kinds += ["report"] * bool(owes) + ["receive"] * bool(receives)
    shown = {row.slug: row.plan.text for row in rows}
    return FiltersView(
        roles=tuple(kinds),
        plans=tuple((slug, shown[slug]) for slug in sorted(shown, key=corpus.plan_rank.__getitem__)),
        years=_each_year([row.years for row in rows]),
        rows=count,
    )


def _each_year(given: Iterable[Years]) -> tuple[str, ...]:
    """Every year in which one of the rows holds."""
    found: set[int] = set()
    for first, last in {(span.first, span.last) for span in given}:
        if first and last:
            found.update(range(int(first), int(last) + 1))
    return tuple(str(year) for year in sorted(found))
