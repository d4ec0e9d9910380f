"""Targets across plans: by indicator, comparable by place, population and horizon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator import urls
from generator.corpus import Corpus
from generator.model.registers import IndicatorEntry
from generator.readers.quantities import format_number
from generator.registry import Term
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.aims import AIMS, Aiming, AimRow, population, span
from generator.views.charts import Aim, Dot, Spans, spans
from generator.views.excerpts import Excerpts
from generator.views.parts import Sheet, Split, dated, sheets
from generator.views.results import target_progress

MOST = 60
"""Marks in a picture."""


class Mark(Struct, frozen=True):
    """A row and where it is drawn."""

    row: AimRow
    dot: Dot


class Panel(Struct, frozen=True):
    """The picture of one population (None: none is printed), and its marks with their rows."""

    id: str
    among: str | None
    measure: str | None
    picture: Spans
    levels: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]


class IndicatorView(Struct, frozen=True):
    """An indicator with all targets that it measures."""

    id: str
    name: str
    url: str
    measure: str | None
    note: str | None
    plans: int
    places: tuple[str, ...]
    years: str | None
    undated: int
    rows: tuple[AimRow, ...]
    panels: tuple[Panel, ...]
    split: Split | None = None


def indicator_view(excerpts: Excerpts, term: Term, plans: Iterable[str]) -> IndicatorView:
    """An indicator with the targets of these plans, which are all that have one."""
    found = [(aim, plan) for plan in plans for aim in excerpts.get(AIMS, plan, term.id)]
    found.sort(key=lambda pair: _order(pair[0]))
    aims = [aim for aim, _ in found]
    rows = tuple(_reported(excerpts.corpus, aim, plan) for aim, plan in found)
    entry = term.entry
    return IndicatorView(
        id=term.id,
        name=term.name,
        url=urls.indicator(term.id),
        measure=entry.measure if isinstance(entry, IndicatorEntry) else None,
        note=entry.note if isinstance(entry, IndicatorEntry) else None,
        plans=len({plan for _, plan in found}),
        places=tuple(dict.fromkeys(row.place for row in rows)),
        years=span(year for aim in aims for year in aim.years),
        undated=sum(row.years is None for row in rows),
        rows=rows,
        panels=tuple(_panels(aims, rows)),
    )


def indicator_sheets(
    corpus: Corpus, view: IndicatorView, plans: Iterable[str]
) -> Iterator[tuple[Sheet[AimRow], IndicatorView]]:
    """The pages of an indicator that these plans have. Where its targets are on several there is no picture: it would
    have to hold all."""
    days = {urls.plan(slug): corpus.plan_by_slug[slug].day for slug in plans}
    for sheet in sheets(view.rows, weights.aim, view.url, dated(lambda row: days[row.plan.url or ""])):
        panels = () if sheet.split else view.panels
        yield sheet, replace(view, rows=sheet.items, panels=panels, split=sheet.split)


def _order(aim: Aiming) -> tuple[object, ...]:
    """By population, then by the year aimed at."""
    return sort_key(population(aim.row.among)), aim.end or 9999, aim.row.place


def _reported(corpus: Corpus, aim: Aiming, plan: str) -> AimRow:
    """The row of a target, with what was reported of it."""
    if plan not in corpus.updates_of_plan:
        return aim.row
    facts = [fact for fact in corpus.of_plan(plan).targets if (fact.clause, fact.index) in aim.stated]
    return replace(aim.row, progress=target_progress(corpus, facts))


def _panels(aims: Sequence[Aiming], rows: Sequence[AimRow]) -> Iterator[Panel]:
    """A picture for each population that has two levels or more in one measure: fewer can't be compared, and among
    more than `MOST` none can be told from the others."""
    found: defaultdict[tuple[str, str | None], list[tuple[Aiming, AimRow]]] = defaultdict(list)
    for aim, row in zip(aims, rows, strict=True):
        if aim.low is not None:
            found[population(row.among), row.measure].append((aim, row))
    for number, (key, mine) in enumerate(found.items(), start=1):
        if not 2 <= len(mine) <= MOST:
            continue
        percent = key[1] == "%"
        picture = spans([_aim(aim, row) for aim, row in mine], percent)
        levels = tuple(
            (tick.at, format_number(tick.value) + ("%" if percent else ""))
            for tick in picture.levels
            if tick.value is not None
        )
        marks = tuple(Mark(row, dot) for (_, row), dot in zip(mine, picture.dots, strict=True))
        yield Panel(f"hinh-{number}", mine[0][1].among, key[1], picture, levels, marks)


def _aim(aim: Aiming, row: AimRow) -> Aim:
    low = aim.low or Decimal(0)
    said = len(f"{row.value} {row.measure}") + (0 if row.comparator in ("equal", "between") else len("không quá "))
    return Aim(row.plan.url or "", aim.start, aim.end, low, aim.high or low, max(len(row.place), said))
