"""Stand-ins for the texts of a page: what a template does with them is noted, so that it can be done for other pages.

A stand-in may be printed, through any filter, and may be asked what is noted with its answer. All else is refused: a
template that wants to know more of a page has to be given the page itself.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NoReturn

from jinja2 import Environment, FunctionLoader, pass_context
from jinja2.runtime import Context
from msgspec import Struct
from msgspec.structs import replace

SIGN = "\0"
"""Before and after the number of a text, where it is to be printed. No content, setting or template can hold it."""
NOTED = "noted"
"""What the notes are called among the variables of a template."""
TESTS = frozenset({"defined", "undefined", "none"})
"""What a stand-in may be tested for: it answers as any text does."""


class RefusedError(Exception):
    """A template wants to know of a text what can't be told for many pages at once."""


class Step(Struct, frozen=True):
    """A filter and what it was given beside the text."""

    filter: str
    args: tuple[Any, ...] = ()
    named: tuple[tuple[str, Any], ...] = ()


class Text(Struct, frozen=True):
    """A text as a template prints it: its name, and the filters that it goes through."""

    name: str
    steps: tuple[Step, ...] = ()


class Question(Struct, frozen=True):
    """What a template asked of a text: `how(text, about)`."""

    text: Text
    how: Callable[[Any, Any], bool]
    about: Any


class Notes:
    """What a template did with the texts of one page, which `value` tells. Its links are made as from `url`."""

    def __init__(self, value: Callable[[Text], Any], url: str) -> None:
        self._value = value
        self.url = url
        self._numbers: dict[Text, int] = {}
        self.answers: dict[Question, bool] = {}
        self.links: set[str] = set()

    def own(self, name: str) -> Own:
        return Own(self, Text(name))

    def sign(self, text: Text) -> str:
        """What is printed in the place of a text."""
        return f"{SIGN}{self._numbers.setdefault(text, len(self._numbers))}{SIGN}"

    def answer(self, question: Question) -> bool:
        if is_own(question.about):
            raise RefusedError(question.text.name)
        return self.answers.setdefault(question, question.how(self._value(question.text), question.about))

    def cut(self, printed: str) -> Iterator[str | Text]:
        """What was printed: by turns what stands between the texts, and a text."""
        texts = list(self._numbers)
        for place, part in enumerate(re.split(f"{SIGN}([0-9]+){SIGN}", printed)):
            if SIGN in part:
                raise RefusedError(part)
            yield texts[int(part)] if place % 2 else part


class Own:
    """Stands for a text that is not empty: of what is empty, the template is given just that."""

    __slots__ = ("_notes", "_text")

    def __init__(self, notes: Notes, text: Text) -> None:
        self._notes, self._text = notes, text

    def through(self, step: Step) -> Own:
        """The text when it went through one filter more."""
        return Own(self._notes, replace(self._text, steps=(*self._text.steps, step)))

    def __str__(self) -> str:
        return self._notes.sign(self._text)

    def __html__(self) -> str:
        return str(self.through(Step("e")))

    def __bool__(self) -> bool:
        return self.bare or self._asked(_is, True)

    @property
    def bare(self) -> bool:
        """Whether it went through no filter, which might leave nothing of it."""
        return not self._text.steps

    def __contains__(self, part: object) -> bool:
        return self._asked(operator.contains, part)

    def __eq__(self, other: object) -> bool:
        return self._asked(operator.eq, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def startswith(self, start: str) -> bool:
        """As of any text; the one thing but for the operators that our templates ask."""
        return self._asked(str.startswith, start)

    def _asked(self, how: Callable[[Any, Any], bool], about: object) -> bool:
        return self._notes.answer(Question(self._text, how, about))

    def __getattr__(self, name: str) -> NoReturn:
        raise RefusedError(f"{self._text.name}.{name}")

    def _refused(self, *_: object) -> NoReturn:
        raise RefusedError(self._text.name)

    __repr__ = __hash__ = __iter__ = __len__ = __getitem__ = __call__ = _refused


def _is(text: Any, told: bool) -> bool:
    return bool(text) is told


def is_own(value: object) -> bool:
    """Whether a value is a stand-in, or a text into which one was printed."""
    return isinstance(value, Own) or (isinstance(value, str) and SIGN in value)


def noting(env: Environment, parts: frozenset[str]) -> Environment:
    """The environment `env` with templates that note what they do, in the `Notes` that they are given as NOTED.

    `parts` are templates that are printed for each page on their own: in their place stands a text of their name.
    """

    def source(name: str) -> Any:
        assert env.loader is not None
        return f"{{{{ {NOTED}.own({name!r}) }}}}" if name in parts else env.loader.get_source(env, name)

    noting = env.overlay(loader=FunctionLoader(source))
    noting.filters = {name: _filter(name, real) for name, real in env.filters.items()}
    noting.tests = {name: _test(name, real) for name, real in env.tests.items()}
    if "url" in env.filters:
        noting.filters["url"] = _url(env.filters["url"])
    return noting


def _url(real: Callable[..., Any]) -> Callable[..., Any]:
    """MkDocs' filter for addresses: they count from that of the page, of which the notes know as much as is told."""

    @pass_context
    def url(context: Context, value: Any) -> Any:
        notes = context[NOTED]
        if is_own(value):
            raise RefusedError("url")
        notes.links.add(str(value))
        return real({"page": notes, "base_url": context["base_url"]}, value)

    return url


def _filter(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is noted where it is given a stand-in."""

    @wraps(real)
    def noting(*args: Any, **named: Any) -> Any:
        if not any(map(is_own, (*args, *named.values()))):
            return real(*args, **named)
        if not isinstance(args[0], Own) or any(map(is_own, (*args[1:], *named.values()))):
            raise RefusedError(name)
        return args[0].through(Step(name, args[1:], tuple(named.items())))

    return noting


def _test(name: str, real: Any) -> Callable[..., Any]:
    @wraps(real)
    def told(*args: Any, **named: Any) -> Any:
        given = [value for value in (*args, *named.values()) if is_own(value)]
        if given and not (name in TESTS and isinstance(given[0], Own) and given[0].bare):
            raise RefusedError(name)
        return real(*args, **named)

    return told
