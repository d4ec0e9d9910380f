"""Change feeds, read by a program that did not write them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from jsonschema import Draft202012Validator

from generator import urls
from generator.changes.compare import compare
from generator.changes.model import Change
from generator.corpus import Corpus
from generator.exports import to_json
from generator.exports.changes import change_records
from generator.exports.contract import contract
from generator.exports.feeds import LINES, MOST, Feeds
from generator.exports.schema import table_schema
from generator.history import History, Step
from generator.messages import catalogue
from tests.tiny import tiny
from tests.values import replace

ROOT = Path(__file__).parents[1]
SITE = "https://ke-hoach.example.vn/x/"
TIME = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def history(*changes: Change, commit: str = "c0ffee") -> History:
    return History((Step(commit, TIME, changes),), True, since=TIME)


def arrivals() -> History:
    return history(*compare(None, tiny()).changes)


def every_feed(corpus: Corpus, told: History, site: str = "") -> dict[str, bytes]:
    """Address → feed."""
    feeds = Feeds(corpus, told, "Kế hoạch", site)
    found = {urls.feed(): feeds.of_site()}
    found |= {urls.feed(urls.plan(plan.slug)): feeds.of_plan(plan) for plan in corpus.plans}
    return found | {urls.feed(urls.unit(unit.id)): feeds.of_unit(unit) for unit in corpus.registry.units.values()}


@pytest.mark.parametrize("site", ["", SITE])
@pytest.mark.parametrize("told", [arrivals(), History()], ids=["with entries", "empty"])
def test_every_feed_is_read_without_a_complaint(told: History, site: str) -> None:
    ids = []
    for address, data in every_feed(tiny(), told, site).items():
        feed = feedparser.parse(data)
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.id
        assert feed.feed.updated_parsed
        assert feed.feed.author
        ids += [feed.feed.id, *(entry.id for entry in feed.entries)]
        assert all(entry.updated == "2026-01-02T03:04:05Z" for entry in feed.entries)
    assert len(set(ids)) == len(ids)
    assert (len(ids) > len(every_feed(tiny(), told))) == bool(told.steps)


@pytest.mark.parametrize("site", ["", SITE])
def test_links_lead_to_pages_of_the_site(site: str) -> None:
    """Without an address they are relative to the feed."""
    corpus = tiny()
    base = site or "https://anywhere.example/sub/"
    pages = {urls.HOME, urls.CHANGES} | {urls.plan(p.slug) for p in corpus.plans}
    pages |= {urls.unit(unit) for unit in corpus.registry.units}
    for address, data in every_feed(corpus, arrivals(), site).items():
        feed = feedparser.parse(data, response_headers={"content-location": f"{base}{address}"})
        links = {link.rel: link.href for link in feed.feed.links}
        assert urljoin(f"{base}{address}", links["self"]) == f"{base}{address}"
        for entry in (feed.feed, *feed.entries):
            assert urljoin(f"{base}{address}", entry.link).removeprefix(base) in pages


def test_a_unit_hears_what_concerns_it_and_a_plan_what_is_in_it() -> None:
    change = Change("duty", "changed", "x", plan="an-binh-2022", clause="v-1-g1", path="V.1", what="duty-role-lead",
                    units=("so-y-te-tinh-an-binh",), before="A", after="B")  # fmt: skip
    other = replace(change, units=("so-cong-thuong-tinh-an-binh",), after="C")
    heard = {
        address: [entry.content[0].value for entry in feedparser.parse(data).entries]
        for address, data in every_feed(tiny(), history(change, other)).items()
    }
    assert {address for address, texts in heard.items() if any("A → B" in text for text in texts)} == {
        "thay-doi.xml",
        "ke-hoach/an-binh-2022/thay-doi.xml",
        "don-vi/so-y-te-tinh-an-binh/thay-doi.xml",
    }
    assert ["A → C" in text for text in heard["don-vi/so-cong-thuong-tinh-an-binh/thay-doi.xml"]] == [True]
    assert [text.count("<li>") for text in heard["thay-doi.xml"]] == [2]


def test_ids_stay_when_the_site_moves() -> None:
    feeds = [Feeds(tiny(), arrivals(), "Kế hoạch", site).of_site() for site in ("", SITE, "https://other.example/")]
    ids = [[entry.id for entry in feedparser.parse(feed).entries] for feed in feeds]
    assert ids[0] == ids[1] == ids[2]
    assert feedparser.parse(feeds[1]).feed.id == f"{SITE}thay-doi.xml"


def test_content_is_text_and_never_markup() -> None:
    evil = "</content><script>alert(1)</script>]]>&amp;\"'"
    change = Change("clause", "changed", "x", plan="an-binh-2022", clause="v-1-g1", path=evil, before=evil, after="B")
    data = Feeds(tiny(), history(change), evil).of_site()
    assert b"<script" not in data
    feed = feedparser.parse(data)
    assert not feed.bozo
    assert "alert(1)" in feed.entries[0].content[0].value
    assert "<script" not in feed.entries[0].content[0].value


def test_what_no_longer_stands_is_not_linked() -> None:
    gone = Change("plan", "removed", "ke-hoach-cu", plan="ke-hoach-cu", name="Kế hoạch cũ", before="Tên")
    feed = feedparser.parse(Feeds(tiny(), history(gone), "X").of_site())
    assert feed.entries[0].title == "Kế hoạch cũ: Gỡ kế hoạch: Tên"
    assert feed.entries[0].link.endswith("thay-doi/")
    assert change_records(tiny(), history(gone))[0]["url"] is None


def test_a_feed_is_bounded() -> None:
    steps = tuple(Step(str(number), TIME, arrivals().steps[0].changes[:1]) for number in range(MOST + 5))
    assert len(feedparser.parse(Feeds(tiny(), History(steps), "X").of_site()).entries) == MOST
    many = (Change("annotations", "changed", "an-binh-2022", plan="an-binh-2022"),) * (LINES + 7)
    (entry,) = feedparser.parse(Feeds(tiny(), history(*many), "X").of_site()).entries
    assert entry.content[0].value.count("<li>") == LINES + 1
    assert "và 7 thay đổi khác" in entry.content[0].value


def test_changes_as_data() -> None:
    change = Change("deadline", "changed", "an-binh-2022#v-1-g1/han", plan="an-binh-2022", clause="v-1-g1",
                    path="V.1", units=("so-y-te-tinh-an-binh",), before="30/6", after="31/12")  # fmt: skip
    records = change_records(tiny(), history(change, replace(change, after="1/1"), commit="c0ffee" * 6))
    assert [record["id"] for record in records] == [
        "c0ffeec0ffee/deadline-changed/an-binh-2022#v-1-g1/han",
        "c0ffeec0ffee/deadline-changed/an-binh-2022#v-1-g1/han/2",
    ]
    assert records[0] | {"id": ""} == {
        "id": "",
        "url": "ke-hoach/an-binh-2022/#v-1-g1",
        "kind": "deadline-changed",
        "subject": "an-binh-2022#v-1-g1/han",
        "plan": "an-binh-2022",
        "clause": "v-1-g1",
        "path": "V.1",
        "name": None,
        "what": None,
        "units": ["so-y-te-tinh-an-binh"],
        "before": "30/6",
        "after": "31/12",
        "text": "Đổi thời hạn tại V.1: «30/6» → «31/12»",
        "date": "2026-01-02T03:04:05Z",
        "commit": "c0ffee" * 6,
    }
    gone = history(Change("plan", "removed", "x", plan="x", before="X"), *arrivals().steps[0].changes)
    schema = Draft202012Validator(table_schema(contract().beside["changes"], SITE))
    assert list(schema.iter_errors([*records, *change_records(tiny(), gone)])) == []
    assert [tuple(record) for record in records] == [tuple(f.name for f in contract().beside["changes"].fields)] * 2
    assert json.loads(to_json(records)) == records


def test_the_contract_names_every_kind() -> None:
    reference = (ROOT / "docs/reference/data.md").read_text(encoding="utf-8")
    kinds = {
        key.removeprefix("change-").rpartition("-")[0]
        for key in catalogue()
        if re.match("change-.*-(added|removed|changed)$", key)
    }
    assert [kind for kind in sorted(kinds) if f"`{kind}`" not in reference] == []
