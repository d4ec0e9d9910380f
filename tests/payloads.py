"""The tiny corpus with hostile words in every string field, as far as `check` lets them pass.

The records of generator/model are walked, so that a field that is added tomorrow is planted too. A value that stands in
several places (a unit's name and those who name it) is replaced in all of them; the sources of the plans are written
anew from the planted plans, so that the comparison word by word still holds.
"""

from __future__ import annotations

import copy
import hashlib
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, RootModel

from generator.fidelity import foot_pieces, plan_pieces
from generator.loader import load
from generator.model.plan import PlanFile
from generator.model.read import read_model
from generator.model.registers import UnitFile
from generator.model.updates import UpdateFile
from generator.plans import read_plan
from generator.register_shelf import REGISTERS
from generator.survey import survey

Step = str | int
KEY = "key:"
"""Begins a step that leads to a key of a mapping instead of its value."""
Files = dict[str, Any]
"""A file's path in the content folder → its content as lists, dictionaries and texts."""


# --- the words ---------------------------------------------------------------------------------------------------


def hostile(number: int) -> str:
    """Words that end every context they could stand in; should a part be taken for markup, it tells `number`."""
    run = f"hit({number})"
    return (
        f"px{number}x \"'> '></script></title></style></textarea></noscript></svg>]]>--></desc>"
        f"<x-payload><script>{run}</script><img src=x-payload onerror={run}><svg/onload={run}>"
        f"<a href=javascript:{run}>x</a><a href=data:text/html,x>x</a>"
        f"{{{{ 12345679*9 }}}} {{% raw %}} ${{12345679*9}} &lt;x-payload&gt; &x; \\u003cx-payload\\u003e"
    )


def after(value: str, number: int) -> str:
    return f"{value} {hostile(number)}".strip()


def brief(value: str, number: int) -> str:
    """For names, of which addresses are made."""
    return f"{value} px{number}x \"'><img src=x-payload onerror=hit({number})>"


def formula(value: str, number: int) -> str:
    """As a spreadsheet would compute it."""
    return f'=HYPERLINK("javascript:hit({number})") {value} {hostile(number)}'


def link(value: str, number: int) -> str:
    """As a link would run it."""
    return f"javascript:hit({number})// {value} {hostile(number)}"


def entry(value: str, number: int) -> str:
    """As a calendar would begin a line of its own."""
    return f"@SUM(1) {value}\r\nEND:VCALENDAR\nATTACH:javascript:hit({number}) \\nX;Y,Z {hostile(number)}"


def address(value: str, number: int) -> str:
    """In a web address, which knows no blanks."""
    return f"{value or 'https://example.vn/'}?" + "".join(hostile(number).split())


def name_of_file(value: str, number: int) -> str:
    """Short enough for the name of a file."""
    return value.replace(".txt", f" px{number}x \"'><img src=x-payload onerror=hit({number})>.txt")


def long_word(value: str, number: int) -> str:
    return f"{value} px{number}x{'W' * 400}"


Form = Callable[[str, int], str]
FORMS: tuple[Form, ...] = (after, formula, link, entry, long_word)
"""A value is tried with the form whose turn it is, then with the first, then with a brief one."""
CLOSED = {
    *("value-form", "value-wrong", "date-unread", "time-unread", "period-unread", "quantity-unread", "money-unread"),
    "citation-unread",
}
"""What refuses one form refuses all: fields whose grammar has no place for words."""
OWN_FORMS: dict[str, Form] = {"DocumentEntry.link": address, "Source.file": name_of_file, "Update.evidence": address}


# --- the fields --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """A string field of a file: `field` names record and key; `clause` leads to the nearest clause around it."""

    file: str
    steps: tuple[Step, ...]
    field: str
    many: bool = False
    clause: tuple[Step, ...] = ()


def model_of(file: str) -> type[BaseModel]:
    """The record that a file of the content holds."""
    if file.startswith("plans/"):
        return PlanFile
    if file.startswith("updates/"):
        return UpdateFile
    return UnitFile if file.startswith("units/") else REGISTERS[file.removesuffix(".yaml")]


def fields_of(model: type[BaseModel]) -> Iterator[str]:
    """Every string field of a record and of the records in it."""
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for name, info in here.model_fields.items():
            for kind in _parts(info.annotation):
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    waiting.append(kind)
                elif kind is str:
                    yield f"{here.__name__}.{info.alias or name}"


def slots(file: str, data: Any) -> Iterator[Slot]:
    """The string fields of a file, also those that its records leave out."""
    yield from _slots(file, model_of(file), data, (), "", ())


def _slots(
    file: str, kind: Any, data: Any, at: tuple[Step, ...], name: str, clause: tuple[Step, ...]
) -> Iterator[Slot]:
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _record(file, kind, data, at, name, clause)
    elif kind is str:
        yield Slot(file, at, name, clause=clause)
    elif get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        if isinstance(data, list):
            for index, item in enumerate(data):
                yield from _slots(file, inner, item, (*at, index), name, clause)
        elif _bare(inner) is str:
            yield Slot(file, at, name, many=True, clause=clause)
        elif data is not None:
            yield from _slots(file, inner, data, at, name, clause)
    elif get_origin(kind) is dict:
        for key, value in (data or {}).items():
            yield Slot(file, (*at, f"{KEY}{key}"), name, clause=clause)
            yield from _slots(file, get_args(kind)[1], value, (*at, key), name, clause)


def _record(
    file: str, model: type[BaseModel], data: Any, at: tuple[Step, ...], name: str, clause: tuple[Step, ...]
) -> Iterator[Slot]:
    if issubclass(model, RootModel):
        yield from _slots(file, model.model_fields["root"].annotation, data, at, name, clause)
        return
    if isinstance(data, str):  # a record that can be written as its name alone
        yield Slot(file, at, f"{model.__name__}.name", clause=clause)
        return
    if not isinstance(data, dict):
        return
    inner = at if model.__name__ == "Clause" else clause
    for key, info in model.model_fields.items():
        written = info.alias or key
        kind = info.annotation
        yield from _slots(file, kind, data.get(written), (*at, written), f"{model.__name__}.{written}", inner)


def _bare(kind: Any) -> Any:
    """The type inside `Annotated[X, …]` and `X | None`."""
    if hasattr(kind, "__metadata__"):
        return _bare(kind.__origin__)
    if get_origin(kind) in (Union, types.UnionType):
        return _bare(next(arg for arg in get_args(kind) if arg is not type(None)))
    return kind


def _parts(kind: Any) -> Iterator[Any]:
    kind = _bare(kind)
    if get_origin(kind) in (tuple, dict):
        for arg in get_args(kind):
            if arg is not Ellipsis:
                yield from _parts(arg)
    elif get_origin(kind) is not Literal:
        yield kind


# --- planting ----------------------------------------------------------------------------------------------------


@dataclass
class Garden:
    """A content folder that is planted value by value; what `check` refuses is taken back."""

    root: Path
    files: Files
    taken: dict[int, str] = field(default_factory=dict)
    """Number of the planted words → field."""
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Field → the rules that refused it."""
    number: int = 0

    @staticmethod
    def of(root: Path) -> Garden:
        names = sorted(file.relative_to(root).as_posix() for file in root.rglob("*.yaml"))
        files = {name: yaml.load((root / name).read_text(encoding="utf-8"), yaml.CBaseLoader) for name in names}
        for name, data in files.items():
            if name.startswith("plans/"):  # the sources are written anew: they need no repair but those tried here
                source = {key: data["source"][key] for key in ("file", "sha256")}
                drop = {"line": "1", "drop": "hai lần", "why": "in hai lần"}
                respace = {"line": "1", "respace": data["title"], "why": "thiếu dấu cách"}
                data["source"] = source | {"foot": "1-1", "repairs": [drop, respace]}
        return Garden(root, files)

    def plant(self, most: int = 1) -> None:
        """Plant every field, of each at most `most` values, or one where all leave it out."""
        by_field: dict[str, list[Slot]] = defaultdict(list)
        for file, data in self.files.items():
            for slot in slots(file, data):
                by_field[slot.field].append(slot)
        self._write(self.files)
        assert self._faults() == set()
        for found in by_field.values():
            present = [slot for slot in found if value_at(self.files[slot.file], slot.steps) is not None]
            done = 0
            for slot in _spread(present, 3 * most) if present else found[:1]:
                done += self._try(slot)
                if done == most or CLOSED & self.refused[slot.field]:
                    break

    def _try(self, slot: Slot) -> bool:
        own = OWN_FORMS.get(slot.field)
        forms = (own,) if own else tuple(dict.fromkeys((FORMS[self.number % len(FORMS)], after, brief)))
        for form, echo in product(forms, (False, True) if slot.file.startswith("plans/") else (False,)):
            self.number += 1
            changed = planted(self.files, slot, form, self.number, echo=echo)
            touched = [name for name in changed if changed[name] != self.files[name]]
            self._write({name: changed[name] for name in touched})
            rules = self._faults()
            if not rules:
                self.files = changed
                self.taken[self.number] = slot.field
                return True
            self.refused[slot.field] |= rules
            self._write({name: self.files[name] for name in touched})
            if rules & CLOSED:
                break
        return False

    def _write(self, files: Files) -> None:
        """Write the files; a plan with a source that says what it says."""
        for name, data in files.items():
            _dump(self.root / name, data)
            if name.startswith("plans/"):
                write_source(self.root, name, data)

    def _faults(self) -> set[str]:
        return {problem.rule for problem in survey(self.root).problems}


def _spread(found: list[Slot], most: int) -> list[Slot]:
    """The first, the last and some between: of several files where there are several."""
    if len(found) <= most:
        return found
    return [found[index * (len(found) - 1) // max(most - 1, 1)] for index in range(most)]


def planted(files: Files, slot: Slot, form: Form, number: int, *, echo: bool) -> Files:
    """The files with the slot's value in a hostile form, and with it every value that is the same.

    With `echo` the value also stands at the end of the clause around it (else of the plan's title), since much must be
    printed where it is annotated.
    """
    changed = copy.deepcopy(files)
    old = value_at(changed[slot.file], slot.steps)
    value = old if isinstance(old, str) else ""
    new = form(value, number)
    if value:
        changed = {name: _replaced(data, value, new) for name, data in changed.items()}
    else:
        _set(changed[slot.file], slot.steps, [new] if slot.many else new)
    if echo:
        around = value_at(changed[slot.file], slot.clause)
        key = next((key for key in ("text", "dash", "plus", "title", "label") if around.get(key)), "title")
        around[key] = f"{around.get(key, '')} {new}"
    return changed


def _replaced(data: Any, old: str, new: str) -> Any:
    if isinstance(data, dict):
        return {_replaced(key, old, new): _replaced(value, old, new) for key, value in data.items()}
    if isinstance(data, list):
        return [_replaced(item, old, new) for item in data]
    return new if data == old else data


def value_at(data: Any, steps: tuple[Step, ...]) -> Any:
    """What stands at `steps` of a file's lists and dictionaries; None where nothing does."""
    for step in steps:
        if isinstance(step, str) and step.startswith(KEY):
            return step.removeprefix(KEY) if step.removeprefix(KEY) in data else None
        if isinstance(data, list) and isinstance(step, int):
            data = data[step]
        elif isinstance(data, dict):
            data = data.get(step)
        else:
            return None
    return data


def _set(data: Any, steps: tuple[Step, ...], value: Any) -> None:
    *way, last = steps
    value_at(data, tuple(way))[last] = value


def _dump(file: Path, data: Any) -> None:
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    file.write_text(text, encoding="utf-8")


def write_source(root: Path, name: str, data: dict[str, Any]) -> None:
    """Write the source of the plan `name` so that it says what the plan says; the plan is told its lines and digest."""
    node, _ = load(root / name, name)
    file, _ = read_model(node, PlanFile, name)
    if file is None:
        return
    plan = read_plan(Path(name).stem, name, node, file)
    lines, foot = ([text for text, _ in pieces(plan)] for pieces in (plan_pieces, foot_pieces))
    for repair, record in zip(data["source"]["repairs"], file.source.repairs, strict=True):
        if record.drop:
            lines.append(record.drop)
            repair["line"] = str(len(lines))
        elif record.respace:
            at = next((index for index, line in enumerate(lines) if record.respace in line), 0)
            lines[at] = lines[at].replace(record.respace, "".join(record.respace.split()))
            repair["line"] = str(at + 1)
    data["source"]["foot"] = f"{len(lines) + 1}-{len(lines) + len(foot)}"
    text = "\n".join((*lines, *foot))
    source = root / file.source.file
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, encoding="utf-8")
    data["source"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    _dump(root / name, data)
