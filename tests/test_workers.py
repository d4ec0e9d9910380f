"""Work shared by processes: the same whoever does it, and an end with everybody when one fails."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import pytest

from generator import memory, workers
from generator.plan_shelf import ChangedError
from generator.workers import ROUNDS, WorkerError, each, in_batches, processors, stream

ROOT = Path(__file__).parents[1]
P = ParamSpec("P")
CALL = "import {0}; {0}.{1}.__wrapped__(*{2!r}, **{3!r})"


def alone(test: Callable[P, None]) -> Callable[P, None]:
    """The test in a process of its own: where other tests left threads, no copies are made."""

    @functools.wraps(test)
    def run(*words: P.args, **named: P.kwargs) -> None:
        command = [sys.executable, "-c", CALL.format(test.__module__, test.__name__, words, named)]
        done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 0, done.stderr

    return run


def test_what_fails_alone_fails_here() -> None:
    with pytest.raises(AssertionError, match="no such luck"):
        unlucky("no such luck")


@alone
def unlucky(words: str) -> None:
    raise AssertionError(words)


@alone
def threads_are(count: int) -> None:
    assert threading.active_count() == count


def test_other_threads_of_the_tests_are_not_there() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        threads_are(1)
    finally:
        stop.set()
        other.join()


@pytest.mark.parametrize("count", [1, 2, 3, 50])
@alone
def test_every_part_is_done_once_whoever_does_it(count: int) -> None:
    found = list(each(20, lambda part: (part, os.getpid()), count))
    assert sorted(part for part, _ in found) == list(range(20))
    others = {process for _, process in found} - {os.getpid()}
    assert len(others) <= (count if count > 1 else 0)
    assert bool(others) == (count > 1)


@alone
def test_a_part_may_have_many_results_and_one_process_makes_them_all() -> None:
    found = list(stream(4, lambda part: ((part, n, os.getpid()) for n in range(3)), 2))
    assert sorted(pair[:2] for pair in found) == [(part, n) for part in range(4) for n in range(3)]
    assert len({(part, process) for part, _, process in found}) == 4


@alone
def test_a_worker_that_holds_much_leaves_its_place_to_a_new_one() -> None:
    workers.ROOM, workers.LOOK = 0, 0.0
    found = list(each(12, lambda part: (part, os.getpid()), 2))
    assert sorted(part for part, _ in found) == list(range(12))
    assert len({process for _, process in found}) == (12 if memory.own() else 2)


def test_neighbours_stay_together_while_everybody_has_enough_to_do() -> None:
    near = ["a"] * 70 + ["b"] * 20 + [""] * 3 + ["a"] * 7
    for crew in (1, 2, 3):
        found = in_batches(near, crew)
        assert [place for part in found for place in near[part]] == near
        assert all(len(set(near[part])) == 1 for part in found)
        assert max(len(near[part]) for part in found) == len(near) // (crew * ROUNDS)
        assert all(len(near[part]) == 1 for part in found if not near[part.start])
    assert in_batches(near[:5], 2) == [slice(n, n + 1) for n in range(5)]


def test_nothing_to_do_is_done() -> None:
    assert list(each(0, str, 4)) == []


@alone
def test_a_failure_is_told_with_its_place_and_ends_all() -> None:
    def fails(part: int) -> int:
        if part == 3:
            raise KeyError("here")
        time.sleep(0.01)
        return os.getpid()

    with pytest.raises(WorkerError, match="KeyError: 'here'"):
        list(each(1000, fails, 2))


@alone
def test_a_worker_that_is_killed_is_noticed() -> None:
    def dies(part: int) -> int:
        if part == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return part

    with pytest.raises(WorkerError, match="before its work was done"):
        list(each(1000, dies, 2))


@alone
def test_workers_end_when_nobody_wants_their_results() -> None:
    found = each(10_000, lambda _: os.getpid(), 2)
    process = next(found)
    found.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_beside_other_threads_no_copies_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread may hold a lock that would stay locked for ever in the copy."""
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert set(each(5, lambda _: os.getpid(), 2)) == {os.getpid()}


def test_how_many_work_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANSITE_WORKERS", "7")
    assert processors() == 7
    monkeypatch.setenv("PLANSITE_WORKERS", "many")
    assert 1 <= processors() <= (os.cpu_count() or 1)


@alone
def test_here_copies_can_be_made() -> None:
    assert workers.can_fork()


@pytest.mark.parametrize("count", [1, 2])
@alone
def test_who_can_not_go_on_is_met_as_he_is(count: int) -> None:
    def stopped(part: int) -> int:
        if part == 3:
            raise ChangedError("plans/a.yaml")
        return part

    with pytest.raises(ChangedError, match=r"plans/a\.yaml"):
        list(each(9, stopped, count))
