"""Pages and files, written: each job's into the folder of the new site, or taken from the last one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.chrome import Chrome
from generator.pages.job import Job
from generator.pages.render import Artifact, FileFacts, Page, Same
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


@dataclass(frozen=True, slots=True)
class Last:
    """What came of a job the last time, and the site where its files stand."""

    site: Path
    done: Done

    def intact(self, path: str) -> bool:
        """Whether a file is there as it was written."""
        try:
            found = (self.site / path).stat()
        except OSError:
            return False
        return self.done.files.get(path) == (found.st_size, found.st_mtime_ns)

    def read(self, path: str) -> bytes | None:
        """A file; None where it is not as it was written."""
        return (self.site / path).read_bytes() if self.intact(path) else None


@dataclass(frozen=True)
class Press:
    """Writes into `folder`; `pictures` are for sharing, None where the site's address is not known."""

    folder: Path
    chrome: Chrome
    pictures: Pictures | None = None
    _there: set[Path] = field(default_factory=set)

    def write(self, job: Job, needs: str, last: Last | None = None) -> Done:
        """Do a job and write what it makes; what stays the same is taken from the `last` time."""
        files: dict[str, tuple[int, int]] = {}
        told: dict[str, FileFacts] = {}
        pages: list[Listed] = []
        for output in job.make():
            if isinstance(output, Same):
                assert last is not None
                _same(last.site / output.path, self._place(output.path))
                files[output.path] = last.done.files[output.path]
                told[output.path] = last.done.facts[output.path]
                continue
            for path, pieces in self._files(output):
                size, time, hash_ = self._put(path, pieces)
                files[path] = size, time
            if isinstance(output, Artifact):
                told[output.path] = FileFacts(size, hash_, output.records)
            elif not output.moved_to:
                pages.append(Listed(output.address, output.sources))
        return Done(job.key, needs, files, told, tuple(pages))

    def take(self, last: Last) -> Done | None:
        """The same files as the last time; none of them where one is not as it was written."""
        if not all(map(last.intact, last.done.files)):
            return None
        for path in last.done.files:
            _same(last.site / path, self._place(path))
        return last.done

    def _files(self, output: Page | Artifact) -> Iterator[tuple[str, Iterable[bytes]]]:
        if isinstance(output, Artifact):
            yield output.path, output.pieces()
            return
        yield f"{output.address}index.html", (self.chrome.dress(output),)
        if output.image and self.pictures:
            yield output.image, (self.pictures.of(output.title, output.description),)

    def _put(self, path: str, pieces: Iterable[bytes]) -> tuple[int, int, str]:
        """Write a file; its bytes, the time of writing in ns, the SHA-256."""
        place, size, told = self._place(path), 0, sha256()
        place.unlink(missing_ok=True)
        with place.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                size += len(piece)
                told.update(piece)
        return size, place.stat().st_mtime_ns, told.hexdigest()

    def _place(self, path: str) -> Path:
        """Where a file of the site stands; an address never leads out of it."""
        if ".." in path.split("/") or path.startswith("/"):
            raise ValueError(path)
        place = self.folder / path
        if place.parent not in self._there:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._there.add(place.parent)
        return place


def _same(old: Path, new: Path) -> None:
    """The file under another name, or a copy where the file system has no such thing."""
    try:
        os.link(old, new)
    except FileExistsError:
        new.unlink()
        _same(old, new)
    except OSError:
        shutil.copy2(old, new)
