"""How problems are told: to a person at a terminal, in a log, to the program of a code host. Each format is text."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from generator.formats.spans import Span, span_of
from generator.problems import Problem


class Report(Struct, frozen=True):
    """Problems in order, with all that a format may need.

    `lines`: path → the lines of that file as the loader reads them, () where there are none to show. `page`: rule →
    where its page is. `closing`: the sentence with the count. `width`: columns of the terminal.
    """

    problems: tuple[Problem, ...]
    language: str
    lines: Callable[[str], tuple[str, ...]]
    page: Callable[[str], str]
    closing: str = ""
    width: int = 100
    colour: bool = False

    def span(self, problem: Problem) -> Span:
        """Where the offending words begin and end."""
        return span_of(problem, self.lines(problem.place.path))


Format = Callable[[Report], str]


def formats() -> dict[str, Format]:
    """Name → format, as `--format` takes them."""
    from generator.formats import github, gitlab, plain, records, sarif, terminal

    return {
        "terminal": terminal.terminal,
        "plain": plain.plain,
        "json": records.to_json,
        "github": github.github,
        "gitlab": gitlab.gitlab,
        "sarif": sarif.sarif,
    }


NAMES = ("terminal", "plain", "json", "github", "gitlab", "sarif")
