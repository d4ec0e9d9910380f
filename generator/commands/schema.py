"""plansite schema: the schemas that an editor's tool completes and judges by."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.authoring.schema import FOLDER, file_name, schemas, to_text
from generator.commands.common import config_option, content_folder, language_option
from generator.content import read_content
from generator.messages import sentence


@click.command()
@config_option
@language_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 where a schema is out of date.")
def schema(config_file: Path, lang: str, only_check: bool) -> None:
    """Write the JSON Schemas of the content into schemas/, with the names of the registers.

    An editor such as VS Code then explains every key, completes names and marks slips while you type. Run it after a
    name was added to a register.
    """
    registry = read_content(content_folder(config_file))[0].registry
    folder = config_file.parent / FOLDER
    stale = []
    for kind, made in schemas(registry).items():
        file, text = folder / file_name(kind), to_text(made)
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(file.name)
        if not only_check:
            folder.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    rule = "schema-same" if not stale else "schema-stale" if only_check else "schema-written"
    click.echo(sentence(rule, lang, {"files": ", ".join(stale)}), err=bool(stale and only_check))
    sys.exit(1 if stale and only_check else 0)
