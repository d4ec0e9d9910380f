"""Pages and files, written: each job's into the folder of the new site, or shared with the last one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from generator.chrome import Chrome
from generator.folder import Folder, Told
from generator.pages.jobs import Job, Output
from generator.pages.render import Artifact, FileFacts

if TYPE_CHECKING:
    from generator.share import Pictures


class Listed(NamedTuple):
    """A page that the sitemap tells of, and the files of the content that it is made from (none: all of them)."""

    address: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
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


@dataclass(frozen=True)
class Press:
    """Writes into `folder`; `pictures` are for sharing, None where the site's address is not known."""

    folder: Folder
    chrome: Chrome
    pictures: Pictures | None = None

    def write(self, job: Job, needs: str, before: Done | None = None) -> Done:
        """Do a job and write what it makes. `before` is what came of it last time, from other needs."""
        had: Mapping[str, Told] = before.files if before else {}
        files: dict[str, Told] = {}
        records: dict[str, int | None] = {}
        pages: list[Listed] = []
        for output in job.make():
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
        """The same files as last time, from the last site; None where one of them is not as it was written."""
        files: dict[str, Told] = {}
        for path, told in done.files.items():
            found = self.folder.share(path, told)
            if found is None:
                return None
            files[path] = found
        return Done(done.key, done.needs, files, done.records, done.pages)

    def _files(self, output: Output) -> Iterator[tuple[str, Iterable[bytes]]]:
        if isinstance(output, Artifact):
            yield output.path, output.pieces()
            return
        yield f"{output.address}index.html", (self.chrome.dress(output),)
        if output.image and self.pictures:
            yield output.image, (self.pictures.of(output.title, output.description),)
