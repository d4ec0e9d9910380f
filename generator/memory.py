"""What the program does about the memory it uses."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


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


def own() -> int:
    """Bytes of memory that this process shares with no other, where the system tells, else 0."""
    try:
        told = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Private_Dirty:"))


class Recent(Generic[K, V]):
    """What was made of late, for whoever asks for the same again: at most `most`, the longest unasked goes first.

    What is made must follow from its key alone.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._made)

    def of(self, key: K, make: Callable[..., V], *given: Any) -> V:
        """What was made under `key`, else make(*given)."""
        found = self._made.get(key)
        if found is not None:
            self._made.move_to_end(key)
            return found
        made = self._made[key] = make(*given)
        if len(self._made) > self._most:
            self._made.popitem(last=False)
        return made
