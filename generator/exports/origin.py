"""Where the data come from: what every file that travels alone says of itself."""

from __future__ import annotations

from msgspec import Struct

from generator.history import Commit


class Origin(Struct, frozen=True):
    """`site` is the site's address with a slash at its end, "" where it is not known; `commit` the content's state."""

    site: str = ""
    commit: Commit | None = None
