"""What the records of the content have in common: frozen, no unknown key, every value a text or a list."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.vietnamese import squash


class Record(BaseModel):
    """A frozen mapping of the content; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled is what was given alone: most keys of a clause are not."""
        values = self.__dict__
        return _record, (type(self), {name: values[name] for name in self.__pydantic_fields_set__})


def _record(kind: type[Record], given: dict[str, Any]) -> Record:
    """The record that was pickled; it was validated before."""
    made = _NEW(kind)
    _SET(made, "__dict__", _defaults(kind) | given)
    _SET(made, "__pydantic_fields_set__", set(given))
    _SET(made, "__pydantic_extra__", None)
    _SET(made, "__pydantic_private__", None)
    return made


_NEW, _SET = object.__new__, object.__setattr__  # a record of pydantic's own would refuse to be set


@cache
def _defaults(kind: type[Record]) -> dict[str, Any]:
    """What holds of a record of this kind where nothing is given; shared, since it is never changed."""
    fields = kind.model_fields.items()
    return {name: field.get_default(call_default_factory=True) for name, field in fields}


def problem(rule: str, **words: str) -> PydanticCustomError:
    """An error that the reader of models reports under the message `rule` of the catalogue."""
    return PydanticCustomError("plansite", "{rule}", {"rule": rule, **words})


def _text(value: str) -> str:
    text = squash(value)
    if not text:
        raise problem("value-empty")
    return text


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# Editors' tools read YAML's own types where this program reads text: `178`, `true`.
TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}


def one_or_list(item: dict[str, Any]) -> WithJsonSchema:
    """What an editor's tool is told of a key that takes one value or a list."""
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


Text = Annotated[str, AfterValidator(_text), WithJsonSchema(TEXT)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), one_or_list(TEXT)]
"""One text, or a list of them."""
MAX_ADDRESS = 120
"""Characters of an id, whether it is given or made from a name."""
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=MAX_ADDRESS)]
Slugs = Annotated[
    tuple[Slug, ...],
    BeforeValidator(_one_or_many),
    one_or_list({"type": ["string", "integer"], "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 120}),
]
"""Addresses: small unaccented letters, digits and hyphens."""


def yes(value: Any) -> Any:
    """`true` as an editor writes it; YAML types nothing here."""
    if value == "true":
        return True
    raise problem("value-not-true")


Yes = Annotated[bool, BeforeValidator(yes), WithJsonSchema({"enum": [True]})]
