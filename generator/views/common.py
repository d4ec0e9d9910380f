"""Pieces that several pages show: links, times, names of units, rows of reports."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus, NamedUnits, ReportLink
from generator.due import occasions
from generator.messages import word
from generator.paths import path_label
from generator.plans import Plan
from generator.readers.rules import Rule
from generator.registry import Unit
from generator.titles import plan_name as plan_name
from generator.titles import vietnamese_date as vietnamese_date


class Link(Struct, frozen=True):
    """A text and the address it leads to, from the site's root; no address for a text that leads nowhere."""

    text: str
    url: str | None = None


class DateView(Struct, frozen=True):
    """A date for machines (`iso`) and for readers (`day`)."""

    iso: str
    day: str


class TimeView(Struct, frozen=True):
    """A printed time phrase; the last day in time where it has one; each dated occasion within the plan's period."""

    printed: str
    kind: str
    last_day: str | None
    occasions: tuple[DateView, ...]


class ReportView(Struct, frozen=True):
    """One link of a reporting chain. `mark` tells its plan apart in few letters, `years` are those of the plan."""

    id: str
    slug: str
    mark: str
    years: Years
    clause: Link
    plan: Link
    senders: tuple[Link, ...]
    receivers: tuple[Link, ...]
    via: tuple[Link, ...]
    what: str | None
    times: tuple[TimeView, ...]
    doubt: str | None


class Years(Struct, frozen=True):
    """The first and last year of something that holds for a time, None where the text does not tell."""

    first: str | None
    last: str | None


def sentence_case(text: str) -> str:
    """The text as it begins a line: «tỉnh Đồng Tháp» → «Tỉnh Đồng Tháp»."""
    return text[:1].upper() + text[1:]


def date_view(iso: str) -> DateView:
    return DateView(iso, vietnamese_date(iso))


def plan_link(corpus: Corpus, plan: Plan) -> Link:
    return Link(plan_name(corpus, plan), urls.plan(plan.slug))


def plan_mark(plan: Plan) -> str:
    """What tells a plan apart in few letters: its number, else that it has none."""
    return plan.number or word("plan-unnumbered", type=plan.type.capitalize(), period=plan.period or plan.slug)


def years(first: str | None, last: str | None) -> Years:
    """The years of two dates, as precise as these may be."""
    return Years(first[:4] if first else None, last[:4] if last else None)


def clause_link(corpus: Corpus, plan: str, clause: str) -> Link:
    return Link(path_label(corpus.clause_by_id[plan, clause]), urls.clause(plan, clause))


def unit_link(unit: Unit, *, full: bool = True) -> Link:
    return _unit_link(unit.full_name if full else unit.name, unit.id)


@lru_cache(maxsize=1 << 14)
def _unit_link(name: str, unit: str) -> Link:
    """The same units are named in every row."""
    return Link(name, urls.unit(unit))


def named_link(named: NamedUnits) -> Link:
    """A printed name; it leads to the unit's page when it names just one."""
    return _unit_link(named.name, named.units[0]) if len(named.units) == 1 else Link(named.name)


def time_views(rules: Iterable[Rule], plan: Plan) -> tuple[TimeView, ...]:
    return tuple([time_view(rule, plan) for rule in rules])


def time_view(rule: Rule, plan: Plan) -> TimeView:
    """Recurring days are listed for each year of the plan's period."""
    return _time_view(rule, occasions(rule, plan))


@lru_cache(maxsize=1 << 12)
def _time_view(rule: Rule, days: tuple[str, ...]) -> TimeView:
    shown = vietnamese_date(rule.last_day) if rule.last_day and rule.kind != "span" else None
    return TimeView(rule.printed, rule.kind, shown, tuple(date_view(day) for day in days))


def full_link(corpus: Corpus, named: NamedUnits) -> Link:
    """Away from its plan a printed name («Sở Công Thương») says too little: the one unit it means, by its full name."""
    if len(named.units) == 1:
        return unit_link(corpus.registry.units[named.units[0]])
    return Link(named.name)


def report_view(corpus: Corpus, link: ReportLink, *, printed: bool = False) -> ReportView:
    """The link with names as `printed` (on its plan's page), else with the full names of the units."""

    def show(names: tuple[NamedUnits, ...]) -> tuple[Link, ...]:
        return tuple([named_link(named) if printed else full_link(corpus, named) for named in names])

    plan = corpus.plan_by_slug[link.plan]
    return ReportView(
        id=link.id,
        slug=link.plan,
        mark=plan_mark(plan),
        years=years(plan.period_from, plan.period_to),
        clause=clause_link(corpus, link.plan, link.clause),
        plan=plan_link(corpus, plan),
        senders=show(link.senders),
        receivers=show(link.receivers),
        via=show(link.via),
        what=link.what,
        times=time_views(link.rules, plan),
        doubt=link.doubt,
    )


def by_name(corpus: Corpus, units: Iterable[Unit]) -> list[Unit]:
    """Units in Vietnamese alphabetical order."""
    return sorted(units, key=lambda unit: (corpus.name_rank[unit.name], unit.id))
