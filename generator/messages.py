"""The message catalogue: every sentence that an editor reads, and the words of the site that no template holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("vi", "en")
LEVELS = ("error", "warning", "hint")
"""How grave a mistake is: an error stops a build; a warning is told; a hint is advice."""


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Rule or word → language → sentence, as messages.yaml holds them; a rule that is no error has its `level`."""
    text = (Path(__file__).parent / "messages.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def level(rule: str) -> str:
    """How grave a breach of `rule` is: one of LEVELS."""
    return catalogue()[rule].get("level", "error")


def sentence(key: str, language: str, words: Mapping[str, str]) -> str:
    """The sentence of `key` in `language`, its {blanks} filled with `words`."""
    return catalogue()[key][language].format_map(dict(words))


def word(key: str, **words: str | int) -> str:
    """A word of the public site (always Vietnamese)."""
    return _site_words()[key].format_map(words)


@cache
def _site_words() -> dict[str, str]:
    return {key: said["vi"] for key, said in catalogue().items() if "vi" in said}
