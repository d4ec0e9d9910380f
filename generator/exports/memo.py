"""Rows of files from records, fast: what a value becomes is made once while it recurs.

Most records are duties, and the duties of a clause differ in little but the unit. So they may come as one `Alike`: what
they share becomes a template, into which each record puts its own fields. Where they do not stand together, as in the
lists of units, they share a `Base`, which remembers its templates.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import getitem, itemgetter
from typing import Any, NamedTuple

from msgspec import Struct, field

from generator.exports.contract import Record

MOST = 512
"""Values of a column that are remembered: as many units as a district and its province have; long texts stay few."""
MOST_OWN = 2048
"""Own fields of records that are alike, likewise: as many as a province's units have roles and ways to them."""
KEPT = frozenset({str, bool, type(None)})
"""What is remembered by its value. Numbers are not: 1, 1.0 and True are one key."""

Make = Callable[[Any], bytes]
Sides = tuple[tuple[bytes, ...], tuple[bytes, ...]]


class Base(Struct, frozen=True):
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


Parts = Sequence[tuple[str, Memo | Each | Same]]
"""Fields, and what makes them."""


class Rows(ABC):
    """Makes rows of records. `form` names rows that are made alike, wherever a `Base` may go."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._own: _Own | None = None

    def of(self, item: Record | Alike) -> list[bytes]:
        """A row a record."""
        if not isinstance(item, Alike):
            return [self.row(item)]
        base, names, found = item
        template = base.made.get(self._form)
        if template is None:
            template = base.made[self._form] = self.template(base.record, ("id", *names))
        own = self._own
        if own is None or own.names is not names:
            own = self._own = _Own(names, self.parts(base.record))
        name, made = own.id.__getitem__, own.made
        rows = []
        for id_, mine in found:
            before, after = made(mine)
            rows.append(template % (*before, name(id_), *after))
        return rows

    @abstractmethod
    def row(self, record: Record) -> bytes:
        """A record by itself."""

    @abstractmethod
    def template(self, base: Record, own: Sequence[str]) -> bytes:
        """What records share, with `%b` for each of their own fields."""

    @abstractmethod
    def parts(self, record: Record, /) -> Parts:
        """What makes each field, in the order of the row; those that are nobody's own may lack."""


class Joined(Rows):
    """Rows from `head`, what each of `parts` becomes with `joint` between them, `tail`.

    A field may be there more than once.
    """

    def __init__(self, form: str, parts: Iterable[tuple[str, Memo | Each | Same]], ends: tuple[bytes, bytes, bytes]):
        super().__init__(form)
        self._head, self._joint, self._tail = ends
        self._parts = tuple(parts)
        self._memos = tuple(memo for _, memo in self._parts)
        self._values = _picker([name for name, _ in self._parts])

    def row(self, record: Record) -> bytes:
        return self._head + self._joint.join(map(getitem, self._memos, self._values(record))) + self._tail

    def template(self, base: Record, own: Sequence[str]) -> bytes:
        parts = [b"%b" if name in own else memo[base[name]].replace(b"%", b"%%") for name, memo in self._parts]
        return self._head + self._joint.join(parts) + self._tail

    def parts(self, _: Record, /) -> Parts:
        return self._parts


class _Own:
    """What the own fields of records become: those that stand before the id in a row, those behind it."""

    def __init__(self, names: tuple[str, ...], parts: Parts) -> None:
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
            if len(self._held) >= MOST_OWN:
                self._held.clear()
            before, after = ([memo[values[place]] for place, memo in side] for side in (self._before, self._after))
            held = self._held[id(values)] = values, (tuple(before), tuple(after))
        return held[1]


def _picker(names: Sequence[str]) -> Callable[[Record], tuple[Any, ...]]:
    if len(names) == 1:
        return lambda record: (record[names[0]],)
    return itemgetter(*names)
