"""plansite explain: what the program makes of a clause, a unit or a rule."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.authoring.explain import Explainer
from generator.commands.common import config_option, content_folder, language_option
from generator.messages import sentence
from generator.survey import survey
from generator.vietnamese import nfc, squash

PAGES = "docs/reference/rules"
"""Where the rules have pages of their own, beside the site's settings."""


@click.command()
@config_option
@language_option
@click.argument("what", nargs=-1, required=True)
def explain(config_file: Path, lang: str, what: tuple[str, ...]) -> None:
    """Say what a clause, a unit or a rule is, and where it stands.

    A clause is named by plan and id, as its address is; a unit by name or id; a rule by the word at the end of a
    message. Exit code 2 where nothing is called so.

    \b
    Examples:
      plansite explain cao-lanh-178-2021#v-1-g2
      plansite explain "Phòng Y tế"
      plansite explain unit-unknown
    """
    found = survey(content_folder(config_file))
    asked = squash(nfc(" ".join(what))).removeprefix("/ke-hoach/").replace("/#", "#")
    explainer = Explainer(found.corpus, lang, config_file.parent / PAGES)
    lines = explainer.lines(asked)
    if lines is None:
        near = explainer.near(asked)
        click.echo(sentence("explain-unknown", lang, {"asked": asked}), err=True)
        if near:
            click.echo(sentence("nearest", lang, {"names": ", ".join(f"«{name}»" for name in near)}), err=True)
        sys.exit(2)
    click.echo("\n".join(lines))
    if found.problems:
        click.echo(sentence("explain-mistakes", lang, {"count": str(len(found.problems))}), err=True)
