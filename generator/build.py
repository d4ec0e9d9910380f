"""Build beside the site, then swap: a failed or interrupted build leaves the last good site untouched.

What stood there before is put by as the spare, and the next site is made from it, so that only what differs is touched.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from msgspec.structs import replace

from generator.done import Done
from generator.folder import Folder
from generator.kept import Kept, Spare
from generator.workers import each, processors

Builder = Callable[[Folder, Kept], Iterable[Done]]
"""Makes the site in a folder, of which nothing is there yet but what `Kept.spare` tells; what was done."""
SHARED = 2048
"""Files that one process shares at a time."""
_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2 (2)."""


class FixedError(OSError):
    """The folder of the site can't be replaced: it is where a file system is mounted, or stands in a folder that may
    not be written."""


def renew(site: Path, kept: Kept, builder: Builder) -> Kept:
    """Let `builder` make the new site beside `site`, then put it in the site's place; what is to be kept of it.

    Raises FixedError, and what `builder` raises; `site` is then as it was.
    """
    with _ending_politely(), begun(site, kept) as renewal:
        return renewal.finish(builder(renewal.folder, renewal.kept))


@contextmanager
def begun(site: Path, kept: Kept) -> Iterator[Renewal]:
    """A renewal that is given up unless it was finished."""
    renewal = Renewal(site, kept)
    try:
        yield renewal
    finally:
        renewal.give_up()


class Renewal:
    """A site on its way: `folder` is where it is made, `kept` what was kept, with the spare if the folder is that.

    The spare loses its name while it is changed: where it has it, it is whole, and no two builds change it at once.
    """

    def __init__(self, site: Path, kept: Kept) -> None:
        self.site = site.resolve()
        if self.site.is_mount() or not os.access(self.site.parent, os.W_OK):
            raise FixedError(self.site)
        clear_leftovers(self.site)
        fresh = _beside(self.site, f"{os.getpid()}")
        self.folder = Folder(fresh, kept.site)
        spare = kept.spare if kept.spare and _taken(spare_of(self.site), fresh, kept.spare) else None
        if spare:
            self.folder.clear(kept.files().union(spare.extra), spare.sealed)
            self.folder.remove(spare.extra)
        elif kept.site:
            _share(self.folder, sorted(kept.files()))
            spare = Spare(0, 0, (), ())
        self.kept = Kept(kept.site, kept.jobs, kept.sealed, spare)

    def finish(self, done: Iterable[Done]) -> Kept:
        """Put the new site in the place of the old one; what is to be kept of it."""
        all_ = tuple(done)
        if self.kept.spare:
            self.folder.remove(self.kept.gone(all_))
        sealed = self.folder.seal()
        root = self.site.stat().st_ino if self.site.is_dir() else None
        swap(self.folder.path, self.site)
        return self.kept.followed_by(self.site, all_, sealed, root)

    def give_up(self) -> None:
        """Remove what was made so far."""
        shutil.rmtree(self.folder.path, ignore_errors=True)

    def put_by(self) -> Kept:
        """Leave what was made so far as the spare, from which the next site is made; what is kept then.

        All of its folders that were touched are looked through, as if somebody had been there.
        """
        kept, spare = self.kept, self.kept.spare or Spare(0, 0, (), ())
        try:
            root = self.folder.path.lstat().st_ino
            self.folder.path.rename(spare_of(self.site))
        except OSError:
            self.give_up()
            return replace(kept, spare=None)
        return replace(kept, spare=replace(spare, root=root, extra=()))


def _share(folder: Folder, files: list[str]) -> None:
    """The files of the last site under a second name, by all processors: what is not as it was is noticed later."""
    parts = range(0, len(files), SHARED)
    for _ in each(len(parts), lambda n: folder.share_all(files[parts[n] : parts[n] + SHARED]), processors()):
        pass


def spare_of(site: Path) -> Path:
    """Where the site before the last is put by."""
    return _beside(site, "spare")


def _beside(site: Path, name: str) -> Path:
    return site.parent / f".{site.name}-{name}"


def _taken(spare: Path, fresh: Path, known: Spare) -> bool:
    """Whether the spare is the one that is known, and is ours now, as `fresh`. Another build may take it as well.

    Of Windows no folder's time can be believed: `Folder.seal` wants one that nobody can set back.
    """
    with suppress(OSError):
        if os.name == "posix" and spare.lstat().st_ino == known.root:
            spare.rename(fresh)
            if fresh.lstat().st_ino == known.root:
                return True
            shutil.rmtree(fresh, ignore_errors=True)
    return False


def swap(fresh: Path, site: Path) -> None:
    """Put `fresh` in the place of `site`, in one step where the system can: readers find the old or the new.

    What stood there becomes the spare.
    """
    if not site.exists():
        fresh.rename(site)
    elif exchange(fresh, site):
        _put_by(fresh, site)
    else:
        old = _beside(site, f"old-{os.getpid()}")
        site.rename(old)
        try:
            fresh.rename(site)
        except BaseException:
            if not site.exists():
                old.rename(site)
            raise
        _put_by(old, site)


def _put_by(old: Path, site: Path) -> None:
    """Make `old` the spare. The one before loses its name first, so that nobody takes what is being removed."""
    spare, gone = spare_of(site), _beside(site, f"gone-{os.getpid()}")
    with suppress(FileNotFoundError):
        spare.rename(gone)
    with suppress(OSError):
        old.rename(spare)
    for left in (gone, old):
        shutil.rmtree(left, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once, which Python has no function for; False where that can't be done."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    first, second = (ctypes.c_char_p(os.fsencode(path.absolute())) for path in (one, other))
    return bool(rename(_HERE, first, _HERE, second, _EXCHANGE) == 0)


def clear_leftovers(site: Path) -> None:
    """Remove what a killed build left; put the old site back if it was killed between the two renames."""
    for folder in site.parent.glob(f".{site.name}-*"):
        process = folder.name.rsplit("-", 1)[-1]
        if not process.isdigit() or _alive(int(process)):
            continue
        if "-old-" in folder.name and not site.exists():
            folder.rename(site)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _ending_politely() -> Iterator[None]:
    """A request to terminate unwinds like an exception, so that the unfinished folder is removed."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
