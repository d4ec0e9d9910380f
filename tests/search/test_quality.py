"""The questions of questions.yaml, asked of the search as it is delivered, over the index of content/."""

from __future__ import annotations

import re
from pathlib import Path
from unittest import mock

import pytest

from generator.search import dictionary
from generator.search.site import files
from generator.survey import survey
from tests.search.asking import ROOT, Answer, Question, ask, figures, questions, rank, write_engine, write_index

QUESTIONS = questions()
APART_AT_1 = 0.95
APART_AT_3 = 0.99
CLASS_AT_1 = 0.9


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_engine(tmp_path_factory.mktemp("engine") / "search.mjs")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_index(survey(ROOT / "content").corpus, tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def answers(engine: Path, index: Path) -> list[tuple[Question, Answer]]:
    """All questions, one after another in one visit."""
    asked = [{"ask": question.ask, "fresh": not number} for number, question in enumerate(QUESTIONS)]
    return list(zip(QUESTIONS, ask(engine, index, asked), strict=True))


def told(answers: list[tuple[Question, Answer]], worse_than: int) -> str:
    """The questions whose answer stands further down, for whoever has to find out why."""
    lines = [
        f"{question.typing}: «{question.ask}» at {place}; first {answer.urls[:1]}"
        for question, answer in answers
        if not 0 < (place := rank(question, answer.urls)) <= worse_than
    ]
    return "\n".join(lines)


def test_questions_kept_apart_are_answered_first(answers: list[tuple[Question, Answer]]) -> None:
    apart = [(question, answer) for question, answer in answers if question.apart]
    assert len(apart) > 60
    found = figures(rank(question, answer.urls) for question, answer in apart)
    assert found.at_1 >= APART_AT_1, told(apart, 1)
    assert found.at_3 >= APART_AT_3, told(apart, 3)


@pytest.mark.parametrize("typing", sorted({question.typing for question in QUESTIONS}))
def test_every_way_of_typing_is_answered(answers: list[tuple[Question, Answer]], typing: str) -> None:
    typed = [(question, answer) for question, answer in answers if question.typing == typing]
    assert figures(rank(question, answer.urls) for question, answer in typed).at_1 >= CLASS_AT_1, told(typed, 1)


def test_an_answer_depends_on_nothing_asked_before(
    engine: Path, index: Path, answers: list[tuple[Question, Answer]]
) -> None:
    some = answers[::15]
    again = ask(engine, index, [{"ask": question.ask} for question, _ in reversed(some)])
    assert [answer.results for answer in reversed(again)] == [answer.results for _, answer in some]
    assert all(answer.read[0][0] == "index.json" for answer in again)


def test_files_cut_otherwise_give_the_same_answers(
    engine: Path, answers: list[tuple[Question, Answer]], tmp_path: Path
) -> None:
    """In five plans no list is long and the table of contents needs no pages; here both do."""
    with mock.patch.multiple(dictionary, BLOCK=400, INLINE=20, PAGE=7):
        write_index(survey(ROOT / "content").corpus, tmp_path)
    kinds = {re.sub(r"\d", "", file.name) for file in tmp_path.rglob("*")}
    assert {"c", "l"} <= kinds
    some = answers[::8]
    again = ask(engine, tmp_path, [{"ask": question.ask} for question, _ in some])
    read = {re.sub(r"\d", "", path.rpartition("/")[2]) for answer in again for path, _ in answer.read}
    assert {"c", "l", "d", "t"} <= read
    assert [answer.urls[:1] for answer in again] == [answer.urls[:1] for _, answer in some]


def test_both_sides_cut_long_lists_after_as_many_documents() -> None:
    code = (ROOT / "templates/theme/assets/search/files.js").read_text(encoding="utf-8")
    assert re.findall(r"^const SLICE = (\d+);$", code, re.M) == [str(dictionary.SLICE)]


def test_facets_count_what_narrowing_finds(engine: Path, index: Path) -> None:
    """Five plans have no list that is cut: here the counts are what a reader then finds, not only lower bounds."""
    asked = "túi ni lông"
    (answer,) = ask(engine, index, [{"ask": asked, "facets": True}])
    assert answer.facets
    offers = [(facet, value, count) for facet in answer.facets for value, _, count in answer.facets[facet]]
    assert {facet for facet, _, _ in offers} == {"kind", "place", "year", "topic", "unit"}
    narrowed = ask(engine, index, [{"ask": asked, "narrow": {facet: value}} for facet, value, _ in offers])
    same = [answer.total >= count > 0 for answer, (_, _, count) in zip(narrowed, offers, strict=True)]
    assert all(same), [offer for offer, fine in zip(offers, same, strict=True) if not fine]
    by_kind = {kind: count for kind, _, count in answer.facets["kind"]}
    assert sum(count for kind, count in by_kind.items() if kind not in ("duty", "target")) == answer.total


def test_narrowing_leaves_nothing_else(engine: Path, index: Path) -> None:
    narrows = [{"kind": "duty"}, {"kind": "unit"}, {"place": "tinh-dong-nai"}, {"year": "2022"}]
    by_kind, by_unit, by_place, by_year = ask(engine, index, [{"ask": "so cong thuong", "narrow": n} for n in narrows])
    assert {result["kind"] for result in by_kind.results} == {"duty"}
    assert {result["kind"] for result in by_unit.results} == {"unit"}
    assert {url.partition("#")[0] for url in by_place.urls if url.startswith("ke-hoach/")} == {
        "ke-hoach/dong-nai-2024/"
    }
    assert by_year.urls
    assert not any(url.startswith(("ke-hoach/dong-nai-2024", "ke-hoach/dong-thap-2023")) for url in by_year.urls)


def test_no_word_finds_nothing(engine: Path, index: Path) -> None:
    asked = ["", "   ", "?!", "…", "'\";--", "\u0301"]
    answers = ask(engine, index, [{"ask": nothing} for nothing in asked])
    assert [(answer.results, answer.total, answer.mended) for answer in answers] == [((), 0, None)] * len(asked)


def test_what_is_shown_is_counted(answers: list[tuple[Question, Answer]]) -> None:
    """Where nothing has all that was asked, what comes nearest still counts."""
    assert [question.ask for question, answer in answers if bool(answer.results) != bool(answer.total)] == []


def test_what_stands_nowhere_is_mended_or_not_found(engine: Path, index: Path) -> None:
    slip, nonsense, number = ask(
        engine, index, [{"ask": "nang luogn tiet kiem"}, {"ask": "qwzxkjhv"}, {"ask": "987654321"}]
    )
    assert slip.mended == "nang luong tiet kiem"
    assert (nonsense.results, number.results) == ((), ())


def test_the_index_is_a_function_of_the_corpus() -> None:
    """Every file is named once, and index.json names the folder of the others."""
    listed = list(files(survey(ROOT / "content").corpus))
    paths = [path for path, _ in listed]
    assert len(set(paths)) == len(paths)
    (folder,) = {path.partition("/")[0] for path in paths} - {"index.json", "state.json"}
    assert f'"{folder}"'.encode() in (dict(listed)["index.json"] or b"")
