"""Rows of files from records, fast: what a value becomes is made once while it recurs.

Most records are duties, and the duties of a clause differ in little but the unit. So they may come as one `Alike`: what
they share becomes a template, into which each record puts its own fields. Where they do not stand together, as in the
lists of units, they share a `Base`, which remembers its templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import getitem, itemgetter
from typing import Any, NamedTuple

from generator.exports.contract import Record

MOST = 512
"""Values of a column that are remembered: as many units as a district and its province have; long texts stay few."""
KEPT = frozenset({str, bool, type(None)})
"""What is remembered by its value. Numbers are not: 1, 1.0 and True are one key."""

Make = Callable[[Any], bytes]
Sides = tuple[tuple[bytes, ...], tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Base:
    """What records share: every field, in the order of the table; what it holds of their own ones does not matter.

    `made` is what it became, by the form of the file.
    """

    record: Record
    made: dict[str, Any] = field(default_factory=dict)


class Alike(NamedTuple):
    """Records that differ in their id and the `own` fields alone.

    `values`: of each record its id and the values of these. What many records have in these may be the same tuple.
    """

    base: Base
    own: tuple[str, ...]
    values: Sequence[tuple[str, tuple[Any, ...]]]

    def records(self) -> Iterator[Record]:
        """Each record by itself."""
        base, own, values = self
        return (base.record | {"id": id_, **dict(zip(own, mine, strict=True))} for id_, mine in values)

    def part(self, first: int, last: int) -> Alike:
        """The records from `first` to before `last`."""
        return Alike(self.base, self.own, self.values[first:last])


Records = Iterable[Record | Alike]


def count(records: Records) -> int:
    """How many records these are."""
    return sum(len(item.values) if isinstance(item, Alike) else 1 for item in records)


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

    `parts` are fields and what makes them, in the order of the row; a field may stand there more than once. `form`
    names rows that are made alike, wherever a `Base` may go.
    """

    def __init__(
        self, form: str, parts: Iterable[tuple[str, Memo | Each | Same]], head: bytes, joint: bytes, tail: bytes
    ) -> None:
        self._form, self._head, self._joint, self._tail = form, head, joint, tail
        self._parts = tuple(parts)
        self._memos = tuple(memo for _, memo in self._parts)
        self._values = _picker([name for name, _ in self._parts])
        self._own = _Own((), self._parts)

    def of(self, item: Record | Alike) -> list[bytes]:
        """A row a record."""
        if not isinstance(item, Alike):
            return [self._head + self._joint.join(map(getitem, self._memos, self._values(item))) + self._tail]
        base, own, found = item
        template = base.made.get(self._form)
        if template is None:
            template = base.made[self._form] = self._template(base.record, own)
        if own is not self._own.names:
            self._own = _Own(own, self._parts)
        name, made = self._own.id.__getitem__, self._own.made
        rows = []
        for id_, mine in found:
            before, after = made(mine)
            rows.append(template % (*before, name(id_), *after))
        return rows

    def _template(self, base: Record, own: tuple[str, ...]) -> bytes:
        open_ = {"id", *own}
        parts = [b"%b" if name in open_ else memo[base[name]].replace(b"%", b"%%") for name, memo in self._parts]
        return self._head + self._joint.join(parts) + self._tail


class _Own:
    """What the own fields of records become: those that stand before the id in a row, those behind it."""

    def __init__(self, names: tuple[str, ...], parts: Sequence[tuple[str, Memo | Each | Same]]) -> None:
        self.names = names
        places = {name: place for place, name in enumerate(names)}
        at = next(place for place, (name, _) in enumerate(parts) if name == "id")
        self.id = parts[at][1]
        self._before = [(places[name], memo) for name, memo in parts[:at] if name in places]
        self._after = [(places[name], memo) for name, memo in parts[at + 1 :] if name in places]
        self._held: dict[int, tuple[tuple[Any, ...], Sides]] = {}

    def made(self, values: tuple[Any, ...]) -> Sides:
        """The very tuple is remembered (and so kept)."""
        held = self._held.get(id(values))
        if held is None:
            if len(self._held) >= MOST:
                self._held.clear()
            before, after = ([memo[values[place]] for place, memo in side] for side in (self._before, self._after))
            held = self._held[id(values)] = values, (tuple(before), tuple(after))
        return held[1]


def _picker(names: Sequence[str]) -> Callable[[Record], tuple[Any, ...]]:
    if len(names) == 1:
        return lambda record: (record[names[0]],)
    return itemgetter(*names)
