"""A site, made: every job done by whoever is free, or taken from the last build where it needed the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.kept import Kept, Marks
from generator.memory import uncollected
from generator.output import Done, Last, Press
from generator.pages.job import Job
from generator.pages.jobs import SEARCH, Works
from generator.pages.render import FileFacts
from generator.shelf import DamagedError, Shelves
from generator.workers import each

Progress = Callable[[int, int], None]
"""Told (done, all) as work goes on."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a site is made: from what, whereto, what was kept, by how many processes."""

    works: Works
    press: Press
    marks: Marks
    kept: Kept
    workers: int
    progress: Progress | None = None
    rows: Path | None = None
    """The folder where the rows of the site's tables are kept."""

    def make(self) -> list[Done]:
        """Make all of it; what was done, in the order of the jobs."""
        shelves = Shelves(self.rows, self.marks.of_rows(self.works)) if self.rows else None
        jobs = self._jobs(shelves)
        needs = [self.marks.of(job) for job in jobs]
        done: dict[str, Done] = {}

        def do(part: int) -> Done:
            return self._do(jobs[part], needs[part])

        for count, one in enumerate(each(len(jobs), do, self.workers), start=1):
            done[one.key] = one
            if self.progress:
                self.progress(count, len(jobs))
        found = [done[job.key] for job in jobs]
        return [*found, self._last(found)]

    def _jobs(self, shelves: Shelves | None) -> list[Job]:
        """Listed a second time where what was kept for that turned out damaged."""
        search = self.kept.last(SEARCH)
        with uncollected():
            with suppress(DamagedError):
                return list(self.works.jobs(shelves, search))
            return list(self.works.jobs(shelves, search))

    def _do(self, job: Job, needs: str) -> Done:
        last = self.kept.last(job.key)
        taken = self.press.take(last) if last and last.done.needs == needs else None
        return taken or self._made(job, needs, last)

    def _made(self, job: Job, needs: str, last: Last | None) -> Done:
        """Done a second time where what was kept for it turned out damaged."""
        with suppress(DamagedError):
            return self.press.write(job, needs, last)
        return self.press.write(job, needs, last)

    def _last(self, found: list[Done]) -> Done:
        """What tells of all the others is made when they are."""
        made: dict[str, FileFacts] = {}
        for one in found:
            made |= one.facts
        return self.press.write(Job("last", lambda: self.works.last(made)), "")
