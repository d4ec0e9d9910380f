"""`python -m benchmarks`: synthetic content of any size, and the comparison of builds of it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks import large, serving, sizes
from benchmarks.comparison import BuildFailedError, Comparison, Setting, in_turns
from benchmarks.contenders import CONTENDERS
from benchmarks.corpus import FEWEST, MOST, Order, write_corpus
from benchmarks.merge import command as merge
from benchmarks.report import REPORT, Start, commit, report
from benchmarks.search import command as search
from benchmarks.stages import Profile, profile

LIMIT = 1800.0
PROFILED = 1000
"""Of so many plans is shown where the time goes: with more, one more build takes long and tells the same."""
NAMES = tuple(contender.name for contender in CONTENDERS)


def main(arguments: list[str] | None = None) -> None:
    """Run one of the commands."""
    chosen = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # ends the running build as well
    if chosen.command == "search":
        search.run(chosen)
        return
    if chosen.command == "merge":
        merge.run_command(chosen)
        return
    if chosen.command == "sizes":
        sizes.run(chosen)
        return
    if chosen.command == "large":
        large.run_command(chosen)
        return
    if chosen.command == "serve":
        serving.run_command(chosen)
        return
    order = Order(0, chosen.seed, chosen.with_real, chosen.collective)
    if chosen.command == "corpus":
        _corpus(chosen.plans, chosen.folder, order)
        return
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
        _build(chosen, order, chosen.folder.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="plansite-benchmark-") as folder:
        _build(chosen, order, Path(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    corpus = commands.add_parser("corpus", help="write a content folder of synthetic plans")
    corpus.add_argument("plans", type=_plans, help=f"how many plans, {FEWEST} to {MOST}")
    corpus.add_argument("folder", type=Path, help="a new folder")
    build = commands.add_parser("build", help="build corpora here, with Hugo and with MkDocs Material, and compare")
    build.add_argument("--plans", type=_plans, nargs="+", default=[1000, 10_000], help="sizes (default: 1000 10000)")
    build.add_argument(
        "--runs", type=_runs, nargs="+", default=[3], help="rounds: one number, or one for each size (default: 3)"
    )
    build.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="programs (default: all)")
    build.add_argument("--limit", type=float, default=LIMIT, help=f"seconds a build may take (default: {LIMIT:.0f})")
    build.add_argument("--folder", type=Path, help="where to work, and leave everything (default: a temporary folder)")
    build.add_argument("--no-report", action="store_true", help=f"print only, leave docs/{REPORT.name} as it is")
    search.register(commands)
    merge.register(commands)
    sizes.register(commands)
    large.register(commands)
    serving.register(commands)
    for command in (corpus, build):
        command.add_argument("--seed", type=int, default=1, help="another seed gives another corpus (default: 1)")
        command.add_argument(
            "--with-real", action="store_true", help="put the site's own plans and registers among them"
        )
        command.add_argument(
            "--collective",
            type=int,
            default=0,
            metavar="MEMBERS",
            help="add a collective of so many members that some ten duties of every plan name",
        )
    return parser


def _plans(text: str) -> int:
    if not text.isdigit() or not FEWEST <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"a number from {FEWEST} to {MOST} is expected, not {text!r}")
    return int(text)


def _runs(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"a number from 1 is expected, not {text!r}")
    return int(text)


def _corpus(plans: int, folder: Path, order: Order) -> None:
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"benchmarks: {folder} is not empty")
    started = time.monotonic()
    write_corpus(Order(plans, order.seed, order.with_real, order.collective), folder)
    seconds = time.monotonic() - started
    print(f"{plans} plans in {seconds:.1f} s ({plans / seconds:.0f} a second): {folder}")


def _build(chosen: argparse.Namespace, order: Order, folder: Path) -> None:
    setting = Setting(chosen.limit, folder, order)
    contenders = [contender for contender in CONTENDERS if contender.name in chosen.only]
    start = Start(date.today().isoformat(), commit(), os.getloadavg()[0])
    compared: dict[int, Comparison] = {}
    text = ""

    def told(profiles: Sequence[Profile]) -> None:
        """After each round: the next one may take long."""
        nonlocal text
        results = [result for plans in sorted(compared) for result in compared[plans].results()]
        text = report(results, profiles, setting, start)
        if not chosen.no_report:
            REPORT.write_text(text, encoding="utf-8")

    try:
        for plans in in_turns(_rounds(chosen)):
            if plans not in compared:
                compared[plans] = Comparison(contenders, plans, setting, _say)
            compared[plans].round()
            told([])
        told([_profile(one, chosen.limit) for one in compared.values() if _profiled(one)])
    except BuildFailedError as error:
        sys.exit(f"benchmarks: {error}")
    print(text)


def _rounds(chosen: argparse.Namespace) -> dict[int, int]:
    """How many rounds of each size."""
    runs = chosen.runs if len(chosen.runs) > 1 else chosen.runs * len(chosen.plans)
    if len(runs) != len(chosen.plans):
        sys.exit(f"benchmarks: --runs: one number, or as many as sizes ({len(chosen.plans)}), not {len(runs)}")
    return dict(zip(chosen.plans, runs, strict=True))


def _profiled(compared: Comparison) -> bool:
    ours = any(result.contender.name == "plansite" and not result.ended for result in compared.results())
    return ours and compared.plans <= PROFILED


def _profile(compared: Comparison, limit: float) -> Profile:
    _say(f"{compared.plans} plans: where the time goes")
    return profile(compared.plans, compared.folder, 2 * limit)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
