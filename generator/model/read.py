"""From positioned nodes to typed records; every error of form with its line, column and cure."""

from __future__ import annotations

import re
import types
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from generator.loader import Mapping, Node, Scalar, Sequence, Step, place_of, to_value
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


def read_model(node: Node, model: type[M], path: str) -> tuple[M | None, list[Problem]]:
    """The record in `node`, or None with all that is wrong."""
    problems = list(_flow_lists(node, path))
    try:
        return model.model_validate(to_value(node)), problems
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.append(_problem(detail, node, model, path))
        return None, problems


def _flow_lists(node: Node, path: str, key: str = "") -> list[Problem]:
    found = []
    if isinstance(node, Sequence):
        if node.flow and key in NAME_KEYS:
            found.append(Problem(Place(path, node.line, node.column), "flow-list", {"key": key}))
        for item in node.items:
            found += _flow_lists(item, path, key)
    elif isinstance(node, Mapping):
        for name, value in node.entries:
            found += _flow_lists(value, path, name.value)
    return found


def _problem(detail: ErrorDetails, node: Node, model: type[BaseModel], path: str) -> Problem:
    steps = tuple(detail["loc"])
    kind = detail["type"]
    given = detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(steps, node, model, path)
    if kind == "missing":
        return Problem(place_of(node, steps[:-1], path), "key-missing", {"key": str(steps[-1])})
    place = place_of(node, steps, path)
    key = str(next((step for step in reversed(steps) if isinstance(step, str)), ""))
    words = {"key": key, "value": _shown(node, steps)}
    match kind:
        case "plansite":
            return Problem(place, str(given["rule"]), words | {k: str(v) for k, v in given.items()})
        case "string_type":
            return _text_expected(node, steps, place, words)
        case "tuple_type" | "list_type":
            return Problem(place, "list-expected", words)
        case "model_type" | "model_attributes_type" | "dict_type":
            return Problem(place, "keys-expected", words)
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", str(given.get("expected", "")))
            return Problem(
                place, "value-not-allowed", words | {"expected": ", ".join(allowed)}, nearest(words["value"], allowed)
            )
        case "string_pattern_mismatch":
            return Problem(place, "value-form", words | {"expected": str(given.get("pattern", ""))})
        case "too_short":
            return Problem(place, "list-empty", words)
    return Problem(place, "value-wrong", words | {"why": detail["msg"]})


def _text_expected(node: Node, steps: tuple[Step, ...], place: Place, words: dict[str, str]) -> Problem:
    """A mapping where a text belongs is most often a line with a colon that YAML took for a key."""
    found = _at(node, steps)
    if isinstance(found, Mapping) and len(found.entries) == 1:
        key, value = found.entries[0]
        line = f"{key.value}: {value.value}" if isinstance(value, Scalar) else f"{key.value}: …"
        return Problem(place, "colon-line", {"line": line})
    return Problem(place, "text-expected", words)


def _unknown_key(steps: tuple[Step, ...], node: Node, model: type[BaseModel], path: str) -> Problem:
    key = str(steps[-1])
    place = place_of(node, steps, path, key=True)
    if not re.fullmatch(r"[a-z_0-9]+", key):
        value = _at(node, steps)
        line = f"{key}: {value.value}" if isinstance(value, Scalar) and value.value else key
        return Problem(place, "colon-line", {"line": line})
    known = _keys(_model_at(model, steps[:-1]))
    return Problem(place, "key-unknown", {"key": key, "known": ", ".join(known)}, nearest(key, known))


def _keys(model: type[BaseModel] | None) -> list[str]:
    fields = model.model_fields.items() if model else ()
    return [field.alias or name for name, field in fields]


def _model_at(model: Any, steps: tuple[Step, ...]) -> type[BaseModel] | None:
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
