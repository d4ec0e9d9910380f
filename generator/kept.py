"""What the last build made and from what, so that only what changed is made again.

Of another program or a damaged file nothing is taken; what is told of a file is compared with the file itself.
"""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator import cache
from generator.done import Done, Last
from generator.memory import uncollected
from generator.pages.job import Job
from generator.pages.jobs import Works
from generator.plans import Plan


class Marks(Struct, frozen=True):
    """What jobs depend on, as hashes: `all_` of them on the first, those that say so on the day and the history.

    `content` is what of that is no matter of looks: the registers, this program.
    """

    all_: str
    content: str
    plans: Mapping[str, str]
    today: str
    told: str

    def of(self, job: Job) -> str:
        """A hash of all that decides what a job makes."""
        slugs = self.plans if job.plans is None else job.plans
        parts = [self.all_, job.key, *(f"{slug} {self.plans[slug]}" for slug in slugs)]
        parts += [self.today] if job.dated else []
        parts += [self.told] if job.told else []
        parts += [repr(job.origin)] if job.origin else []
        parts += [job.shown] if job.shown else []
        return _hash("\0".join(parts).encode())

    def of_all(self, job: Job, done: Iterable[Done]) -> str:
        """A hash of all that decides what a job makes that tells of what others made."""
        return _hash("\0".join((self.of(job), *(f"{one.key} {one.needs}" for one in done))).encode())

    def of_rows(self, works: Works) -> dict[str, str]:
        """Of each plan, a hash of all that decides its rows in tables."""
        return {
            slug: _hash(
                "\0".join((self.content, works.origin.site, *(self.plans[other] for other in (slug, *of)))).encode()
            )
            for slug, of in works.named.items()
        }


def marks(works: Works, *others: str) -> Marks:
    """The marks of a site. `others` are hashes of what else decides it: templates, settings."""
    content = works.content
    registers = [f"{path}\0{_hash(content.data(path))}" for path in content.registers.paths]
    return Marks(
        _hash("\0".join((cache.program(), *others, *registers)).encode()),
        _hash("\0".join((cache.program(), *registers)).encode()),
        {plan.slug: _hash(b"\0".join(_told_of(works, plan))) for plan in works.corpus.plans},
        works.today,
        _hash(repr(works.history).encode()),
    )


def _told_of(works: Works, plan: Plan) -> Iterator[bytes]:
    """All files that tell of a plan: its own, what was reported of it, the source text that it was compared with."""
    yield works.content.marks[plan.slug].encode()  # of the bytes that were read: the file may have changed since
    if told := works.corpus.update_files.get(plan.slug):
        yield told.encode()
        yield works.content.data(told)
    if plan.slug in works.corpus.fidelity:
        yield (works.content.root / plan.source).read_bytes()


class Spare(Struct, frozen=True):
    """What is known of the site before the last, which the next one is made from: in what it differs from the last.

    `root` is the number of its folder (inode); no folder in it was touched after `sealed` (ns). `stale` are the jobs
    whose files it has not as the last site has them, `extra` the files that only it has.
    """

    root: int
    sealed: int
    stale: Collection[str]
    extra: Collection[str]


class Kept(Struct, frozen=True):
    """What was done for the site in the folder `site`, by the key of the job.

    No folder in it was touched after `sealed` (ns). `spare` is the site before it, where there is one.
    """

    site: Path | None = None
    jobs: Mapping[str, Done] = field(default_factory=dict)
    sealed: int = 0
    spare: Spare | None = None

    def of(self, key: str, needs: str) -> Done | None:
        """What came of a job, if it needed the same."""
        done = self.jobs.get(key)
        return done if done and done.needs == needs else None

    def last(self, key: str) -> Last | None:
        """What came of a job."""
        done = self.jobs.get(key)
        return Last(self.site, done) if done and self.site else None

    def files(self) -> set[str]:
        """The paths of all files of the site."""
        return {path for done in self.jobs.values() for path in done.files()}

    def gone(self, done: Iterable[Done]) -> set[str]:
        """The paths of those files that are not among what was `done`; no two jobs make the same one."""
        now = {one.key: one for one in done}
        changed = [one for one in now.values() if not one.same_files(self.jobs.get(one.key))]
        stay = now.keys() - {one.key for one in changed}
        before = {path for key, one in self.jobs.items() if key not in stay for path in one.files()}
        return before.difference(*(one.files() for one in changed))

    def followed_by(self, site: Path, done: Iterable[Done], sealed: int, root: int | None) -> Kept:
        """What is kept when `done` stands in `site`, and what stood there is the spare, in the folder `root`."""
        after = Kept(site, {one.key: one for one in done}, sealed)
        if root is None:
            return after
        stale = [key for key, one in after.jobs.items() if not one.same_files(self.jobs.get(key))]
        extra = sorted(self.gone(after.jobs.values()))
        return replace(after, spare=Spare(root, self.sealed, stale, extra))


def recall(site: Path) -> Kept:
    """What was kept of the build of `site`; nothing where that can't be read."""
    try:
        data = cache.unseal(_file(site).read_bytes())
        with uncollected():
            jobs, sealed, spare = marshal.loads(data)
            done = {key: Done(key, *told) for key, told in jobs.items()}
            return Kept(site, done, sealed, Spare(*spare) if spare else None)
    except (OSError, ValueError, EOFError, TypeError):
        return Kept()


def remember(kept: Kept) -> None:
    """Keep what was done for a site that now stands where it is to stand."""
    if kept.site is None:
        return
    jobs = {key: (one.needs, one.packed, one.pages) for key, one in kept.jobs.items()}
    spare = kept.spare
    told = (spare.root, spare.sealed, list(spare.stale), list(spare.extra)) if spare else None
    cache.keep(_file(kept.site), cache.seal(marshal.dumps((jobs, kept.sealed, told))))


def rows_of(site: Path) -> Path:
    """The folder for the rows of the tables of a site; those of sites that were not built for long are removed."""
    cache.tidy(cache.folder("rows"))
    return cache.folder("rows") / _name(site)


def _file(site: Path) -> Path:
    return cache.folder("builds") / f"{_name(site)}.kept"


def _name(site: Path) -> str:
    return _hash(str(site.resolve()).encode())


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
