"""From positioned nodes to typed records; every error of form with its line, column and cure."""

from __future__ import annotations

import re
import types
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from generator.loader import Mapping, Node, Said, Scalar, Sequence, Step, glued, place_of, quoted, to_value
from generator.problems import Place, Problem, nearest

M = TypeVar("M", bound=BaseModel)

NAME_KEYS = frozenset(
    {
        "lead",
        "assigned",
        "support",
        "invited",
        "with",
        "from",
        "to",
        "via",
        "units",
        "members",
        "aliases",
        "overseen_by",
    }
)
"""Keys whose values are names with commas of their own: a list in brackets would cut them."""

GROUPS = "groups"
"""The key below which every key is a name, and every value names units."""

FORMS = {
    "id": "form_slug",
    "formerly": "form_slug",
    "established": "form_date",
    "dissolved": "form_date",
    "sha256": "form_sha256",
    "foot": "form_lines",
    "line": "form_line",
    "continues": "form_line",
    "joins": "form_line",
    "link": "form_link",
    "evidence": "form_link",
}
"""Key → the words that say what its value looks like."""

_LIKE_A_KEY = re.compile(r"[A-Z]?[a-z0-9_-]+")


def read_model(node: Node, model: type[M], path: str) -> tuple[M | None, list[Problem]]:
    """The record in `node`, or None with all that is wrong."""
    flows: list[Sequence] = []
    value = to_value(node, flows)
    problems = _flow_lists(node, path) if flows else []
    try:
        return model.model_validate(value), problems
    except ValidationError as error:
        details = error.errors(include_url=False)
        texts = {tuple(detail["loc"])[:-1] for detail in details if _is_text(detail, node, model)}
        for detail in details:
            # a text that YAML cut at its colon lacks every key: said once is enough
            if not (detail["type"] == "missing" and tuple(detail["loc"])[:-1] in texts):
                problems.append(_problem(detail, node, model, path))
        return None, problems


def _flow_lists(node: Node, path: str, key: str = "", names: bool = False) -> list[Problem]:
    found = []
    if isinstance(node, Sequence):
        if node.flow and names:
            found.append(Problem(Place(path, node.line, node.column), "flow-list", {"key": key}))
        for item in node.items:
            found += _flow_lists(item, path, key, names)
    elif isinstance(node, Mapping):
        for name, value in node.entries:
            found += _flow_lists(value, path, name.value, key == GROUPS or name.value in NAME_KEYS)
    return found


def _problem(detail: ErrorDetails, node: Node, model: type[BaseModel], path: str) -> Problem:
    steps = tuple(detail["loc"])
    kind = detail["type"]
    given = detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(steps, node, model, path)
    if kind == "missing" and steps == ("source",):
        return Problem(place_of(node, (), path), "plan-without-source")
    if kind == "missing":
        return Problem(place_of(node, steps[:-1], path), "key-missing", {"key": str(steps[-1])})
    place = place_of(node, steps, path)
    key = str(next((step for step in reversed(steps) if isinstance(step, str)), ""))
    words = {"key": key, "value": _shown(node, steps)}
    match kind:
        case "plansite":
            others = {"others": _beside(_at(node, steps), str(given.get("mark", "")))}
            return Problem(place, str(given["rule"]), words | others | {k: str(v) for k, v in given.items()})
        case "string_type":
            return _text_expected(node, steps, place, words)
        case "tuple_type" | "list_type":
            return Problem(place, "list-expected" if steps else "file-list", words)
        case "model_type" | "model_attributes_type" | "dict_type":
            return _keys_expected(_at(node, steps), model_at(model, steps) if kind != "dict_type" else None, place)
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", str(given.get("expected", "")))
            return Problem(
                place, "value-not-allowed", words | {"expected": ", ".join(allowed)}, nearest(words["value"], allowed)
            )
        case "too_short":
            return Problem(place, "list-empty", words)
        case "string_too_long":
            return Problem(place, "value-wrong", words | {"why": Said("why_long", limit=str(given["max_length"]))})
    return Problem(place, "value-form", words | {"form": Said(FORMS.get(key, "form_other"))})


def _beside(node: Node | None, mark: str) -> str:
    """The printed parts of a clause that stand beside the mark of a bullet."""
    keys = [key.value for key, _ in node.entries] if isinstance(node, Mapping) else []
    return ", ".join(f"«{key}»" for key in keys if key != mark and key in ("label", "title", "text", "dash", "plus"))


def _text_expected(node: Node, steps: tuple[Step, ...], place: Place, words: dict[str, str]) -> Problem:
    """A mapping where a text belongs is most often a line with a colon that YAML took for a key."""
    found = _at(node, steps)
    if isinstance(found, Mapping) and len(found.entries) == 1:
        key, value = found.entries[0]
        if not _LIKE_A_KEY.fullmatch(key.value):
            return Problem(place, "colon-line", {"line": quoted(_line(key.value, value))})
    return Problem(place, "text-expected", words)


def _keys_expected(found: Node | None, model: type[BaseModel] | None, place: Place) -> Problem:
    if isinstance(found, Scalar) and (wanted := glued(found.value)):
        return Problem(place, "yaml-no-blank", {"line": wanted})
    match found:
        case Scalar(value=""):
            what = Said("found_nothing")
        case Scalar():
            what = Said("found_text", value=found.value[:80])
        case _:
            what = Said("found_list")
    one = model is not None and isinstance(found, Scalar)
    form = Said("form_record", key=_first_key(model)) if one else Said("form_pairs")
    return Problem(place, "keys-expected", {"form": form, "found": what})


def _unknown_key(steps: tuple[Step, ...], node: Node, model: type[BaseModel], path: str) -> Problem:
    key = str(steps[-1])
    place = place_of(node, steps, path, key=True)
    here = model_at(model, steps[:-1])
    known = _keys(here)
    if _reads_as_text(key, _at(node, steps[:-1]), here):
        line = f"{_first_key(here)}: {quoted(_line(key, _at(node, steps)))}"
        return Problem(place, "colon-line", {"line": line})
    if near := nearest(key, known):
        return Problem(place, "key-unknown", {"key": key}, near)
    return Problem(place, "key-unknown-all", {"key": key, "known": ", ".join(known)})


def _is_text(detail: ErrorDetails, node: Node, model: type[BaseModel]) -> bool:
    steps = tuple(detail["loc"])
    if detail["type"] != "extra_forbidden":
        return False
    return _reads_as_text(str(steps[-1]), _at(node, steps[:-1]), model_at(model, steps[:-1]))


def _reads_as_text(key: str, record: Node | None, model: type[BaseModel] | None) -> bool:
    """Whether an unknown key is the beginning of a text with a colon; else it is a misspelt key."""
    if _LIKE_A_KEY.fullmatch(key) or not isinstance(record, Mapping) or model is None:
        return False
    there = {name.value for name, _ in record.entries}
    required = {f.alias or name for name, f in model.model_fields.items() if f.is_required()}
    return len(key.split()) > 3 or not there & set(_keys(model)) or bool(required - there)


def _line(key: str, value: Node | None) -> str:
    """The line as the editor wrote it, before YAML parted it at its colon."""
    if isinstance(value, Scalar):
        return f"{key}: {value.value}".rstrip()
    return f"{key}: …"


def _first_key(model: type[BaseModel] | None) -> str:
    """The key under which a record has its words: `text`, else the first that it can't do without."""
    keys = _keys(model)
    required = (f.alias or name for name, f in (model.model_fields if model else {}).items() if f.is_required())
    return "text" if "text" in keys else next(required, keys[0] if keys else "text")


def _keys(model: type[BaseModel] | None) -> list[str]:
    fields = model.model_fields.items() if model else ()
    return [field.alias or name for name, field in fields]


def model_at(model: Any, steps: tuple[Step, ...]) -> type[BaseModel] | None:
    """The record type that stands at `steps` below `model`."""
    here = _record_in(model)
    for step in steps:
        if here is None:
            return None
        if issubclass(here, RootModel):
            here = _record_in(here.model_fields["root"].annotation)
        elif isinstance(step, str):
            found = next((f for name, f in here.model_fields.items() if step in (name, f.alias)), None)
            here = _record_in(found.annotation) if found else None
    return here


def _record_in(annotation: Any) -> type[BaseModel] | None:
    """The record type inside `tuple[X, ...]`, `X | None`, `Annotated[X, …]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType) or hasattr(annotation, "__metadata__"):
        return next((found for arg in get_args(annotation) if (found := _record_in(arg))), None)
    return None


def _at(node: Node, steps: tuple[Step, ...]) -> Node | None:
    here: Node | None = node
    for step in steps:
        if isinstance(here, Mapping):
            here = next((value for key, value in here.entries if key.value == step), None)
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
        elif isinstance(here, Scalar):
            return here
        else:
            return None
    return here


def _shown(node: Node, steps: tuple[Step, ...]) -> str:
    found = _at(node, steps)
    return found.value[:80] if isinstance(found, Scalar) else ""
