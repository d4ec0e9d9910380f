"""JSON without blanks, as programs read it."""

from __future__ import annotations

from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def encoded(value: object) -> bytes:
    """A value as JSON, UTF-8: letters as they are, fields in their order."""
    return _encode(value)


def decoded(data: bytes) -> Any:
    """What JSON holds. Raises ValueError."""
    return _decode(data)
