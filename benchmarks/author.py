"""Sentences of a synthetic plan, and what is said about them: topics, targets, times, notes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.draft import Clause, Value
from benchmarks.world import Head, Programme, World

GENERAL_INDICATORS = 30
"""Indicators that any programme may use; besides, each has OWN_INDICATORS."""
OWN_INDICATORS = 3
OPENINGS = (
    "Tổ chức",
    "Đẩy mạnh",
    "Tăng cường",
    "Tiếp tục",
    "Xây dựng",
    "Triển khai",
    "Hướng dẫn",
    "Rà soát",
    "Nâng cao",
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What targets measure: its name, its measure («%», «mô hình», none), who is counted, how the sentence goes on."""

    name: str
    measure: str
    among: str
    rest: str


def indicators(world: World, programme: Programme | None) -> list[Indicator]:
    """The programme's own indicators; without one the general ones."""
    if programme is None:
        rng, count = world.rng("indicators"), GENERAL_INDICATORS
        voice = world.language.voice(rng)
    else:
        rng, count = world.rng("indicators", programme.index), OWN_INDICATORS
        voice = programme.voice
    found: dict[str, Indicator] = {}
    while len(found) < count:
        measure = ("%", "%", "%", "mô hình", "")[len(found) % 5]
        head = {"%": "Tỷ lệ", "mô hình": "Mô hình", "": "Mức"}[measure]
        name = f"{head} {voice.phrase(rng, 5)}"
        found[name] = Indicator(name, measure, voice.phrase(rng, 2), voice.phrase(rng, 14))
    return list(found.values())


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def written(day: tuple[int, int, int]) -> str:
    """A date as documents print it in full."""
    year, month, number = day
    return f"ngày {number:02} tháng {month:02} năm {year}"


def short(day: tuple[int, int, int]) -> str:
    year, month, number = day
    return f"{number:02}/{month:02}/{year}"


@dataclass(slots=True)
class Author:
    """Writes for one plan; every call goes on with the plan's own random numbers."""

    world: World
    programme: Programme
    head: Head
    rng: random.Random
    topics: tuple[str, ...]
    known: list[Indicator]
    collective: str | None = None
    """A collective that supports duties of every plan: a district's plan names it in each row of its table."""
    collective_left: int = 0
    """How many duties of the section on assignments still are to name it."""

    def sentence(self, length: int, opening: str = "") -> str:
        """A sentence of about `length` syllables, with the programme's phrases and its name among them."""
        rng, voice = self.rng, self.programme.voice
        parts = [opening] if opening else []
        parts.append(voice.clause(rng, max(6, int(length * rng.uniform(0.7, 1.5)))))
        if length > 20 and rng.random() < 0.45:
            parts.append(self.programme.phrases[int(rng.random() ** 2 * len(self.programme.phrases))])
        if rng.random() < 0.2:
            parts.append(f"theo {self.programme.kind} {self.programme.subject}")
        return capital(" ".join(parts)).rstrip(" ,;") + "."

    def task(self, length: int) -> str:
        return self.sentence(length, self.rng.choice(OPENINGS))

    def bullet(self, text: str, **says: Value) -> Clause:
        return self.about(Clause({"dash": text}, dict(says)))

    def paragraph(self, text: str, label: str = "", **says: Value) -> Clause:
        return self.about(Clause({"label": label, "text": text} if label else {"text": text}, dict(says)))

    def about(self, clause: Clause) -> Clause:
        """The clause with topics, and seldom with a note, as densely as editors put them."""
        rng = self.rng
        if rng.random() < 0.56:
            names = [self.topics[rng.choice(self.programme.topics)]]
            if rng.random() < 0.25:
                names.append(self.topics[self.programme.topics[0]])
            clause.says["topics"] = list(dict.fromkeys(names))
        if rng.random() < 0.12:
            self._note(clause)
        return clause

    def _note(self, clause: Clause) -> None:
        words = (clause.printed.get("dash") or clause.printed.get("text") or "").split()
        inner = [i for i in range(2, len(words) - 2) if words[i].isalpha() and words[i + 1].isalpha()]
        if not inner:
            return
        at = self.rng.choice(inner)
        right = self.world.language.drawn(self.rng)
        if right == words[at + 1]:
            return
        clause.says["notes"] = [
            {
                "printed": f"{words[at]} {words[at + 1]}",
                "reads": f"{words[at]} {right}",
                "note": f"In nhầm chữ «{right}» thành «{words[at + 1]}».",
            }
        ]

    def timed(self, text: str) -> tuple[str, dict[str, Value]]:
        """The sentence with a time at its end, and that time."""
        rng, year = self.rng, self.head.issued[0] + self.rng.randrange(3)
        phrase = rng.choice(
            (
                f"trước ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}/{year}",
                f"trước ngày {rng.randint(1, 28):02}/12/{year}",
                f"Quý {rng.choice(('II', 'III', 'IV'))} năm {year}",
                "hằng năm",
                f"chậm nhất là ngày 30/6/{year}",
                f"trong năm {year}",
            )
        )
        return f"{text.rstrip('.')}, thời gian thực hiện {phrase}.", {"time": phrase}

    def target(self, index: int) -> Clause:
        """A target with its value printed in the sentence."""
        rng, indicator = self.rng, self.known[index % len(self.known)]
        rest = f"{indicator.rest} {self.programme.voice.phrase(rng, rng.randint(6, 14))}"
        entry = {"indicator": indicator.name}
        if indicator.measure == "%":
            value = f"{rng.randint(4, 20) * 5}%"
            least = rng.random() < 0.4
            text = f"{'Ít nhất ' if least else ''}{value} {indicator.among} {rest}."
            entry |= {"among": indicator.among, "at_least" if least else "equal": value}
        elif indicator.measure:
            first = rng.randint(1, 5)
            value = f"từ {first:02} đến {first + rng.randint(1, 4):02} {indicator.measure}"
            text = f"Xây dựng {value} {rest}."
            entry |= {"between": value}
        else:
            text = f"{capital(rest)}."
        return self.bullet(text, targets=[entry])
