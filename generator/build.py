"""Build beside the site, then swap: a failed or interrupted build leaves the last good site untouched."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

Builder = Callable[[Path], None]
_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2 (2)."""


def build_beside(site: Path, builder: Builder) -> None:
    """Let `builder` fill a new folder beside `site`, then put it in the site's place.

    Raises what `builder` raises; the new folder is then removed and `site` is as it was.
    """
    clear_leftovers(site)
    fresh = site.parent / f".{site.name}-{os.getpid()}"
    try:
        with _ending_politely():
            builder(fresh)
        swap(fresh, site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def swap(fresh: Path, site: Path) -> None:
    """Put `fresh` in the place of `site`, in one step where the system can: readers find the old or the new."""
    if site.exists() and exchange(fresh, site):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    old = site.parent / f".{site.name}-old-{os.getpid()}"
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except BaseException:
        if old.exists() and not site.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


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
