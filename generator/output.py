"""Pages and files, written: each job's into the folder of the new site, or taken from the last one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.chrome import Chrome
from generator.pages.jobs import Job, Output
from generator.pages.render import Artifact, FileFacts, facts
from generator.share import Pictures


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that the sitemap tells of, and the files of the content that it is made from (none: all of them)."""

    address: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: its files (path → bytes, time of writing in ns), what is told of them, its pages."""

    key: str
    needs: str
    files: Mapping[str, tuple[int, int]]
    facts: Mapping[str, FileFacts]
    pages: tuple[Listed, ...]


@dataclass(frozen=True)
class Press:
    """Writes into `folder`; `pictures` are for sharing, None where the site's address is not known."""

    folder: Path
    chrome: Chrome
    pictures: Pictures | None = None

    def write(self, job: Job, needs: str) -> Done:
        """Do a job and write what it makes."""
        files: dict[str, tuple[int, int]] = {}
        told: dict[str, FileFacts] = {}
        pages: list[Listed] = []
        for output in job.make():
            for path, data in self._files(output):
                files[path] = self._put(path, data)
            if isinstance(output, Artifact):
                told[output.path] = facts(output)
            elif not output.moved_to:
                pages.append(Listed(output.address, output.sources))
        return Done(job.key, needs, files, told, tuple(pages))

    def take(self, done: Done, old: Path) -> Done | None:
        """The same files as last time, from the site in `old`; None where one of them is not as it was written."""
        for path, (size, time) in done.files.items():
            try:
                found = (old / path).stat()
                if (found.st_size, found.st_mtime_ns) != (size, time):
                    return None
                _same(old / path, self._place(path))
            except OSError:
                return None
        return done

    def _files(self, output: Output) -> Iterator[tuple[str, bytes]]:
        if isinstance(output, Artifact):
            yield output.path, output.data
            return
        yield f"{output.address}index.html", self.chrome.dress(output)
        if output.image and self.pictures:
            yield output.image, self.pictures.of(output.title, output.description)

    def _put(self, path: str, data: bytes) -> tuple[int, int]:
        place = self._place(path)
        place.unlink(missing_ok=True)
        place.write_bytes(data)
        return len(data), place.stat().st_mtime_ns

    def _place(self, path: str) -> Path:
        """Where a file of the site stands; an address never leads out of it."""
        if ".." in path.split("/") or path.startswith("/"):
            raise ValueError(path)
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


def _same(old: Path, new: Path) -> None:
    """The file under another name, or a copy where the file system has no such thing."""
    new.unlink(missing_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
