"""What the commands share: their options, and the way to the content."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from generator.messages import LANGUAGES
from generator.problems import Problem
from generator.settings import Settings, read_settings


def _spoken(ctx: click.Context, _: click.Parameter, given: str | None) -> str:
    """The language of messages: as asked, else the site's own."""
    if given:
        return given
    settings = read_settings(ctx.params.get("config_file") or Path("mkdocs.yml"))
    return settings.language if settings else "vi"


config_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    is_eager=True,
    help="The site's settings.",
)
language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    callback=_spoken,
    envvar="PLANSITE_LANG",
    help="Language of messages about the content.  [default: the site's language]",
)


def site_settings(config_file: Path) -> Settings:
    """The site's settings; exits with 2 where there is no site here."""
    if not config_file.is_file():
        click.echo(f"plansite: no {config_file} here; run it in the project's folder, or name it with -f.", err=True)
        sys.exit(2)
    if settings := read_settings(config_file):
        return settings
    from generator import plugin

    return Settings(plugin.folders(config_file)[0], "", "vi")


def content_folder(config_file: Path) -> Path:
    """The content folder of the site; exits with 2 where there is no site here."""
    return site_settings(config_file).content


def refuse(problems: Iterable[Problem], lang: str, code: int = 1) -> NoReturn:
    """Say what is wrong and end with `code`."""
    for problem in problems:
        click.echo(problem.line(lang), err=True)
    sys.exit(code)
