"""What is typed is cut into tokens as what is indexed: both tokenisers are held to one table, and to each other."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.search.tokens import LONGEST, tokens
from tests.search.asking import HERE, tokenised, write_engine

VECTORS: list[tuple[str, str]] = [
    (text, found) for text, found in yaml.safe_load((HERE / "tokens.yaml").read_text(encoding="utf-8"))
]

_ASSIGNED = st.characters(exclude_categories=["Cs", "Cn"])
"""A character of a later Unicode is a letter to one of the two and nothing to the other."""
_MARKS = "\u0300\u0309\u0303\u0301\u0323\u0306\u0302\u031b\u0344\u0345\u20d0"
_LIKELY = st.sampled_from(" .,-–/%_&0159aàăđĐơưỷhoaoảeuyİıßẞſKÅ²½٣Ⅳ日\U0001d400😀\ufeff\u200b" + _MARKS)
_PIECES = st.sampled_from(
    [
        "tháng",
        "năm",
        "phần trăm",
        "Thang ",
        " 5 ",
        "12",
        "2026",
        "1.280",
        "05/12",
        "178/KH-UBND",
        "hòa",
        "hoà",
        "İ",
        "Đ",
    ]
)
TEXTS = st.lists(st.one_of(_ASSIGNED, _LIKELY, _PIECES), max_size=12).map("".join)
Form = Literal["NFC", "NFD", "NFKC"]
FORMS: st.SearchStrategy[Form | None] = st.sampled_from(["NFC", "NFD", "NFKC", None])
BATCH = 500


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_engine(tmp_path_factory.mktemp("engine") / "search.mjs")


@pytest.mark.parametrize(("text", "found"), VECTORS, ids=[ascii(text)[:40] for text, _ in VECTORS])
def test_the_generator_cuts_as_the_table_says(text: str, found: str) -> None:
    assert tokens(text) == found.split()


def test_the_browser_cuts_as_the_table_says(engine: Path) -> None:
    made = tokenised(engine, [text for text, _ in VECTORS])
    pairs = zip(VECTORS, made, strict=True)
    assert [(text, got) for (text, found), got in pairs if got != found.split()] == []


def test_the_table_asks_for_every_rule() -> None:
    """Both directions: texts that give one token, several, and none; a text that is not NFC."""
    counts = {min(len(found.split()), 2) for _, found in VECTORS}
    assert counts == {0, 1, 2}
    assert any(not unicodedata.is_normalized("NFC", text) for text, _ in VECTORS)
    assert max(len(token) for _, found in VECTORS for token in found.split()) == LONGEST


def test_both_cut_arbitrary_text_alike(engine: Path) -> None:
    """All texts are made first and go through Node in one run; the first that differs is shown."""
    texts: list[str] = []

    @settings(max_examples=BATCH, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(TEXTS, FORMS)
    def gather(text: str, form: Form | None) -> None:
        texts.append(unicodedata.normalize(form, text) if form else text)

    gather()
    assert len(texts) >= BATCH // 2
    made = tokenised(engine, texts)
    differ = [(text, tokens(text), got) for text, got in zip(texts, made, strict=True) if tokens(text) != got]
    assert differ == [], f"Python {sys.version_info[:2]}, Unicode {unicodedata.unidata_version}"


@settings(derandomize=True, deadline=None)
@given(TEXTS)
def test_tokens_can_stand_in_the_index(text: str) -> None:
    """No blank (it joins pairs), no «=» (it marks what narrows), a length that a byte can tell, one plane."""
    for token in tokens(text):
        assert token
        assert len(token) <= LONGEST
        assert not set(token) & set(" =")
        assert max(token) <= "\uffff"


@settings(derandomize=True, deadline=None)
@given(TEXTS)
def test_composed_and_decomposed_text_have_the_same_tokens(text: str) -> None:
    assert tokens(unicodedata.normalize("NFC", text)) == tokens(unicodedata.normalize("NFD", text))
