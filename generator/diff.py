"""What `plansite diff` shows a reviewer: the changes between two states of the content, as text, Markdown or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from generator import git
from generator.changes.compare import compare
from generator.changes.model import Change
from generator.changes.words import record, say
from generator.corpus import Corpus
from generator.history import read_tree
from generator.messages import sentence
from generator.problems import Problem
from generator.survey import Survey, survey
from generator.titles import plan_name

FORMATS = ("text", "markdown", "json")
NAMED = 5
"""Units named below a change; more are counted."""
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~<>])")


class StateError(Exception):
    """A state that can't be compared: the sentence for the reviewer, and the mistakes in it, if it was read."""

    def __init__(self, key: str, revision: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(key)
        self.key = key
        self.revision = revision
        self.problems = problems

    def message(self, language: str) -> str:
        words = {"revision": self.revision, "count": str(len(self.problems))}
        return sentence(self.key, language, words)


class Review(Struct, frozen=True):
    """What changed from the state called `old` to that called `new` (None: the content folder as it lies there)."""

    old: str
    new: str | None
    changes: tuple[Change, ...]
    corpora: tuple[Corpus, Corpus]

    def show(self, form: str, language: str) -> str:
        """The changes in one of `FORMATS`, without a newline at the end."""
        if form == "json":
            lines = (json.dumps(record(self.corpora[1], change), ensure_ascii=False) for change in self.changes)
            return "[\n" + ",\n".join(lines) + "\n]" if self.changes else "[]"
        return "\n".join(self._lines(language, markdown=form == "markdown"))

    def _lines(self, language: str, *, markdown: bool) -> Iterator[str]:
        names = {"old": self.old, "new": self.new or sentence("diff-folder", language, {})}
        plain = _escaped if markdown else str
        if not self.changes:
            yield plain(sentence("diff-none", language, names))
            return
        title = plain(sentence("diff-title", language, {**names, "count": str(len(self.changes))}))
        yield f"### {title}" if markdown else title
        for plan, changes in groupby(self.changes, lambda change: change.plan):
            heading = plain(self._heading(plan, language))
            yield ""
            yield f"**{heading}**" if markdown else heading
            if markdown:
                yield ""
            for change in changes:
                yield f"{'' if markdown else '  '}- {plain(say(change, language))}"
                if change.units:
                    yield f"    {'- ' if markdown else ''}{plain(self._units(change.units, language))}"

    def _heading(self, plan: str | None, language: str) -> str:
        for corpus in reversed(self.corpora):
            if found := corpus.plan_by_slug.get(plan or ""):
                return f"{plan_name(corpus, found)} ({plan})"
        return sentence("changes-registers", language, {})

    def _units(self, units: Sequence[str], language: str) -> str:
        known = {key: unit for corpus in self.corpora for key, unit in corpus.registry.units.items()}
        names = "; ".join(known[unit].full_name for unit in units[:NAMED])
        if len(units) > NAMED:
            names = sentence("diff-units-more", language, {"names": names, "count": str(len(units) - NAMED)})
        return sentence("diff-units", language, {"names": names})


def review(folder: Path, old: str, new: str | None) -> Review:
    """What changed in the content `folder` from the revision `old` to `new`, or to the folder itself.

    Raises StateError.
    """
    if not git.is_repository(folder):
        raise StateError("diff-no-git")
    before = _corpus(_at(folder, old), old)
    after = _corpus(_at(folder, new) if new else survey(folder, sources=False), new or "")
    return Review(old, new, compare(before, after).changes, (before, after))


def _at(folder: Path, name: str) -> Survey:
    commit = git.revision(folder, name)
    if commit is None:
        raise StateError("diff-no-revision", name)
    tree = git.tree_of(folder, commit)
    found = read_tree(folder, tree) if tree else None
    if found is None:
        raise StateError("diff-no-content", name)
    return found


def _corpus(found: Survey, name: str) -> Corpus:
    if found.errors:
        raise StateError("diff-mistakes" if name else "check-failed", name, found.errors)
    return found.corpus


def _escaped(text: str) -> str:
    """The text as it reads in Markdown; nobody is called upon by an «@» in it."""
    return SPECIAL.sub(r"\\\1", text).replace("@", "&#64;")
