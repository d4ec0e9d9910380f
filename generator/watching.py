"""Which files change, told at once: by the system where it can, else by looking at all of them again and again."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

log = logging.getLogger("mkdocs.plugins.plansite")

CHANGING = frozenset({"created", "modified", "moved", "deleted", "closed"})
"""What happens to a file that changes. That it is read is told as well, and a build reads them all."""
PASSING = re.compile(r"(~|/4913|/\.[^/]*\.sw[a-z]|/\.#[^/]*|/#[^/]*#)$")
"""What editors' programs keep beside the files that are edited."""
LOOKING = 0.5
"""Seconds between two looks, where the system tells nothing."""


class Watched(FileSystemEventHandler):
    """A folder or file that is watched, and who is told of changes. `seen` is given each file, by its name here."""

    def __init__(
        self, path: Path, handler: FileSystemEventHandler, seen: Callable[[Path], None], *, recursive: bool
    ) -> None:
        self._path, self._handler, self._seen = path, handler, seen
        self._real = path.resolve()  # the system watches no links
        self._is_folder = self._real.is_dir()
        self.recursive = recursive and self._is_folder

    @property
    def folder(self) -> Path:
        """Of a file its folder is watched: a program that saves it may put another file in its place."""
        return self._real if self._is_folder else self._real.parent

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of the files, then tell."""
        if event.is_directory or event.event_type not in CHANGING:
            return
        told = (os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)
        files = [file for path in told if not PASSING.search(path) and self._concerns(file := Path(path))]
        for file in files:
            self._seen(self._path / file.relative_to(self._real))
        if files:
            self._handler.dispatch(event)

    def _concerns(self, file: Path) -> bool:
        return file == self._real or (self._is_folder and self._real in file.parents)


@dataclass
class Eyes:
    """Stands for an observer of watchdog; `native` is the system's own. What changed is to be taken, once."""

    native: Callable[[], BaseObserver] = Observer
    _watched: dict[int, Watched] = field(default_factory=dict)
    _files: set[Path] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _observer: BaseObserver | None = None

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> int:
        """Tell `handler` of what changes at `path`; a number by which to `unschedule` it."""
        number = max(self._watched, default=0) + 1
        self._watched[number] = Watched(Path(path), handler, self._saw, recursive=recursive)
        if self._observer:
            self._look(self._observer, self._watched[number])
        return number

    def unschedule(self, number: int) -> None:
        """Tell nobody any more."""
        del self._watched[number]
        if self._observer:
            self._observer.unschedule_all()
            for left in self._watched.values():
                self._look(self._observer, left)

    def start(self) -> None:
        """Begin. Where the system can't watch so many folders, they are looked at."""
        try:
            self._begin(self.native())
        except OSError as error:
            log.info("%s", error)
            self._begin(PollingObserver(timeout=LOOKING))

    def stop(self) -> None:
        if self._observer:
            self._observer.stop()

    def join(self) -> None:
        if self._observer:
            self._observer.join()

    def take(self) -> frozenset[Path]:
        """The files that changed since this was last asked."""
        with self._lock:
            files = frozenset(self._files)
            self._files.clear()
        return files

    def any(self) -> bool:
        """Whether there are some."""
        return bool(self._files)

    def _saw(self, file: Path) -> None:
        with self._lock:
            self._files.add(file)

    def _begin(self, observer: BaseObserver) -> None:
        try:
            for watched in self._watched.values():
                self._look(observer, watched)
            observer.start()
        except OSError:
            observer.unschedule_all()
            raise
        self._observer = observer

    def _look(self, observer: BaseObserver, watched: Watched) -> None:
        observer.schedule(watched, str(watched.folder), recursive=watched.recursive)
