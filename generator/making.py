"""A site, made: what needs the same as last time stays or is shared, every other job is done by whoever is free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from generator import clock
from generator.done import Done, Last
from generator.exports.blocks import DamagedError
from generator.exports.origin import Origin
from generator.kept import Kept, Marks
from generator.memory import uncollected
from generator.output import Press
from generator.pages.job import Job
from generator.pages.jobs import Works
from generator.pages.render import FileFacts, Made
from generator.shelf import Shelves
from generator.survey import Survey
from generator.workers import in_batches, stream

Progress = Callable[[int, int], None]
"""Told (done, all) as work goes on."""
MANY = 300
"""From so many jobs on, processes give way to new ones: what each of them needs is made before they begin."""
LAST = "last"
"""The job that tells of what all the others made."""


def works_of(found: Survey, content: Path, templates: Path, name: str, address: str) -> Works:
    """All that a site of this name at this address ("" where it is not known) is made from.

    `found` is what stands in the folder `content`, which git may know.
    """
    return Works(
        corpus=found.corpus,
        content=found.content,
        history=clock.history(content, found.corpus),
        origin=Origin(address, clock.content_commit(content)),
        commits=clock.commits(content),
        templates=templates,
        today=clock.today(),
        name=name,
    )


class Making(Struct, frozen=True):
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
        if shelves is None:
            return self._made_of(None)
        with closing(shelves):
            shelves.fill(self.works.blocks, self.workers, self.progress)
            return self._made_of(shelves)

    def _made_of(self, shelves: Shelves | None) -> list[Done]:
        with uncollected():
            jobs = list(self.works.jobs(shelves, self.kept.last))
        needs = {job.key: self.marks.of(job) for job in jobs}
        done = self._held(needs)
        left = [job for job in jobs if job.key not in done]

        if len(left) >= MANY:
            self.works.ready()
        batches = in_batches([job.near for job in left], self.workers)

        def do(part: int) -> Iterator[Done]:
            return (self._do(job, needs[job.key]) for job in left[batches[part]])

        for one in stream(len(batches), do, self.workers):
            done[one.key] = one
            if self.progress:
                self.progress(len(done), len(jobs))
        found = [done[job.key] for job in jobs]
        return [*found, self._last(found, _facts(done[job.key] for job in jobs if job.plans is None))]

    def _held(self, needs: dict[str, str]) -> dict[str, Done]:
        """Of which jobs the spare has all files already."""
        if self.kept.spare is None:
            return {}
        stale = frozenset(self.kept.spare.stale)
        known = ((key, self.kept.of(key, needed)) for key, needed in needs.items() if key not in stale)
        return {key: done for key, done in known if done and self.press.holds(done)}

    def _do(self, job: Job, needs: str) -> Done:
        last = self.kept.last(job.key)
        taken = self.press.take(last.done) if last and last.done.needs == needs else None
        return taken or self._made(job, needs, last)

    def _made(self, job: Job, needs: str, last: Last | None) -> Done:
        """Done a second time where what was kept for it turned out damaged."""
        with suppress(DamagedError):
            return self.press.write(job, needs, last)
        return self.press.write(job, needs, last)

    def _last(self, found: list[Done], made: Made) -> Done:
        """What tells of the files `made` of all plans is made when these are: it needs what each of them needed."""
        job = Job(LAST, lambda: self.works.last(made), dated=True, told=True, origin=self.works.origin)
        return self._do(job, self.marks.of_all(job, found))


def _facts(found: Iterable[Done]) -> dict[str, FileFacts]:
    made: dict[str, FileFacts] = {}
    for one in found:
        made |= one.facts()
    return made
