"""What the last build made and from what, so that only what changed is made again.

Of another program or a damaged file nothing is taken; what is told of a file is compared with the file itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from generator import cache
from generator.content import Content
from generator.memory import uncollected
from generator.output import Done, Last, Listed
from generator.pages.job import Job
from generator.pages.jobs import Works
from generator.pages.render import FileFacts
from generator.plans import Plan


@dataclass(frozen=True, slots=True)
class Marks:
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
    registers = [f"{path}\0{_hash(_bytes(content, path))}" for path in content.registers.paths]
    return Marks(
        _hash("\0".join((cache.program(), *others, *registers)).encode()),
        _hash("\0".join((cache.program(), *registers)).encode()),
        {plan.slug: _hash(b"\0".join(_told_of(works, plan))) for plan in works.corpus.plans},
        works.today,
        _hash(repr(works.history).encode()),
    )


def _told_of(works: Works, plan: Plan) -> Iterator[bytes]:
    """All files that tell of a plan: its own, what was reported of it, the source text that it was compared with."""
    for path in (plan.path, *([told] if (told := works.corpus.update_files.get(plan.slug)) else [])):
        yield path.encode()
        yield _bytes(works.content, path)
    if plan.slug in works.corpus.fidelity:
        yield (works.content.root / plan.file.source.file).read_bytes()


def _bytes(content: Content, path: str) -> bytes:
    return (content.root / PurePosixPath(path).relative_to(content.label)).read_bytes()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done for the site in the folder `site`, by the key of the job."""

    site: Path | None = None
    jobs: Mapping[str, Done] = field(default_factory=dict)

    def last(self, key: str) -> Last | None:
        """What came of a job."""
        done = self.jobs.get(key)
        return Last(self.site, done) if done and self.site else None


def recall(site: Path) -> Kept:
    """What was kept of the build of `site`; nothing where that can't be read."""
    try:
        told = json.loads(_file(site).read_bytes())
        if told["program"] != cache.program():
            return Kept()
        with uncollected():
            return Kept(site, {key: _read(key, each) for key, each in told["jobs"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()


def remember(site: Path, done: Iterable[Done]) -> None:
    """Keep what was done for the site that now stands in `site`."""
    jobs = {
        each.key: {
            "needs": each.needs,
            "files": each.files,
            "facts": {path: [told.size, told.sha256, told.records] for path, told in each.facts.items()},
            "pages": [[page.address, page.sources] for page in each.pages],
        }
        for each in done
    }
    cache.keep(_file(site), json.dumps({"program": cache.program(), "jobs": jobs}, ensure_ascii=False).encode())


def _read(key: str, told: dict[str, Any]) -> Done:
    files, said, pages = told["files"], told["facts"], told["pages"]
    return Done(
        key,
        str(told["needs"]),
        {path: (int(size), int(time)) for path, (size, time) in files.items()},
        {path: FileFacts(int(size), str(hash_), records) for path, (size, hash_, records) in said.items()},
        tuple(Listed(address, tuple(sources)) for address, sources in pages),
    )


def rows_of(site: Path) -> Path:
    """The folder for the rows of the tables of a site; those of sites that were not built for long are removed."""
    cache.tidy(cache.folder("rows"))
    return cache.folder("rows") / _name(site)


def _file(site: Path) -> Path:
    return cache.folder("builds") / f"{_name(site)}.json"


def _name(site: Path) -> str:
    return _hash(str(site.resolve()).encode())


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
