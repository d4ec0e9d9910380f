"""`python -m benchmarks sizes`: what built sites weigh, and what the same would weigh with more plans."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator import urls

GOALS = (10_000, 100_000, 1_000_000)
SITE = 10_000
"""Plans of one site: more are more sites."""
KINDS = ("pages", "beside plans", "beside units", "tables", "search", "pictures", "the rest")


@dataclass(slots=True)
class Weight:
    """Files and their bytes."""

    files: float = 0
    bytes: float = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A built site: how many plans it has, what each kind of file weighs, and each table of the open data (bytes)."""

    plans: int
    tables: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, Weight] = field(default_factory=lambda: {kind: Weight() for kind in KINDS})


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("sizes", help="weigh two built sites and reckon what more plans would weigh")
    parser.add_argument("sites", type=Path, nargs=2, help="folders of built sites with different numbers of plans")


def run(chosen: argparse.Namespace) -> None:
    """Print the table."""
    small, large = sorted(map(weigh, chosen.sites), key=lambda site: site.plans)
    if small.plans == large.plans:
        sys.exit("benchmarks: the two sites have equally many plans")
    print("\n".join(report(small, large)))


def weigh(site: Path) -> Weighed:
    """Every file of a built site."""
    told = json.loads((site / urls.INVENTORY).read_bytes())
    plans = next(file["records"] for file in told["files"] if file["table"] == "plans")
    found = Weighed(plans)
    for file in site.rglob("*"):
        if file.is_file():
            weight = found.kinds[kind_of(file.relative_to(site).as_posix())]
            weight.files += 1
            weight.bytes += file.stat().st_size
    for file in (site / urls.DATA_FILES).glob("*.json"):
        found.tables[file.name] = file.stat().st_size
    return found


def kind_of(path: str) -> str:
    """The kind of a file, by its address."""
    if path.endswith(".html"):
        return "pages"
    if PurePosixPath(path).name == PurePosixPath(urls.picture("")).name:
        return "pictures"
    places = {urls.PLANS: "beside plans", urls.UNITS: "beside units", urls.DATA_FILES: "tables", urls.SEARCH: "search"}
    return next((kind for start, kind in places.items() if path.startswith(start)), "the rest")


def reckoned(small: Weighed, large: Weighed, kind: str, plans: int) -> Weight:
    """What a kind would weigh in one site of `plans`, on the straight line through two sites."""
    first, second, more = small.kinds[kind], large.kinds[kind], large.plans - small.plans

    def line(a: float, b: float) -> float:
        return max(0.0, a + (b - a) / more * (plans - small.plans))

    return Weight(line(first.files, second.files), line(first.bytes, second.bytes))


def report(small: Weighed, large: Weighed) -> Iterator[str]:
    """A table in Markdown: the two sites as they are, one site of SITE plans, and as many sites as GOALS need; then
    the largest table of the open data, which is one file in each site.
    """
    heads = [f"{site.plans:,} plans" for site in (small, large)] + [f"{goal:,}" for goal in GOALS]
    yield _row("files · bytes", *heads)
    yield _row(*["---"] * (len(heads) + 1))
    total = [Weight() for _ in heads]
    for kind in KINDS:
        one = reckoned(small, large, kind, SITE)
        sites = [Weight(one.files * goal / SITE, one.bytes * goal / SITE) for goal in GOALS]
        weights = [small.kinds[kind], large.kinds[kind], *sites]
        for weight, whole in zip(weights, total, strict=True):
            whole.files += weight.files
            whole.bytes += weight.bytes
        yield _row(kind, *map(_told, weights))
    yield _row("together", *map(_told, total))
    name = max(large.tables, key=lambda table: (large.tables[table], table))
    first, second = small.tables.get(name, 0), large.tables[name]
    one_site = first + (second - first) / (large.plans - small.plans) * (SITE - small.plans)
    yield _row(f"one file: data/{name}", *(_size(size) for size in (first, second, *[one_site] * len(GOALS))))


def _told(weight: Weight) -> str:
    return f"{weight.files:,.0f} · {_size(weight.bytes)}"


def _size(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
