"""The places: a register by level, and everything of one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator import urls
from generator.corpus import Corpus
from generator.plans import Plan
from generator.registry import Locality
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.common import Link, plan_link, sentence_case, vietnamese_date
from generator.views.deadlines import DAYS, DeadlineView, as_of, in_order
from generator.views.excerpts import Excerpts, Kind
from generator.views.gists import Gist, Gists
from generator.views.parts import Sheet, Split, dated, fits, sheets
from generator.views.plan import TargetView, target_views
from generator.views.registers import PlaceUnits, PlanRow, newest, plan_row

T = TypeVar("T")


class PlaceRow(Struct, frozen=True):
    """A place in the register; `depth` counts the places above it."""

    place: Link
    dissolved: str | None
    plans: int
    units: int
    depth: int


class PlanTargets(Struct, frozen=True):
    """The targets of one plan."""

    plan: Link
    targets: tuple[TargetView, ...]


class Left(Struct, frozen=True):
    """What a page has no room for, in numbers: plans whose targets are not shown, deadlines."""

    targets: int
    deadlines: int


class PlaceView(Struct, frozen=True):
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


class PlanLine(Struct, frozen=True):
    """A plan on the page of its place, and what it adds to it."""

    plan: Plan
    gist: Gist


@dataclass(frozen=True)
class Places:
    """All places with their plans. `units` are those of each place that has some; `tabled`: see PlaceView."""

    excerpts: Excerpts
    gists: Gists
    groups: tuple[PlaceUnits, ...]

    @property
    def corpus(self) -> Corpus:
        return self.excerpts.corpus

    @cached_property
    def units(self) -> dict[str, PlaceUnits]:
        return {group.id: group for group in self.groups}

    @cached_property
    def tabled(self) -> bool:
        return not fits(weights.place_units(self.groups))

    @cached_property
    def ordered(self) -> tuple[Locality, ...]:
        """All places from the country down, each below the one that it belongs to."""
        return tuple(self._tree(()))

    @cached_property
    def _below(self) -> dict[tuple[str, ...], list[Locality]]:
        found: dict[tuple[str, ...], list[Locality]] = {}
        for place in self.corpus.registry.localities.values():
            found.setdefault(place.above, []).append(place)
        return found

    def _tree(self, above: tuple[str, ...]) -> Iterator[Locality]:
        for place in sorted(self._below.get(above, ()), key=lambda place: (sort_key(place.name), place.id)):
            yield place
            yield from self._tree((place.id, *above))

    @cached_property
    def plans(self) -> dict[str, list[PlanLine]]:
        """Place → its plans, the newest first."""
        found: dict[str, list[PlanLine]] = {}
        for plan in newest(self.corpus.plans):
            if place := self.corpus.registry.locality(plan.place):
                found.setdefault(place.id, []).append(PlanLine(plan, self.gists[plan.slug]))
        return found

    def rows(self) -> tuple[PlaceRow, ...]:
        """The register."""
        return tuple(
            PlaceRow(
                place=_link(place),
                dissolved=_dissolved(place),
                plans=len(self.plans.get(place.id, ())),
                units=len(self.units[place.id].units) if place.id in self.units else 0,
                depth=len(place.above),
            )
            for place in self.ordered
        )

    def sheets(self, place: Locality) -> Iterator[Sheet[PlanLine]]:
        """The pages of a place."""
        lines, address = self.plans.get(place.id, ()), urls.place(place.id)
        return sheets(lines, lambda line: line.gist.line, address, dated(lambda line: line.plan.day))

    def view(self, place: Locality, sheet: Sheet[PlanLine], today: str) -> PlaceView:
        """One page of a place; its units stand on its own."""
        facts = _facts(self.corpus, place, self._below.get((place.id, *place.above), ()))
        units = None if sheet.part else self.units.get(place.id)
        return _with_plans(self.excerpts, replace(facts, units=units, tabled=self.tabled), sheet, today)


def _facts(corpus: Corpus, place: Locality, below: Iterable[Locality]) -> PlaceView:
    """The view of a place without its plans; `below` are the places that belong to it."""
    registry, entry = corpus.registry, place.entry
    return PlaceView(
        name=sentence_case(place.name),
        level=entry.level,
        url=urls.place(place.id),
        note=entry.note,
        source=entry.source,
        dissolved=_dissolved(place),
        above=tuple(_link(registry.localities[key]) for key in reversed(place.above)),
        below=tuple(_link(other) for other in sorted(below, key=lambda other: sort_key(other.name))),
        plans=(),
        units=None,
        targets=(),
        coming=(),
        passed=(),
    )


def _with_plans(excerpts: Excerpts, view: PlaceView, sheet: Sheet[PlanLine], today: str) -> PlaceView:
    """Every plan, then targets and deadlines while there is room: days ahead first, then the latest that passed."""
    plans = [line.plan for line in sheet.items]
    taken = sum(weights.plan_row(plan.title) for plan in plans)
    found = (excerpts.get(AIMED, plan.slug, "") for plan in sorted(plans, key=lambda plan: plan.slug))
    aims = [item for item in found if item.targets]
    targets, taken = _room(aims, lambda item: weights.plan_targets(len(item.targets)), taken)
    due = sorted((view for line in sheet.items for view in _days(excerpts, line, today)), key=in_order)
    ahead = [deadline for deadline in due if not deadline.passed]
    behind = [deadline for deadline in due if deadline.passed]
    coming, taken = _room(ahead, _weight, taken)
    passed, _ = _room(behind[::-1], _weight, taken)
    left = Left(len(aims) - len(targets), len(due) - len(coming) - len(passed))
    return replace(
        view,
        plans=tuple(plan_row(excerpts.corpus, plan) for plan in plans),
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


def _days(excerpts: Excerpts, line: PlanLine, today: str) -> Iterator[DeadlineView]:
    return (as_of(today, excerpts.get(DAYS, line.plan.slug, str(n))) for n in range(len(line.gist.days)))


def _aimed(corpus: Corpus, plan: Plan) -> dict[str, PlanTargets]:
    targets = tuple(target_views(corpus, corpus.of_plan(plan.slug)))
    return {"": PlanTargets(plan_link(corpus, plan), targets)}


AIMED = Kind("targets", _aimed, PlanTargets)


def _weight(deadline: DeadlineView) -> int:
    report = deadline.report
    names = [name for held in deadline.roles for name in held.names]
    names += [*report.senders, *report.receivers, *report.via] if report else ()
    return weights.deadline(deadline.text or (report.what if report else None) or "", len(names))


def _dissolved(place: Locality) -> str | None:
    return vietnamese_date(place.entry.dissolved) if place.entry.dissolved else None


def _link(place: Locality) -> Link:
    return Link(sentence_case(place.name), urls.place(place.id))
