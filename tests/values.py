"""Frozen values in tests."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def replace(value: T, **fields: Any) -> T:
    """The value with other fields; one of msgspec's, or a dataclass."""
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **fields)
    return dataclasses.replace(value, **fields)  # type: ignore[type-var] # of values there are these two alone
