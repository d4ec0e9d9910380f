"""The page round its own texts: printed once for many pages, and for each of them filled with what is its own.

Templates are free to do with a page whatever they like. So a frame is not told apart by rules about our own templates:
these print stand-ins for a page's texts, and what they did with them is done for the other pages. A frame proves itself
on the first page, whole and with texts that are hard to print; where it fails, its pages are printed whole.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, StrictUndefined, UndefinedError
from msgspec import Struct, field
from msgspec.structs import replace

from generator import urls
from generator.standin import NOTED, SIGN, Notes, Question, Text, noting

TEMPLATE = "main.html"
PARTS = frozenset({"partials/crumbs.html", "partials/toc.html", "partials/mend.html"})
"""Templates that are printed for every page on their own, since they print lists: they may know of page, meta,
base_url, nav and config."""
FIELDS = ("title", "url", "canonical_url", "content", "toc")
TOLD = "kind"
"""The fields of a page that are its own. Of those in `meta` all are, but for its kind: it tells frames apart."""
HARD = "<b>\"Tên\" &amp; & 'x' &lt;i> </b> \\0{{ x }}%s\u2028\U0001f600</title>"
"""What is hard to print, at the end of each text of a page on which a frame proves itself."""


class Anchor(Struct, frozen=True):
    """An entry of the outline, with those below it."""

    title: str
    id: str
    level: int
    children: list[Anchor] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"#{self.id}"


class Crumb(Struct, frozen=True):
    """A step of the way from the home page; no `url` where it leads nowhere."""

    title: str
    url: str


class Shown(Struct, frozen=True):
    """What the theme's templates ask of a page. MkDocs' environment does not escape: texts arrive escaped."""

    title: str
    url: str
    canonical_url: str | None
    is_homepage: bool
    content: str
    toc: list[Anchor]
    meta: Mapping[str, Any]


class Frame(Struct, frozen=True):
    """What stands between the texts of a page, which texts these are, and what must be true of the page."""

    texts: tuple[Text, ...]
    shown: int
    """How many of `texts` are printed; the others are only asked of."""
    between: tuple[bytes, ...]
    order: tuple[int, ...]
    """Which of `texts` follows each part but the last."""
    answers: tuple[tuple[int, Question, bool], ...]
    """What was asked of which text, and the answer."""
    near: frozenset[str]
    """Where the frame leads, as far as its links would be written in another way from there."""

    def filled(self, url: str, value: Callable[[Text], Any]) -> bytes | None:
        """The page with these texts, None where the frame does not fit it."""
        if _place(url) in self.near:
            return None
        values = [value(text) for text in self.texts]
        for number, asked, answer in self.answers:
            if asked.how(values[number], asked.about) is not answer:
                return None
        printed = [encoded(str(text)) for text in values[: self.shown]]
        parts = [b""] * (2 * len(self.order) + 1)
        parts[::2] = self.between
        parts[1::2] = [printed[number] for number in self.order]
        return b"".join(parts)


class Frames:
    """The frames of a theme. `context` holds what MkDocs gives to every page."""

    def __init__(self, env: Environment, context: Mapping[str, Any]) -> None:
        self._env, self._context = env, context
        self._noting = noting(env, PARTS)
        self._parts = env.overlay(undefined=StrictUndefined)
        self._given = {**env.globals, **context}
        self._frames: dict[object, Frame | None] = {}
        self._seen: set[object] = set()

    def printed(self, page: Shown) -> bytes:
        """The page. The first of a kind is printed whole: there may be no other."""
        key = _key(page)
        if key not in self._seen:
            self._seen.add(key)
            return self.whole(page)
        if key not in self._frames:
            self._frames[key] = self._proved(page)
        frame = self._frames[key]
        return (self._filled(frame, page) if frame else None) or self.whole(page)

    def whole(self, page: Shown) -> bytes:
        """The page as the template prints it."""
        template = self._env.get_template(TEMPLATE)
        return encoded(template.render(self._context, page=page, base_url=_base(page)))

    def frame(self, page: Shown) -> Frame:
        """The frame of pages like this one. Raises what the template does where it wants to know more of a page."""
        notes = Notes(lambda text: self._value(page, text), _far(page.url))
        given = {"page": _changed(page, lambda name, _: notes.own(name)), "base_url": _base(page), NOTED: notes}
        parts = list(notes.cut(self._noting.get_template(TEMPLATE).render({**self._context, **given})))
        shown = [part for part in parts if isinstance(part, Text)]
        texts = list(dict.fromkeys([*shown, *(asked.text for asked in notes.answers)]))
        return Frame(
            texts=tuple(texts),
            shown=len(set(shown)),
            between=tuple(encoded(part) for part in parts if isinstance(part, str)),
            order=tuple(map(texts.index, shown)),
            answers=tuple((texts.index(asked.text), asked, answer) for asked, answer in notes.answers.items()),
            near=frozenset(place for link in notes.links if "/" in (place := _place(link))),
        )

    def _proved(self, page: Shown) -> Frame | None:
        """The frame of pages like this one, None where they have to be printed whole."""
        try:
            frame = self.frame(page)
            hard = replace(_changed(page, _hard), url=_far(page.url))
            proofs = [(self._filled(frame, each), self.whole(each)) for each in (page, hard)]
        except Exception:  # a template may do anything with a stand-in; what is wrong without one will be told
            return None
        fits = [filled == whole for filled, whole in proofs if filled is not None]
        return frame if fits and all(fits) else None

    def _filled(self, frame: Frame, page: Shown) -> bytes | None:
        try:
            return frame.filled(page.url, lambda text: self._value(page, text))
        except UndefinedError:  # a part on its own knows less than in the whole page
            return None

    def _value(self, page: Shown, text: Text) -> Any:
        """A text of the page, through its filters."""
        value: Any
        if text.name in PARTS:
            value = self._part(text.name, page)
        elif text.name.startswith("meta."):
            value = page.meta[text.name.removeprefix("meta.")]
        else:
            value = getattr(page, text.name)
        for step in text.steps:
            value = self._env.filters[step.filter](value, *step.args, **dict(step.named))
        return value

    def _part(self, name: str, page: Shown) -> str:
        """A template on its own, without what `render` does for templates that know nothing of one another."""
        template = self._parts.get_template(name)
        given = {**self._given, "page": page, "meta": page.meta, "base_url": _base(page)}
        return "".join(template.root_render_func(template.new_context(given, shared=True)))


def encoded(text: str) -> bytes:
    """As MkDocs writes a page."""
    return text.encode("utf-8", errors="xmlcharrefreplace")


def _base(page: Shown) -> str:
    return urls.to_root(page.url).rstrip("/")


def _key(page: Shown) -> object:
    """What decides a frame: how links are written, the kind of page, which of its texts it has."""
    own = [bool(getattr(page, name)) for name in FIELDS]
    meta = [value if name == TOLD else bool(value) for name, value in page.meta.items()]
    return page.url.count("/"), page.url.partition("/")[0], page.is_homepage, *own, *page.meta, *meta


def _place(link: str) -> str:
    """The first two steps of an address. From there on the way back to a link gets shorter."""
    return "/".join(posixpath.normpath(f"/{link}")[1:].split("/")[:2])


def _far(url: str) -> str:
    """An address like this one, to which nothing leads."""
    first, *others = url.split("/")[:-1]
    return "/".join((first, *(SIGN for _ in others), ""))


def _changed(page: Shown, change: Callable[[str, Any], Any]) -> Shown:
    """The page with other texts: what `change` makes of each that is its own and not empty, by its name."""
    own: dict[str, Any] = {name: change(name, value) for name in FIELDS if (value := getattr(page, name))}
    meta = {
        name: change(f"meta.{name}", value) if value and name != TOLD else value for name, value in page.meta.items()
    }
    return replace(page, meta=meta, **own)


def _hard(_: str, value: Any) -> Any:
    return value + HARD if isinstance(value, str) else value
