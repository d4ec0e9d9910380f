"""The places: a register by level, and everything of one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
    held = _held(corpus)
    below: dict[tuple[str, ...], list[Locality]] = {}
    for place in corpus.registry.localities.values():
        below.setdefault(place.above, []).append(place)
    return tuple(_place(corpus, place, held[place.id], today) for place in _tree(below, ()))


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


def _tree(places: dict[tuple[str, ...], list[Locality]], above: tuple[str, ...]) -> Iterator[Locality]:
    for place in sorted(places.get(above, ()), key=lambda place: (sort_key(place.name), place.id)):
        yield place
        yield from _tree(places, (place.id, *above))


@dataclass(slots=True)
class _Held:
    """What belongs to one place; the rows are the newest first."""

    plans: list[Plan] = field(default_factory=list)
    rows: list[PlanRow] = field(default_factory=list)
    below: list[Locality] = field(default_factory=list)
    units: PlaceUnits | None = None


def _held(corpus: Corpus) -> dict[str, _Held]:
    """Place → what belongs to it."""
    found = {key: _Held() for key in corpus.registry.localities}
    for plan in corpus.plans:
        if place := corpus.registry.locality(plan.file.place):
            found[place.id].plans.append(plan)
    for row in plan_rows(corpus):
        if place := corpus.registry.locality(row.place):
            found[place.id].rows.append(row)
    for other in corpus.registry.localities.values():
        for above in other.above[:1]:
            found[above].below.append(other)
    for group in place_units(corpus):
        found[group.id].units = group
    return found


def _place(corpus: Corpus, place: Locality, held: _Held, today: str) -> PlaceView:
    registry, entry = corpus.registry, place.entry
    due = deadlines(corpus, held.plans, today)
    return PlaceView(
        name=sentence_case(place.name),
        level=entry.level,
        url=urls.place(place.id),
        note=entry.note,
        source=entry.source,
        dissolved=vietnamese_date(entry.dissolved) if entry.dissolved else None,
        above=tuple(_link(registry.localities[key]) for key in reversed(place.above)),
        below=tuple(_link(other) for other in sorted(held.below, key=lambda other: sort_key(other.name))),
        plans=tuple(held.rows),
        units=held.units,
        targets=tuple(_targets(corpus, held.plans)),
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
