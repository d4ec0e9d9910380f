"""`python -m benchmarks`: synthetic content of any size, and the comparison of builds of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from benchmarks.corpus import FEWEST, MOST, Order, write_corpus


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Synthetic corpora of any size, and what a build of them costs here and elsewhere."""


@main.command()
@click.argument("plans", type=click.IntRange(FEWEST, MOST))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seed", default=1, show_default=True, help="Another seed gives another corpus; the same one the same.")
@click.option("--with-real", is_flag=True, help="Put the site's own plans and registers among the synthetic ones.")
@click.option(
    "--collective",
    type=click.IntRange(0, 10_000),
    default=0,
    help="Add one collective of so many members that some ten duties of every plan name.",
)
def corpus(plans: int, folder: Path, seed: int, with_real: bool, collective: int) -> None:
    """Write a content folder of PLANS synthetic plans to the new FOLDER."""
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"benchmarks: {folder} is not empty")
    started = time.monotonic()
    write_corpus(Order(plans, seed, with_real, collective), folder)
    seconds = time.monotonic() - started
    click.echo(f"{plans} plans in {seconds:.1f} s ({plans / seconds:.0f} a second): {folder}")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
