"""The registers point at what exists: parents, members, successors, issuers, documents that documents implement."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import Subject
from generator.content import Content
from generator.model.registers import DocumentFile, PlaceFile
from generator.problems import Place as Spot
from generator.problems import Problem, nearest
from generator.registers import Read
from generator.registry import Registry, Unit


def check(subject: Subject) -> Iterator[Problem]:
    """Names in registers that the registers do not know, and chains that go in a circle."""
    registry, content = subject.corpus.registry, subject.content
    if subject.reads("places"):
        yield from _places(registry, content.registers.places)
    if subject.reads("places", "units", "abbreviations") and not subject.broken_places:
        yield from _units(registry, content)
    if subject.reads("documents"):
        yield from _documents(subject, content.registers.documents)


def _places(registry: Registry, read: Read | None) -> Iterator[Problem]:
    entries = read.record.root if read and isinstance(read.record, PlaceFile) else ()
    names = [entry.name for entry in entries]
    circle: set[str] = set()
    for index, entry in enumerate(entries):
        assert read is not None
        if not entry.of:
            continue
        spot = read.spot(index, "of")
        place, above = registry.locality(entry.name), registry.locality(entry.of)
        if above is None:
            yield Problem(spot, "place-unknown", {"name": entry.of}, nearest(entry.of, names))
        elif place and place.id not in circle and (above.id == place.id or place.id in above.above):
            chain = [place.id, *place.above, place.id] if place.above else [place.id, place.id]
            circle |= set(chain)
            yield _circle(spot, [registry.localities[step].name for step in chain])


def _circle(spot: Spot, names: list[str]) -> Problem:
    return Problem(spot, "cycle", {"chain": " → ".join(f"«{name}»" for name in names)})


def _units(registry: Registry, content: Content) -> Iterator[Problem]:
    reads = {read.path: read for read in content.registers.units}
    circle: set[str] = set()
    for unit in registry.units.values():
        read = reads[unit.spot.path]
        for name, steps in _names(unit, registry):
            scopes = registry.member_scopes(unit)
            words = {"name": name, "place": registry.localities[unit.place].name}
            known = registry.known_names(scopes)
            yield Problem(read.spot(*unit.at, *steps), "unit-unknown", words, nearest(name, known))
        lineage = [above.id for above in registry.lineage(unit)]
        if unit.id in lineage and unit.id not in circle:
            chain = [unit.id, *lineage[: lineage.index(unit.id) + 1]]
            circle |= set(chain)
            yield _circle(read.spot(*unit.at, "of"), [registry.units[step].name for step in chain])


def _names(unit: Unit, registry: Registry) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The unknown names of a unit's entry, each with its place in the entry."""
    scopes = registry.member_scopes(unit)
    if unit.entry.of and unit.parent is None:
        yield unit.entry.of, ("of",)
    for index, member in enumerate(unit.entry.members):
        for key, name in (("name", member.name), ("of", member.of)):
            if name and not registry.find_units(name, scopes):
                yield name, ("members", index, key)
    for index, successor in enumerate(unit.entry.succeeded_by):
        if not registry.find_units(successor.unit, scopes):
            yield successor.unit, ("succeeded_by", index, "unit")


def _documents(subject: Subject, read: Read | None) -> Iterator[Problem]:
    registry = subject.corpus.registry
    entries = read.record.root if read and isinstance(read.record, DocumentFile) else ()
    known = [d.number or d.entry.name or d.entry.title for d in registry.documents.values()]
    for index, entry in enumerate(entries):
        assert read is not None
        if subject.reads("units", "places") and not registry.elsewhere(entry.issuer):
            names = [unit.full_name for unit in registry.units.values()]
            spot = read.spot(index, "issuer")
            yield Problem(spot, "document-issuer-unknown", {"name": entry.issuer}, nearest(entry.issuer, names))
        for number, name in enumerate(entry.implements):
            if not registry.documents_named(name):
                spot = read.spot(index, "implements", number)
                yield Problem(spot, "document-unknown", {"value": name}, nearest(name, known))
