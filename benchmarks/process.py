"""A bounded child process: how long it ran, and the most memory that it and its children held."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLING = 0.1
"""Seconds between two looks at memory. A look costs some milliseconds, for every program alike."""
POLLING = 0.005
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Ran:
    """`seconds` by the clock, `cpu` seconds of all processes, `peak` bytes (PSS over all processes).

    `code` is None where the child was ended at its time limit; `output` is the end of what it said.
    """

    seconds: float
    cpu: float
    peak: int
    code: int | None
    output: str


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float) -> Ran:
    """Run `command` in `folder` for at most `limit` seconds; whatever it started ends with it."""
    log = folder / ".benchmark.log"
    before = os.times()
    with log.open("wb") as output:
        started = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code, seconds, peak = _watch(child, started, limit)
        finally:
            _end(child)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    said = log.read_text(encoding="utf-8", errors="replace")[-4000:]
    log.unlink()
    return Ran(seconds, cpu, peak, code, said)


def _watch(child: subprocess.Popen[bytes], started: float, limit: float) -> tuple[int | None, float, int]:
    peak, look = 0, started
    while child.poll() is None:
        now = time.perf_counter()
        if now - started > limit:
            return None, now - started, peak
        if now >= look:
            peak = max(peak, sum(_pss(process) for process in _family(child.pid)))
            look = time.perf_counter() + SAMPLING
        time.sleep(POLLING)
    return child.returncode, time.perf_counter() - started, peak


def _end(child: subprocess.Popen[bytes]) -> None:
    """End what is left of the child's own session."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _family(root: int) -> list[int]:
    """The process and all below it."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (parent := _parent(folder)) is not None:
            children[parent].append(int(folder.name))
    family, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        family.append(process)
        waiting += children[process]
    return family


def _parent(folder: Path) -> int | None:
    try:
        status = (folder / "stat").read_text()
    except OSError:  # it ended while we looked
        return None
    return int(status.rpartition(")")[2].split()[1])


def _pss(process: int) -> int:
    """Proportional set size: memory shared by several processes is counted once over all of them."""
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
