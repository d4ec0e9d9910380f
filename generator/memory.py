"""What the program does about the memory it uses."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Where nearly all that is made is kept: looking for garbage in it over and over takes long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            gc.unfreeze()  # all is old now: the next look at what is young need not go through it
            gc.enable()
