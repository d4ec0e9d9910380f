"""The same corpus built by each program, in turns: cold, then again after one plan was edited."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.contenders import Contender, clear, editable, environment_of
from benchmarks.copying import copying
from benchmarks.corpus import Order, write_corpus
from benchmarks.process import Ran, run

Say = Callable[[str], None]


class BuildFailedError(Exception):
    """A build ended with an error: there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a build left: files and their bytes."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One cold build and, where it ended in time, one after an edit; `rewritten` is what the edit's build wrote.

    `copied`: seconds in which all processors copy what the cold build wrote.
    """

    cold: Ran
    output: Output
    copied: float = 0.0
    edit: Ran | None = None
    rewritten: Output = Output(0, 0)


@dataclass(frozen=True, slots=True)
class Result:
    """All turns of a program at one number of plans. `ended`: it ran into the time limit."""

    contender: Contender
    plans: int
    turns: tuple[Turn, ...]

    @property
    def ended(self) -> bool:
        return any(turn.cold.code is None for turn in self.turns)

    def middle(self, value: Callable[[Turn], float]) -> float:
        return median(value(turn) for turn in self.turns)

    @property
    def cold(self) -> float:
        return self.middle(lambda turn: turn.cold.seconds)

    @property
    def edit(self) -> float | None:
        times = [turn.edit.seconds for turn in self.turns if turn.edit and turn.edit.code == 0]
        return median(times) if times else None


@dataclass(frozen=True, slots=True)
class Setting:
    """How to compare: seconds that one build may take, where to work, what the plans are like."""

    limit: float
    folder: Path
    order: Order


class Comparison:
    """Every program at one size. In each round the programs take turns, and the first one changes."""

    def __init__(self, contenders: Sequence[Contender], plans: int, setting: Setting, say: Say) -> None:
        self.plans = plans
        self._contenders = tuple(contenders)
        self._setting, self._say = setting, say
        self._rounds = 0
        self._turns: dict[str, list[Turn]] = {contender.name: [] for contender in contenders}
        shutil.rmtree(self.folder, ignore_errors=True)
        content = self.folder / "corpus/content"
        say(f"{plans} plans: writing the corpus")
        order = setting.order
        write_corpus(Order(plans, order.seed, order.with_real, order.collective), content)
        for contender in contenders:
            contender.prepare(content, self.folder / contender.name)
        self._plan = editable(content)

    @property
    def folder(self) -> Path:
        return self._setting.folder / str(self.plans)

    def round(self) -> None:
        """One more turn of each program, but of those that did not end in time."""
        shift = self._rounds % len(self._contenders)
        self._rounds += 1
        for contender in (*self._contenders[shift:], *self._contenders[:shift]):
            done = self._turns[contender.name]
            if done and done[-1].cold.code is None:
                continue  # it would not end in time this time either
            done.append(_turn(contender, self.folder / contender.name, self._plan, self._setting.limit))
            self._say(f"{self.plans} plans, round {self._rounds}: {contender.label} {_told(done[-1])}")

    def results(self) -> list[Result]:
        """Of all rounds so far."""
        return [Result(each, self.plans, tuple(self._turns[each.name])) for each in self._contenders]


def in_turns(rounds: Mapping[int, int]) -> Iterator[int]:
    """The sizes in the order of their rounds: `rounds` of each size, a size's rounds spread between the others'.

    A machine is not as fast at one hour as at the next, and what grows is told by comparing sizes.
    """
    for round_ in range(max(rounds.values(), default=0)):
        yield from (size for size in sorted(rounds) if round_ < rounds[size])


def _turn(contender: Contender, project: Path, plan: str, limit: float) -> Turn:
    clear(contender, project)
    cold = _build(contender, project, limit)
    output = project / contender.output
    before = _files(output)
    written = Output(len(before), sum(size for size, _ in before.values()))
    if cold.code is None:
        return Turn(cold, written)
    if not any(name.endswith(f"{Path(plan).stem}/index.html") for name in before):
        raise BuildFailedError(f"{contender.label} ended well without the page of {plan}:\n{cold.output}")
    copied = copying(output, project / "copied")
    undo = contender.edit(project, plan)
    try:
        edit = _build(contender, project, limit)
    finally:
        undo()
    fresh = [state[0] for name, state in _files(output).items() if before.get(name) != state]
    return Turn(cold, written, copied, edit, Output(len(fresh), sum(fresh)))


def _build(contender: Contender, project: Path, limit: float) -> Ran:
    os.sync()  # no build waits until the disk has what was written before it
    ran = run(contender.command(), project, environment_of(contender, project), limit)
    if ran.code not in (0, None):
        raise BuildFailedError(f"{contender.label} ended with {ran.code}:\n{ran.output}")
    return ran


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file below `folder`: its size and when it was written (nanoseconds)."""
    found = ((str(file.relative_to(folder)), file.stat()) for file in folder.rglob("*") if file.is_file())
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found}


def _told(turn: Turn) -> str:
    if turn.cold.code is None:
        return f"ended after {turn.cold.seconds:.0f} s"
    after = f", edited {turn.edit.seconds:.1f} s" if turn.edit and turn.edit.code == 0 else ""
    return f"{turn.cold.seconds:.1f} s{after}, {turn.cold.peak / 1e6:.0f} MB"
