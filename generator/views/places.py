"""The places: a register by level, and everything of one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from generator import urls
from generator.corpus import Corpus
from generator.plans import Plan
from generator.registry import Locality
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.common import Link, sentence_case, vietnamese_date
from generator.views.deadlines import DeadlineView, deadlines, in_order
from generator.views.parts import Sheet, Split, dated, fits, sheets
from generator.views.plan import TargetView, target_views
from generator.views.registers import PlaceUnits, PlanRow, place_units, plan_rows

T = TypeVar("T")


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
class Left:
    """What a page has no room for, in numbers: plans whose targets are not shown, deadlines."""

    targets: int
    deadlines: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Everything of one place; deadlines are split at today.

    `split`: what of its plans is on this page (see `generator.views.parts`). `tabled`: its units stand here with their
    numbers, since the register of units has no room for them. `left` has no room here: it stands with its plans.
    """

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
    split: Split | None = None
    tabled: bool = False
    left: Left | None = None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan on the page of its place: its row, targets and deadlines, and their estimated bytes."""

    plan: Plan
    row: PlanRow
    targets: PlanTargets
    due: tuple[DeadlineView, ...]
    weight: int


def place_views(corpus: Corpus, today: str) -> tuple[PlaceView, ...]:
    """All places from the country down, each below the one that it belongs to, with the first page of its plans."""
    return tuple(view for sheet, view in place_sheets(corpus, today) if sheet.part is None)


def place_sheets(corpus: Corpus, today: str) -> Iterator[tuple[Sheet[PlanLine], PlaceView]]:
    """The pages of all places, those of the parts of a place behind its own."""
    groups = place_units(corpus)
    units, tabled = {group.id: group for group in groups}, not fits(weights.place_units(groups))
    plans = _plans(corpus)
    below: dict[tuple[str, ...], list[Locality]] = {}
    for place in corpus.registry.localities.values():
        below.setdefault(place.above, []).append(place)
    for place in _tree(below, ()):
        inner = below.get((place.id, *place.above), ())
        facts = replace(_facts(corpus, place, inner), units=units.get(place.id), tabled=tabled)
        lines = tuple(_line(corpus, plan, row, today) for plan, row in plans.get(place.id, ()))
        for sheet in sheets(lines, lambda line: line.weight, facts.url, dated(lambda line: line.plan.day)):
            view = _with_plans(facts, sheet)
            yield sheet, replace(view, units=None) if sheet.part else view


def place_rows(views: Iterable[PlaceView]) -> tuple[PlaceRow, ...]:
    """The register."""
    return tuple(
        PlaceRow(
            place=Link(view.name, view.url),
            dissolved=view.dissolved,
            plans=view.split.total if view.split else len(view.plans),
            units=len(view.units.units) if view.units else 0,
            depth=len(view.above),
        )
        for view in views
    )


def _tree(places: dict[tuple[str, ...], list[Locality]], above: tuple[str, ...]) -> Iterator[Locality]:
    for place in sorted(places.get(above, ()), key=lambda place: (sort_key(place.name), place.id)):
        yield place
        yield from _tree(places, (place.id, *above))


def _plans(corpus: Corpus) -> dict[str, list[tuple[Plan, PlanRow]]]:
    """Place → its plans and their rows, the newest first."""
    found: dict[str, list[tuple[Plan, PlanRow]]] = {}
    plans = {urls.plan(plan.slug): plan for plan in corpus.plans}
    for row in plan_rows(corpus):
        plan = plans[row.plan.url or ""]
        if place := corpus.registry.locality(plan.file.place):
            found.setdefault(place.id, []).append((plan, row))
    return found


def _line(corpus: Corpus, plan: Plan, row: PlanRow, today: str) -> PlanLine:
    targets = PlanTargets(row.plan, tuple(target_views(corpus, corpus.of_plan(plan.slug))))
    due = deadlines(corpus, (plan,), today)
    weight = weights.plan_row(row) + weights.plan_targets(targets) + sum(map(weights.deadline, due))
    return PlanLine(plan, row, targets, due, weight)


def _facts(corpus: Corpus, place: Locality, below: Iterable[Locality]) -> PlaceView:
    """The view of a place without its plans; `below` are the places that belong to it."""
    registry, entry = corpus.registry, place.entry
    return PlaceView(
        name=sentence_case(place.name),
        level=entry.level,
        url=urls.place(place.id),
        note=entry.note,
        source=entry.source,
        dissolved=vietnamese_date(entry.dissolved) if entry.dissolved else None,
        above=tuple(_link(registry.localities[key]) for key in reversed(place.above)),
        below=tuple(_link(other) for other in sorted(below, key=lambda other: sort_key(other.name))),
        plans=(),
        units=None,
        targets=(),
        coming=(),
        passed=(),
    )


def _with_plans(view: PlaceView, sheet: Sheet[PlanLine]) -> PlaceView:
    """Every plan, then targets and deadlines while there is room: days ahead first, then the latest that passed."""
    taken = sum(weights.plan_row(line.row) for line in sheet.items)
    listed = sorted(sheet.items, key=lambda line: line.plan.slug)
    aims = [line.targets for line in listed if line.targets.targets]
    targets, taken = _room(aims, weights.plan_targets, taken)
    due = sorted((due for line in sheet.items for due in line.due), key=in_order)
    ahead = [deadline for deadline in due if not deadline.passed]
    behind = [deadline for deadline in due if deadline.passed]
    coming, taken = _room(ahead, weights.deadline, taken)
    passed, _ = _room(behind[::-1], weights.deadline, taken)
    left = Left(len(aims) - len(targets), len(due) - len(coming) - len(passed))
    return replace(
        view,
        plans=tuple(line.row for line in sheet.items),
        targets=targets,
        coming=coming,
        passed=passed[::-1],
        split=sheet.split,
        left=left if left.targets or left.deadlines else None,
    )


def _room(items: Iterable[T], weigh: Callable[[T], int], taken: int) -> tuple[tuple[T, ...], int]:
    """The first of `items`, as many as have room on a page of which `taken` bytes are; how many bytes then are."""
    shown: list[T] = []
    for item in items:
        taken += weigh(item)
        if not fits(taken):
            break
        shown.append(item)
    return tuple(shown), taken


def _link(place: Locality) -> Link:
    return Link(sentence_case(place.name), urls.place(place.id))
