"""What MkDocs makes, brought over from the folder that it has for itself: it cleans that one, and no other."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from generator.done import Done, Results
from generator.folder import Folder, Told
from generator.kept import Kept

KEY = "mkdocs"
"""What MkDocs made, as a job among the others."""
_STAGE = ".mkdocs"


def stage(folder: Folder) -> Path:
    """The folder that MkDocs builds into: inside, so that its files need only another name."""
    return folder.path / _STAGE


def adopted(folder: Folder, kept: Kept) -> Done:
    """Bring over all that MkDocs made. What it made byte for byte as last time stays the file that it was."""
    before = kept.jobs.get(KEY)
    had: Mapping[str, Told] = before.files() if before else {}
    staged = stage(folder)
    made = sorted(file for file in staged.rglob("*") if file.is_file())
    paths = ((file, file.relative_to(staged).as_posix()) for file in made)
    files = {path: folder.adopt(file, path, had.get(path)) for file, path in paths}
    shutil.rmtree(staged)
    return Done.of(KEY, "", Results(files, {}))
