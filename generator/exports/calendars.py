"""Calendars (RFC 5545): what falls due, for the whole site and for each unit.

An event is an all-day one on the last day that is still in time. Its UID is the deadline's id and never changes;
SEQUENCE counts how often git saw it move, go or come back; a deadline that is gone stays as CANCELLED. DTSTAMP and
LAST-MODIFIED are when the plan's file last changed, so that the same content gives the same bytes.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from icalendar import Calendar, Timezone, TimezoneStandard, vDuration, vRecur, vText

from generator import urls
from generator.changes.model import Event as Deadline
from generator.changes.model import Move
from generator.corpus import Corpus
from generator.due import Due, due_of_plan, due_of_unit
from generator.history import History
from generator.messages import word
from generator.paths import path_label
from generator.plans import Plan
from generator.registry import Unit
from generator.titles import due_title, plan_name, shortened, vietnamese_date

PRODUCT = "-//Plansite//Plansite//VI"
ZONE = "Asia/Ho_Chi_Minh"
AHEAD = (30, 7)
"""Days before the last day on which an alarm rings, at eight in the morning: nobody wants it at midnight."""
LONGEST = 1000
"""Letters of a clause that are quoted; the link leads to the rest."""
MORNING = timedelta(hours=8)
LINE = 75
"""Bytes of a line and the first of its end."""
CHUNK = 200
"""Events of a piece of a file."""
KEPT = 2048
"""Deadlines of which is remembered what is said of them, one kB each; days and moments likewise."""
TITLE = "\ue000"
"""Stands for the name of a calendar."""


class OpenEvent(NamedTuple):
    """A deadline of the site's calendar, but for what only the history tells: it goes between the `parts`."""

    plan: str
    id: str
    parts: tuple[str, str, str, str]


@dataclass(frozen=True)
class Calendars:
    """Makes calendars from a corpus and its `history`. `site` is the site's address, "" where it is not known."""

    corpus: Corpus
    history: History
    name: str
    site: str = ""
    _held: dict[tuple[object, ...], bytes] = field(default_factory=dict)

    def of_site(self, known: Iterable[OpenEvent] | None = None) -> Iterator[bytes]:
        """Every deadline once, for all its units: the file in pieces. `known` are the events of all plans."""
        found = known or (event for plan in self.corpus.plans for event in self.open_events(plan))
        return self.of_events((event.id, self._told_by_history(event)) for event in found)

    def open_events(self, plan: Plan) -> Iterator[OpenEvent]:
        """What one plan adds to the calendar of the site, whatever its history."""
        return (self._open(due) for due in due_of_plan(self.corpus, plan))

    def of_unit(self, unit: Unit) -> Iterator[bytes]:
        """The deadlines that a unit has to keep, likewise. A calendar without any is a calendar all the same."""
        found = due_of_unit(self.corpus, unit.id)
        return self.of_events(((due.id, self.event(due, unit)) for due in found), unit)

    def of_events(self, found: Iterable[tuple[str, bytes]], unit: Unit | None = None) -> Iterator[bytes]:
        """The calendar of a unit, or of the site, from its deadlines: ids, each once, and events as text."""
        gone = {event.id: event for event in self._gone.get(unit.id if unit else None, ())}
        title = word("calendar-unit", name=unit.full_name) if unit else word("calendar-site")
        begun, end, rest = self._empty.replace(TITLE, _escaped(title)).rpartition("END:VCALENDAR")
        yield b"".join(folded(line) for line in begun.split("\r\n")[:-1])
        events = iter(found)
        while some := list(islice(events, CHUNK)):
            for id_, _ in some:
                gone.pop(id_, None)
            yield b"".join([event for _, event in some])
        yield b"".join(map(self._cancelled, gone.values())) + f"{end}{rest}".encode()

    @cached_property
    def _empty(self) -> str:
        """A calendar without events and with TITLE for its name, its lines not folded."""
        made = Calendar()
        made.add("prodid", PRODUCT)
        made.add("version", "2.0")
        made.add("name", vText(TITLE))
        made.add("x-wr-calname", vText(TITLE))
        made.add("description", word("calendar-about", site=self.name))
        made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
        made.add("x-wr-timezone", ZONE)
        made.add_component(_zone())
        return bytes(made.to_ical(sorted=True)).decode().replace("\r\n ", "")

    def event(self, due: Due, unit: Unit | None = None) -> bytes:
        """A deadline as text, for a unit's calendar or for the site's."""
        return self._told_by_history(self._open(due, unit))

    def _open(self, due: Due, unit: Unit | None = None) -> OpenEvent:
        title = _escaped(due_title(self.corpus, due, unit.id if unit else None))
        gone = bool(unit and unit.entry.dissolved)
        after = [f"URL:{self.site}{urls.clause(due.plan, due.clause)}"] if self.site else []
        if not gone:
            after += (line for days in AHEAD for line in _alarm(days, title))
        parts = _parts(due.id, title, due.days, self._told(due, unit), ["TRANSP:TRANSPARENT", *after])
        return OpenEvent(due.plan, due.id, parts)

    def _told_by_history(self, event: OpenEvent) -> bytes:
        plan = self.corpus.plan_by_slug[event.plan]
        return self._event(event.id, event.parts, self.history.moment(plan.path, plan.day))

    def _event(self, uid: str, parts: tuple[str, str, str, str], moment: datetime) -> bytes:
        """The event of these parts, as it last changed at a `moment`."""
        changed = _utc(moment)
        told = f"DTSTAMP:{changed}\r\n", f"SEQUENCE:{self._sequence[uid]}\r\n", f"LAST-MODIFIED:{changed}\r\n"
        first, second, third, last = parts
        return "".join((first, told[0], second, told[1], third, told[2], last)).encode()

    def _told(self, due: Due, unit: Unit | None) -> bytes:
        """What is said of a deadline; units side by side have the same ones."""
        key = (
            due.plan,
            due.clause,
            due.rule.printed,
            due.report and due.report.step,
            due.role,
            unit and unit.entry.dissolved,
        )
        found = self._held.get(key)
        if found is None:
            if len(self._held) >= KEPT:
                self._held.clear()
            found = self._held[key] = _described("\n".join(self._lines(due, unit)))
        return found

    def _cancelled(self, gone: Deadline) -> bytes:
        after, said = ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"], _described(word("calendar-cancelled"))
        parts = _parts(gone.id, _escaped(gone.title), gone.days, said, after)
        return self._event(gone.id, parts, self._moved_at[gone.id])

    def _lines(self, due: Due, unit: Unit | None) -> Iterator[str]:
        """The printed words, whom it concerns, where it stands; the link last, where programs make it one."""
        corpus, link = self.corpus, due.report
        clause = corpus.clause_by_id[due.plan, due.clause]
        yield word("calendar-printed", printed=due.rule.printed)
        if link:
            names = ", ".join(dict.fromkeys(named.name for named in (*link.receivers, *link.via)))
            yield word("calendar-to", names=names)
        elif due.role:
            yield word("calendar-role", role=word(f"role-{due.role}"))
        yield shortened(clause.full_text(), LONGEST)
        name = plan_name(corpus, corpus.plan_by_slug[due.plan])
        yield word("calendar-clause", clause=path_label(clause), plan=name)
        yield word("calendar-last-day")
        if unit and unit.entry.dissolved:
            yield word("calendar-dissolved", day=vietnamese_date(unit.entry.dissolved))
        if self.site:
            yield f"{self.site}{urls.clause(due.plan, due.clause)}"

    @cached_property
    def _moves(self) -> tuple[tuple[Move, datetime], ...]:
        """Oldest first."""
        return tuple((move, step.time) for step in reversed(self.history.steps) for move in step.moves)

    @cached_property
    def _sequence(self) -> Counter[str]:
        """Deadline → how often it moved or went, or came back after it was gone."""
        gone: set[str] = set()
        count: Counter[str] = Counter()
        for move, _ in self._moves:
            if move.stage != "added" or move.event.id in gone:
                count[move.event.id] += 1
            (gone.add if move.stage == "removed" else gone.discard)(move.event.id)
        return count

    @cached_property
    def _moved_at(self) -> dict[str, datetime]:
        return {move.event.id: time for move, time in self._moves}

    @cached_property
    def _gone(self) -> dict[str | None, list[Deadline]]:
        """Unit, or None for the whole site → the deadlines that are gone, as they last were."""
        last = {move.event.id: move for move, _ in self._moves}
        found: dict[str | None, list[Deadline]] = {}
        for move in last.values():
            if move.stage == "removed":
                found.setdefault(move.event.unit, []).append(move.event)
        return found


def _parts(uid: str, title: str, days: tuple[str, ...], said: bytes, after: Iterable[str]) -> tuple[str, str, str, str]:
    """The lines of an event in the order in which icalendar writes them, without those that the history tells."""
    last = date.fromisoformat(days[-1])
    rule = _recurring(recurrence(days) | {"UNTIL": last}) if len(days) > 1 else ""
    return (
        _lined("BEGIN:VEVENT", f"SUMMARY:{title}", *_day(days[0])),
        _lined(f"UID:{_escaped(uid)}"),
        _lined(*([f"RRULE:{rule}"] if rule else [])) + said.decode(),
        _lined(*after, "END:VEVENT"),
    )


def _lined(*lines: str) -> str:
    return b"".join(map(folded, lines)).decode()


def recurrence(days: tuple[str, ...]) -> dict[str, Any]:
    """The rule (RRULE) that gives these days of each year or of each month, and no other, from the first on.

    Where a month is too short for the day, its last day takes the place, which is what the list then shows.
    """
    found = [date.fromisoformat(day) for day in days]
    number = max(day.day for day in found)
    ends = all(day.day == calendar.monthrange(day.year, day.month)[1] for day in found)
    same = all(day.day == number for day in found)
    if len({day.year for day in found}) == len(found):
        ever = {"FREQ": "YEARLY"}
        return ever if same else ever | {"BYMONTH": found[0].month, "BYMONTHDAY": -1}
    ever = {"FREQ": "MONTHLY"}
    if same:
        return ever
    return ever | ({"BYMONTHDAY": -1} if ends else {"BYMONTHDAY": list(range(28, number + 1)), "BYSETPOS": -1})


def folded(line: str) -> bytes:
    """A line with its end, cut where it is longer than 75 bytes with the end, never within a letter or an escape.

    icalendar goes letter by letter, which took most of the time of a calendar; what comes out is the same.
    """
    data = line.encode()
    if len(data) < LINE:
        return data + b"\r\n"
    parts, at = [], 0
    while len(data) - at >= LINE:
        end = at + LINE - 1
        while data[end] & 0xC0 == 0x80:
            end -= 1
        if data[end - 1] in b"\\^" and end - 1 > at:
            end -= 1
        parts.append(data[at:end])
        at = end
    return b"\r\n ".join((*parts, data[at:])) + b"\r\n"


def _escaped(text: str) -> str:
    return vText(text).to_ical().decode()


def _described(text: str) -> bytes:
    return folded(f"DESCRIPTION:{_escaped(text)}")


@lru_cache(maxsize=KEPT)
def _day(day: str) -> tuple[str, str]:
    """The lines of an event that lasts this day (ISO)."""
    first = date.fromisoformat(day)
    return f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}"


@lru_cache(maxsize=KEPT)
def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _alarm(days: int, title: str) -> tuple[str, ...]:
    return "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", f"TRIGGER:{_before(days)}", "END:VALARM"


@cache
def _before(days: int) -> str:
    return bytes(vDuration(MORNING - timedelta(days=days)).to_ical()).decode()  # type: ignore[no-untyped-call]


def _recurring(rule: dict[str, Any]) -> str:
    return bytes(vRecur(rule).to_ical()).decode()  # type: ignore[no-untyped-call]


def _zone() -> Timezone:
    """Vietnam's time. A calendar has to hold something (RFC 5545, 3.4) also where nothing falls due."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1975, 6, 13))
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", vText("+07"))
    zone.add_component(standard)
    return zone
