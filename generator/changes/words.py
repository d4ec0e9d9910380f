"""A change in a sentence, in the words of the catalogue; and as a record of the open data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from generator import urls
from generator.changes.model import Change
from generator.corpus import Corpus
from generator.messages import sentence
from generator.titles import shortened, vietnamese_date

AROUND = 4
"""Words shown on either side of what differs in a long text."""
LONGEST = 240
"""Letters of a text that is quoted in a sentence."""


def say(change: Change, language: str = "vi") -> str:
    """The change in one sentence, without the name of its plan."""
    before, after = _quoted(change, language)
    words = {
        "name": change.name or sentence("change-reach-units", language, {"count": str(len(change.units))}),
        "path": change.path or sentence("change-whole", language, {}),
        "what": sentence(change.what, language, {}) if change.what else "",
        "before": before,
        "after": after,
    }
    return sentence(f"change-{change.kind}", language, words)


def _quoted(change: Change, language: str) -> tuple[str, str]:
    if change.about == "target-comparison":
        was, now = (sentence(f"compare-{code}", language, {}) for code in (change.before, change.after))
        return was, now
    before, after = change.before or "", change.after or ""
    if change.about == "target-horizon":
        return vietnamese_date(before) or "–", vietnamese_date(after) or "–"
    if change.stage == "changed":
        before, after = differing(before, after)
    return shortened(before, LONGEST), shortened(after, LONGEST)


def differing(before: str, after: str) -> tuple[str, str]:
    """Two long texts without the words that both begin and end with, but for a few on either side."""
    was, now = before.split(), after.split()
    if max(len(was), len(now)) <= 4 * AROUND:
        return before, after
    start = _common(was, now)
    end = _common(was[start:][::-1], now[start:][::-1])
    first, last = max(start - AROUND, 0), max(end - AROUND, 0)
    return _cut(was, first, last), _cut(now, first, last)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words the two begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(words: list[str], first: int, last: int) -> str:
    text = " ".join(words[first : len(words) - last])
    return f"{'… ' if first else ''}{text}{' …' if last else ''}"


def address(corpus: Corpus, change: Change) -> str | None:
    """Where the changed thing stands in `corpus`, from the site's root; None where it does not, or has no page."""
    if change.plan:
        if change.plan not in corpus.plan_by_slug:
            return None
        known = change.clause and (change.plan, change.clause) in corpus.clause_by_id
        return urls.clause(change.plan, change.clause or "") if known else urls.plan(change.plan)
    unit = change.subject.split("/")[0]
    of_unit = change.about in ("unit", "unit-fact", "member", "reach") and unit in corpus.registry.units
    if change.about == "reach" and len(change.units) > 1:
        return None
    return urls.unit(unit) if of_unit else None


def record(corpus: Corpus, change: Change) -> dict[str, Any]:
    """The change as open data, seen from `corpus`; docs/reference/data.md names the fields."""
    return {
        "url": address(corpus, change),
        "kind": change.kind,
        "subject": change.subject,
        "plan": change.plan,
        "clause": change.clause,
        "path": change.path or None,
        "name": change.name or None,
        "what": change.what or None,
        "units": list(change.units),
        "before": change.before,
        "after": change.after,
        "text": say(change),
    }
