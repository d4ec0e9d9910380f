"""What the commands share: their options, and the way to the content."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from generator.messages import LANGUAGES
from generator.problems import Problem

config_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's settings.",
)
language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    envvar="PLANSITE_LANG",
    help="Language of messages about the content.",
)


def content_folder(config_file: Path) -> Path:
    """The content folder of the site; exits with 2 where there is no site here."""
    from generator import plugin

    if not config_file.is_file():
        click.echo(f"plansite: no {config_file} here; run it in the project's folder, or name it with -f.", err=True)
        sys.exit(2)
    return plugin.content_folder(config_file)


def refuse(problems: Iterable[Problem], lang: str, code: int = 1) -> NoReturn:
    """Say what is wrong and end with `code`."""
    for problem in problems:
        click.echo(problem.line(lang), err=True)
    sys.exit(code)
