"""The targets of a plan: each once, with every clause that states it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from generator.corpus import Corpus, TargetFact
from generator.plans import Plan
from generator.readers.quantities import format_number
from generator.readers.times import read_time
from generator.views import weights
from generator.views.common import Link, clause_link, plan_link
from generator.views.excerpts import Kind
from generator.views.results import NOTHING, ProgressView


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


class Aiming(Struct, frozen=True):
    """A target of one plan, with what orders and draws its row; what was reported of it is not in there.

    `stated`: clause and index of its statements. `years`: all that these print; `start` and `end` are those of its
    horizon, `low` and `high` its value, None where it has none.
    """

    row: AimRow
    stated: tuple[tuple[str, int], ...]
    years: tuple[int, ...]
    start: int | None
    end: int | None
    low: Decimal | None
    high: Decimal | None


class Aimed(NamedTuple):
    """What a plan aims at in one indicator: the years that it prints, from `first` to `last` (0: none), and the bytes
    that its targets take in the register, as estimated."""

    indicator: str
    first: int
    last: int
    weight: int


def aimed(corpus: Corpus, plan: Plan) -> Iterator[Aimed]:
    """The indicators of a plan, in printed order."""
    for indicator, facts in _by_indicator(corpus, plan).items():
        years = sorted(_printed_years(corpus, facts)) or [0]
        weight = sum(weights.aim_listed(_among(group)) for group in _groups(corpus, facts))
        yield Aimed(indicator, years[0], years[-1], weight)


def aims_of(corpus: Corpus, plan: Plan) -> dict[str, tuple[Aiming, ...]]:
    """Indicator → the targets of a plan."""
    return {
        indicator: tuple(_aiming(corpus, group) for group in _groups(corpus, facts))
        for indicator, facts in _by_indicator(corpus, plan).items()
    }


def _by_indicator(corpus: Corpus, plan: Plan) -> dict[str, list[TargetFact]]:
    """In printed order."""
    found: dict[str, list[TargetFact]] = {}
    for fact in corpus.of_plan(plan.slug).targets:
        found.setdefault(fact.indicator, []).append(fact)
    return found


def _aiming(corpus: Corpus, group: Sequence[TargetFact]) -> Aiming:
    first, plan = group[0], corpus.plan_by_slug[group[0].plan]
    statements = tuple(_statement(corpus, fact) for fact in group)
    dated = next((statement for statement in statements if statement.years), None)
    horizon = next((_years(fact) for fact in group if printed_horizon(corpus, fact)), ())
    end = next((_years(fact)[-1] for fact in group if printed_horizon(corpus, fact) and _years(fact)), None)
    return Aiming(
        row=AimRow(
            place=plan.place,
            plan=plan_link(corpus, plan),
            among=_among(group),
            comparator=first.comparator,
            value=_number(first),
            measure=first.measure,
            years=dated.years if dated else None,
            printed=dated.printed if dated else None,
            statements=statements,
            progress=NOTHING,
        ),
        stated=tuple((fact.clause, fact.index) for fact in group),
        years=tuple(_printed_years(corpus, group)),
        start=horizon[0] if end and horizon else None,
        end=end,
        low=first.value,
        high=first.value_to,
    )


def _statement(corpus: Corpus, fact: TargetFact) -> Statement:
    printed = printed_horizon(corpus, fact)
    years = "–".join(map(str, _years(fact))) if printed else None
    return Statement(clause_link(corpus, fact.plan, fact.clause), years, printed, fact.among, fact.note)


def _number(fact: TargetFact) -> str | None:
    number = format_number(fact.value) if fact.value is not None else None
    return f"{number} – {format_number(fact.value_to)}" if number and fact.value_to is not None else number


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


def population(among: str | None) -> str:
    """What two plans call the same population: «các chợ nông thôn mới» is «chợ nông thôn mới»."""
    words = (among or "").lower().split()
    return " ".join(words[1:] if words[:1] == ["các"] else words)


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


AIMS = Kind("aims", aims_of, tuple[Aiming, ...])
