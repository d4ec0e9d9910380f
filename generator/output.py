"""Pages and files, written: each job's into the folder of the new site, or shared with the last one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from generator.chrome import Chrome
from generator.folder import Folder, Told
from generator.pages.job import Job
from generator.pages.render import Artifact, FileFacts, Page, Same
from generator.shelf import DamagedError

if TYPE_CHECKING:
    from generator.share import Pictures


class Listed(NamedTuple):
    """A page that the sitemap tells of, and the files of the content that it is made from (none: all of them)."""

    address: str
    sources: tuple[str, ...] = ()


class Done(Struct, frozen=True):
    """What came of a job: its files by path; those that are no pages, with their records; its pages."""

    key: str
    needs: str
    files: Mapping[str, Told]
    records: Mapping[str, int | None]
    pages: tuple[Listed, ...]

    def facts(self) -> dict[str, FileFacts]:
        """What is told of the files that are no pages."""
        told = ((path, self.files[path], records) for path, records in self.records.items())
        return {path: FileFacts(size, hash_.hex(), records) for path, (size, _, hash_), records in told}


class Last(Struct, frozen=True):
    """What came of a job the last time, and the site where its files stand."""

    site: Path
    done: Done

    def intact(self, path: str) -> bool:
        """Whether a file is there as it was written."""
        told = self.done.files.get(path)
        return told is not None and Folder(self.site).has(path, told)

    def read(self, path: str) -> bytes | None:
        """A file; None where it is not as it was written."""
        return (self.site / path).read_bytes() if self.intact(path) else None


@dataclass(frozen=True)
class Press:
    """Writes into `folder`; `pictures` are for sharing, None where the site's address is not known."""

    folder: Folder
    chrome: Chrome
    pictures: Pictures | None = None

    def write(self, job: Job, needs: str, last: Last | None = None) -> Done:
        """Do a job and write what it makes. `last` is what came of it last time, from other needs."""
        had: Mapping[str, Told] = last.done.files if last else {}
        files: dict[str, Told] = {}
        records: dict[str, int | None] = {}
        pages: list[Listed] = []
        for output in job.make():
            if isinstance(output, Same):
                files[output.path] = self._shared(output.path, had)
                records[output.path] = None
                continue
            for path, pieces in self._files(output):
                files[path] = self.folder.put(path, pieces, had.get(path))
            if isinstance(output, Artifact):
                records[output.path] = output.records
            elif not output.moved_to:
                pages.append(Listed(output.address, output.sources))
        return Done(job.key, needs, files, records, tuple(pages))

    def holds(self, done: Done) -> bool:
        """Whether all files of a job are in the folder as they were written."""
        return all(self.folder.has(path, told) for path, told in done.files.items())

    def take(self, done: Done) -> Done | None:
        """The same files as last time, from the last site; none of them where one is not as it was written."""
        files: dict[str, Told] = {}
        for path, told in done.files.items():
            found = self.folder.share(path, told)
            if found is None:
                self.folder.remove(files)
                return None
            files[path] = found
        return Done(done.key, done.needs, files, done.records, done.pages)

    def _shared(self, path: str, had: Mapping[str, Told]) -> Told:
        """A file of the last site, which the job found to be as it was written. Raises DamagedError."""
        found = self.folder.share(path, had[path])
        if found is None:
            raise DamagedError(path)
        return found

    def _files(self, output: Page | Artifact) -> Iterator[tuple[str, Iterable[bytes]]]:
        if isinstance(output, Artifact):
            yield output.path, output.pieces()
            return
        yield f"{output.address}index.html", (self.chrome.dress(output),)
        if output.image and self.pictures:
            yield output.image, (self.pictures.of(output.title, output.description),)
