"""Changes of files as programs make them: each is seen, what only reads or passes is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from generator.watching import Eyes

PATIENCE = 30.0
"""Seconds after which a change that was not seen is missed."""


class Told(FileSystemEventHandler):
    """Who is told, and can wait for it."""

    def __init__(self) -> None:
        self.new = Condition()

    def on_any_event(self, _: FileSystemEvent) -> None:
        with self.new:
            self.new.notify_all()


def polling() -> BaseObserver:
    return PollingObserver(timeout=0.05)


def refused() -> BaseObserver:
    raise OSError("inotify watch limit reached")


@contextmanager
def watching(
    *paths: Path, native: Callable[[], BaseObserver] = Observer
) -> Iterator[Callable[[Callable[[set[Path]], bool]], set[Path]]]:
    """Watch; then wait until what was seen is as wanted, and give it."""
    eyes, told, seen = Eyes(native), Told(), set[Path]()
    for path in paths:
        eyes.schedule(told, str(path), recursive=True)
    eyes.start()

    def until(wanted: Callable[[set[Path]], bool]) -> set[Path]:
        def right() -> bool:
            seen.update(eyes.take())
            return wanted(seen)

        with told.new:
            assert told.new.wait_for(right, PATIENCE), seen
        return seen

    try:
        yield until
    finally:
        eyes.stop()
        eyes.join()


def rewritten(file: Path) -> None:
    file.write_text("two", encoding="utf-8")


def put_over(file: Path) -> None:
    """As careful programs save: beside, then over it."""
    beside = file.with_name(f"{file.name}.tmp")
    beside.write_text("two", encoding="utf-8")
    beside.replace(file)


def put_over_from_elsewhere(file: Path) -> None:
    beside = file.parents[1] / "elsewhere"
    beside.write_text("two", encoding="utf-8")
    beside.replace(file)


def set_aside(file: Path) -> None:
    """As others do: the old file gets another name, the new one is written."""
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text("two", encoding="utf-8")


def removed(file: Path) -> None:
    file.unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "content"
    (made / "plans/a").mkdir(parents=True)
    (made / "plans/a/a.yaml").write_text("one", encoding="utf-8")
    (made / "a.yaml").write_text("one", encoding="utf-8")
    return made


@pytest.mark.parametrize("native", [Observer, polling, refused])
@pytest.mark.parametrize("change", [rewritten, put_over, put_over_from_elsewhere, set_aside, removed])
@pytest.mark.parametrize("name", ["a.yaml", "plans/a/a.yaml"])
def test_every_way_to_save_is_seen(
    folder: Path, native: Callable[[], BaseObserver], change: Callable[[Path], None], name: str
) -> None:
    with watching(folder, native=native) as until:
        change(folder / name)
        assert all(not file.name.endswith("~") for file in until(lambda seen: folder / name in seen))


def test_a_single_file_is_seen_however_often_it_is_put_anew(folder: Path) -> None:
    """And nothing else in its folder."""
    with watching(folder / "a.yaml") as until:
        for _ in range(3):
            put_over(folder / "a.yaml")
            seen = until(lambda seen: bool(seen))
            assert seen == {folder / "a.yaml"}
            seen.clear()


def test_rapid_saves_of_many_files_are_all_seen(folder: Path) -> None:
    files = {folder / f"plans/a/{number}.yaml" for number in range(200)}
    with watching(folder) as until:
        for turn in range(3):
            for file in files:
                file.write_text(str(turn), encoding="utf-8")
        assert until(lambda seen: files <= seen) >= files


def test_files_in_folders_that_are_new_are_seen(folder: Path) -> None:
    with watching(folder) as until:
        shutil.copytree(folder / "plans/a", folder / "plans/b")
        until(lambda seen: folder / "plans/b/a.yaml" in seen)
        (folder / "plans/b").rename(folder / "plans/c")
        until(lambda seen: folder / "plans/c/a.yaml" in seen)
        rewritten(folder / "plans/c/a.yaml")
        until(lambda seen: folder / "plans/c/a.yaml" in seen)


def test_a_folder_reached_by_a_link_has_the_name_that_was_given(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    with watching(link) as until:
        rewritten(folder / "a.yaml")
        assert until(lambda seen: bool(seen)) == {link / "a.yaml"}


def test_what_is_read_or_kept_by_editors_is_not_told(folder: Path) -> None:
    with watching(folder) as until:
        (folder / "a.yaml").read_bytes()
        os.listdir(folder)  # noqa: PTH208 - looked at, as a build does
        for name in ("a.yaml~", ".a.yaml.swp", ".a.yaml.swx", "4913", ".#a.yaml", "#a.yaml#"):
            (folder / name).write_text("x", encoding="utf-8")
        rewritten(folder / "plans/a/a.yaml")
        assert until(lambda seen: bool(seen)) == {folder / "plans/a/a.yaml"}


def test_what_is_not_watched_any_more(folder: Path) -> None:
    eyes, told = Eyes(), Told()
    first = eyes.schedule(told, str(folder / "plans"), recursive=True)
    eyes.schedule(told, str(folder / "a.yaml"), recursive=True)
    eyes.start()
    try:
        eyes.unschedule(first)
        rewritten(folder / "plans/a/a.yaml")
        rewritten(folder / "a.yaml")
        with told.new:
            assert told.new.wait_for(eyes.any, PATIENCE)
        assert eyes.take() == {folder / "a.yaml"}
        assert eyes.take() == frozenset()
    finally:
        eyes.stop()
        eyes.join()
