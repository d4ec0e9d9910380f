"""Values that are made by the hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """A dataclass that is never changed: the type checker sees to that.

    Python itself would see to it as well (`frozen=True`), and take four times as long to make one.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
