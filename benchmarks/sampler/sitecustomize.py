"""Looks at where a Python process stands each few milliseconds of its processor time; children are looked at as well.

Python imports this at its start when its folder is on the path (benchmarks/stages.py puts it there). Nothing happens
unless PLANSITE_SAMPLES names a folder: each process then leaves `<number>.json` there, `[[frames, samples], …]` with
the frames `[file, function]` from the inside out.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
from collections import Counter
from pathlib import Path
from types import FrameType

INTERVAL = 0.005
"""Seconds of processor time between two samples."""
SAVING = 200
"""Samples after which the counts are saved: a worker that is ended at the close of its work leaves no time to."""

Stack = tuple[tuple[str, str], ...]

_counts: Counter[Stack] = Counter()


def _sample(_signal: int, frame: FrameType | None) -> None:
    stack = []
    while frame is not None:
        stack.append((frame.f_code.co_filename, frame.f_code.co_name))
        frame = frame.f_back
    _counts[tuple(stack)] += 1
    if sum(_counts.values()) % SAVING == 0:
        _save()


def _save() -> None:
    folder = Path(os.environ["PLANSITE_SAMPLES"])
    fresh = folder / f"{os.getpid()}.part"
    fresh.write_text(json.dumps(list(_counts.items())), encoding="utf-8")
    fresh.replace(folder / f"{os.getpid()}.json")


def _start() -> None:
    _counts.clear()
    signal.signal(signal.SIGPROF, _sample)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)


if "PLANSITE_SAMPLES" in os.environ:
    _start()
    atexit.register(_save)
    os.register_at_fork(after_in_child=_start)
