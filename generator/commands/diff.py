"""`plansite diff`: what a change means, for a reviewer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.common import config_option, content_folder, language_option
from generator.diff import FORMATS, StateError, review
from generator.messages import sentence


@click.command()
@config_option
@language_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show it.")
@click.argument("revisions", metavar="[REV [REV]]", nargs=-1)
def diff(config_file: Path, lang: str, form: str, revisions: tuple[str, ...]) -> None:
    """Show what changed in the content, by meaning: plans, units, duties, deadlines, targets, words.

    From the first revision of git to the second; without a second to the content folder as it is now; without any from
    the last commit (HEAD). Exit code 1 when a state has mistakes, 2 when it can't be found.

    \b
    Examples:
      plansite diff                                what I have changed and not committed
      plansite diff main                           what this branch changes
      plansite diff HEAD~1 HEAD --format markdown  what the last commit changed, for a pull request
    """
    if len(revisions) > 2:
        raise click.UsageError(sentence("diff-two", lang, {}))
    old, new = (*revisions, None, None)[:2]
    try:
        found = review(content_folder(config_file), "HEAD" if old is None else old, new)
    except StateError as error:
        for problem in error.problems:
            click.echo(problem.line(lang), err=True)
        click.echo(error.message(lang), err=True)
        sys.exit(1 if error.problems else 2)
    click.echo(found.show(form, lang))
