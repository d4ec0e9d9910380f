"""`python -m benchmarks search`: the figures of the search beside the limits that were set for it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from benchmarks.search import corpora
from benchmarks.search.comparison import compare, table
from benchmarks.search.measure import Figures, measure

LIMITS: dict[int, dict[str, float]] = {
    1000: {"first": 100e3, "worst": 150e3, "later": 60e3, "engine": 50, "results": 200},
    10_000: {"first": 200e3, "worst": 320e3, "later": 110e3, "engine": 80},
}
"""By plans: bytes of a visit's first query (median, worst) and of later ones, milliseconds of the engine, slowed down,
and to the first results."""
SHOWN = {
    "typed": ("dialog open, from the last key of a typed question", "results"),
    "pasted": ("dialog open, from a question put in whole", ""),
    "cold": ("from nothing loaded and the question in the box", ""),
}
"""By way of asking: how its row is called, and its limit."""
REQUESTS, RATE, SIZE, AT_1, AT_10 = 20, 300, 15_000, 0.85, 0.95


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("search", help="measure the search on synthetic corpora with the site's own plans")
    parser.add_argument("--compare", action="store_true", help="ask Material's search and Pagefind the same instead")
    parser.add_argument("--apart", action="store_true", help="with --compare: the questions that are kept apart")
    parser.add_argument("--plans", type=int, nargs="+", default=[1000, 10_000], help="sizes (default: 1000 10000)")


def run(chosen: argparse.Namespace) -> None:
    """Measure each size and print its table; ends with 1 where a limit is missed."""
    if chosen.compare:
        print("\n".join(table(compare(chosen.apart, _say))))
        return
    own = frozenset(plan.slug for plan in corpora.real().entries.plans)
    missed = False
    for plans in chosen.plans:
        _say(f"{plans} plans")
        rows = list(_rows(measure(corpora.synthetic(plans), own), LIMITS.get(plans, {})))
        print(f"\n| {plans:,} plans and the site's own | measured | limit |  |\n| --- | --- | --- | --- |")
        for name, value, limit, kept in rows:
            print(f"| {name} | {value} | {limit} | {'kept' if kept and limit else '' if kept else 'missed'} |")
        missed = missed or not all(kept for *_, kept in rows)
    sys.exit(1 if missed else 0)


def _say(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)


Row = tuple[str, str, str, bool]
"""What, how much, how much is allowed («» where nothing is said), whether that is kept."""


def _rows(found: Figures, limits: dict[str, float]) -> Iterator[Row]:
    def most(name: str, value: float, limit: float | None, unit: str) -> Row:
        return (
            name,
            _said(value, unit),
            "" if limit is None else f"≤ {_said(limit, unit)}",
            limit is None or value <= limit,
        )

    def least(name: str, value: float, limit: float | None, unit: str) -> Row:
        return (
            name,
            _said(value, unit),
            "" if limit is None else f"≥ {_said(limit, unit)}",
            limit is None or value >= limit,
        )

    yield least("plans indexed a second of one core", found.indexed, RATE, "")
    yield least("with their entries read from the corpus", found.indexed_and_read, None, "")
    yield most("index, a plan", found.size, SIZE, "KB")
    yield most("files of the index", found.files, None, "")
    yield most("engine, with what shows results", found.engine, None, "KB")
    yield most("first query of a visit, median", found.first[0], limits.get("first"), "KB")
    yield most("first query of a visit, worst", found.first[1], limits.get("worst"), "KB")
    yield most("its requests, median", found.requests[0], REQUESTS, "")
    yield most("its requests, worst", found.requests[1], None, "")
    yield most("later query, median", found.later, limits.get("later"), "KB")
    yield most("engine at a fourth of the speed, first query, median", found.time_first[0], None, "ms")
    yield most("engine at a fourth of the speed, first query, p95", found.time_first[1], None, "ms")
    yield most("engine at a fourth of the speed, later query, median", found.time_later[0], None, "ms")
    yield most("engine at a fourth of the speed, later query, p95", found.time_later[1], limits.get("engine"), "ms")
    for way, (name, limit) in SHOWN.items():
        yield most(
            f"{name} to results shown, loopback, so slowed, median", found.results[way][0], limits.get(limit), "ms"
        )
    yield most("index loaded till then by who types, median", found.results["typed"][1], None, "KB")
    yield least("fragments of any plan right at 1", found.any_plan[0], AT_1, "")
    yield least("fragments of any plan right within 10", found.any_plan[1], AT_10, "")
    yield least("fragments of the site's own plans right at 1", found.own_plans[0], None, "")
    yield least("fragments of the site's own plans right within 10", found.own_plans[1], None, "")
    yield least("open questions answered at 1", found.questions[0], None, "")
    yield least("open questions answered within 10", found.questions[1], None, "")


def _said(value: float, unit: str) -> str:
    if unit == "KB":
        return f"{value / 1000:.1f} KB"
    return f"{value:,.0f} {unit}".strip() if value > 1 else f"{value:.2f}"
