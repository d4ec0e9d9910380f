"""The register of units, and what stands in its place where the units of all places have no room on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus
from generator.views import weights
from generator.views.common import Link
from generator.views.parts import fits

if TYPE_CHECKING:
    from generator.views.registers import PlaceUnits

MOST_PLACES = 600
"""Places on one page; where there are more, those below a province stand on its page."""


class PlaceLine(Struct, frozen=True):
    """A place where its units have no room: how many these are, and the way to them."""

    id: str
    place: Link
    units: int
    collectives: int


class UnitsView(Struct, frozen=True):
    """The register of units: the tables of all places, or only `lines` of these where that is too much for a page."""

    places: tuple[PlaceUnits, ...]
    lines: tuple[PlaceLine, ...]


def units_view(corpus: Corpus, groups: tuple[PlaceUnits, ...]) -> UnitsView:
    """The register of units, given by place."""
    if fits(weights.place_units(groups)):
        return UnitsView(groups, ())
    return UnitsView((), place_lines(corpus, groups))


def place_lines(corpus: Corpus, groups: Iterable[PlaceUnits]) -> tuple[PlaceLine, ...]:
    """The places without their units; where even these are many, the country and its provinces."""
    lines = tuple(_place_line(group) for group in groups)
    return lines if len(lines) <= MOST_PLACES else tuple(line for line in lines if is_high(corpus, line.id))


def _place_line(group: PlaceUnits) -> PlaceLine:
    place = Link(group.place, f"{urls.place(group.id)}#don-vi")
    return PlaceLine(group.id, place, len(group.units), len(group.collectives))


def is_high(corpus: Corpus, place: str) -> bool:
    """Whether a place is the country or directly in it."""
    return len(corpus.registry.localities[place].above) <= 1
