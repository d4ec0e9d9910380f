"""What is asked: the open questions, and fragments of clauses."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator import urls
from generator.search.entries import PlanEntry
from generator.search.tokens import tokens
from generator.vietnamese import fold

QUESTIONS = Path(__file__).parents[2] / "tests/search/questions.yaml"
SHORTEST, LONGEST = 3, 6
"""Words of a fragment."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, how (a class of questions.yaml), and the addresses that answer it."""

    ask: str
    typing: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some words of a clause as they follow each other there, every other time without marks; the clause's address."""

    ask: str
    clause: str


def questions(apart: bool = False) -> list[Question]:
    """Those that are open, or those that are kept apart."""
    listed: list[dict[str, Any]] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return [
        Question(
            unicodedata.normalize("NFD", entry["ask"]) if entry.get("form") == "nfd" else entry["ask"],
            entry["typing"],
            tuple(entry["answers"]),
        )
        for entry in listed
        if bool(entry.get("apart")) == apart
    ]


def fragments(plans: Sequence[PlanEntry], count: int, seed: int) -> list[Fragment]:
    """Each from a plan and a clause that are drawn evenly."""
    chance = random.Random(seed)
    found: list[Fragment] = []
    while len(found) < count:
        plan = chance.choice(plans)
        clause = chance.choice(plan.clauses)
        words = clause.text.split()
        if len(words) < SHORTEST:
            continue
        size = min(len(words), chance.randint(SHORTEST, LONGEST))
        start = chance.randrange(len(words) - size + 1)
        ask = " ".join(words[start : start + size]).strip(" ,.;:()–")
        if len(tokens(ask)) >= SHORTEST:
            plain = len(found) % 2 == 1
            found.append(Fragment(fold(ask) if plain else ask, urls.clause(plan.slug, clause.id)))
    return found


def place(question: Question, addresses: Sequence[str]) -> int:
    """The place of the first answer among what was found, from 1 on; 0 where it is not there."""
    return next((number for number, url in enumerate(addresses, 1) if url in question.answers), 0)


def holds(fragment: Fragment, results: Iterable[dict[str, Any]]) -> bool:
    """Whether one of the results is the clause or has the same words as they follow each other."""
    wanted = f" {' '.join(tokens(fragment.ask))} "
    return any(r["url"] == fragment.clause or wanted in f" {' '.join(tokens(r['text']))} " for r in results)
