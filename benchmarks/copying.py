"""How long the machine needs to write the files of a finished site alone: no program can make it sooner.

As many threads as there are processors copy it, folder by folder, to a new place; the bytes are copied by the system.
"""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def copying(site: Path, into: Path) -> float:
    """Seconds in which the files of `site` stand in the new folder `into`, which is removed afterwards."""
    parts = [(Path(folder), into / Path(folder).relative_to(site), names) for folder, _, names in os.walk(site)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        started = time.perf_counter()
        list(pool.map(_copied, parts))
        seconds = time.perf_counter() - started
    shutil.rmtree(into)
    return seconds


def _copied(work: tuple[Path, Path, list[str]]) -> None:
    folder, into, names = work
    into.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(folder / name, into / name)
