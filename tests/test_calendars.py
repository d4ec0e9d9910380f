"""Calendars, read by a program that did not write them (vobject), and by the rules of RFC 5545."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from generator.changes.model import Event as Deadline
from generator.changes.model import Move
from generator.corpus import Corpus
from generator.due import due_of_plan, due_of_unit
from generator.exports.calendars import Calendars, recurrence
from generator.history import History, Step, start_of
from generator.readers.times import expand, read_time
from generator.survey import survey
from generator.views.deadlines import deadlines
from generator.views.unit import unit_view
from tests.altered import altered
from tests.tiny import tiny
from tests.values import replace

ROOT = Path(__file__).parents[1]
SITE = "https://ke-hoach.example.vn/"


@pytest.fixture(scope="module")
def five() -> Corpus:
    """The five plans of this repository."""
    return survey(ROOT / "content").corpus


def read(data: bytes) -> list[Any]:
    """The events, as another library reads them."""
    calendar = vobject.readOne(data.decode())
    return list(calendar.contents.get("vevent", []))


def of_unit(corpus: Corpus, unit: str, history: History | None = None, site: str = "") -> bytes:
    return b"".join(Calendars(corpus, history or History(), "X", site).of_unit(corpus.registry.units[unit]))


def days(event: Any) -> list[str]:
    """Every day of an event, its recurrence opened by the library of another program."""
    if "rrule" not in event.contents:
        return [event.dtstart.value.isoformat()]
    return [moment.date().isoformat() for moment in event.getrruleset(addRDate=True)]


def rows(corpus: Corpus, unit: str) -> set[tuple[str, str, tuple[str, ...]]]:
    """(clause, printed, days) of every dated report and duty in the tables of a unit's page.

    A duty to report stands there twice: with the duty, and with the report.
    """
    view = unit_view(corpus, corpus.registry.units[unit])
    duties = [duty for role in view.work.roles for plan in role.plans for duty in plan.duties]
    told = [(row.task.clause, row.task.times) for row in duties] + [(row.clause, row.times) for row in view.work.owes]
    return {
        (clause.url or "", time.printed, tuple(day.iso for day in time.occasions))
        for clause, times in told
        for time in times
        if time.occasions
    }


@pytest.mark.parametrize("which", ["tiny", "five"])
def test_every_unit_has_as_many_events_as_deadlines_on_its_page(which: str, request: pytest.FixtureRequest) -> None:
    corpus = tiny() if which == "tiny" else request.getfixturevalue("five")
    total = 0
    for unit in corpus.registry.units:
        events = read(of_unit(corpus, unit, site=SITE))
        shown = {(event.url.value.removeprefix(SITE), tuple(days(event))) for event in events}
        assert shown == {(clause, found) for clause, _, found in rows(corpus, unit)}
        assert len(events) == unit_view(corpus, corpus.registry.units[unit]).deadlines
        assert len({event.uid.value for event in events}) == len(events)
        total += len(events)
    assert total > 2


def test_the_site_s_calendar_has_every_day_of_the_page_of_deadlines(five: Corpus) -> None:
    events = read(b"".join(Calendars(five, History(), "X").of_site()))
    shown = sorted(item.date.iso for item in deadlines(five, five.plans, "2026-01-01"))
    assert sorted(day for event in events for day in days(event)) == shown
    assert len(shown) > len(events), "some recur"


def test_an_event_says_what_the_plan_prints(five: Corpus) -> None:
    event = next(e for e in read(of_unit(five, "so-y-te-tinh-dong-thap", site=SITE)) if "dong-thap" in e.uid.value)
    assert event.uid.value == "dong-thap-2023#ket-1/bao-cao-1/so-y-te-tinh-dong-thap/owes/han-1"
    assert event.dtstart.value == date(2023, 12, 9), "trước ngày 10/12/2023"
    assert event.dtend.value == date(2023, 12, 10)
    assert event.summary.value.startswith("Sở Y tế tỉnh Đồng Tháp: báo cáo kết quả thực hiện (Kế hoạch 391/KH-UBND")
    assert "«trước ngày 10/12/2023»" in event.description.value
    assert event.description.value.endswith(f"{SITE}ke-hoach/dong-thap-2023/#ket-1")
    assert event.url.value == f"{SITE}ke-hoach/dong-thap-2023/#ket-1"
    alarms = event.contents["valarm"]
    eight = timedelta(hours=8)
    assert [alarm.trigger.value for alarm in alarms] == [eight - timedelta(days=30), eight - timedelta(days=7)]
    assert {alarm.action.value for alarm in alarms} == {"DISPLAY"}


def test_a_recurring_deadline_ends_with_its_plan(five: Corpus) -> None:
    events = read(of_unit(five, "so-cong-thuong-tinh-quang-ngai"))
    event = next(
        event for event in read(b"".join(Calendars(five, History(), "X").of_site())) if "rrule" in event.contents
    )
    assert event.rrule.value == "FREQ=YEARLY;UNTIL=20301204"
    assert days(event)[0] == "2021-12-04"
    assert len(days(event)) == 10
    assert all("rrule" in other.contents for other in events)


def test_work_with_a_day_falls_due_for_those_who_have_it(five: Corpus) -> None:
    """Once, where the same words are a duty and a report; uncertain work is nobody's deadline."""
    corpus = tiny()
    link = next(link for link in corpus.reports if any(rule.last_day for rule in link.rules))
    work = next(item for item in corpus.assignments if (item.plan, item.clause) == ("an-binh-2022", "v-1-g1"))
    duties = tuple(replace(duty, rules=link.rules) for duty in corpus.duties if duty.clause == "v-1-g1")
    changed = altered(corpus, duties=duties, assignments=(replace(work, rules=link.rules),), reports=())
    for duty in duties:
        found = [event.uid.value for event in read(of_unit(changed, duty.unit))]
        assert found == ([f"{duty.id}/han-1"] if duty.certain else [])
    assert {duty.role for duty in duties if duty.certain} == {"lead", "support"}
    assert [due.id for due in due_of_plan(changed, changed.plan_by_slug["an-binh-2022"])] == [
        "an-binh-2022#v-1-g1/han-1"
    ]
    both = [due for due in due_of_plan(five, five.plan_by_slug["dong-nai-2024"]) if due.clause == "iii-1-p1"]
    assert [due.id for due in both] == ["dong-nai-2024#iii-1-p1/bao-cao-1/han-1"]


def test_without_an_address_no_link_is_told() -> None:
    data = of_unit(tiny(), "ubnd-huyen-tan-hoa")
    assert read(data)
    assert b"URL:" not in data
    assert b"http" not in data


def test_a_calendar_without_a_deadline_is_one_all_the_same() -> None:
    """A calendar has to hold a component (RFC 5545, 3.4): it holds the time zone."""
    unit = next(unit for unit in tiny().registry.units if not list(due_of_unit(tiny(), unit)))
    calendar = vobject.readOne(of_unit(tiny(), unit).decode())
    assert list(calendar.contents["vtimezone"])
    assert "vevent" not in calendar.contents


def test_a_dissolved_unit_is_not_woken() -> None:
    corpus = tiny()
    unit = corpus.registry.units["ubnd-huyen-tan-hoa"]
    ended = replace(unit, entry=unit.entry.model_copy(update={"dissolved": "2025-07-01"}))
    registry = replace(corpus.registry, units={**corpus.registry.units, unit.id: ended})
    (event,) = read(of_unit(replace(corpus, registry=registry), unit.id))
    assert "valarm" not in event.contents
    assert "không còn từ 01/07/2025" in event.description.value


def test_lines_are_folded_and_end_as_the_standard_asks() -> None:
    data = of_unit(tiny(), "ubnd-huyen-tan-hoa", site=SITE)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


@pytest.mark.parametrize(
    "evil",
    [
        "a\r\nEND:VEVENT\r\nBEGIN:VEVENT",
        "a\nATTACH:file:///etc/passwd",
        "a\\nX:y;z,\\",
        "a\u2028B:c\u0085D:e",
        '"a";x=":',
    ],
)
def test_no_text_of_the_content_can_begin_a_line(evil: str) -> None:
    """The loader refuses control characters; should one pass, it still is text."""
    corpus = tiny()
    unit = corpus.registry.units["ubnd-huyen-tan-hoa"]
    named = replace(unit, full_name=evil)
    registry = replace(corpus.registry, units={**corpus.registry.units, unit.id: named})
    reports = tuple(replace(link, what=evil) for link in corpus.reports)
    moved = Deadline("gone", unit.id, "x", ("2022-01-01",), evil)
    history = History((Step("x", start_of("2026-01-01"), (), (Move("removed", moved),)),))
    data = of_unit(altered(replace(corpus, registry=registry), reports=reports), unit.id, history)
    plain = of_unit(corpus, unit.id, history)
    events = read(data)
    assert len(events) == len(read(plain)) == 2
    first, other = ([re.split("[:;]", line)[0] for line in text.decode().split("\r\n")] for text in (data, plain))
    assert [name for name in first if not name.startswith(" ")] == [name for name in other if not name.startswith(" ")]
    assert [event.uid.value for event in events] == [event.uid.value for event in read(plain)]


YEARS = st.integers(2000, 2060)


@given(
    phrase=st.one_of(
        st.dates().map(lambda day: f"định kỳ hàng năm (trước ngày {day:%d/%m})"),
        st.dates().map(lambda day: f"hàng năm, chậm nhất ngày {day:%d/%m}"),
        st.integers(1, 31).map(lambda day: f"trước ngày {day} hằng tháng"),
        st.integers(1, 31).map(lambda day: f"chậm nhất ngày {day} hằng tháng"),
    ),
    first=YEARS,
    more=st.integers(0, 12),
)
def test_a_recurrence_gives_the_days_that_the_pages_list(phrase: str, first: int, more: int) -> None:
    found = [o.last_day for rule in read_time(phrase) or () for o in expand(rule, first, first + more)]
    if len(found) < 2:
        return
    event = Event()
    event.add("rrule", recurrence(tuple(found)) | {"UNTIL": date.fromisoformat(found[-1])})
    text = next(line for line in bytes(event.to_ical()).decode().splitlines() if line.startswith("RRULE:"))
    opened = rrulestr(text, dtstart=datetime.fromisoformat(found[0]))
    assert [moment.date().isoformat() for moment in opened] == found


def test_the_library_reads_its_own_calendar(five: Corpus) -> None:
    """icalendar reports what it could not read in `errors`."""
    calendar = Calendar.from_ical(b"".join(Calendars(five, History(), "X", SITE).of_site()))
    assert [part.errors for part in calendar.walk() if part.errors] == []
