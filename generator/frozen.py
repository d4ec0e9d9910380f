"""Values that are made by the hundred thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """A dataclass that is never changed: the type checker sees to that.

    Python itself would see to it as well (`frozen=True`), and take four times as long to make one; to pickle one and
    make it again, eight times as long.
    """
    made = dataclass(slots=True, unsafe_hash=True)(cls)
    names = [field.name for field in fields(made)]  # type: ignore[arg-type]
    values: Callable[[Any], Any] = attrgetter(*names)
    several = len(names) > 1

    def reduced(self: T) -> tuple[type[T], tuple[Any, ...]]:
        return made, values(self) if several else (values(self),)

    made.__reduce__ = reduced  # type: ignore[method-assign, assignment]
    return made
