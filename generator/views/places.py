"""The places: a register by level, and everything of one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import urls
from generator.corpus import Corpus
from generator.plans import Plan
from generator.registry import Locality
from generator.vietnamese import sort_key
from generator.views.common import Link, plan_link, sentence_case, vietnamese_date
from generator.views.deadlines import DeadlineView, deadlines
from generator.views.plan import TargetView, target_views
from generator.views.registers import PlaceUnits, PlanRow, place_units, plan_rows


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the register; `depth` counts the places above it."""

    place: Link
    dissolved: str | None
    plans: int
    units: int
    depth: int


@dataclass(frozen=True, slots=True)
class PlanTargets:
    """The targets of one plan."""

    plan: Link
    targets: tuple[TargetView, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Everything of one place; deadlines are split at today."""

    name: str
    level: str
    url: str
    note: str | None
    source: str | None
    dissolved: str | None
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    plans: tuple[PlanRow, ...]
    units: PlaceUnits | None
    targets: tuple[PlanTargets, ...]
    coming: tuple[DeadlineView, ...]
    passed: tuple[DeadlineView, ...]


def place_views(corpus: Corpus, today: str) -> tuple[PlaceView, ...]:
    """All places from the country down, each below the one that it belongs to."""
    rows = plan_rows(corpus)
    units = {group.id: group for group in place_units(corpus)}
    return tuple(_place(corpus, place, rows, units.get(place.id), today) for place in _tree(corpus, ()))


def place_rows(views: Iterable[PlaceView]) -> tuple[PlaceRow, ...]:
    """The register."""
    return tuple(
        PlaceRow(
            place=Link(view.name, view.url),
            dissolved=view.dissolved,
            plans=len(view.plans),
            units=len(view.units.units) if view.units else 0,
            depth=len(view.above),
        )
        for view in views
    )


def _tree(corpus: Corpus, above: tuple[str, ...]) -> Iterator[Locality]:
    places = [place for place in corpus.registry.localities.values() if place.above == above]
    for place in sorted(places, key=lambda place: (sort_key(place.name), place.id)):
        yield place
        yield from _tree(corpus, (place.id, *above))


def _place(corpus: Corpus, place: Locality, rows: Iterable[PlanRow], units: PlaceUnits | None, today: str) -> PlaceView:
    registry, entry = corpus.registry, place.entry
    plans = [plan for plan in corpus.plans if registry.locality(plan.file.place) == place]
    addresses = {urls.plan(plan.slug) for plan in plans}
    due = deadlines(corpus, plans, today)
    below = [other for other in registry.localities.values() if other.above[:1] == (place.id,)]
    return PlaceView(
        name=sentence_case(place.name),
        level=entry.level,
        url=urls.place(place.id),
        note=entry.note,
        source=entry.source,
        dissolved=vietnamese_date(entry.dissolved) if entry.dissolved else None,
        above=tuple(_link(registry.localities[key]) for key in reversed(place.above)),
        below=tuple(_link(other) for other in sorted(below, key=lambda other: sort_key(other.name))),
        plans=tuple(row for row in rows if row.plan.url in addresses),
        units=units,
        targets=tuple(_targets(corpus, plans)),
        coming=tuple(deadline for deadline in due if not deadline.passed),
        passed=tuple(deadline for deadline in due if deadline.passed),
    )


def _targets(corpus: Corpus, plans: Iterable[Plan]) -> Iterator[PlanTargets]:
    for plan in plans:
        targets = tuple(target_views(corpus, corpus.of_plan(plan.slug)))
        if targets:
            yield PlanTargets(plan_link(corpus, plan), targets)


def _link(place: Locality) -> Link:
    return Link(sentence_case(place.name), urls.place(place.id))
