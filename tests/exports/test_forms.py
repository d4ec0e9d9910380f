"""A table in its three forms at once is each form by itself; what is remembered from unit to unit changes nothing."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from generator.corpus import Corpus
from generator.exports import forms, lists, to_json
from generator.exports.contract import Record, contract
from generator.exports.csv_file import to_csv
from generator.exports.forms import Aside, in_forms
from generator.exports.lists import Lists
from generator.exports.memo import Alike, Base, single
from generator.exports.origin import Origin
from generator.exports.xlsx_file import to_xlsx
from generator.pages.render import Artifact
from tests.exports.test_csv import note
from tests.exports.written import COMMIT, CORPORA, SITE, written
from tests.values import replace

ORIGIN = Origin(SITE, COMMIT)
NOTES, LIST = contract().tables["notes"], contract().beside["nghia-vu"]
SIGNS = st.text(st.sampled_from("a%b\0\"\\',;={}: \n\uffff_x0041&<é"), max_size=12)
"""Texts of signs that a form writes in its own way."""


def corpora() -> list[Corpus]:
    return [written(name).corpus for name in CORPORA]


def data(found: Iterable[forms.Finished]) -> list[bytes]:
    return [Artifact("", content).data for content in found]


@pytest.mark.parametrize("many", [0, 5_000], ids=["files", "memory"])
@pytest.mark.parametrize("corpus", corpora(), ids=list(CORPORA))
def test_three_forms_at_once_are_each_by_itself(corpus: Corpus, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where clauses are forgotten in between, and where there is so much that it is gathered in files."""
    monkeypatch.setattr(forms, "MANY", many)
    monkeypatch.setattr(forms, "CHUNK", 3)
    together = Lists(corpus)
    for name in ("KEPT", "PLANS", "MOST_OWN"):
        monkeypatch.setattr(lists, name, 1)
    forgetful = Lists(corpus)
    for unit in corpus.registry.units.values():
        count, rows = Lists(corpus).of(unit)
        records = [*single(rows)]
        expected = [to_json(records).encode(), to_csv(LIST, records), to_xlsx(LIST, records, ORIGIN, "X")]
        for made in (together, forgetful):
            found = in_forms(LIST, made.of(unit)[1], count, ORIGIN, "X")
            assert data(found) == expected, unit.id
            assert data(found) == expected, "it can be read again"


@given(SIGNS, SIGNS, SIGNS, st.lists(st.tuples(SIGNS, SIGNS, SIGNS), min_size=1, max_size=4))
def test_what_is_alike_is_what_each_becomes_by_itself(
    url: str, text: str, kind: str, own: list[tuple[str, str, str]]
) -> None:
    """Whatever stands in the fields: signs of templates too."""
    base = note(text) | {"url": url, "kind": kind, "printed": "%b", "reads": '"note":"\\u0000"'}
    values = [(id_, (plan, clause)) for id_, plan, clause in own]
    records = [Alike(Base(base), ("plan", "clause"), values)]
    by_themselves: list[Record] = [*single(records)]
    assert [record["id"] for record in by_themselves] == [id_ for id_, _, _ in own]
    expected = [to_json(by_themselves).encode(), to_csv(NOTES, by_themselves), to_xlsx(NOTES, by_themselves, ORIGIN)]
    for _ in range(2):
        assert data(in_forms(NOTES, records, len(own), ORIGIN)) == expected


@pytest.mark.parametrize("many", [0, 5_000], ids=["file", "memory"])
def test_what_is_put_aside_is_taken_in_any_order(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MANY", many)
    aside = Aside(4)
    for place, piece in ((2, b"cc"), (0, b"a"), (3, b""), (1, b"bbb")):
        aside.put(place, piece)
    assert [aside.take(place) for place in (3, 2, 1, 0)] == [b"", b"cc", b"bbb", b"a"]


def test_rows_must_be_as_many_as_was_told() -> None:
    with pytest.raises(AssertionError):
        in_forms(NOTES, [note("a"), note("b")], 1, ORIGIN)


def test_each_workbook_says_its_own_state_of_the_content() -> None:
    later = replace(COMMIT, id="b" * 40, moment=datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC))
    told: list[Any] = []
    for commit in (COMMIT, later, None):
        book = load_workbook(io.BytesIO(to_xlsx(NOTES, [note("a")], Origin(SITE, commit))))
        about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
        told.append((book.properties.created, about.get("Nội dung tại")))
    assert told[1][0] == datetime(2031, 2, 3, 4, 5, 6)
    assert len({created for created, _ in told}) == 3
    assert "b" * 12 in told[1][1]
    assert COMMIT.id[:12] in told[0][1]
    assert told[2][1] is None
