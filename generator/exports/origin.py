"""Where the data come from: what every file that travels alone says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from generator.history import Commit


@dataclass(frozen=True, slots=True)
class Origin:
    """`site` is the site's address with a slash at its end, "" where it is not known; `commit` the content's state."""

    site: str = ""
    commit: Commit | None = None
