"""Calendars (RFC 5545): what falls due, for the whole site and for each unit.

An event is an all-day one on the last day that is still in time. Its UID is the deadline's id and never changes;
SEQUENCE counts how often git saw it move, go or come back; a deadline that is gone stays as CANCELLED. DTSTAMP and
LAST-MODIFIED are when the plan's file last changed, so that the same content gives the same bytes.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vText

from generator import urls
from generator.changes.model import Event as Deadline
from generator.changes.model import Move
from generator.corpus import Corpus
from generator.due import Due, due_of_plan, due_of_unit
from generator.history import History
from generator.messages import word
from generator.paths import path_label
from generator.registry import Unit
from generator.titles import due_title, plan_name, shortened, vietnamese_date

PRODUCT = "-//Plansite//Plansite//VI"
ZONE = "Asia/Ho_Chi_Minh"
AHEAD = (30, 7)
"""Days before the last day on which an alarm rings, at eight in the morning: nobody wants it at midnight."""
LONGEST = 1000
"""Letters of a clause that are quoted; the link leads to the rest."""
MORNING = timedelta(hours=8)


@dataclass(frozen=True)
class Calendars:
    """Makes calendars from a corpus and its `history`. `site` is the site's address, "" where it is not known."""

    corpus: Corpus
    history: History
    name: str
    site: str = ""

    def of_site(self) -> bytes:
        """Every deadline once, for all its units."""
        found = (due for plan in self.corpus.plans for due in due_of_plan(self.corpus, plan))
        return self._calendar(word("calendar-site"), found, None)

    def of_unit(self, unit: Unit) -> bytes:
        """The deadlines that a unit has to keep. A calendar without any is a calendar all the same."""
        return self._calendar(word("calendar-unit", name=unit.full_name), due_of_unit(self.corpus, unit.id), unit)

    def _calendar(self, title: str, found: Iterable[Due], unit: Unit | None) -> bytes:
        made = Calendar()
        made.add("prodid", PRODUCT)
        made.add("version", "2.0")
        made.add("name", vText(title))
        made.add("x-wr-calname", vText(title))
        made.add("description", word("calendar-about", site=self.name))
        made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
        made.add("x-wr-timezone", ZONE)
        made.add_component(_zone())
        events = {due.id: self._event(due, unit) for due in found}
        for gone in self._gone.get(unit.id if unit else None, ()):
            if gone.id not in events:
                events[gone.id] = self._cancelled(gone)
        for event in events.values():
            made.add_component(event)
        return bytes(made.to_ical(sorted=True))

    def _event(self, due: Due, unit: Unit | None) -> Event:
        corpus, plan = self.corpus, self.corpus.plan_by_slug[due.plan]
        title = due_title(corpus, due, unit.id if unit else None)
        event = self._bare(due.id, title, due.days, self.history.moment(plan.path, plan.day))
        event.add("description", "\n".join(self._lines(due, unit)))
        if self.site:
            event.add("url", f"{self.site}{urls.clause(due.plan, due.clause)}")
        if not (unit and unit.entry.dissolved):
            for days in AHEAD:
                event.add_component(_alarm(days, title))
        return event

    def _cancelled(self, gone: Deadline) -> Event:
        event = self._bare(gone.id, gone.title, gone.days, self._moved_at[gone.id])
        event.add("status", "CANCELLED")
        event.add("description", word("calendar-cancelled"))
        return event

    def _bare(self, uid: str, title: str, days: tuple[str, ...], moment: datetime) -> Event:
        first, *_, last = (date.fromisoformat(day) for day in (*days, days[-1]))
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", moment)
        event.add("last-modified", moment)
        event.add("sequence", self._sequence[uid])
        event.add("summary", title)
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        if len(days) > 1:
            event.add("rrule", recurrence(days) | {"UNTIL": last})
        return event

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


def _alarm(days: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", MORNING - timedelta(days=days))
    return alarm


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
