"""Which slip stopped the YAML parser, where it is, and what to write instead.

The parser says what it expected and where it gave up, which may be a page below the slip. This module looks at the
source text around its marks instead: SLIPS is a table of the slips of editors, and the first that fits is told.
Lines and columns count from 0 in here, as PyYAML's marks do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

try:
    from yaml import CSafeLoader as Parser
except ImportError:  # PyYAML built without libyaml: the same events, slower
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

SHOWN = 80
"""Letters of a line that a message shows."""

_ENTRY = re.compile(r"(?P<lead> *(?:- +)*)(?:(?P<key>[^\s\"'\[{#-][^\n]*?) *:(?: +|$))?(?P<value>.*)")
"""A line: its indent and dashes, its key up to the first «: », its value."""
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_GLUED = re.compile(r"(?P<lead> *(?:- +)*)(?P<dash>-(?=[a-z]))?(?P<key>[a-z][a-z0-9_]*):(?!//)(?P<gap>\s*)(?P<value>.*)")
"""A line with a key in which a blank may be missing; `https://` is none."""
_SPOKEN = frozenset({"khai", "nay", "quan", "sau", "theo"})
"""Words without marks that stand before a colon in texts («như sau:»); no key is called so."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is told: a rule of the catalogue, the spot, the words of its message."""

    rule: str
    line: int
    column: int
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the file in its parts; `column` is where the value begins."""

    line: int
    indent: int
    dashed: bool
    key: str
    column: int
    value: str

    @property
    def begins(self) -> bool:
        """Whether something new begins here, so that the line does not go on with a text from above."""
        return self.dashed or is_key(self.key)


@dataclass(frozen=True, slots=True)
class Trouble:
    """The parser's complaint and the text: `line`, `column` where it gave up, `opened` where that thing began."""

    lines: list[str]
    why: str
    doing: str
    line: int
    column: int
    opened: tuple[int, int] | None
    quoted: tuple[int, int] | None
    """Where the last text in quotes before the spot begins."""

    def entry(self, line: int) -> Entry:
        return entry_of(self.lines[line] if line < len(self.lines) else "", line)

    @property
    def first(self) -> bool:
        """Whether the spot is the first word of its line."""
        return not self.lines[self.line][: self.column].replace("-", " ").strip() if self.line < len(self.lines) else False


def diagnose(text: str, error: yaml.MarkedYAMLError) -> Slip:
    """The slip behind a syntax error; `yaml-syntax` with the parser's own words where none is known."""
    trouble = _trouble(text, error)
    for find in SLIPS:
        if slip := find(trouble):
            return slip
    line = cut(trouble.entry(trouble.line).value.strip())
    return Slip("yaml-syntax", trouble.line, trouble.column, {"why": trouble.why, "line": line})


def _trouble(text: str, error: yaml.MarkedYAMLError) -> Trouble:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    began = error.context_mark
    opened = (began.line, began.column) if began else None
    quoted = _last_quoted(text, line, column)
    return Trouble(text.splitlines(), error.problem or "", error.context or "", line, column, opened, quoted)


def _last_quoted(text: str, line: int, column: int) -> tuple[int, int] | None:
    found = None
    try:
        for token in yaml.scan(text, Loader=Parser):
            spot = token.start_mark.line, token.start_mark.column
            if spot >= (line, column):
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                found = spot
    except yaml.YAMLError:
        pass  # the scanner gives up where the parser did
    return found


# --- lines -----------------------------------------------------------------------------------------------------------


def entry_of(text: str, line: int = 0) -> Entry:
    """A line of the file in its parts."""
    match = _ENTRY.match(text)
    assert match is not None  # every part may be empty
    lead = match["lead"]
    return Entry(line, len(lead), "-" in lead, match["key"] or "", match.start("value"), match["value"])


def is_key(word: str) -> bool:
    """Whether a word before a colon is a key rather than the end of a sentence."""
    return bool(_KEY.fullmatch(word)) and word not in _SPOKEN


def _owner(trouble: Trouble, line: int) -> Entry:
    """The entry whose text runs through `line`."""
    for number in range(min(line, len(trouble.lines) - 1), -1, -1):
        entry = trouble.entry(number)
        if entry.begins:
            return entry
    return trouble.entry(line)


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


def cut(text: str) -> str:
    """The text as a message shows it, not longer than a line."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"


def quoted(text: str) -> str:
    """The text in quotes, as YAML wants it."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _written(entry: Entry, text: str) -> dict[str, str]:
    """The line as it should be written: the text, but not its key, in quotes."""
    before = f"{entry.key}: " if entry.key else "- " if entry.dashed else ""
    return {"line": before + quoted(cut(text))}


def glued(text: str, line: int) -> Slip | None:
    """A blank that is missing after the colon of a key or after the dash of a list."""
    match = _GLUED.match(text)
    if not match or not (match["dash"] or (match["value"] and not match["gap"].startswith((" ", "\t")))):
        return None
    dash = "- " if match["dash"] else ""
    wanted = f"{dash}{match['key']}: {match['value']}".rstrip()
    return Slip("yaml-no-blank", line, len(match["lead"]), {"line": cut(wanted)})


# --- the slips ---------------------------------------------------------------------------------------------------------


def _tab(trouble: Trouble) -> Slip | None:
    here = trouble.lines[trouble.line][trouble.column :] if trouble.line < len(trouble.lines) else ""
    return Slip("tab-indent", trouble.line, trouble.column) if here.startswith("\t") else None


def _quote_open(trouble: Trouble) -> Slip | None:
    """A quotation mark without its partner swallows all lines up to the next mark, or to the end."""
    if trouble.doing == "while scanning a quoted scalar" and trouble.opened:
        return Slip("yaml-quote-open", *trouble.opened)
    if trouble.quoted:
        swallowed = range(trouble.quoted[0] + 1, trouble.line + 1)
        closed = _closed(trouble, trouble.quoted)
        if not closed and any(trouble.entry(number).begins for number in swallowed):
            return Slip("yaml-quote-open", *trouble.quoted)
    return None


def _closed(trouble: Trouble, spot: tuple[int, int]) -> bool:
    """Whether the quotation mark at `spot` has its partner on the same line."""
    line, column = spot
    text = trouble.lines[line][column:]
    return bool(re.match(r"'(?:[^']|'')*'" if text[0] == "'" else r'"(?:[^"\\]|\\.)*"', text))


def _backslash(trouble: Trouble) -> Slip | None:
    if "escape" not in trouble.why or not trouble.opened:
        return None
    entry = _owner(trouble, trouble.opened[0])
    text = _whole(trouble, entry).removeprefix('"').removesuffix('"')
    return Slip("yaml-backslash", trouble.line, trouble.column, _written(entry, text))


def _brace_open(trouble: Trouble) -> Slip | None:
    if not trouble.doing.startswith("while parsing a flow ") or not trouble.opened:
        return None
    here = trouble.lines[trouble.line][trouble.column :] if trouble.opened[0] == trouble.line else ""
    if any(close in here[1:] for close in "]}"):
        return _inside_braces(trouble, here)
    return Slip("yaml-brace-open", *trouble.opened)


def _inside_braces(trouble: Trouble, here: str) -> Slip | None:
    """A text in braces that holds a colon, or begins with a word in quotes."""
    text = trouble.lines[trouble.line]
    colon = here.startswith(":")
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


def _sign_first(trouble: Trouble) -> Slip | None:
    """A text that begins with a sign that YAML keeps for itself: `%` `@` `>` `|` `*` `&` `!` and the backquote."""
    if "cannot start any token" in trouble.why:
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
    own = trouble.column >= entry.column  # the key of the line has a colon of its own before
    if not own and is_key(entry.key):
        above = _above(trouble)
        return glued(trouble.lines[above], above) or Slip("yaml-indent", trouble.line, entry.indent)
    if not own:
        entry = _owner(trouble, trouble.line)
    return Slip("yaml-colon", trouble.line, trouble.column, _written(entry, _whole(trouble, entry)))


def _above(trouble: Trouble) -> int:
    """The last line above the spot that is not empty."""
    return next((number for number in range(trouble.line - 1, -1, -1) if trouble.lines[number].strip()), 0)


def _no_key(trouble: Trouble) -> Slip | None:
    """A line where a key belongs, without the colon of a key."""
    if "could not find expected ':'" not in trouble.why or not trouble.opened:
        return None
    line, column = trouble.opened
    return glued(trouble.lines[line], line) or _no_colon(trouble, line) or Slip("yaml-indent", line, column)


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
    return glued(trouble.lines[trouble.line], trouble.line) or Slip("yaml-indent", trouble.line, trouble.column)


SLIPS: tuple[Callable[[Trouble], Slip | None], ...] = (
    _tab,
    _quote_open,
    _backslash,
    _brace_open,
    _dash,
    _sign_first,
    _colon,
    _no_key,
    _after_value,
    _indent,
)
