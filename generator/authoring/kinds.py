"""Which kind of record a file of the content folder holds."""

from __future__ import annotations

from pathlib import PurePath

from pydantic import BaseModel

from generator.model.plan import PlanFile
from generator.model.registers import UnitFile
from generator.model.updates import UpdateFile
from generator.register_shelf import REGISTERS

KINDS: dict[str, type[BaseModel]] = {"plan": PlanFile, "units": UnitFile, "updates": UpdateFile, **REGISTERS}
"""Kind of file → its record."""
PATTERNS = {
    "plan": "plans/*/*.yaml",
    "units": "units/*.yaml",
    "updates": "updates/*.yaml",
    **{name: f"{name}.yaml" for name in REGISTERS},
}
"""Kind of file → where its files lie in the content folder."""


def kind_of(where: PurePath) -> str | None:
    """The kind of the file at `where`, a path from the content folder; None where nobody reads it."""
    return next((kind for kind, pattern in PATTERNS.items() if _fits(where, pattern)), None)


def _fits(where: PurePath, pattern: str) -> bool:
    return len(where.parts) == pattern.count("/") + 1 and where.match(pattern)
