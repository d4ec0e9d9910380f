"""What time it is, asked once at the edge: everything else is told."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from msgspec import Struct

from generator import cache, git
from generator.corpus import Corpus
from generator.history import Commit, Commits, History, read_steps

VIETNAM = timezone(timedelta(hours=7))


def build_time() -> datetime:
    """SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org/specs/source-date-epoch/), else now."""
    return (given_time() or datetime.now(UTC)).astimezone(VIETNAM)


def given_time() -> datetime | None:
    """The time that SOURCE_DATE_EPOCH gives, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else None


def today() -> str:
    """The day of the build in Vietnam, ISO."""
    return build_time().date().isoformat()


def last_changes(folder: Path) -> dict[str, date]:
    """File (`content/…`, from the folder above) → the day of the last commit that touched it; empty without git."""
    return {file: commit.moment.astimezone(VIETNAM).date() for file, commit in _log(folder).touched.items()}


def history(folder: Path, current: Corpus) -> History:
    """What git knows of the content `folder`, whose corpus is `current`. Depends on the commit alone."""
    steps, whole = read_steps(folder, current, cache.folder("changes"))
    log = _log(folder)
    touched = {file: commit.moment.astimezone(UTC) for file, commit in log.touched.items()}
    since = log.oldest.moment.astimezone(UTC) if log.oldest else None
    return History(steps, whole, touched, since, given_time())


class _Log(Struct, frozen=True):
    """The commit that last changed each file, the oldest commit known, and whether there are others before that."""

    touched: dict[str, Commit]
    oldest: Commit | None
    shallow: bool


def _log(folder: Path) -> _Log:
    """A shallow clone ends in a «grafted» commit, in which all files look new: of it only its time is told."""
    options = ("--format=%x00%H %ct %D", "--decorate=short", "--name-only", "--relative", "--", folder.name)
    log = (git.run(folder.parent, "log", *options) or b"").decode("utf-8", "replace")
    touched: dict[str, Commit] = {}
    oldest, shallow = None, False
    for told in log.split("\0")[1:]:
        head, *files = told.splitlines()
        id_, seconds, decorations = head.split(" ", 2)
        oldest = Commit(id_, datetime.fromtimestamp(int(seconds), VIETNAM))
        if "grafted" in decorations:
            shallow = True
        else:
            touched |= {file.strip('"'): oldest for file in files if file and file not in touched}
    return _Log(touched, oldest, shallow)


def commits(folder: Path) -> Commits:
    """The commit since which each file of the content is as it is now."""
    status = git.run(
        folder.parent, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", folder.name
    )
    if status is None:
        return Commits()
    log = _log(folder)
    root = (git.run(folder.parent, "rev-parse", "--show-prefix") or b"").decode().strip("\n")
    changed = (line[3:].removeprefix(root) for line in status.decode("utf-8", "surrogateescape").split("\0") if line)
    return Commits(log.touched, log.oldest if log.shallow else None, frozenset(changed))


def content_commit(folder: Path) -> Commit | None:
    """The last commit that touched the content `folder`; None without git, or where the folder has changed since.

    In a shallow clone it may be the oldest commit that is known: the content is the same in it.
    """
    log = git.run(folder.parent, "log", "--format=%H %ct", "--max-count=1", "--", folder.name)
    if not log or git.run(folder.parent, "status", "--porcelain", "--", folder.name) != b"":
        return None
    id_, seconds = log.decode().split()
    return Commit(id_, datetime.fromtimestamp(int(seconds), VIETNAM))
