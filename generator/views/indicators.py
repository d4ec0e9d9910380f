"""The register of indicators: which plans use each, in which years; where there is room, with their targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus
from generator.plans import Plan
from generator.registry import Term
from generator.vietnamese import slug, sort_key
from generator.views import weights
from generator.views.aims import Aimed, span
from generator.views.excerpts import Excerpts
from generator.views.gists import Gists
from generator.views.parts import PartLink, fits
from generator.views.targets import IndicatorView, indicator_view


class IndicatorRow(Struct, frozen=True):
    """An indicator in the register; `weight` are the bytes of its list of targets, as estimated."""

    id: str
    name: str
    url: str
    plans: int
    places: tuple[str, ...]
    years: str | None
    weight: int


class Used(Struct, frozen=True):
    """An indicator that plans use, and what of it each of them aims at."""

    term: Term
    aims: tuple[tuple[Plan, Aimed], ...]

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans that use it."""
        return tuple(plan.slug for plan, _ in self.aims)


class TargetsView(Struct, frozen=True):
    """The register of indicators; `listed` says that there is room for the targets of each, which then are there.

    Where there is no room for all indicators, `places` lead to those of each place; `place` is the one whose page it
    is.
    """

    indicators: tuple[IndicatorRow, ...] | tuple[IndicatorView, ...]
    listed: bool
    places: tuple[PartLink, ...] = ()
    place: str | None = None


def used_indicators(corpus: Corpus, gists: Gists) -> tuple[Used, ...]:
    """The indicators that plans use, those of most plans first."""
    found: dict[str, list[tuple[Plan, Aimed]]] = {}
    for plan in corpus.plans:
        for each in gists[plan.slug].aims:
            found.setdefault(each.indicator, []).append((plan, each))
    terms = corpus.registry.indicators.values()
    used = [Used(term, tuple(found[term.id])) for term in terms if term.id in found]
    return tuple(sorted(used, key=lambda each: (-len(each.aims), sort_key(each.term.name))))


def register(corpus: Corpus, used: Iterable[Used]) -> Iterator[tuple[str, TargetsView]]:
    """(address, view) of the pages of the register: one, or one a place besides. No targets are there yet."""
    rows = tuple(_row(each) for each in used)
    weight = sum(weights.indicator(row.name) for row in rows)
    if fits(weight):
        yield urls.TARGETS, TargetsView(rows, fits(weight + sum(row.weight for row in rows)))
        return
    found: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        for name in row.places:
            found.setdefault(name, []).append(row)
    names = sorted(found, key=lambda name: (sort_key(name), name))
    known = {name: place.id if (place := corpus.registry.locality(name)) else slug(name) for name in names}
    links = {name: PartLink(name, urls.targets_of(known[name]), len(found[name]), False) for name in names}
    yield urls.TARGETS, TargetsView((), False, tuple(links.values()))
    for name in names:
        yield links[name].url, TargetsView(tuple(found[name]), False, (), name)


def with_targets(excerpts: Excerpts, view: TargetsView, used: Iterable[Used]) -> TargetsView:
    """The register with the targets of each indicator."""
    return TargetsView(tuple(indicator_view(excerpts, each.term, each.plans) for each in used), view.listed)


def _row(used: Used) -> IndicatorRow:
    years = (year for _, aim in used.aims for year in (aim.first, aim.last) if year)
    return IndicatorRow(
        id=used.term.id,
        name=used.term.name,
        url=urls.indicator(used.term.id),
        plans=len(used.aims),
        places=tuple(dict.fromkeys(plan.place for plan, _ in used.aims)),
        years=span(years),
        weight=weights.AIMS + sum(aim.weight for _, aim in used.aims),
    )
