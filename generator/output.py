"""Pages and files, written: each job's into the folder of the new site, or shared with the last one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.chrome import Chrome
from generator.done import Done, Last, Listed, Results
from generator.exports.blocks import DamagedError
from generator.folder import Folder, Told
from generator.pages.job import Job
from generator.pages.render import Artifact, Page, Same

if TYPE_CHECKING:
    from generator.share import Pictures


@dataclass(frozen=True)
class Press:
    """Writes into `folder`; `pictures` are for sharing, None where the site's address is not known."""

    folder: Folder
    chrome: Chrome
    pictures: Pictures | None = None

    def write(self, job: Job, needs: str, last: Last | None = None) -> Done:
        """Do a job and write what it makes. `last` is what came of it last time, from other needs."""
        had: Mapping[str, Told] = last.files if last else {}
        files: dict[str, Told] = {}
        records: dict[str, int | None] = {}
        pages: list[Listed] = []
        for output in job.make():
            if isinstance(output, Same):
                files[output.path] = self._shared(output.path, had)
                records[output.path] = output.records
                continue
            for path, pieces in self._files(output):
                files[path] = self.folder.put(path, pieces, had.get(path))
            if isinstance(output, Artifact):
                records[output.path] = output.records
                if output.told:
                    output.told(files[output.path][2])
            elif not output.moved_to:
                pages.append(Listed(output.address, output.sources))
        return Done.of(job.key, needs, Results(files, records, tuple(pages)))

    def holds(self, done: Done) -> bool:
        """Whether all files of a job are in the folder as they were written."""
        return all(self.folder.has(path, told) for path, told in done.files().items())

    def take(self, done: Done) -> Done | None:
        """The same files as last time, from the last site; none of them where one is not as it was written."""
        had, records, pages = done.results()
        files: dict[str, Told] = {}
        for path, told in had.items():
            found = self.folder.share(path, told)
            if found is None:
                self.folder.remove(files)
                return None
            files[path] = found
        return done if files == had else Done.of(done.key, done.needs, Results(files, records, pages))

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
