"""plansite fmt: one style for the files of the content."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.authoring.fmt import formatted
from generator.authoring.kinds import KINDS, PATTERNS, kind_of
from generator.commands.common import config_option, content_folder, language_option
from generator.loader import UnreadableError, read_text
from generator.messages import sentence
from generator.problems import Place, Problem


@click.command()
@config_option
@language_option
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 where a file would change.")
def fmt(config_file: Path, lang: str, files: tuple[Path, ...], only_check: bool) -> None:
    """Write files in the one style: order of keys, indent, blanks.

    Without FILES, every file of the content folder. Texts, comments, quotes and line breaks inside a text stay; a file
    whose meaning would change is left alone. Files that are no content are passed over.

    \b
    Examples:
      plansite fmt
      plansite fmt content/plans/cao-lanh/cao-lanh-178-2021.yaml
      plansite fmt --check
    """
    content = content_folder(config_file).resolve()
    chosen = [file.resolve() for file in files] or sorted(each for p in PATTERNS.values() for each in content.glob(p))
    changed, problems = 0, []
    for file in chosen:
        where = file.relative_to(content) if file.is_relative_to(content) else None
        kind = kind_of(where) if where else None
        if where is None or kind is None:
            continue
        path = f"{content.name}/{where.as_posix()}"
        try:
            read = read_text(file, path)
            text = formatted(read, KINDS[kind], path)
        except UnreadableError as error:
            problems.append(error.problem)
            continue
        if file.read_bytes() == text.encode():
            continue
        changed += 1
        if only_check:
            problems.append(Problem(Place(path, _first_difference(read, text)), "format-differs", {"path": path}))
        else:
            file.write_text(text, encoding="utf-8", newline="\n")
            click.echo(sentence("format-written", lang, {"path": path}))
    for problem in problems:
        click.echo(problem.line(lang), err=True)
    click.echo(sentence("format-done", lang, {"files": str(len(chosen)), "changed": str(changed)}), err=True)
    sys.exit(1 if problems else 0)


def _first_difference(before: str, after: str) -> int:
    """The first line (from 1) in which two texts differ."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next((number for number, (a, b) in enumerate(pairs, start=1) if a != b), 1)
