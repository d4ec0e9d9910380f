"""The rules as values: what each says, why it is there, how a breach looks and how it is mended.

The sentences come from messages.yaml, the reasons from rules.yaml, the examples from examples.yaml, which
`python -m tools.rules` makes from the golden cases of the tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from generator import urls
from generator.messages import catalogue, level, sentence
from generator.problems import shown

FOLDER = "docs/reference/rules/"
"""Where the pages of the rules are in the repository."""


class Example(Struct, frozen=True):
    """A breach and its cure: lines of a file that is wrong, the same lines mended, what is reported and where.

    Files are named from the content folder; `where` is `file:line:column`. `bad` and `good` are empty where no text can
    show the breach (a missing file).
    """

    file: str
    where: str
    message: str
    bad: str
    good: str


class Rule(Struct, frozen=True):
    """One rule; its texts by language."""

    id: str
    level: str
    reasons: Mapping[str, str]
    example: Example | None

    def pattern(self, language: str) -> str:
        """The message, with «…» where the words of the content go."""
        return re.sub(r"\{[^}]*\}", "…", catalogue()[self.id][language]).replace("««", "«").replace("»»", "»")

    def why(self, language: str) -> str:
        """Why the rule is there and what to do, in a sentence or two."""
        return self.reasons[language]


def rule_ids() -> tuple[str, ...]:
    """All rules, in the order of their pages."""
    return tuple(sorted(_reasons()))


@cache
def rule_of(rule: str) -> Rule:
    """The rule of that id; KeyError where there is none."""
    made = _examples().get(rule)
    return Rule(rule, level(rule), _reasons()[rule], Example(**made) if made else None)


def page_of(rule: str, site: str = "") -> str:
    """Where the rule is explained: on the site where its address is known, else the file in the repository."""
    return f"{site}{urls.rule(rule)}" if site else f"{FOLDER}{rule}.md"


def page(rule: str, languages: tuple[str, ...] = ("vi", "en")) -> str:
    """The rule's page as Markdown, in one language or more."""
    known = rule_of(rule)
    words = {key: " · ".join(sentence(key, each, {}) for each in languages) for key in _HEADS}
    grave = " · ".join(sentence(f"level-{known.level}", each, {}) for each in languages)
    parts = [f"# {rule}", f"{words['rule-level']}: **{grave}**"]
    parts += [f"> {known.pattern(each)}" for each in languages]
    parts += [known.why(each) for each in languages]
    if known.example:
        parts += _shown(known.example, words)
    return "\n\n".join(parts) + "\n"


def forget() -> None:
    """Read the rules again the next time: their files were written anew."""
    for known in (rule_of, _reasons, _examples):
        known.cache_clear()


_HEADS = ("rule-level", "rule-bad", "rule-good", "rule-said")


def _shown(example: Example, words: dict[str, str]) -> list[str]:
    parts = []
    if example.bad:
        parts += [f"## {words['rule-bad']}", f"`{example.file}`", _block(example.bad)]
    parts += [f"{words['rule-said']}:", _block(f"{example.where}: {example.message}", "text")]
    if example.good:
        parts += [f"## {words['rule-good']}", _block(example.good)]
    return parts


def _block(text: str, kind: str = "yaml") -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text) or [""]))
    return f"{fence}{kind}\n{visible(text)}\n{fence}"


def visible(text: str) -> str:
    """An example with what is not seen in it (but line breaks and tabs) made visible."""
    return "\n".join("\t".join(map(shown, line.split("\t"))) for line in text.rstrip().split("\n"))


@cache
def _reasons() -> dict[str, dict[str, str]]:
    return _load("rules.yaml")


@cache
def _examples() -> dict[str, dict[str, str]]:
    return _load("examples.yaml")


def _load(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    return loaded
