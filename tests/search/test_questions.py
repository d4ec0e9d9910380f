"""questions.yaml holds together: its form, how its questions are spread, and that every answer is there to be found."""

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import urls
from generator.corpus import Corpus
from generator.survey import survey

FILE = Path(__file__).parent / "questions.yaml"
CONTENT = Path(__file__).parents[2] / "content"

CLASSES = {
    "exact-marks",
    "no-marks",
    "tone-placement",
    "nfd",
    "hyphen",
    "document-number",
    "abbreviation",
    "abbreviation-back",
    "unit-name",
    "successor-or-old-name",
    "misprint",
    "date-or-amount",
    "slip",
    "phrase",
    "natural",
}
NEEDED = {"ask", "typing", "answers"}
LEFT_OUT = {"form": "nfd", "apart": True}
"""What a question may leave out, and the only value that each then has."""

Question = dict[str, Any]


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    loaded: list[Question] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def addresses() -> set[str]:
    """The address of each page and clause that the search may give."""
    corpus = survey(CONTENT).corpus
    return {*_pages(corpus), *(urls.clause(slug, clause) for slug, clause in corpus.clause_by_id)}


def test_each_question_has_the_form(questions: list[Question]) -> None:
    for question in questions:
        assert set(question) - LEFT_OUT.keys() == NEEDED, question
        assert all(question[key] == LEFT_OUT[key] for key in question.keys() & LEFT_OUT.keys()), question
        ask, answers = question["ask"], question["answers"]
        assert isinstance(ask, str), question
        assert 0 < len(ask) <= 80, question
        assert ask == " ".join(ask.split()), question
        assert isinstance(answers, list), question
        assert 1 <= len(answers) <= 5, question
        assert len(set(answers)) == len(answers), question


def test_there_are_many_and_none_is_asked_twice(questions: list[Question]) -> None:
    asked = Counter((question["ask"].casefold(), question.get("form")) for question in questions)
    assert len(questions) >= 150
    assert [ask for ask, times in asked.items() if times > 1] == []


def test_each_class_has_ten_or_more(questions: list[Question]) -> None:
    classes = Counter(question["typing"] for question in questions)
    assert classes.keys() == CLASSES
    assert min(classes.values()) >= 10, classes


def test_a_third_is_kept_apart_in_all_classes(questions: list[Question]) -> None:
    apart = Counter(question["typing"] for question in questions if "apart" in question)
    classes = Counter(question["typing"] for question in questions)
    assert 0.32 <= apart.total() / classes.total() <= 0.36
    shares = {name: apart[name] / count for name, count in classes.items()}
    assert {name: share for name, share in shares.items() if not 0.2 <= share <= 0.5} == {}


def test_every_answer_is_there(questions: list[Question], addresses: set[str]) -> None:
    given = [(question["ask"], answer) for question in questions for answer in question["answers"]]
    assert [(ask, answer) for ask, answer in given if answer not in addresses] == []


def test_what_is_to_be_decomposed_can_be(questions: list[Question]) -> None:
    """The file is composed text; the class nfd, and no other, is decomposed by whoever reads it."""
    text = FILE.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    for question in questions:
        decomposed = question.get("form") == "nfd"
        assert decomposed == (question["typing"] == "nfd"), question
        assert not decomposed or not unicodedata.is_normalized("NFD", question["ask"]), question


def test_what_is_typed_without_marks_has_none(questions: list[Question]) -> None:
    asked = [question["ask"] for question in questions if question["typing"] == "no-marks"]
    assert [ask for ask in asked if not re.fullmatch(r"[a-z0-9 ]+", ask)] == []


def _pages(corpus: Corpus) -> set[str]:
    registry = corpus.registry
    return {
        *(urls.plan(plan.slug) for plan in corpus.plans),
        *map(urls.unit, registry.units),
        *map(urls.document, registry.documents),
        *map(urls.indicator, registry.indicators),
        *map(urls.place, registry.localities),
        *map(urls.topic, registry.topics),
    }
