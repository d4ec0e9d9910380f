"""A part of a build that waits for no other, and of what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from msgspec import Struct

from generator.exports.origin import Origin
from generator.pages.render import Artifact, Page, Same

Output = Page | Artifact | Same


class Job(Struct, frozen=True):
    """Some pages and files that are made together. `key` names it from build to build.

    `plans` are the plans of which they tell, None where it may be any; `shown` is a hash of what they show besides:
    counts, the way to other pages. `dated`: they depend on the day of the build; `told`: on the history. `origin` is
    what its files say of where they are from. On registers, templates, settings and this program all depend. Jobs that
    follow one another and are `near` share much of what they are made from.
    """

    key: str
    make: Callable[[], Iterable[Output]]
    plans: tuple[str, ...] | None = None
    dated: bool = False
    told: bool = False
    origin: Origin | None = None
    shown: str = ""
    near: str = ""


def page_job(address: str, make: Callable[[], Page], plans: Iterable[str], *shown: object) -> Job:
    """The job of one page, which tells of `plans` and of what is `shown` besides."""
    hashed = sha256(repr(shown).encode()).hexdigest()
    return Job(f"page {address}", lambda: (make(),), tuple(sorted(set(plans))), shown=hashed)


def pages_of(jobs: Iterable[Job]) -> Iterator[Page]:
    """The pages that these jobs make."""
    return (output for job in jobs for output in job.make() if isinstance(output, Page))
