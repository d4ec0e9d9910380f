"""The page that explains every rule of `plansite check`, for editors."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.messages import word
from generator.pages.render import Heading, Page, Renderer
from generator.views.common import Link
from generator.views.rules import rules_view


def pages(_corpus: Corpus, renderer: Renderer, _today: str) -> Iterator[Page]:
    """/huong-dan/quy-tac/."""
    view = rules_view()
    yield renderer.page(
        urls.RULES,
        "rules",
        word("rules"),
        word("rules-description", count=sum(len(level.rows) for level in view)),
        view,
        crumbs=(Link(word("guide"), urls.GUIDE),),
        outline=tuple(Heading(f"muc-{level.key}", word(f"rules-{level.key}"), 2) for level in view),
    )
