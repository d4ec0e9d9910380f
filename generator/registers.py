"""From the register files to the indexed Registry: ids made, names that point nowhere reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.loader import Node, place_of
from generator.model.base import MAX_ADDRESS
from generator.model.registers import (
    AbbreviationFile,
    DocumentEntry,
    DocumentFile,
    IndicatorEntry,
    IndicatorFile,
    PlaceEntry,
    PlaceFile,
    TopicEntry,
    TopicFile,
    UnitEntry,
    UnitFile,
)
from generator.problems import Place as Spot
from generator.problems import Problem, nearest
from generator.readers.citations import normal_number
from generator.readers.dates import read_day
from generator.registry import (
    SELF_GOVERNING,
    Document,
    Locality,
    Names,
    Registry,
    Term,
    Unit,
    document_key,
    index_units,
)
from generator.vietnamese import name_key, slug

T = TypeVar("T")


class Read(Struct, frozen=True):
    """A register file that was read: its record, and its nodes for positions."""

    path: str
    node: Node
    record: object

    def spot(self, *steps: str | int) -> Spot:
        return place_of(self.node, steps, self.path)


class RegisterFiles(Struct, frozen=True):
    """The register files of one content folder; None where one could not be read."""

    places: Read | None
    documents: Read | None
    topics: Read | None
    indicators: Read | None
    abbreviations: Read | None
    units: tuple[Read, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The files as messages call them."""
        single = (self.places, self.documents, self.topics, self.indicators, self.abbreviations)
        return tuple(read.path for read in (*single, *self.units) if read)


def build_registry(files: RegisterFiles) -> tuple[Registry, list[Problem]]:
    """The registry, and everything in it that contradicts itself."""
    problems: list[Problem] = []
    record = files.abbreviations.record if files.abbreviations else None
    abbreviations = record.root if isinstance(record, AbbreviationFile) else ()
    names = Names.of(abbreviations)
    localities = _localities(files.places, problems)
    by_place = {name_key(place.name): place.id for place in localities.values()}
    units = _units(files.units, localities, by_place, names, problems)
    documents = _documents(files.documents, problems)
    registry = Registry(
        localities=localities,
        units=units,
        documents=documents,
        topics=_terms(files.topics, problems),
        indicators=_terms(files.indicators, problems),
        abbreviations=abbreviations,
        names=names,
        by_scope=index_units(units.values(), {unit.id: _scope(unit, units) for unit in units.values()}, names),
        by_full_name=_by_full_name(units, names),
        by_number=_by_number(documents.values()),
        by_place=by_place,
    )
    return registry, problems


def _unique(pairs: Iterable[tuple[str, T]], spot: Callable[[T], Spot], problems: list[Problem]) -> dict[str, T]:
    """id → value; a second value of one id is a problem that names the first."""
    kept: dict[str, T] = {}
    for key, value in pairs:
        if wrong := address_problem(key, spot(value)):
            problems.append(wrong)
        elif key in kept:
            first = spot(kept[key])
            problems.append(Problem(spot(value), "address-twice", {"id": key, "other": f"{first.path}:{first.line}"}))
        else:
            kept[key] = value
    return kept


def address_problem(key: str, spot: Spot) -> Problem | None:
    """An id is the name of a folder and of a key of the search, which both know a longest name."""
    if 0 < len(key.encode()) <= MAX_ADDRESS:
        return None
    return Problem(spot, "address-form", {"id": key[:MAX_ADDRESS], "limit": str(MAX_ADDRESS)})


def _localities(read: Read | None, problems: list[Problem]) -> dict[str, Locality]:
    """id → place with the chain of places above it; the pointers themselves are judged by a check."""
    entries: tuple[PlaceEntry, ...] = read.record.root if read and isinstance(read.record, PlaceFile) else ()
    ids = {name_key(e.name): e.id or slug(e.name) for e in entries}
    above = {ids[name_key(e.name)]: ids[name_key(e.of)] for e in entries if e.of and name_key(e.of) in ids}
    found = []
    for index, entry in enumerate(entries):
        assert read is not None
        key = ids[name_key(entry.name)]
        found.append((key, Locality(key, entry, read.spot(index), _chain(key, above))))
    return _unique(found, lambda place: place.spot, problems)


def _chain(key: str, above: dict[str, str]) -> tuple[str, ...]:
    """What stands above `key`, nearest first; a circle is walked once."""
    chain: list[str] = []
    step = above.get(key)
    while step and step != key and step not in chain:
        chain.append(step)
        step = above.get(step)
    return tuple(chain)


def _units(
    reads: tuple[Read, ...],
    localities: dict[str, Locality],
    by_place: dict[str, str],
    names: Names,
    problems: list[Problem],
) -> dict[str, Unit]:
    found: list[tuple[str, Unit]] = []
    for read in reads:
        assert isinstance(read.record, UnitFile)
        place = by_place.get(name_key(read.record.place))
        if place is None and not localities:
            continue  # places.yaml could not be read: that is said once, and not of every file of units
        if place is None:
            known = [p.name for p in localities.values()]
            words = {"name": read.record.place}
            problems.append(Problem(read.spot("place"), "place-unknown", words, nearest(read.record.place, known)))
            continue
        found += _units_of_place(read, read.record.units, localities[place], names)
    units = _unique(found, lambda unit: unit.spot, problems)
    by_full_name = _by_full_name(units, names)
    return {key: _with_parent(unit, by_full_name, names) for key, unit in units.items()}


def _by_full_name(units: dict[str, Unit], names: Names) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for unit in units.values():
        key = names.key(unit.full_name)
        index[key] = (*index.get(key, ()), unit.id)
    return index


def _with_parent(unit: Unit, by_full_name: dict[str, tuple[str, ...]], names: Names) -> Unit:
    """A parent of another file is named in full («UBND tỉnh An Bình» above a district)."""
    if unit.parent or not unit.entry.of:
        return unit
    found = by_full_name.get(names.key(unit.entry.of), ())
    return replace(unit, parent=found[0]) if len(found) == 1 else unit


def _units_of_place(
    read: Read, entries: tuple[UnitEntry, ...], place: Locality, names: Names
) -> list[tuple[str, Unit]]:
    """The units of one file, their parents looked up in the file."""
    by_name = {names.key(form): entry for entry in entries for form in (entry.name, *entry.aliases)}

    def full_name(entry: UnitEntry, depth: int = 0) -> str:
        parent = by_name.get(names.key(entry.of)) if entry.of else None
        if parent and parent is not entry and parent.kind not in SELF_GOVERNING and depth < 6:
            return f"{entry.name}, {full_name(parent, depth + 1)}"
        if place.entry.level == "trung ương" or _names_place(entry.name, place.name):
            return entry.name
        return f"{entry.name} {place.name}"

    def identity(entry: UnitEntry) -> str:
        return entry.id or slug(full_name(entry))

    units = []
    for index, entry in enumerate(entries):
        parent = by_name.get(names.key(entry.of)) if entry.of else None
        at = ("units", index)
        unit = Unit(
            id=identity(entry),
            name=entry.name,
            full_name=full_name(entry),
            place=place.id,
            parent=identity(parent) if parent else None,
            entry=entry,
            spot=read.spot(*at),
            at=at,
        )
        units.append((unit.id, unit))
    return units


def _names_place(name: str, place: str) -> bool:
    """Whether the unit's name already says the place («UBND huyện Cao Lãnh», «Báo Đồng Nai»)."""
    proper = slug(place).split("-", 1)[-1]
    return f"-{proper}-" in f"-{slug(name)}-"


def _scope(unit: Unit, units: dict[str, Unit]) -> str:
    parent = units.get(unit.parent) if unit.parent else None
    return parent.id if parent and parent.entry.kind not in SELF_GOVERNING else unit.place


def _documents(read: Read | None, problems: list[Problem]) -> dict[str, Document]:
    entries = read.record.root if read and isinstance(read.record, DocumentFile) else ()
    found = []
    for index, entry in enumerate(entries):
        assert read is not None
        issued = read_day(entry.issued) if entry.issued else None
        if entry.issued and issued is None:
            problems.append(Problem(read.spot(index, "issued"), "date-unread", {"value": entry.issued}))
        number = normal_number(entry.number) if entry.number else None
        found.append((_document_id(entry, number, issued), entry, number, issued, read.spot(index)))
    made = ((key, Document(key, entry, number, issued, spot)) for key, entry, number, issued, spot in found)
    return _unique(made, lambda document: document.spot, problems)


def _document_id(entry: DocumentEntry, number: str | None, issued: str | None) -> str:
    """number + issuer + year: a number alone identifies nothing. A law is known by its name."""
    if entry.id:
        return entry.id
    if entry.name or not number:
        return slug(entry.name or entry.title)
    return slug(f"{number} {entry.issuer} {issued[:4] if issued else ''}")


def _by_number(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for document in documents:
        keys = {document_key(form) for form in (document.number, document.entry.name, *document.entry.aliases) if form}
        for key in sorted(keys):
            index[key] = (*index.get(key, ()), document.id)
    return index


def _terms(read: Read | None, problems: list[Problem]) -> dict[str, Term]:
    record = read.record if read else None
    entries: tuple[TopicEntry | IndicatorEntry, ...] = ()
    if isinstance(record, TopicFile | IndicatorFile):
        entries = record.root
    found = []
    for index, entry in enumerate(entries):
        assert read is not None
        found.append((entry.id or slug(entry.name), Term(entry.id or slug(entry.name), entry, read.spot(index))))
    return _unique(found, lambda term: term.spot, problems)
