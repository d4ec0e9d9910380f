"""What editors, tools and transfers do to a file: seeded mutations of the content, and what becomes of each.

A mutation ends well in two ways: `message`, every problem has a place in a file; or `shown`, nothing is reported and
the site shows every text that still stands in the file. A traceback, a hang and a text that vanished are FAILED.

    .venv/bin/python -m tests.mutations 1000
"""

from __future__ import annotations

import html
import re
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

import yaml

from generator.messages import LANGUAGES
from generator.pages import documents, places, plans, targets, topics, units
from generator.pages.render import Page, Renderer, environment
from generator.problems import Problem
from generator.survey import Survey, survey
from generator.vietnamese import nfc, squash
from tests.damage import DAMAGE
from tests.payloads import Slot, slots, value_at

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
TODAY = "2026-01-01"
LIMIT = 10
"""Seconds of the processor after which a mutation hangs."""
SEED = 20260101

SECTIONS = {
    "plans/": plans,
    "updates/": plans,
    "units/": units,
    "places": places,
    "documents": documents,
    "topics": topics,
}
"""The beginning of a file's path → the section of the site that shows it; indicators stand with the targets."""
NOT_SHOWN = {
    "Abbreviation.note": "for editors",
    "Abbreviation.long": "names are read with it",
    "Abbreviation.short": "names are read with it",
    "Member.of": "a rule; the members that it finds are shown",
    "PlanFile.groups": "a rule; the units that it names are shown with each duty",
    "Recipient.units": "the printed line is shown, with links to the units",
    "Source.file": "told by its content, which is published",
    "Source.sha256": "a digest",
    "Source.foot": "lines of the source",
    "Repair.line": "lines of the source",
    "Repair.joins": "lines of the source",
    "Repair.continues": "lines of the source",
}
"""String fields whose text no page shows, and why that is no loss."""


class HangError(BaseException):
    """The mutation took longer than LIMIT."""


@dataclass(frozen=True)
class Outcome:
    """What became of mutation `number`: kind and file, `message`, `shown` or `FAILED`, and what there is to say."""

    number: int
    kind: str
    file: str
    result: str
    detail: str = ""


def damaged(number: int) -> tuple[str, str, bytes]:
    """(kind, file, its damaged bytes) of a mutation; spots are drawn until the damage changes something."""
    kind = list(DAMAGE)[number % len(DAMAGE)]
    random = Random(SEED + number)
    while True:
        name = random.choice(_files())
        before = (CONTENT / name).read_bytes()
        after = DAMAGE[kind](before, random)
        if after is not None and after != before:
            return kind, name, after


@dataclass
class Workshop:
    """A copy of the content in which one file after the other is damaged and put right again."""

    root: Path
    look: Callable[[Path], Survey] = survey

    @staticmethod
    def at(folder: Path) -> Workshop:
        return Workshop(Path(shutil.copytree(CONTENT, folder / "content")))

    def run(self, number: int) -> Outcome:
        """Mutation `number` of the endless row: its kind, file and spot follow from the number alone."""
        kind, name, after = damaged(number)
        file = self.root / name
        before = file.read_bytes()
        file.write_bytes(after)
        try:
            return Outcome(number, kind, name, *self._judge(name))
        finally:
            file.write_bytes(before)

    def _judge(self, name: str) -> tuple[str, str]:
        try:
            with _alarm():
                found = self.look(self.root)
                if found.problems:
                    return self._located(found.problems)
                lost = sorted(self._lost(name, found))
        except HangError:
            return "FAILED", f"more than {LIMIT} s of the processor"
        except Exception:
            return "FAILED", traceback.format_exc(limit=-3)
        return ("FAILED", f"lost: {lost[:5]}") if lost else ("shown", "")

    def _located(self, problems: tuple[Problem, ...]) -> tuple[str, str]:
        for problem in problems:
            file = self.root.parent / problem.place.path
            lines = file.read_bytes().count(b"\n") + 1 if file.is_file() else 1
            if not (1 <= problem.place.line <= lines + 1 and problem.place.column >= 1 and file.exists()):
                return "FAILED", f"no such place: {problem.line()}"
            if any("{" in problem.line(language) and "{" not in str(problem.words) for language in LANGUAGES):
                return "FAILED", f"an unfinished sentence: {problem.line()}"
        return "message", problems[0].line("en")[:300]

    def _lost(self, name: str, found: Survey) -> Iterator[str]:
        """The texts of the file that its section of the site does not show."""
        text = nfc((self.root / name).read_bytes().decode("utf-8-sig"))
        yield from _commented(text)
        data = yaml.load(text, yaml.CBaseLoader)
        pages = _READS.sub("", " ".join(page.html for page in _section(name, found)))
        shown = (_plain(pages, ""), _plain(pages, " "))
        for slot in slots(name, data):
            value = value_at(data, slot.steps)
            if isinstance(value, str) and not _is_shown(slot, squash(value), shown):
                yield f"{slot.field}: {value[:80]}"


def _commented(text: str) -> Iterator[str]:
    """Words that YAML takes for a comment though they follow their «#» like a number: «Công văn #3»."""
    lines = text.splitlines()
    for token in yaml.scan(text, yaml.CBaseLoader):
        if isinstance(token, yaml.ScalarToken) and token.plain:
            behind = lines[token.end_mark.line][token.end_mark.column :] if token.end_mark.line < len(lines) else ""
            if re.match(r"\s+#[^\s#]", behind):
                yield behind


_READS = re.compile(r'<span class="ps-reads">[^<]*</span>')
"""The right reading behind a misprint: it parts the printed words."""


def _is_shown(slot: Slot, value: str, shown: tuple[str, str]) -> bool:
    """Whether the pages say the value; a date may be written as readers write it, a name within its full name."""
    if slot.field in NOT_SHOWN or slot.field.endswith(".id"):
        return True
    if any(value in text for text in shown):
        return True
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return any("/".join(reversed(value.split("-"))) in text for text in shown)
    folded = value.casefold().rstrip(":")
    return any(folded in text.casefold() for text in shown)


def _section(name: str, found: Survey) -> Iterator[Page]:
    module = next((module for start, module in SECTIONS.items() if name.startswith(start)), targets)
    renderer = Renderer(environment(ROOT / "templates"))
    if module is plans:
        slug = Path(name).stem
        yield from topics.pages(found.corpus, renderer, TODAY)
        yield from (page for page in plans.pages(found.corpus, renderer, TODAY) if slug in page.address)
        return
    yield from module.pages(found.corpus, renderer, TODAY)


def _plain(markup: str, between: str) -> str:
    return squash(html.unescape(re.sub(r"<[^>]*>", between, markup)))


@cache
def _files() -> tuple[str, ...]:
    """The files to damage: plans three times as often as registers, since they are written most."""
    found = sorted(file.relative_to(CONTENT).as_posix() for file in CONTENT.rglob("*.yaml"))
    return tuple(name for name in found for _ in range(3 if name.startswith("plans/") else 1))


@contextmanager
def _alarm() -> Iterator[None]:
    """Ends what computes longer than LIMIT; time that other programs take on a busy machine is not counted."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise HangError

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def outcomes(numbers: range) -> list[Outcome]:
    """What becomes of these mutations, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop.at(Path(folder))
        return [workshop.run(number) for number in numbers]


def table(found: list[Outcome]) -> str:
    """The counts by kind."""
    counts: Counter[tuple[str, str]] = Counter((outcome.kind, outcome.result) for outcome in found)
    results = ("message", "shown", "FAILED")
    rows = [("", *results), *((kind, *(str(counts[kind, result]) for result in results)) for kind in DAMAGE)]
    rows.append(("all", *(str(sum(outcome.result == result for outcome in found)) for result in results)))
    return "\n".join(f"{row[0]:24}" + "".join(f"{cell:>9}" for cell in row[1:]) for row in rows)


def main(count: int) -> int:
    """Run so many mutations on two processes and print what became of them; 1 where one failed."""
    step = 25
    parts = [range(start, min(start + step, count)) for start in range(0, count, step)]
    with ProcessPoolExecutor(2) as pool:
        found = [outcome for part in pool.map(outcomes, parts) for outcome in part]
    print(table(found))
    failed = [outcome for outcome in found if outcome.result == "FAILED"]
    for outcome in failed:
        print(f"\n{outcome.number} {outcome.kind} {outcome.file}\n{outcome.detail}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
