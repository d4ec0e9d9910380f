"""Which slip stopped the YAML parser, where it is, and what to write instead.

The parser says what it expected and where it gave up, which may be a page below the slip. This module looks at the
source text around its marks instead: SLIPS is a table of the slips of editors, and the first that fits is told.
Lines and columns count from 0 in here, as PyYAML's marks do.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml
from msgspec import Struct, field

from generator.lines import Entry, cut, entry_of, glued, is_key, quoted

Parser: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML may be built without libyaml: the same events then, slower."""
LONGEST = 5000
"""Letters of a line that are looked at."""


class Slip(Struct, frozen=True):
    """What is told: a rule of the catalogue, the spot, the words of its message."""

    rule: str
    line: int
    column: int
    words: dict[str, str] = field(default_factory=dict)


class Trouble(Struct, frozen=True):
    """The parser's complaint and the text: `line`, `column` where it gave up, `opened` where that thing began."""

    lines: list[str]
    why: str
    doing: str
    line: int
    column: int
    opened: tuple[int, int] | None
    quoted: tuple[int, int] | None
    """Where the last text in quotes before the spot begins."""
    quoted_to: int
    """The line on which it ends."""

    def entry(self, line: int) -> Entry:
        return entry_of(self.lines[line], line)

    @property
    def here(self) -> str:
        """The line from the spot on."""
        return self.lines[self.line][self.column :]

    @property
    def first(self) -> bool:
        """Whether the spot is the first word of its line."""
        return not self.lines[self.line][: self.column].replace("-", " ").strip()


def diagnose(text: str, error: yaml.MarkedYAMLError) -> Slip:
    """The slip behind a syntax error; `yaml-syntax` with the parser's own words where none is known."""
    trouble = _trouble(text, error)
    for find in SLIPS:
        if slip := find(trouble):
            return slip
    words = {"why": trouble.why, "line": cut(trouble.lines[trouble.line].strip())}
    return Slip("yaml-syntax", trouble.line, trouble.column, words)


def _trouble(text: str, error: yaml.MarkedYAMLError) -> Trouble:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    began = error.context_mark
    opened = (began.line, began.column) if began else None
    lines = [*(shown[:LONGEST] for shown in text.splitlines()), ""]  # the parser may give up behind the last line
    quoted, quoted_to = _quoted(text, line, column)
    return Trouble(lines, error.problem or "", error.context or "", line, column, opened, quoted, quoted_to)


def _quoted(text: str, line: int, column: int) -> tuple[tuple[int, int] | None, int]:
    found, last = None, 0
    try:
        for token in yaml.scan(text, Loader=Parser):
            spot = token.start_mark.line, token.start_mark.column
            if spot >= (line, column):
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                found, last = spot, token.end_mark.line
    except yaml.YAMLError:
        pass  # the scanner gives up where the parser did
    return found, last


# --- lines -----------------------------------------------------------------------------------------------------------


def _owner(trouble: Trouble, line: int) -> Entry:
    """The entry whose text runs through `line`."""
    above = (trouble.entry(number) for number in range(line, -1, -1))
    return next((entry for entry in above if entry.begins), trouble.entry(line))


def _whole(trouble: Trouble, entry: Entry) -> str:
    """The text of an entry with the lines that go on with it."""
    parts = [entry.value]
    for number in range(entry.line + 1, len(trouble.lines)):
        more = trouble.entry(number)
        text = trouble.lines[number].strip()
        if not text or more.begins or more.indent <= entry.indent:
            break
        parts.append(text)
    return " ".join(" ".join(parts).split())


def _written(entry: Entry, text: str) -> dict[str, str]:
    """The line as it should be written: the text, but not its key, in quotes."""
    before = f"{entry.key}: " if entry.key else "- " if entry.dashed else ""
    return {"line": before + quoted(cut(text))}


# --- the slips -------------------------------------------------------------------------------------------------------


def _tab(trouble: Trouble) -> Slip | None:
    return Slip("tab-indent", trouble.line, trouble.column) if trouble.here.startswith("\t") else None


def _quote_open(trouble: Trouble) -> Slip | None:
    """A quotation mark without its partner swallows all lines up to the next mark, or to the end."""
    if trouble.doing == "while scanning a quoted scalar" and trouble.opened:
        return Slip("yaml-quote-open", *trouble.opened)
    if trouble.quoted:
        line, column = trouble.quoted
        swallowed = range(line + 1, trouble.quoted_to + 1)
        if trouble.quoted_to == trouble.line and any(trouble.entry(number).begins for number in swallowed):
            return Slip("yaml-quote-open", line, column)
    return None


def _backslash(trouble: Trouble) -> Slip | None:
    if "escape" not in trouble.why or not trouble.opened:
        return None
    entry = _owner(trouble, trouble.opened[0])
    text = _whole(trouble, entry).removeprefix('"').removesuffix('"')
    column = trouble.column if trouble.here.startswith("\\") else trouble.column - 1  # libyaml or Python
    return Slip("yaml-backslash", trouble.line, column, _written(entry, text))


def _brace_open(trouble: Trouble) -> Slip | None:
    if not trouble.doing.startswith("while parsing a flow ") or not trouble.opened:
        return None
    if trouble.opened[0] == trouble.line and any(close in trouble.here[1:] for close in "]}"):
        return _inside_braces(trouble)
    return Slip("yaml-brace-open", *trouble.opened)


def _inside_braces(trouble: Trouble) -> Slip | None:
    """A text in braces that holds a colon, or begins with a word in quotes."""
    text = trouble.lines[trouble.line]
    colon = trouble.here.startswith(":")
    if not colon and (not trouble.quoted or trouble.quoted[0] != trouble.line):
        return None
    start = trouble.quoted[1] if trouble.quoted and not colon else trouble.column
    key = re.search(r"([^{\[,:]+): +([^:]*)$", text[:start])
    value = (key[2] if key else "") + re.split(r"[,}\]]", text[start:])[0].strip()
    shown = f"{key[1].strip()}: {quoted(value)}" if key else quoted(value)
    return Slip("yaml-colon" if colon else "yaml-quote", trouble.line, start, {"line": shown})


def _dash(trouble: Trouble) -> Slip | None:
    if "sequence entries are not allowed" not in trouble.why:
        return None
    return Slip("yaml-indent" if trouble.first else "yaml-dash", trouble.line, trouble.column)


_SIGNS = ("a block scalar", "an alias", "an anchor", "a tag")
_NO_BEGINNING = ("cannot start any token", "expected node content", "keys are not allowed", "expected the node content")


def _sign_first(trouble: Trouble) -> Slip | None:
    """A text that begins with a sign that YAML keeps for itself: `%` `@` `>` `|` `*` `&` `!` `?` `,` `]` `}`."""
    if any(why in trouble.why for why in _NO_BEGINNING):
        spot = trouble.line, trouble.column
    elif trouble.doing.endswith(_SIGNS) and trouble.opened:
        spot = trouble.opened
    else:
        return None
    entry = trouble.entry(spot[0])
    return Slip("yaml-quote", *spot, _written(entry, _whole(trouble, entry))) if entry.column == spot[1] else None


def _colon(trouble: Trouble) -> Slip | None:
    """«: » inside a text; or a key that stands too far to the right, and so seems to go on with the text above."""
    if "mapping values are not allowed" not in trouble.why:
        return None
    entry = trouble.entry(trouble.line)
    if trouble.column < entry.column:  # it is the first colon of its line
        if is_key(entry.key):
            above = next((n for n in range(trouble.line - 1, -1, -1) if trouble.lines[n].strip()), 0)
            return _no_blank(trouble, above) or Slip("yaml-indent", trouble.line, entry.indent)
        entry = _owner(trouble, trouble.line)
    return Slip("yaml-colon", trouble.line, trouble.column, _written(entry, _whole(trouble, entry)))


def _no_key(trouble: Trouble) -> Slip | None:
    """A line where a key belongs, without the colon of a key."""
    if "could not find expected ':'" not in trouble.why or not trouble.opened:
        return None
    line, column = trouble.opened
    return _no_blank(trouble, line) or _no_colon(trouble, line) or Slip("yaml-indent", line, column)


def _no_blank(trouble: Trouble, line: int) -> Slip | None:
    wanted = glued(trouble.lines[line])
    return Slip("yaml-no-blank", line, trouble.entry(line).indent, {"line": wanted}) if wanted else None


def _no_colon(trouble: Trouble, line: int) -> Slip | None:
    """A word that is a key elsewhere in the file."""
    entry = trouble.entry(line)
    word, _, rest = entry.value.partition(" ")
    keys = {trouble.entry(number).key for number in range(len(trouble.lines))}
    if not is_key(word) or word not in keys:
        return None
    return Slip("yaml-no-colon", line, entry.column, {"line": cut(f"{word}: {rest.strip()}".rstrip())})


def _after_value(trouble: Trouble) -> Slip | None:
    """Words behind a value that YAML holds for complete, because it began with a quotation mark or a bracket."""
    entry = _owner(trouble, trouble.line)
    goes_on = not (trouble.first and entry.line == trouble.line) and entry.value.startswith(("'", '"', "[", "{"))
    if not goes_on or (trouble.first and trouble.entry(trouble.line).indent <= entry.indent):
        return None
    return Slip("yaml-quote", entry.line, entry.column, _written(entry, _whole(trouble, entry)))


def _indent(trouble: Trouble) -> Slip | None:
    if not trouble.first:
        return None
    return _no_blank(trouble, trouble.line) or Slip("yaml-indent", trouble.line, trouble.column)


SLIPS: tuple[Callable[[Trouble], Slip | None], ...] = (
    _tab,
    _quote_open,
    _backslash,
    _dash,
    _sign_first,
    _brace_open,
    _colon,
    _no_key,
    _after_value,
    _indent,
)
