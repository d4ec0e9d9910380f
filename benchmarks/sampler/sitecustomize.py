"""Looks at where a Python process stands each few milliseconds of its processor time; forked children as well.

Python imports this at its start when its folder is on the path (benchmarks/stages.py puts it there). Nothing happens
unless PLANSITE_SAMPLES names a folder and PLANSITE_MARKS, a mark a line, the frames to look for. Each process then
leaves `<number>.json` there: `{"file:function": samples}`, the innermost frame that holds a mark ("" where none does).
"""

from __future__ import annotations

import atexit
import json
import os
import signal
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

INTERVAL = 0.005
"""Seconds of processor time between two samples."""
SAVING = 100
"""Samples after which the counts are saved: a worker that is ended at the close of its work leaves no time to."""

_marks = tuple(os.environ.get("PLANSITE_MARKS", "").split("\n"))
_known: dict[CodeType, str] = {}
_counts: Counter[str] = Counter()


def _sample(_signal: int, frame: FrameType | None) -> None:
    found = ""
    while frame is not None and not found:
        found = _marked(frame.f_code)
        frame = frame.f_back
    _counts[found] += 1
    if _counts.total() % SAVING == 0:
        _save()


def _marked(code: CodeType) -> str:
    if code not in _known:
        name = f"{code.co_filename}:{code.co_name}"
        _known[code] = name if any(mark in name for mark in _marks) else ""
    return _known[code]


def _save() -> None:
    folder = Path(os.environ["PLANSITE_SAMPLES"])
    fresh = folder / f"{os.getpid()}.part"
    fresh.write_text(json.dumps(_counts), encoding="utf-8")
    fresh.replace(folder / f"{os.getpid()}.json")


def _start() -> None:
    _counts.clear()
    signal.signal(signal.SIGPROF, _sample)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)


def _stop() -> None:
    """Before Python gives its signals back: the next one would end the process."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    _save()


if "PLANSITE_SAMPLES" in os.environ:
    _start()
    atexit.register(_stop)
    os.register_at_fork(after_in_child=_start)
