"""Work done by several processes at once, each a copy of this one as it is when they begin.

They take parts in turn, so that a long one holds up nobody. What they make of a part does not depend on who does it.
"""

from __future__ import annotations

import gc
import multiprocessing as mp
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from generator import memory

R = TypeVar("R")


MANY = 48
"""So many small things are worth the beginning of processes."""
SLICE = 16
"""Of so many the results are handed over at once."""
ROOM = 120_000_000
"""Bytes of its own after which a worker leaves its place to a new one, who again shares all with the parent: what is
remembered, and what both only look at, becomes the worker's own bit by bit."""
LOOK = 1.0
"""Seconds between two looks at that: each takes some ms."""
TOGETHER = 32
"""So many neighbours at most are one part: only between parts a worker leaves its place."""
ROUNDS = 8
"""So often each process has its turn at least, however much neighbours share."""


class StoppedError(RuntimeError):
    """Work that can't go on through no fault of the program: the parent meets it as the worker did."""


class WorkerError(RuntimeError):
    """A worker ended before its work was done; the message holds its traceback, where there is one."""


def processors() -> int:
    """How many processes can work at once: PLANSITE_WORKERS, else one for each processor that this one may use."""
    given = os.environ.get("PLANSITE_WORKERS", "")
    if given.isdigit() and int(given):
        return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether copies can be made: on systems that have it, while no second thread could hold a lock."""
    return "fork" in mp.get_all_start_methods() and threading.active_count() == 1


def each(count: int, do: Callable[[int], R], workers: int) -> Iterator[R]:
    """do(0) … do(count - 1), in whatever order they are ready; what `do` gives back is pickled.

    Raises WorkerError where one fails, StoppedError where one can't go on: the others are ended at once.
    """
    return stream(count, lambda part: (do(part),), workers)


def stream(count: int, do: Callable[[int], Iterable[R]], workers: int) -> Iterator[R]:
    """Likewise, where a part has several results: each is handed over when it is ready."""
    workers = min(workers, count)
    if workers < 2 or not can_fork():
        yield from chain.from_iterable(map(do, range(count)))
        return
    crew = _Crew(count, do, workers)
    try:
        yield from crew.results()
    finally:
        crew.end()


def many(count: int, do: Callable[[int, bool], R], *, alone: bool = False) -> Iterator[tuple[int, R]]:
    """(part, do(part, …)) of many small parts: by all processors, or by this process where they are few or it is to be
    `alone`.

    `do` is told whether another process does it, so that what it gives back is pickled.
    """
    workers = processors() if not alone and count >= MANY and can_fork() else 1
    if workers < 2:
        yield from ((part, do(part, False)) for part in range(count))
        return
    slices = [range(first, min(first + SLICE, count)) for first in range(0, count, SLICE)]
    for done in each(len(slices), lambda n: [(part, do(part, True)) for part in slices[n]], workers):
        yield from done


def in_batches(near: Sequence[str], workers: int) -> list[slice]:
    """Parts of a row of work, each for one process: those next to each other that are `near` the same share much.

    Where there is little to do they are short, so that nobody is left without work.
    """
    most = min(len(near) // (workers * ROUNDS) or 1, TOGETHER)
    found: list[slice] = []
    for first, place in enumerate(near):
        last = found[-1] if found else None
        if last and place and near[last.start] == place and last.stop - last.start < most:
            found[-1] = slice(last.start, first + 1)
        else:
            found.append(slice(first, first + 1))
    return found


class _Crew:
    """The processes and their pipes. A worker whose parent is gone, however it went, ends at once: `life` closes."""

    def __init__(self, count: int, do: Callable[[int], Iterable[Any]], workers: int) -> None:
        context = mp.get_context("fork")
        turn = context.Value("l", 0)
        life, self.alive = context.Pipe(duplex=False)
        self.context, self.task, self.life = context, (turn, count, do), life
        self.processes: dict[Connection, Any] = {}
        for _ in range(workers):
            self.begin()

    def begin(self) -> None:
        """Begin one process more."""
        ours, theirs = self.context.Pipe(duplex=False)
        others = [*self.processes, ours, self.alive]
        frozen = gc.get_freeze_count()
        gc.freeze()  # what is there now stays shared: no worker looks for garbage in it
        process = self.context.Process(target=_work, args=(*self.task, theirs, others, self.life), daemon=True)
        process.start()
        if not frozen:
            gc.unfreeze()
        theirs.close()
        self.processes[ours] = process

    def results(self) -> Iterator[Any]:
        while self.processes:
            for pipe in wait(list(self.processes)):
                assert isinstance(pipe, Connection)
                try:
                    kind, value = pipe.recv()
                except EOFError as error:
                    raise WorkerError("a worker ended before its work was done") from error
                if kind in ("done", "full"):
                    self.processes.pop(pipe).join()
                    pipe.close()
                    if kind == "full":
                        self.begin()
                elif kind == "stopped":
                    raise value
                elif kind == "failed":
                    raise WorkerError(value)
                else:
                    yield value

    def end(self) -> None:
        for process in self.processes.values():
            if process.is_alive():
                process.terminate()
            process.join()
        for pipe in (*self.processes, self.life, self.alive):
            pipe.close()


def _work(
    turn: Any,
    count: int,
    do: Callable[[int], Iterable[Any]],
    pipe: Connection,
    others: list[Connection],
    life: Connection,
) -> None:
    """What a worker does until nothing is left. The ends in `others` are the parent's."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    look = time.monotonic() + LOOK
    threading.Thread(target=_end_with_parent, args=(life,), daemon=True).start()
    try:
        while (part := _next(turn)) < count:
            for result in do(part):
                pipe.send(("result", result))
            if time.monotonic() > look:
                look = time.monotonic() + LOOK
                if memory.own() > ROOM:
                    pipe.send(("full", None))
                    return
        pipe.send(("done", None))
    except BrokenPipeError:
        os._exit(1)
    except StoppedError as error:
        pipe.send(("stopped", error))
    except BaseException:  # whatever it is, the parent tells of it
        pipe.send(("failed", traceback.format_exc()))


def _end_with_parent(life: Connection) -> None:
    """Nothing is ever sent: reading ends when the parent does."""
    wait([life])
    os._exit(1)


def _next(turn: Any) -> int:
    with turn.get_lock():
        part = int(turn.value)
        turn.value = part + 1
    return part
