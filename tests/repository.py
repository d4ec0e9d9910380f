"""A git repository of its own for a test: the tiny corpus, with commits at given days."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.tiny import TINY

PLAN = "plans/an-binh/an-binh-2022.yaml"
UNITS = "units/an-binh.yaml"


def git(folder: Path, *words: str, day: str = "2026-01-01") -> str:
    """What git prints; nothing of the machine's own settings is used."""
    who = {f"GIT_{kind}_{what}": "x@example.invalid" for kind in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    moment = f"{day}T12:00:00+0700"
    settings = {"GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": moment, "PATH": "/usr/bin:/bin", "HOME": "/nowhere"}
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, check=True, env=who | settings, capture_output=True, text=True).stdout


@dataclass(frozen=True)
class Repository:
    """`folder` is the repository, `content` the content folder in it."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def write(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of `old`, wherever it stands in a file of the content."""
        path = self.content / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new), encoding="utf-8")

    def commit(self, day: str) -> str:
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", "x", day=day)
        return git(self.folder, "rev-parse", "HEAD").strip()

    def change(self, file: str, old: str, new: str, day: str) -> str:
        self.write(file, old, new)
        return self.commit(day)


def repository(folder: Path) -> Repository:
    """The tiny corpus, committed on 1 January 2026."""
    folder.mkdir(parents=True)
    shutil.copytree(TINY, folder / "content")
    git(folder, "init", "-q", "-b", "main")
    made = Repository(folder)
    made.commit("2026-01-01")
    return made
