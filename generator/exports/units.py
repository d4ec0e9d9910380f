"""/data/units."""

from __future__ import annotations

from typing import Any

from generator import urls
from generator.corpus import Corpus
from generator.model.plan import ROLES
from generator.registry import Unit


def unit_records(corpus: Corpus) -> list[dict[str, Any]]:
    """One record a unit or collective, in the order of their ids."""
    return [_unit(corpus, corpus.registry.units[key]) for key in sorted(corpus.registry.units)]


def _unit(corpus: Corpus, unit: Unit) -> dict[str, Any]:
    registry, entry, counts = corpus.registry, unit.entry, corpus.duties_counted.get(unit.id, {})
    return {
        "id": unit.id,
        "url": urls.unit(unit.id),
        "name": unit.full_name,
        "short": entry.short,
        "aliases": list(entry.aliases),
        "kind": entry.kind,
        "place": unit.place,
        "parent": unit.parent,
        "members": [member.id for member in registry.members(unit, None)] if unit.collective else [],
        "established": entry.established,
        "dissolved": entry.dissolved,
        "succeeded_by": [
            {"unit": other.id, "basis": successor.basis} for other, successor in registry.successors(unit)
        ],
        "counts": dict.fromkeys(ROLES, 0) | counts | {"reports": corpus.reports_counted[unit.id]},
    }
