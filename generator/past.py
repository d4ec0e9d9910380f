"""What was published: the addresses of an earlier state of the content, of which only the changed files are at hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel

from generator.content import Content
from generator.loader import UnreadableError, parse
from generator.model.plan import PlanFile
from generator.model.read import read_model
from generator.model.registers import UnitFile
from generator.plans import Plan, read_plan
from generator.register_shelf import REGISTERS
from generator.registers import Read, RegisterFiles, build_registry
from generator.registry import Registry
from generator.vietnamese import nfc


class Past(Struct, frozen=True):
    """The plans whose files changed or are gone, as they were; the registers as they were."""

    plans: tuple[Plan, ...]
    registry: Registry


def past(content: Content, before: Mapping[str, bytes]) -> Past:
    """The earlier state: `before` (file from the content folder → its bytes then), and for the rest what is there now.

    A file that can't be read as it was published nothing, and is left out.
    """
    plans = []
    registers = content.registers
    for name in sorted(before):
        path = f"{content.label}/{nfc(name)}"
        where = PurePosixPath(nfc(name))
        match where.parts:
            case ("plans", _, _):
                read = _read(before[name], path, PlanFile)
                if read and isinstance(read.record, PlanFile):
                    plans.append(read_plan(where.stem, path, read.node, read.record))
            case ("units", _):
                registers = _with_units(registers, _read(before[name], path, UnitFile))
            case (_,) if where.stem in REGISTERS and (read := _read(before[name], path, REGISTERS[where.stem])):
                registers = _with_register(registers, where.stem, read)
    return Past(tuple(plans), build_registry(registers)[0])


def _with_register(registers: RegisterFiles, name: str, read: Read) -> RegisterFiles:
    files = {each: getattr(registers, each) for each in REGISTERS} | {name: read}
    return RegisterFiles(**files, units=registers.units)


def _with_units(registers: RegisterFiles, read: Read | None) -> RegisterFiles:
    if read is None:
        return registers
    others = [unit for unit in registers.units if unit.path != read.path]
    return replace(registers, units=tuple(sorted([*others, read], key=lambda each: each.path)))


def _read(data: bytes, path: str, model: type[BaseModel]) -> Read | None:
    try:
        node, _ = parse(nfc(data.decode("utf-8-sig")), path)
    except (UnicodeDecodeError, UnreadableError):
        return None
    record, _ = read_model(node, model, path)
    return Read(path, node, record) if record is not None else None
