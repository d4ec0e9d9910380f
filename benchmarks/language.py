"""A language for synthetic plans: real syllables and real neighbours, with a vocabulary that grows as in real text.

Learned from the plans of the site. A text is a walk along the pairs of syllables that follow one another there. The
syllables in which most plans speak of what they rest on, of money and of reports (the language of administration) stay
what they are. All others are *topical*: each programme puts other syllables in their place, so that a plan on one
matter repeats its own words and not those of another. Now and then the walk leaves the pairs and takes a syllable from
a long tail that falls off as Zipf's law does. The tail holds syllables composed of real beginnings and real rhymes.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from generator.content import read_content
from generator.vietnamese import fold

STEPS = 256
"""Entries of a row of followers: a random byte picks one."""
LEAVES = 20
"""How many of them leave the learned pairs for the tail."""
TAIL = 6000
"""Syllables of the tail: no text uses more, however long it is."""
DRAWS = 1 << 17
SHARED_BY = 4
"""Plans that must use a syllable for it to be the language of administration."""
JOINTS = frozenset({"và"})
"""Syllables of topics' names that belong to any topic."""
KEPT = 0.2
"""Share of the topical syllables that a programme keeps as they are."""
LEAVE = -1

_TOKEN = re.compile(r"[^\W\d_]+|[,;]|[0-9]+|[^\s\w]")
_ONSETS = (
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)  # fmt: skip
"""Beginnings of syllables, the longest first."""


@dataclass(frozen=True, slots=True)
class Language:
    """The learned model: `words` by state, `followers` of each state (a state, or LEAVE), how often states begin."""

    words: tuple[str, ...]
    followers: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    topical: tuple[int, ...]
    tail: tuple[str, ...]
    draws: tuple[int, ...]

    def drawn(self, rng: random.Random) -> str:
        """A syllable of the tail."""
        return self.tail[self.draws[rng.getrandbits(17)]]

    def voice(self, rng: random.Random) -> Voice:
        """A programme's way to speak: its own syllables where the learned ones are topical."""
        spoken = list(self.words)
        for state in self.topical:
            if rng.random() >= KEPT:
                spoken[state] = self.drawn(rng)
        return Voice(self, tuple(spoken))


@dataclass(frozen=True, slots=True)
class Voice:
    """A language as one programme speaks it."""

    language: Language
    spoken: tuple[str, ...]

    def words(self, rng: random.Random, length: int) -> list[str]:
        """`length` steps of a walk: syllables and commas."""
        model, spoken = self.language, self.spoken
        followers, starts = model.followers, model.starts
        state = starts[rng.getrandbits(8)]
        said = []
        for step in rng.randbytes(length):
            state = followers[state][step]
            if state == LEAVE:
                said.append(model.drawn(rng))
                state = starts[rng.getrandbits(8)]
            else:
                said.append(spoken[state])
        return said

    def phrase(self, rng: random.Random, length: int) -> str:
        """A run of syllables without punctuation."""
        return " ".join(word for word in self.words(rng, length + 4) if word not in (",", ";"))

    def clause(self, rng: random.Random, length: int) -> str:
        """Part of a sentence, with commas where real sentences have them; no mark at its ends."""
        text = " ".join(self.words(rng, length)).replace(" ,", ",").replace(" ;", ";")
        return text.replace(",,", ",").replace(";,", ";").replace(",;", ",").strip(" ,;") or self.phrase(rng, length)


def learn(content: Path) -> Language:
    """The language of the plans in the content folder `content`. The same plans give the same model."""
    texts, frame, topics = _texts(content)
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    count: Counter[str] = Counter()
    plans: Counter[str] = Counter()
    for plan in texts:
        for text in plan:
            for first, second in pairwise(text):
                if first and second:
                    pairs[first][second] += 1
                    count[first] += 1
        plans.update({token for text in plan for token in text if token})
    words = sorted(pairs, key=lambda word: (-count[word], word))
    index = {word: state for state, word in enumerate(words)}
    followers = tuple(_row(pairs[word], index) for word in words)
    common = {word for word in words if plans[word] >= SHARED_BY and word in frame - topics} | {",", ";"}
    topical = tuple(state for state, word in enumerate(words) if word not in common)
    syllables = [word for word in words if word not in (",", ";")]
    tail = _tail(syllables)
    starts = _filled({index[word]: count[word] for word in syllables}, STEPS)
    return Language(tuple(words), followers, starts, topical, tail, _zipf(len(tail)))


def _texts(content: Path) -> tuple[list[list[list[str]]], set[str], set[str]]:
    """The texts of each plan as tokens; the syllables in which plans speak of themselves; those of their own topics."""
    read, _ = read_content(content)
    texts = [[_tokens(clause.source.words or "") for clause in plan.clauses] for plan in read.plans]
    frame = {
        token
        for plan in read.plans
        for clause in plan.clauses
        if clause.part in ("preamble", "closing") or clause.holds.kind == "budget"
        for token in _tokens(clause.source.words or "")
    }
    topics = {token for plan in read.plans for name in plan.file.topics for token in _tokens(name)} - JOINTS
    return texts, frame, topics


def _tokens(text: str) -> list[str]:
    """Syllables in small letters, and commas; numbers, abbreviations and other marks part the text: an empty token."""
    return [word.lower() if _is_spoken(word) else "" for word in _TOKEN.findall(text)]


def _is_spoken(word: str) -> bool:
    return word in (",", ";") or (word.isalpha() and not (len(word) > 1 and word.isupper()))


def _row(counts: Counter[str], index: dict[str, int]) -> tuple[int, ...]:
    known = {index[word]: number for word, number in counts.items() if word in index}
    return (*(_filled(known, STEPS - LEAVES) if known else (LEAVE,) * (STEPS - LEAVES)), *(LEAVE,) * LEAVES)


def _filled(counts: dict[int, int], size: int) -> tuple[int, ...]:
    """`size` entries, each state as often as its count bids."""
    order = sorted(counts, key=lambda state: (-counts[state], state))
    bounds = list(accumulate(counts[state] for state in order))
    row, at = [], 0
    for entry in range(size):
        while bounds[at] * size <= entry * bounds[-1]:
            at += 1
        row.append(order[at])
    return tuple(row)


def _tail(syllables: Iterable[str]) -> tuple[str, ...]:
    """Real syllables and composed ones, in an order that has nothing to do with the alphabet."""
    real = sorted(set(syllables))
    parts = [_parted(word) for word in real]
    rhymes = sorted({rhyme for _, rhyme in parts})
    # k, gh, ngh stand before e, ê, i only; c, g, ng never do: a pair of beginning and vowel is right if it is seen
    seen = {(onset, fold(rhyme)[:1]) for onset, rhyme in parts}
    onsets = sorted({onset for onset, _ in parts})
    made = {o + r for o in onsets for r in rhymes if (o, fold(r)[:1]) in seen} - set(real)
    rng = random.Random("tail")
    composed = sorted(made)
    rng.shuffle(composed)
    tail = [*real, *composed[: TAIL - len(real)]]
    rng.shuffle(tail)
    return tuple(tail)


def _parted(word: str) -> tuple[str, str]:
    """A syllable's beginning and its rhyme."""
    onset = next((o for o in _ONSETS if word.startswith(o) and len(word) > len(o)), "")
    return onset, word[len(onset) :]


def _zipf(size: int) -> tuple[int, ...]:
    """DRAWS entries: rank r as often as 1/(r + 20)^1.25, Mandelbrot's form of Zipf's law."""
    weights = {rank: round(1e9 / (rank + 20) ** 1.25) for rank in range(size)}
    return _filled(weights, DRAWS)
