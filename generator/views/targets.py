"""Targets across plans: by indicator, comparable by place, population and horizon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator import urls
from generator.corpus import Corpus, TargetFact
from generator.model.registers import IndicatorEntry
from generator.plans import Plan
from generator.readers.quantities import format_number
from generator.readers.times import read_time
from generator.registry import Term
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.charts import Aim, Dot, Spans, spans
from generator.views.common import Link, clause_link, plan_link
from generator.views.parts import Sheet, Split, dated, sheets
from generator.views.results import ProgressView, target_progress

MOST = 60
"""Marks in a picture."""


class Statement(Struct, frozen=True):
    """A clause that states a target. `years` (2021–2025, 2030) and `printed` are None where it prints no horizon."""

    clause: Link
    years: str | None
    printed: str | None
    among: str | None
    note: str | None


class AimRow(Struct, frozen=True):
    """A target of one plan, once, with every clause that states it.

    `years` and `printed` are the printed horizon, None where no clause prints one; `counts` says whether the row stands
    for several statements.
    """

    place: str
    plan: Link
    among: str | None
    comparator: str
    value: str | None
    measure: str | None
    years: str | None
    printed: str | None
    statements: tuple[Statement, ...]
    progress: ProgressView


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


class Aimed(NamedTuple):
    """What a plan aims at in one indicator: the years that it prints, from `first` to `last` (0: none), and the bytes
    that its targets take in the register, as estimated."""

    indicator: str
    first: int
    last: int
    weight: int


def aimed(corpus: Corpus, plan: Plan) -> Iterator[Aimed]:
    """The indicators of a plan, in printed order."""
    of: dict[str, list[TargetFact]] = {}
    for fact in corpus.of_plan(plan.slug).targets:
        of.setdefault(fact.indicator, []).append(fact)
    for indicator, facts in of.items():
        years = sorted(_printed_years(corpus, facts)) or [0]
        weight = sum(weights.aim_listed(_among(group)) for group in _groups(corpus, facts))
        yield Aimed(indicator, years[0], years[-1], weight)


def indicator_view(corpus: Corpus, term: Term, plans: Iterable[str]) -> IndicatorView:
    """An indicator with the targets of these plans, which are all that have one."""
    facts = [fact for plan in plans for fact in corpus.of_plan(plan).targets if fact.indicator == term.id]
    groups = sorted(_groups(corpus, facts), key=lambda group: _order(corpus, group))
    rows = tuple(_row(corpus, group) for group in groups)
    entry = term.entry
    return IndicatorView(
        id=term.id,
        name=term.name,
        url=urls.indicator(term.id),
        measure=entry.measure if isinstance(entry, IndicatorEntry) else None,
        note=entry.note if isinstance(entry, IndicatorEntry) else None,
        plans=len({fact.plan for fact in facts}),
        places=tuple(dict.fromkeys(row.place for row in rows)),
        years=span(_printed_years(corpus, facts)),
        undated=sum(row.years is None for row in rows),
        rows=rows,
        panels=tuple(_panels(corpus, groups, rows)),
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


def span(years: Iterable[int]) -> str | None:
    """From the first to the last of these years; None where there is none."""
    known = sorted(years)
    return "–".join(dict.fromkeys((str(known[0]), str(known[-1])))) if known else None


def _printed_years(corpus: Corpus, facts: Iterable[TargetFact]) -> Iterator[int]:
    return (year for fact in facts if printed_horizon(corpus, fact) for year in _years(fact))


def printed_horizon(corpus: Corpus, fact: TargetFact) -> str | None:
    """The words that give the horizon, at the target or its clause.

    None where nothing is printed there: the resolver then falls back on the plan's period, which is no horizon that the
    text sets.
    """
    clause = corpus.clause_by_id[fact.plan, fact.clause]
    own = clause.source.targets[fact.index - 1].time
    for phrases in (own, tuple(phrase.text for phrase in clause.holds.times)):
        for phrase in phrases:
            if _is_horizon(phrase):
                return phrase
    return None


@lru_cache(maxsize=1 << 12)
def _is_horizon(phrase: str) -> bool:
    return any(rule.kind in ("span", "once") for rule in read_time(phrase) or ())


def _years(fact: TargetFact) -> tuple[int, ...]:
    """The years of a horizon, the last one is that of reaching it."""
    return tuple(dict.fromkeys(int(day[:4]) for day in (fact.horizon_from, fact.horizon_to) if day))


def population(among: str | None) -> str:
    """What two plans call the same population: «các chợ nông thôn mới» is «chợ nông thôn mới»."""
    words = (among or "").lower().split()
    return " ".join(words[1:] if words[:1] == ["các"] else words)


def _groups(corpus: Corpus, facts: Iterable[TargetFact]) -> list[list[TargetFact]]:
    """Statements of one target in one plan together: they say the same number and contradict each other in nothing."""
    groups: list[list[TargetFact]] = []
    of_plan: defaultdict[str, list[list[TargetFact]]] = defaultdict(list)
    for fact in facts:
        near = of_plan[fact.plan]
        home = next((group for group in near if all(_same(corpus, fact, other) for other in group)), None)
        if home is None:
            home = []
            groups.append(home)
            near.append(home)
        home.append(fact)
    return groups


def _same(corpus: Corpus, one: TargetFact, other: TargetFact) -> bool:
    """Whether two statements of one plan are one target."""
    if _level(one) != _level(other):
        return False
    if one.among and other.among and population(one.among) != population(other.among):
        return False
    dated = printed_horizon(corpus, one) and printed_horizon(corpus, other)
    return not dated or _years(one)[-1:] == _years(other)[-1:]


def _level(fact: TargetFact) -> tuple[str, Decimal | None, Decimal | None, str | None]:
    return fact.comparator, fact.value, fact.value_to, fact.measure


def _among(group: Iterable[TargetFact]) -> str | None:
    return next((fact.among for fact in group if fact.among), None)


def _order(corpus: Corpus, group: Sequence[TargetFact]) -> tuple[object, ...]:
    """By population, then by the year aimed at."""
    return (
        sort_key(population(_among(group))),
        _end(corpus, group) or 9999,
        corpus.plan_by_slug[group[0].plan].file.place,
    )


def _end(corpus: Corpus, group: Sequence[TargetFact]) -> int | None:
    return next((_years(fact)[-1] for fact in group if printed_horizon(corpus, fact) and _years(fact)), None)


def _row(corpus: Corpus, group: Sequence[TargetFact]) -> AimRow:
    first, plan = group[0], corpus.plan_by_slug[group[0].plan]
    statements = tuple(_statement(corpus, fact) for fact in group)
    dated = next((statement for statement in statements if statement.years), None)
    number = format_number(first.value) if first.value is not None else None
    if number and first.value_to is not None:
        number = f"{number} – {format_number(first.value_to)}"
    return AimRow(
        place=plan.place,
        plan=plan_link(corpus, plan),
        among=_among(group),
        comparator=first.comparator,
        value=number,
        measure=first.measure,
        years=dated.years if dated else None,
        printed=dated.printed if dated else None,
        statements=statements,
        progress=target_progress(corpus, group),
    )


def _statement(corpus: Corpus, fact: TargetFact) -> Statement:
    printed = printed_horizon(corpus, fact)
    years = "–".join(map(str, _years(fact))) if printed else None
    return Statement(clause_link(corpus, fact.plan, fact.clause), years, printed, fact.among, fact.note)


def _panels(corpus: Corpus, groups: Sequence[Sequence[TargetFact]], rows: Sequence[AimRow]) -> Iterator[Panel]:
    """A picture for each population that has two levels or more in one measure: fewer can't be compared, and among
    more than `MOST` none can be told from the others."""
    found: defaultdict[tuple[str, str | None], list[tuple[Sequence[TargetFact], AimRow]]] = defaultdict(list)
    for group, row in zip(groups, rows, strict=True):
        if group[0].value is not None:
            found[population(row.among), row.measure].append((group, row))
    for number, (key, mine) in enumerate(found.items(), start=1):
        if not 2 <= len(mine) <= MOST:
            continue
        percent = key[1] == "%"
        picture = spans([_aim(corpus, group, row) for group, row in mine], percent)
        levels = tuple(
            (tick.at, format_number(tick.value) + ("%" if percent else ""))
            for tick in picture.levels
            if tick.value is not None
        )
        marks = tuple(Mark(row, dot) for (_, row), dot in zip(mine, picture.dots, strict=True))
        yield Panel(f"hinh-{number}", mine[0][1].among, key[1], picture, levels, marks)


def _aim(corpus: Corpus, group: Sequence[TargetFact], row: AimRow) -> Aim:
    fact = next((fact for fact in group if printed_horizon(corpus, fact)), group[0])
    end = _end(corpus, group)
    low = fact.value or Decimal(0)
    said = len(f"{row.value} {row.measure}") + (0 if row.comparator in ("equal", "between") else len("không quá "))
    return Aim(
        row.plan.url or "", _years(fact)[0] if end else None, end, low, fact.value_to or low, max(len(row.place), said)
    )
