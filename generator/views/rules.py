"""The rules of `plansite check` as a page for editors."""

from __future__ import annotations

from msgspec import Struct

from generator import rulebook
from generator.messages import LEVELS


class RuleRow(Struct, frozen=True):
    """One rule. `said` is None where no example is at hand, `bad` and `good` where no text can show it."""

    id: str
    pattern: str
    why: str
    file: str | None
    where: str | None
    said: str | None
    bad: str | None
    good: str | None


class LevelRows(Struct, frozen=True):
    """The rules of one level, by id."""

    key: str
    rows: tuple[RuleRow, ...]


def rules_view() -> tuple[LevelRows, ...]:
    """All rules, the gravest level first."""
    rules = [rulebook.rule_of(rule) for rule in rulebook.rule_ids()]
    return tuple(LevelRows(level, tuple(_row(rule) for rule in rules if rule.level == level)) for level in LEVELS)


def _row(rule: rulebook.Rule) -> RuleRow:
    example = rule.example
    return RuleRow(
        id=rule.id,
        pattern=rule.pattern("vi"),
        why=rule.why("vi"),
        file=example.file if example else None,
        where=example.where if example else None,
        said=example.message if example else None,
        bad=rulebook.visible(example.bad) or None if example else None,
        good=rulebook.visible(example.good) or None if example else None,
    )
