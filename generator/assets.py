"""The theme's styles and scripts, joined: a request costs a reader on a phone more than what it brings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

STYLES = "assets/stylesheets/plansite.css"
SEARCH = "assets/javascripts/search.js"
FOUNDATION = ("main.*.min.css", "palette.*.min.css")
"""Material's styles; of its scripts none is used."""
UNUSED = re.compile(r"assets/(javascripts/(bundle|lunr|workers)|search/|stylesheets/(?!print\.css))")
"""What of Material, and of the parts that are joined here, no page asks for."""
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/\n", re.S | re.M)


def styles(theme: Path, material: Path, names: Iterable[str]) -> str:
    """Material's styles, then the theme's own in the order of `names`."""
    parts = [found for pattern in FOUNDATION for found in sorted((material / STYLES).parent.glob(pattern))]
    parts += [(theme / STYLES).parent / f"{name}.css" for name in names]
    return "\n".join(_SOURCE_MAP.sub("", part.read_text(encoding="utf-8")) for part in parts)


def search(theme: Path, names: Iterable[str]) -> str:
    """The parts of the search as one module, without the comments that stand on lines of their own."""
    parts = [theme / "assets/search" / f"{name}.js" for name in names]
    return _COMMENT.sub("", "".join(part.read_text(encoding="utf-8") for part in parts))


def version(theme: Path, *joined: str) -> str:
    """A mark of all styles and scripts, behind their addresses: what a browser kept of others is not used."""
    others = sorted((theme / "assets").rglob("*.js")) + sorted((theme / "assets").rglob("*.css"))
    texts = [*joined, *(other.read_text(encoding="utf-8") for other in others)]
    return sha256("\0".join(texts).encode()).hexdigest()[:8]
