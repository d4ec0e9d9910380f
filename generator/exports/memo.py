"""Rows of files from records, fast: what a value becomes is made once while it recurs.

Most records are duties, and the duties of a clause differ in little but the unit. So they may come as one `Alike`: what
they share becomes a template, into which each record puts its own fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import getitem, itemgetter
from typing import Any

from generator.exports.contract import Record

MOST = 512
"""Values of a column that are remembered: as many units as a district and its province have; long texts stay few."""
KEPT = frozenset({str, bool, type(None)})
"""What is remembered by its value. Numbers are not: 1, 1.0 and True are one key."""

Make = Callable[[Any], bytes]


@dataclass(frozen=True, slots=True)
class Alike:
    """Records that differ in their `own` fields alone: the `values` of these, one tuple a record.

    `base` has every field, in the order of the table; what it holds of the own ones does not matter.
    """

    base: Record
    own: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]

    def records(self) -> Iterator[Record]:
        """Each record by itself."""
        return (self.base | dict(zip(self.own, values, strict=True)) for values in self.values)

    def part(self, first: int, last: int) -> Alike:
        """The records from `first` to before `last`."""
        return replace(self, values=self.values[first:last])


Records = Iterable[Record | Alike]


def single(records: Records) -> Iterator[Record]:
    """Each record by itself."""
    for item in records:
        if isinstance(item, Alike):
            yield from item.records()
        else:
            yield item


class Memo(dict[Any, bytes]):
    """Text, yes or no, None → what it becomes."""

    def __init__(self, make: Make) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> bytes:
        made = self._make(value)
        if type(value) in KEPT:
            if len(self) >= MOST:
                self.clear()
            self[value] = made
        return made


class Each:
    """Nothing is remembered: for ids, which never recur."""

    def __init__(self, make: Make) -> None:
        self._make = make

    def __getitem__(self, value: Any) -> bytes:
        return self._make(value)


class Same:
    """A list or an object → what it becomes. The very object is remembered (and so kept), for one call only."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._empty: bytes | None = None
        self._held: dict[int, tuple[Any, bytes]] = {}

    def __getitem__(self, value: Any) -> bytes:
        if type(value) is list and not value:
            if self._empty is None:
                self._empty = self._make(value)
            return self._empty
        held = self._held.get(id(value))
        if held is None:
            if len(self._held) >= MOST:
                self._held.clear()
            held = self._held[id(value)] = (value, self._make(value))
        return held[1]


class Rows:
    """Makes rows: `head`, what each field becomes with `joint` between them, `tail`.

    `parts` are fields and what makes them, in the order of the row; a field may stand there more than once.
    """

    def __init__(self, parts: Iterable[tuple[str, Memo | Each | Same]], head: bytes, joint: bytes, tail: bytes) -> None:
        self._parts = tuple(parts)
        self._memos = tuple(memo for _, memo in self._parts)
        self._values = _picker([name for name, _ in self._parts])
        self._head, self._joint, self._tail = head, joint, tail

    def of(self, item: Record | Alike) -> list[bytes]:
        """A row a record."""
        if not isinstance(item, Alike):
            return [self._head + self._joint.join(map(getitem, self._memos, self._values(item))) + self._tail]
        template = self._template(item)
        places = {name: place for place, name in enumerate(item.own)}
        own = [(places[name], memo) for name, memo in self._parts if name in places]
        pick, memos = _picker([place for place, _ in own]), [memo for _, memo in own]
        return [template % (*map(getitem, memos, pick(values)),) for values in item.values]

    def _template(self, item: Alike) -> bytes:
        base, open_ = item.base, frozenset(item.own)
        parts = [b"%b" if name in open_ else memo[base[name]].replace(b"%", b"%%") for name, memo in self._parts]
        return self._head + self._joint.join(parts) + self._tail


def _picker(keys: Sequence[str | int]) -> Callable[[Any], tuple[Any, ...]]:
    if len(keys) == 1:
        return lambda values: (values[keys[0]],)
    return itemgetter(*keys)
