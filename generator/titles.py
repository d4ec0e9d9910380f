"""What a plan and a date are called where they stand alone: in lists, feeds, calendars."""

from __future__ import annotations

from functools import lru_cache

from generator.corpus import Corpus
from generator.due import Due
from generator.messages import word
from generator.plans import Plan


def plan_name(corpus: Corpus, plan: Plan) -> str:
    """What tells plans apart in a list: type, number, issuer, period."""
    issuer = corpus.issuers[plan.slug]
    whose = corpus.registry.units[issuer].full_name if issuer else plan.place
    return _plan_name(plan.type, plan.number, whose, plan.period)


@lru_cache(maxsize=1 << 14)
def _plan_name(kind: str, number: str | None, whose: str, period: str | None) -> str:
    """Every row that leads to a plan says its name."""
    name = word("plan-name", what=" ".join(part for part in (kind.capitalize(), number) if part), whose=whose)
    return f"{name}, {period}" if period else name


@lru_cache(maxsize=1 << 12)
def vietnamese_date(iso: str) -> str:
    """`2021-10-13` → 13/10/2021, `2021-10` → 10/2021, `--12-04` → 04/12, `---17` → 17."""
    return "/".join(reversed([part for part in iso.split("-") if part]))


def shortened(text: str, most: int) -> str:
    """The text, cut behind a word where it has more than `most` letters."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def due_title(corpus: Corpus, due: Due, unit: str | None) -> str:
    """A deadline in one line: the unit (those named, where `unit` is None), what is due, the plan."""
    named = due_units(corpus, due)
    whose = corpus.registry.units[unit].full_name if unit else shortened(", ".join(named), 80)
    text = corpus.clause_by_id[due.plan, due.clause].full_text()
    what = shortened(due.report.what or "" if due.report else text, 80)
    kind = ("due-report" if what else "due-report-bare") if due.report else "due-work"
    return word(kind, unit=whose, what=what, plan=plan_name(corpus, corpus.plan_by_slug[due.plan]))


def due_units(corpus: Corpus, due: Due) -> tuple[str, ...]:
    """The names, as printed, of those who owe the report, else of those who have the work, each once."""
    if due.report:
        given = due.report.senders
    else:
        work = corpus.assignment_by_clause[due.plan, due.clause]
        given = tuple(named for _, names in work.roles for named in names)
    return tuple(dict.fromkeys(named.name for named in given))
