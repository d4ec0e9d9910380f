"""What is packed is what is found: a segment, read back by another reader, against a plain inverted index."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import urls
from generator.search import dictionary, gather, segment
from generator.search.entries import KINDS, ROLES, ClauseEntry, Name, PlanEntry, Words
from generator.search.pack import varint, varints
from generator.search.segment import CONTEXT, build
from generator.search.tokens import tokens
from tests.search.asking import ROOT
from tests.search.reader import Bytes, Index
from tests.values import replace

SMALL = {"BLOCK": 60, "INLINE": 3, "SLICE": 4, "PAGE": 2, "COMMON": 5}
"""So small that a few invented entries have pages, several blocks, and lists in several files."""

_SAID = ["túi ni lông khó phân hủy", "hoà hòa", "ngày 5 tháng 12 năm 2026", "60 phần trăm", "1.280 tỷ", "178/KH-UBND"]
_SAID += [
    "Đường",
    "zebra",
    "một_hai",
    "😀",
    "日本",
    "ni",
    "lông ni",
    "phân loại",
    "2026",
    "rác thải rắn sinh hoạt",
    "12",
]
TITLE = st.lists(st.sampled_from(_SAID), min_size=1, max_size=5).map(" ".join)
TEXT = st.one_of(st.just(""), TITLE)
IDS = st.sampled_from(["ubnd", "phong", "so"])
PLACES = ("an-loc", "an-binh")
TOPICS = ("nhua", "rac")
UNITS = st.lists(st.tuples(IDS, TITLE, st.sampled_from(ROLES)), max_size=3).map(tuple)
KEYS = st.lists(TEXT, max_size=2).map(tuple)
NAMES = st.lists(
    st.builds(Name, st.sampled_from(KINDS), TITLE, TITLE, TEXT, KEYS, st.sampled_from(("", *PLACES))), max_size=12
).map(lambda found: sorted(found, key=lambda name: KINDS.index(name.kind)))
CLAUSES = st.lists(
    st.builds(ClauseEntry, TITLE, TITLE, TEXT, st.lists(TITLE, max_size=2).map(tuple), KEYS, st.booleans(), UNITS),
    max_size=7,
)
YEARS = st.one_of(st.none(), st.tuples(st.integers(2020, 2022), st.integers(2023, 2030)))
PLAN = st.builds(
    PlanEntry,
    slug=st.text("abc", min_size=1, max_size=4),
    title=TITLE,
    also=TEXT,
    keys=KEYS,
    day=st.sampled_from(["", "2021-01-02", "2023-05-06"]),
    place=st.sampled_from(("", *PLACES)),
    years=YEARS,
    topics=st.lists(st.sampled_from(TOPICS), unique=True).map(tuple),
    clauses=CLAUSES.map(tuple),
)
PLANS = st.lists(PLAN, max_size=4, unique_by=lambda plan: plan.slug)
WORDS = Words((("UBND", "Ủy ban nhân dân"),), tuple((p, p.title()) for p in PLACES), tuple((t, t) for t in TOPICS))
CHUNKS = st.sampled_from([1, 2, 3, 16])


@dataclass(frozen=True)
class Naive:
    """Document → the fields that find it, and its marks; made by counting from the entries alone."""

    fields: dict[int, list[str]]
    marks: dict[int, list[str]]

    def index(self) -> dict[str, list[int]]:
        found: dict[str, set[int]] = {}
        for document, fields in self.fields.items():
            for cut in map(tokens, fields):
                for key in (*cut, *map(" ".join, pairwise(cut))):
                    found.setdefault(key, set()).add(document)
            for mark in self.marks[document]:
                found.setdefault(mark, set()).add(document)
        return {key: sorted(documents) for key, documents in sorted(found.items())}


def newest_first(plans: Sequence[PlanEntry]) -> list[PlanEntry]:
    return sorted(sorted(plans, key=lambda plan: plan.slug), key=lambda plan: plan.day, reverse=True)


def naive(names: Sequence[Name], plans: Sequence[PlanEntry], chunk: int) -> Naive:
    found = Naive({}, {})
    number = 0
    before = names[0].kind if names else ""
    for name in names:
        number = number if name.kind == before else next_chunk(number, chunk)
        found.fields[number] = [name.title, name.also, *name.keys]
        found.marks[number] = [f"=place {name.place}"] if name.place else []
        number, before = number + 1, name.kind
    for plan in newest_first(plans):
        number = next_chunk(number, chunk)
        found.fields[number], found.marks[number] = [plan.title, plan.also, *plan.keys], []
        for clause in plan.clauses:
            number += 1
            above = [title for title in clause.above if len(tokens(title)) <= CONTEXT]
            found.fields[number] = [clause.text, *above, *clause.keys, *(name for _, name, _ in clause.units)]
            found.marks[number] = list(marks(clause))
        number += 1
    return found


def next_chunk(number: int, chunk: int) -> int:
    return -(-number // chunk) * chunk


def marks(clause: ClauseEntry) -> Iterator[str]:
    if clause.units:
        yield "=kind duty"
    if clause.target:
        yield "=kind target"
    for unit, _, role in clause.units:
        yield from (f"=unit {unit}", f"=unit {unit} {role}")


@contextmanager
def small() -> Iterator[None]:
    with ExitStack() as stack:
        for name, size in SMALL.items():
            stack.enter_context(mock.patch.object(dictionary, name, size))
        yield


def stored(index: Index) -> dict[str, list[int]]:
    return {key: term.documents for key, term in index.terms().items()}


@settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(NAMES, PLANS, CHUNKS)
def test_what_is_packed_is_what_is_found(names: list[Name], plans: list[PlanEntry], chunk: int) -> None:
    plain = naive(names, plans, chunk)
    with small():
        cut_small = Index(build(names, plans, WORDS, chunk).files)
    index = Index(build(names, plans, WORDS, chunk).files)
    for made in (cut_small, index):
        every_term_has_the_documents_in_which_it_stands(made, plain)
    a_term_is_found_by_the_table_of_contents(cut_small, plain)
    a_number_of_a_document_tells_its_text(index, names, plans, plain)
    the_head_tells_where_kinds_and_plans_begin(index, names, plans, plain)
    the_columns_narrow_as_the_entries_say(index, plans)
    common_words_weigh_what_they_tell(index, plain)


def every_term_has_the_documents_in_which_it_stands(index: Index, plain: Naive) -> None:
    wanted = plain.index()
    terms = index.terms()
    assert stored(index) == wanted
    assert list(terms) == list(wanted), "in order, so that a block can be found by its first key"
    assert {key: term.count for key, term in terms.items()} == {k: len(d) for k, d in wanted.items()}


def a_term_is_found_by_the_table_of_contents(index: Index, plain: Naive) -> None:
    wanted = plain.index()
    for key in (*list(wanted)[::3], "", "zzz", "ni zzz", "=unit"):
        found = index.find(key)
        assert (found.documents if found else None) == wanted.get(key), key


def a_number_of_a_document_tells_its_text(
    index: Index, names: list[Name], plans: list[PlanEntry], plain: Naive
) -> None:
    documents = iter(sorted(plain.fields))
    for name in names:
        head, record = index.text(next(documents))
        assert (head, record) == ([name.kind], [name.url, name.title, name.also, " | ".join(name.keys)])
    for plan in newest_first(plans):
        head, record = index.text(next(documents))
        assert head == ["plan", urls.plan(plan.slug), plan.title]
        assert record == ["", plan.also, " | ".join(plan.keys)]
        for clause in plan.clauses:
            head, record = index.text(next(documents))
            assert head == ["plan", urls.plan(plan.slug), plan.title]
            whole = [clause.id, clause.text, clause.way, list(clause.above), int(clause.target)]
            whole += [[list(unit) for unit in clause.units], " | ".join(clause.keys)]
            assert record == whole[: len(record)]
            assert not any(whole[len(record) :]), "only what is empty is left out"
    assert next(documents, None) is None


def the_head_tells_where_kinds_and_plans_begin(
    index: Index, names: list[Name], plans: list[PlanEntry], plain: Naive
) -> None:
    head, chunk = index.head, index.head["chunk"]
    counted = Counter(name.kind for name in names)
    assert [[kind, count] for kind, _, count in head["kinds"]] == [[k, counted[k]] for k in KINDS if k in counted]
    listed = [number for _, start, count in head["kinds"] for number in range(start, start + count)]
    start = head["first"]
    for chunks, plan in zip(head["plans"], newest_first(plans), strict=True):
        listed += range(start, start + 1 + len(plan.clauses))
        start += chunks * chunk
    assert listed == sorted(plain.fields)
    assert head["equal"] == [list(pair) for pair in WORDS.equal]


def the_columns_narrow_as_the_entries_say(index: Index, plans: list[PlanEntry]) -> None:
    told = index.facets
    for number, plan in enumerate(newest_first(plans)):
        place = told["place"][number]
        assert (told["places"][place][0] if place >= 0 else "") == plan.place
        assert (told["from"][number], told["to"][number]) == (plan.years or (0, 0))
        assert [told["topics"][topic][0] for topic in told["topic"][number]] == list(plan.topics)


def common_words_weigh_what_they_tell(index: Index, plain: Naive) -> None:
    counts = {key: len(documents) for key, documents in plain.index().items() if not set(key) & set(" =")}
    weights = {key: weight for weight, keys in index.head["common"] for key in keys.split(" ")}
    assert weights == {key: round(8 * log2(len(plain.fields) / count)) for key, count in counts.items()}
    assert index.words == [key for key in counts if key.isalpha() and len(key) <= dictionary.WORD]


def many() -> tuple[list[Name], list[PlanEntry]]:
    clauses = tuple(ClauseEntry(f"i-{n}", f"I.{n}", f"thu gom rác {n} lần {n * 7 % 31}") for n in range(1, 60))
    plans = [PlanEntry(f"p-{n}", f"Kế hoạch {n}", "", (), f"202{n}-01-01", "", None, (), clauses) for n in range(5)]
    return [Name("unit", f"don-vi/{n}/", f"Phòng {n}") for n in range(40)], plans


def test_small_files_are_really_made() -> None:
    """Else the tests above would read neither pages nor lists in several files."""
    with small():
        made = build(*many(), WORDS)
    index = Index(made.files)
    assert index.head["page"] == 2
    assert len(index.contents) > 2
    assert max(len(term.files) for term in index.terms().values()) > 2
    assert stored(index) == naive(*many(), segment.CHUNK).index()
    kinds = Counter(name.rstrip("0123456789") for name in made.files)
    assert set(kinds) == {"head", "words", "facets", "t", "d", "c", "l"}
    for kind in "tdcl":
        assert {f"{kind}{n}" for n in range(kinds[kind])} <= made.files.keys(), "numbered without a gap"


def test_a_segment_without_entries_can_be_read() -> None:
    index = Index(build([], [], WORDS).files)
    assert index.terms() == {}
    assert index.find("túi") is None


def test_what_is_too_much_for_a_segment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "DOCUMENT_BITS", 4)
    with pytest.raises(OverflowError):
        build(*many(), WORDS)


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_numbers_come_back(numbers: list[int]) -> None:
    packed, starts = varints(np.array(numbers, np.uint32))
    reader = Bytes(packed)
    assert [reader.number() for _ in numbers] == numbers
    assert not reader
    assert packed == b"".join(map(varint, numbers))
    assert starts.tolist()[-1] == len(packed)


# --- the same bytes, another name ----------------------------------------------------------------------------------


def test_the_same_entries_give_the_same_bytes() -> None:
    names, plans = many()
    assert build(names, plans, WORDS) == build(names, list(reversed(plans)), WORDS)


def test_the_corpus_gives_the_same_bytes_whatever_the_order_of_sets() -> None:
    program = (
        "from tests.tiny import tiny; from generator.search.site import files; from hashlib import sha256\n"
        "for path, data in files(tiny()): print(path, sha256(data).hexdigest())"
    )
    said = []
    for seed in ("1", "20"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        said.append(done.stdout.splitlines())
    assert said[0] == said[1]
    assert len(said[0]) > 10


@pytest.mark.parametrize("changed", ["text", "way", "target", "name", "place", "word"])
def test_another_content_has_another_name(changed: str) -> None:
    """A browser keeps files by their names: no byte may change under one."""
    names, plans = many()
    before = build(names, plans, WORDS)
    words = WORDS
    if changed == "name":
        names[3] = replace(names[3], also="Phòng ba")
    elif changed == "place":
        plans[2] = replace(plans[2], place=PLACES[0])
    elif changed == "word":
        words = replace(WORDS, equal=())
    else:
        value = {"text": "thu gom giấy", "way": "II.1", "target": True}[changed]
        clause = replace(plans[2].clauses[0], **{changed: value})
        plans[2] = replace(plans[2], clauses=(clause, *plans[2].clauses[1:]))
    after = build(names, plans, words)
    assert after.name != before.name
    assert after.files != before.files
