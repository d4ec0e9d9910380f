"""/data/deadlines against the page of deadlines, which is made on another way."""

from __future__ import annotations

from collections import Counter

import pytest

from generator.corpus import Corpus
from generator.exports.deadlines import deadline_records
from generator.views.deadlines import deadlines
from tests.altered import altered
from tests.exports.written import CORPORA, written
from tests.tiny import tiny
from tests.values import replace


def of_page(corpus: Corpus) -> set[tuple[str | None, str, str]]:
    return {(item.clause.url, item.date.iso, item.printed) for item in deadlines(corpus, corpus.plans, "2022-01-01")}


def of_table(corpus: Corpus) -> set[tuple[str | None, str, str]]:
    records = [record for record in deadline_records(corpus) if record["kind"] != "target"]
    return {(record["url"], record["last_day"], record["printed"]) for record in records}


@pytest.mark.parametrize("name", CORPORA)
def test_the_days_are_those_of_the_page(name: str) -> None:
    corpus = written(name).corpus
    assert of_table(corpus)
    assert of_table(corpus) == of_page(corpus)


def test_a_report_is_due_for_each_sender_and_heard_by_each_receiver() -> None:
    corpus = written("five-plans").corpus
    link = next(link for link in corpus.reports if link.id == "dong-thap-2023#ket-1/bao-cao-1")
    found = [record for record in deadline_records(corpus) if record["id"].startswith(f"{link.id}/")]
    assert {record["unit"] for record in found if record["role"] == "owes"} == set(link.sender_units)
    assert {record["unit"] for record in found if record["role"] == "receives"} == set(link.receiver_units)
    assert {(record["last_day"], record["kind"]) for record in found} == {("2023-12-09", "report")}
    assert len(found) == len(link.sender_units) + len(link.receiver_units)


def test_a_recurring_day_stands_in_each_year_under_an_id_of_its_own() -> None:
    records = [r for r in deadline_records(written("five-plans").corpus) if r["plan"] == "cao-lanh-178-2021"]
    assert Counter(record["last_day"] for record in records).keys() == {f"{year}-12-04" for year in range(2021, 2031)}
    unit = [record["id"] for record in records if record["unit"] == "ubnd-huyen-cao-lanh"]
    assert [id_.rsplit("/", 2)[1:] for id_ in unit] == [["han-1", str(year)] for year in range(2021, 2031)]


def test_a_target_that_names_a_day_is_due_on_it() -> None:
    found = [r for r in deadline_records(written("five-plans").corpus) if r["kind"] == "target"]
    assert {(record["last_day"], record["unit"], record["role"]) for record in found} == {("2023-12-31", None, None)}
    assert len(found) == 8
    assert all("2023" in record["printed"] for record in found)


def test_a_deadline_that_moves_keeps_its_id() -> None:
    link = next(link for link in tiny().reports if any(r.last_day and r.last_day[:2] != "--" for r in link.rules))
    moved = tuple(replace(r, by="2022-11-30", before=None, last_day="2022-11-30") for r in link.rules)
    others = tuple(replace(link, rules=moved) if other is link else other for other in tiny().reports)
    before, after = (
        {r["id"]: r["last_day"] for r in deadline_records(corpus) if r["id"].startswith(f"{link.id}/")}
        for corpus in (tiny(), altered(tiny(), reports=others))
    )
    assert before.keys() == after.keys()
    assert before != after


def test_what_the_text_puts_on_nobody_is_due_without_a_unit() -> None:
    link = next(link for link in tiny().reports if any(rule.last_day for rule in link.rules))
    nobody = replace(link, sender_units=(), senders=())
    corpus = altered(tiny(), reports=(nobody,), duties=(), assignments=())
    owed = [record for record in deadline_records(corpus) if record["role"] == "owes"]
    assert owed
    assert {record["unit"] for record in owed} == {None}


def test_a_dated_duty_is_due_for_each_unit_that_has_it_for_certain() -> None:
    rule = next(rule for link in tiny().reports for rule in link.rules if rule.last_day)
    duty = next(duty for duty in tiny().duties if duty.certain)
    item = next(item for item in tiny().assignments if (item.plan, item.clause) == (duty.plan, duty.clause))
    both = (replace(duty, rules=(rule,)), replace(duty, rules=(rule,), unit="so-y-te-tinh-an-binh", certain=False))
    corpus = altered(tiny(), reports=(), duties=both, assignments=(replace(item, rules=(rule,)),))
    found = [record for record in deadline_records(corpus) if record["kind"] == "duty"]
    assert {(record["unit"], record["role"]) for record in found} == {(duty.unit, "owes")}
    unsure = altered(corpus, duties=both[1:])
    assert {record["unit"] for record in deadline_records(unsure) if record["kind"] == "duty"} == {None}
