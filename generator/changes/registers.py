"""What changed in the registers: units and who is a member of what, documents, places, topics, indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from generator.changes.model import Change, stage_of
from generator.corpus import Corpus, Duty
from generator.registry import Document, Registry, Unit
from generator.titles import vietnamese_date

Facts = dict[str, str | None]


def unit_changes(old: Corpus, new: Corpus) -> Iterator[Change]:
    """Units added, gone, renamed, dissolved; members and successors."""
    was, now = old.registry.units, new.registry.units
    added = [unit for key, unit in now.items() if key not in was]
    gone = [unit for key, unit in was.items() if key not in now]
    renamed = _renamed(gone, added, new.registry)
    for unit in added:
        if before := renamed.get(unit.id):
            yield _renaming(before, unit)
        else:
            yield Change("unit", "added", unit.id, units=(unit.id,), name=unit.full_name, after=unit.full_name)
    for unit in gone:
        if unit.id not in {former.id for former in renamed.values()}:
            yield Change("unit", "removed", unit.id, units=(unit.id,), name=unit.full_name, before=unit.full_name)
    for key in (key for key in now if key in was):
        if was[key].full_name != now[key].full_name:
            yield _renaming(was[key], now[key])
        if was[key].entry != now[key].entry or was[key].parent != now[key].parent:
            yield from _facts_changed("unit-fact", _unit(old, was[key]), _unit(new, now[key]), now[key])
    yield from _members(old, new)


def _renamed(gone: Iterable[Unit], added: Iterable[Unit], registry: Registry) -> dict[str, Unit]:
    """New id → the unit that bore another name: sure only where the new entry keeps the old name among its own."""
    key = registry.names.key
    before = {(unit.place, unit.entry.kind, key(unit.name)): unit for unit in gone}
    found = {}
    for unit in added:
        for alias in unit.entry.aliases:
            if former := before.get((unit.place, unit.entry.kind, key(alias))):
                found[unit.id] = former
    inner = {(unit.parent, unit.entry.kind, key(unit.name)): unit for unit in gone}
    for unit in added:  # a room bears the name of its sở in its own
        above = found[unit.parent].id if unit.parent in found else unit.parent
        former = inner.get((above, unit.entry.kind, key(unit.name))) if above else None
        if former and unit.id not in found:
            found[unit.id] = former
    return found


def _renaming(old: Unit, new: Unit) -> Change:
    units = tuple(sorted({old.id, new.id}))
    return Change("unit", "changed", new.id, units=units, name=new.full_name, before=old.full_name, after=new.full_name)


def _unit(corpus: Corpus, unit: Unit) -> Facts:
    entry, registry = unit.entry, corpus.registry
    return {
        "dissolved": vietnamese_date(entry.dissolved) if entry.dissolved else None,
        "established": vietnamese_date(entry.established) if entry.established else None,
        "successors": ", ".join(heir.full_name for heir, _ in registry.successors(unit)) or None,
        "parent": registry.units[unit.parent].full_name if unit.parent in registry.units else None,
        "kind": entry.kind,
        "short": entry.short,
        "aliases": ", ".join(entry.aliases) or None,
        "note": entry.note,
    }


def _facts_changed(about: str, old: Facts, new: Facts, thing: Unit | Document) -> Iterator[Change]:
    """One change a fact."""
    unit = isinstance(thing, Unit)
    for field, before in old.items():
        if before != (after := new[field]):
            yield Change(
                about,
                stage_of(before, after),
                f"{thing.id}/{field}",
                name=thing.full_name if isinstance(thing, Unit) else thing.entry.title,
                what=f"field-{field}",
                units=(thing.id,) if unit else (),
                before=before,
                after=after,
            )


def _members(old: Corpus, new: Corpus) -> Iterator[Change]:
    """Who came into a collective or left it, where both were there before and after."""
    was, now = ({unit: {g.id: g for g in groups} for unit, groups in c.collectives_of.items()} for c in (old, new))
    for unit in sorted(was.keys() | now.keys()):
        before, after = was.get(unit, {}), now.get(unit, {})
        for group in sorted(before.keys() ^ after.keys()):
            known = [corpus.registry.units.keys() >= {unit, group} for corpus in (old, new)]
            if all(known):
                collective, member = new.registry.units[group].full_name, new.registry.units[unit].full_name
                pair = (member, None) if group in before else (None, member)
                units = tuple(sorted((unit, group)))
                subject = f"{group}/{unit}"
                yield Change(
                    "member", stage_of(*pair), subject, name=collective, units=units, before=pair[0], after=pair[1]
                )


def reach_changes(
    old: Mapping[str, set[str]], new: Mapping[str, set[str]], corpus: Corpus, renamed: Set[str] = frozenset()
) -> Iterator[Change]:
    """Unit → the keys of its duties in clauses whose printed units stayed as they were: how many came and went.

    Units with as many are told of together.

    They come and go with members, successors and names in the registers. Units with a new name are the same units.
    """
    told: dict[tuple[str | None, str | None], list[str]] = {}
    for unit in sorted((old.keys() | new.keys()) - renamed):
        was, now = old.get(unit, set()), new.get(unit, set())
        lost, won = (str(len(keys)) if keys else None for keys in (was - now, now - was))
        if unit in corpus.registry.units and (lost or won):
            told.setdefault((lost, won), []).append(unit)
    for (lost, won), units in told.items():
        name = corpus.registry.units[units[0]].full_name if len(units) == 1 else ""
        yield Change("reach", stage_of(lost, won), units[0], name=name, units=tuple(units), before=lost, after=won)


def duty_key(duty: Duty, clause: str) -> str:
    """What makes two duties of two states the same; `clause` is the key of its clause."""
    return f"{duty.plan}#{clause}/{duty.role}/{duty.certain}"


def entry_changes(old: Registry, new: Registry) -> Iterator[Change]:
    """Documents, places, topics, indicators of both states, or gone. A new one is told by who uses it."""
    for key, was in old.documents.items():
        if now := new.documents.get(key):
            yield from _facts_changed("document-fact", _document(was), _document(now), now)
        else:
            yield Change("document", "removed", key, name=was.entry.title, before=was.number or was.entry.title)
    names = (
        ("place-entry", {k: v.name for k, v in old.localities.items()}, {k: v.name for k, v in new.localities.items()}),
        ("topic", {k: v.name for k, v in old.topics.items()}, {k: v.name for k, v in new.topics.items()}),
        ("indicator", {k: v.name for k, v in old.indicators.items()}, {k: v.name for k, v in new.indicators.items()}),
    )
    for about, before, after in names:
        for key, name in before.items():
            if name != after.get(key):
                change = stage_of(name, after.get(key))
                yield Change(about, change, key, name=after.get(key, name), before=name, after=after.get(key))


def _document(document: Document) -> Facts:
    entry = document.entry
    return {
        "type": entry.type,
        "number": entry.number,
        "issuer": entry.issuer,
        "issued": entry.issued,
        "title": entry.title,
        "link": entry.link,
    }
