"""While a site is served: the pages of plans that were just edited, ahead of the whole, in the site that is shown.

Nothing of that stands in the books: the build that follows finds other files than the last one left and makes all good.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import Struct

from generator import clock
from generator.build import Renewal, clear_leftovers, spare_of
from generator.chrome import Chrome
from generator.done import Done
from generator.folder import Folder
from generator.kept import Kept
from generator.pages.jobs import Works
from generator.pages.render import Artifact, Page
from generator.plan_shelf import ChangedError
from generator.recheck import recheck


class KeptError(Exception):
    """There is a mistake: what is shown stays as it is."""


class Shown(Struct, frozen=True):
    """What the site in `folder`, being shown, was made from and how its pages are dressed."""

    works: Works
    chrome: Chrome
    folder: Folder

    def after(self, files: Collection[Path], today: str) -> Shown | None:
        """With the plans that `files` make printed anew, None where the whole content must be looked at."""
        try:
            found = recheck(self.works.content, self.works.corpus, files, today)
            if found is None:
                return None
            works = replace(self.works, content=found.content, corpus=found.corpus)
            jobs = [works.of_plan(works.corpus.plan_by_slug[slug]) for slug in found.slugs]
            outputs = [output for job in jobs for output in job.make()]
        except (OSError, ChangedError):  # saved again meanwhile: this is not what was checked
            return None
        for output in outputs:
            if isinstance(output, Artifact):
                self.folder.renew(output.path, output.data)
            elif isinstance(output, Page):
                self.folder.renew(f"{output.address}index.html", self.chrome.dress(output))
        return Shown(works, self.chrome, self.folder)


@dataclass
class Served:
    """The site while it is served, as the plugin builds it again and again."""

    site: Path | None = None
    shown: Shown | None = None
    renewal: Renewal | None = None
    """The site on its way."""
    check: Callable[[], None] = field(default=lambda: None)
    """Asked now and then by a build; it may raise."""
    rebuild: Callable[[], None] = field(default=lambda: None)

    def on_progress(self, _done: int, _all: int) -> None:
        """Of a build, as it goes on."""
        self.check()

    def begin(self, site: Path, kept: Kept) -> Renewal:
        """The next site is made beside the one that is shown, and takes its place when it is whole."""
        self.site, kept = site, self.renewal.put_by() if self.renewal else kept
        self.renewal = Renewal(site, kept)
        return self.renewal

    def finish(self, done: Iterable[Done], works: Works, chrome: Chrome) -> Kept:
        """Show it."""
        assert self.renewal
        renewal, self.renewal = self.renewal, None
        kept = renewal.finish(done)
        self.shown = Shown(works, chrome, Folder(renewal.site))
        return kept

    def early(self, files: Collection[Path]) -> bool:
        """Show the pages that these files alone make, False where the whole content must be looked at."""
        after = self.shown.after(files, clock.today()) if self.shown else None
        self.shown = after or self.shown
        return after is not None

    def forget(self) -> None:
        """What is shown is not known any more: another process made it."""
        self.shown = None

    def whole(self, check: Callable[[], None]) -> bool:
        """Make the whole site, False where a mistake keeps it as it is. Raises what the build and `check` do."""
        self.check = check
        try:
            self.rebuild()
        except KeptError:
            return False
        return True

    def end(self) -> None:
        """Remove what was made beside the site that is shown."""
        if self.renewal:
            self.renewal.give_up()
        if self.site:
            clear_leftovers(self.site)
            shutil.rmtree(spare_of(self.site), ignore_errors=True)
