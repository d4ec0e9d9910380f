"""Links in Markdown, as far as they lead to pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

_LINK = re.compile(r"\]\(([^)#\s]+\.md)")


def linked(texts: Mapping[str, str]) -> set[str]:
    """Where the links of pages lead: paths from the content folder. `texts`: path → text."""
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        for path, text in texts.items()
        for target in _LINK.findall(text)
    }
