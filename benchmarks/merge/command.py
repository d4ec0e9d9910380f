"""`python -m benchmarks merge`: merge inventories, or simulate the merge of many sites on this machine."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.contenders import ROOT
from benchmarks.merge.national import RUNS, Written, links, merge, replace
from benchmarks.merge.reading import InventoryError, open_site
from benchmarks.merge.sites import Sites
from benchmarks.process import Ran, run
from benchmarks.report import commit, machine
from generator.exports.inventory import TABLES

LIMIT = 3600.0
"""Seconds that one merge may take."""
KEPT, COUNTED = ("bytes", "largest shard", "runs kept"), ("linked", "duplicates")
EDITED = 10
"""Plans of the site that changes."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("merge", help="merge sites' inventories into a national one, or simulate it")
    parser.add_argument("--sites", type=int, nargs="+", default=[10, 100], help="how many sites (default: 10 100)")
    parser.add_argument("--plans", type=int, default=10_000, help="plans of each site (default: 10000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other plans (default: 1)")
    parser.add_argument("--folder", type=Path, help="where to simulate, a new folder (default: a temporary one)")
    parser.add_argument("--from", dest="source", type=Path, help="no simulation: a folder with a folder for each site")
    parser.add_argument("--into", type=Path, help="with --from: where the national inventory is to be, a new folder")
    parser.add_argument(
        "--links", metavar="ADDRESS", help="with --into: that site's documents that are plans elsewhere"
    )
    parser.add_argument("--replace", metavar="SITE", help="with --from: take only this folder anew, into what is there")


def run_command(chosen: argparse.Namespace) -> None:
    """Merge what is given, tell a site's links, or simulate."""
    if chosen.source is None and chosen.links is None:
        with tempfile.TemporaryDirectory(prefix="plansite-merge-") as folder:
            _simulate(chosen, chosen.folder or Path(folder))
        return
    if chosen.into is None:
        sys.exit("benchmarks: --from and --links need --into")
    try:
        if chosen.links is not None:
            told: object = dict(links(chosen.into, chosen.links))
        else:
            written = _merge(chosen.source, chosen.into, chosen.replace)
            told = {
                "files": written.files,
                "bytes": written.bytes,
                "shards": written.shards,
                "counts": dict(written.counts),
            }
    except InventoryError as error:
        sys.exit(f"benchmarks: {error}")
    print(json.dumps(told, ensure_ascii=False))


def _merge(source: Path, into: Path, name: str | None) -> Written:
    if name:
        return replace(open_site(source / name), into)
    return merge([open_site(folder) for folder in sorted(source.iterdir()) if folder.is_dir()], into)


@dataclass(frozen=True, slots=True)
class Step:
    """A merge in a process of its own: what it was, how it ran, what it wrote."""

    name: str
    ran: Ran
    written: Written


@dataclass(frozen=True, slots=True)
class Simulated:
    """The merge of so many sites: seconds to make them, bytes of their tables, steps, bytes of the result."""

    sites: int
    plans: int
    made: float
    tables: dict[str, int]
    steps: tuple[Step, ...]
    published: int
    files: int
    largest: int
    kept: int


def _simulate(chosen: argparse.Namespace, folder: Path) -> None:
    found = []
    for count in chosen.sites:
        _say(f"{count} sites of {chosen.plans} plans")
        found.append(_simulated(Sites.of(count, chosen.plans, chosen.seed), folder / str(count)))
        shutil.rmtree(folder / str(count))
    print("\n".join(report(found, chosen.seed)))


def _simulated(sites: Sites, folder: Path) -> Simulated:
    source, into = folder / "sites", folder / "national"
    started = time.perf_counter()
    for number in range(sites.count):
        sites.write(number, source)
    made = time.perf_counter() - started
    tables = {name: sum(file.stat().st_size for file in source.glob(f"*/data/{name}.json")) for name in TABLES}
    steps = [_step("all sites", folder, ["--from", str(source), "--into", str(into)])]
    changed = sites.count // 2
    for edited in (EDITED, sites.plans):
        again = ["--from", str(source), "--into", str(into), "--replace", sites.write(changed, source, edited).name]
        steps.append(_step(f"one site, {edited:,} of its plans changed", folder, again))
    public = [file for file in into.rglob("*") if file.is_file() and file.parent.name != RUNS]
    sizes = [file.stat().st_size for file in public]
    kept = sum(file.stat().st_size for file in (into / RUNS).iterdir())
    largest = max(file.stat().st_size for file in public if file.parent != into)
    return Simulated(sites.count, sites.plans, made, tables, tuple(steps), sum(sizes), len(public), largest, kept)


def _step(name: str, folder: Path, arguments: Sequence[str]) -> Step:
    _say(name)
    command = [sys.executable, "-m", "benchmarks", "merge", *arguments]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    ran = run(command, folder, environment, LIMIT)
    if ran.code != 0:
        sys.exit(f"benchmarks: the merge ended with {ran.code}:\n{ran.output}")
    told = json.loads(ran.output)
    return Step(name, ran, Written(told["files"], told["bytes"], told["shards"], Counter(told["counts"])))


def report(found: Sequence[Simulated], seed: int) -> Iterator[str]:
    """Two tables in Markdown: what was merged, and what it cost."""
    versions = f"commit {commit()}, Python {platform.python_version()}"
    yield f"{machine()}; {versions}; {date.today().isoformat()}; seed {seed}."
    yield ""
    yield from _head("plans", "sites", "one site's tables: plans", "units", "documents", "national: files", *KEPT)
    for one in found:
        each = [_size(one.tables[name] / one.sites) for name in TABLES[:3]]
        sizes = (f"{one.files:,}", _size(one.published), _size(one.largest), _size(one.kept))
        yield _row(f"{one.sites * one.plans:,}", f"{one.sites}", *each, *sizes)
    yield ""
    yield from _head("plans", "taken", "time", "processor", "peak memory (PSS)", "shards", "bytes written", *COUNTED)
    for one in found:
        for step in one.steps:
            ran, written = step.ran, step.written
            spent = (f"{ran.seconds:.1f} s", f"{ran.cpu:.1f} s", f"{ran.peak / 1e6:.0f} MB")
            counts = [f"{written.counts[name]:,}" for name in COUNTED]
            yield _row(
                f"{one.sites * one.plans:,}", step.name, *spent, f"{written.shards:,}", _size(written.bytes), *counts
            )


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row(*["---"] * len(cells))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _size(size: float) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} KB"


def _say(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)
