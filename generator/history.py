"""How the content came to be what it is, from the history of git: what changed at which commit, by meaning.

At most the last `LIMIT` commits that touched the content are read; older ones are not told. A state in which today's
rules find a mistake is passed over: what changed shows at the next one without. What was once compared is kept in the
user's cache folder, which may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from generator import cache, git
from generator.changes.compare import compare
from generator.changes.model import Change, Difference, Move, from_values, to_values
from generator.corpus import Corpus
from generator.survey import Survey, survey

LIMIT = 50
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Step(Struct, frozen=True):
    """What a commit changed. `time` is its own, in UTC."""

    commit: str
    time: datetime
    changes: tuple[Change, ...]
    moves: tuple[Move, ...] = ()


class Commit(Struct, frozen=True):
    """A state of the content in git: its full hash, and when it was made (aware of its time zone)."""

    id: str
    moment: datetime


class Commits(Struct, frozen=True):
    """Since which commit each file of the content is as it is now.

    `touched`: file (`content/…`) → the last commit that changed it; `oldest` stands for the others where git knows the
    newer commits only; `changed` are the files that differ from the last commit, or are new.
    """

    touched: Mapping[str, Commit] = field(default_factory=lambda: MappingProxyType({}))
    oldest: Commit | None = None
    changed: frozenset[str] = frozenset()

    def of(self, files: Iterable[str]) -> Commit | None:
        """The commit since which all these files are as they are; None where git does not have them so."""
        asked = set(files)
        if asked & self.changed:
            return None
        found = [self.touched.get(file, self.oldest) for file in asked]
        known = [commit for commit in found if commit]
        return max(known, key=lambda commit: (commit.moment, commit.id)) if known and len(known) == len(found) else None


class History(Struct, frozen=True):
    """The steps, newest first. `whole` is False where git knows only a part, or nothing at all.

    `touched` has the time at which a file was last changed; `since` is that of the oldest commit known, `epoch` a time
    that stands for all where git knows none.
    """

    steps: tuple[Step, ...] = ()
    whole: bool = False
    touched: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    since: datetime | None = None
    epoch: datetime | None = None

    def moment(self, file: str, day: str | None) -> datetime:
        """When a file last changed, at the latest; without git the given time, or the `day` (ISO) of the plan."""
        return self.touched.get(file) or self.since or self.epoch or start_of(day)


def start_of(day: str | None) -> datetime:
    """The beginning of a day in UTC, as precise as known; that of the clock of computers where no day is known."""
    if not day:
        return BEGINNING
    year, month, number = (*map(int, day.split("-")), 1, 1)[:3]
    return datetime(year, month, number, tzinfo=UTC)


def read_steps(folder: Path, current: Corpus | None = None, kept: Path | None = None) -> tuple[tuple[Step, ...], bool]:
    """What the commits that touched the content `folder` changed, newest first, and whether these are all there were.

    `current` is the corpus of the folder where that is at hand; `kept` the folder of what was compared before.
    """
    found = git.commits(folder, LIMIT + 1)
    if not found:
        return (), False
    newest = found[0].tree if current and git.as_committed(folder) else None
    states = States(folder, {newest: current} if newest else {}, kept)
    *later, oldest = found
    whole = len(found) <= LIMIT and not oldest.first
    steps = []
    before: str | None = None
    for commit in (oldest, *reversed(later)):
        difference = states.difference(before, commit.tree)
        if difference is None:
            continue
        if before or whole:
            time = datetime.fromtimestamp(commit.seconds, UTC)
            steps.append(Step(commit.hash, time, difference.changes, difference.moves))
        before = commit.tree
    return tuple(step for step in reversed(steps) if step.changes or step.moves), whole


class States(Struct, frozen=True):
    """States of the content by their tree in git, compared from the oldest on: what is behind is not held."""

    folder: Path
    read: dict[str, Corpus | None]
    kept: Path | None = None

    def difference(self, old: str | None, new: str) -> Difference | None:
        """What changed; None where the new state can't be read. What was found before is taken from the cache."""
        file = (
            self.kept / f"{hashlib.sha256(f'{cache.program()} {old} {new}'.encode()).hexdigest()}.json"
            if self.kept
            else None
        )
        known, found = _recall(file)
        if known:
            return found
        corpus = self.corpus(new)
        difference = compare(self.corpus(old) if old else None, corpus) if corpus else None
        _keep(file, difference)
        if difference and old:
            self.read.pop(old, None)
        return difference

    def corpus(self, tree: str) -> Corpus | None:
        if tree not in self.read:
            self.read[tree] = read_state(self.folder, tree)
        return self.read[tree]


def read_state(folder: Path, tree: str) -> Corpus | None:
    """The content as in a tree of git; None where git does not have it, or it has mistakes."""
    found = read_tree(folder, tree)
    return found.corpus if found and not found.errors else None


def read_tree(folder: Path, tree: str) -> Survey | None:
    """The content as in a tree of git, with its mistakes; None where git does not have it whole."""
    with tempfile.TemporaryDirectory(prefix="plansite-") as place:
        root = Path(place) / folder.name
        if not git.write_state(folder, tree, root):
            return None
        return survey(root, sources=False)


def _recall(file: Path | None) -> tuple[bool, Difference | None]:
    """(is it known, the difference). A file that is not as it was written counts as none."""
    if file is None:
        return False, None
    try:
        values = json.loads(file.read_bytes())
        return True, from_values(values) if values is not None else None
    except (OSError, ValueError, KeyError, TypeError):
        return False, None


def _keep(file: Path | None, difference: Difference | None) -> None:
    if file is None:
        return
    values = to_values(difference) if difference else None
    cache.keep(file, json.dumps(values, ensure_ascii=False).encode())


def by_plan(steps: tuple[Step, ...]) -> Iterator[tuple[Step, str | None, tuple[Change, ...]]]:
    """Each step by plan, in the order of its changes; what concerns no plan comes last, under None."""
    for step in steps:
        groups: dict[str | None, list[Change]] = {}
        for change in step.changes:
            groups.setdefault(change.plan, []).append(change)
        for plan, changes in groups.items():
            yield step, plan, tuple(changes)
