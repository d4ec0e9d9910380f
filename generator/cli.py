"""The command line: check, diff, build, serve. The only place that prints and decides exit codes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from generator import __version__
from generator.build import build_beside
from generator.content import Progress
from generator.diff import FORMATS, StateError, review
from generator.messages import LANGUAGES, sentence
from generator.survey import Survey, survey

CONTENT = "content"

_config = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's settings.",
)
_language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    envvar="PLANSITE_LANG",
    help="Language of messages about the content.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="plansite")
def main() -> None:
    """Published plans, written as YAML in content/, become a public site.

    \b
    A day's work:
      1. Write or mend a plan:       content/plans/<place>/<slug>.yaml
      2. Look for mistakes:          plansite check
      3. Look at the pages:          plansite serve    (reloads as you edit; Ctrl+C ends it)
      4. See what it changes:        plansite diff     (against the last commit)
      5. Make the site:              plansite build    (into site/)

    Every mistake is shown with its file, line and column; while there is one, nothing is built.
    How plans are written: docs/reference/content.md.
    """


@main.command()
@_config
@_language
@click.option("--explain", is_flag=True, help="Also list how each plan was compared with its source, repair by repair.")
def check(config_file: Path, lang: str, explain: bool) -> None:
    """Check every file of the content folder; change nothing.

    Exit code 0 when all is well, 1 when there are mistakes (all are listed).

    \b
    Examples:
      plansite check
      plansite check --explain
      plansite check --lang en
    """
    started = time.monotonic()
    found = _survey(_content(config_file), lang)
    if explain:
        _explain(found, lang)
    _stop_on_problems(found, lang)
    words = {"plans": str(len(found.content.plans)), "seconds": f"{time.monotonic() - started:.1f}"}
    click.echo(sentence("check-clean", lang, words))


@main.command()
@_config
@_language
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
        found = review(_content(config_file), "HEAD" if old is None else old, new)
    except StateError as error:
        for problem in error.problems:
            click.echo(problem.line(lang), err=True)
        click.echo(error.message(lang), err=True)
        sys.exit(1 if error.problems else 2)
    click.echo(found.show(form, lang))


@main.command()
@_config
@_language
def build(config_file: Path, lang: str) -> None:
    """Check, then build the whole site and put it in place of the old one.

    The new site is made in a folder beside site/ and swapped in when it is whole: a failed or interrupted build leaves
    the last good site as it was.
    """
    from generator import plugin

    started = time.monotonic()
    _stop_on_problems(_survey(_content(config_file), lang), lang)
    site = plugin.site_folder(config_file)
    with _telling(sentence("building", lang, {})):
        build_beside(site, lambda folder: plugin.build_into(config_file, folder))
    words = {
        "folder": site.name,
        "pages": str(sum(1 for _ in site.rglob("*.html"))),
        "seconds": f"{time.monotonic() - started:.1f}",
    }
    click.echo(sentence("built", lang, words))


@main.command()
@_config
@_language
@click.option("-a", "--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
def serve(config_file: Path, lang: str, address: str) -> None:
    """Serve the site on this computer and reload pages as content and templates change.

    A mistake made while it runs is shown here; the pages stay as they were until it is mended.
    """
    from generator import plugin

    _stop_on_problems(_survey(_content(config_file), lang), lang)
    plugin.serve(config_file, address)


def _content(config_file: Path) -> Path:
    """The content folder of the site; exits with 2 where there is no site here."""
    from generator import plugin

    if not config_file.is_file():
        click.echo(f"plansite: no {config_file} here; run it in the project's folder, or name it with -f.", err=True)
        sys.exit(2)
    return plugin.content_folder(config_file)


def _survey(content: Path, lang: str) -> Survey:
    with _bar(sentence("reading", lang, {})) as progress:
        return survey(content, progress)


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A progress bar on a terminal; silence in a pipe."""
    shown = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if shown:
            click.echo(f"\r{label} {done}/{total}", nl=done == total, err=True)

    yield progress


@contextmanager
def _telling(label: str) -> Iterator[None]:
    if sys.stderr.isatty():
        click.echo(label, err=True)
    yield


def _stop_on_problems(found: Survey, lang: str) -> None:
    """All mistakes at once, then exit code 1."""
    if not found.problems:
        return
    for problem in found.problems:
        click.echo(problem.line(lang), err=True)
    click.echo(sentence("check-failed", lang, {"count": str(len(found.problems))}), err=True)
    sys.exit(1)


def _explain(found: Survey, lang: str) -> None:
    """Each plan's faithfulness: words that match, every declared repair, every misprint noted."""
    for plan in found.content.plans:
        fidelity = found.corpus.fidelity.get(plan.slug)
        if fidelity is None:
            click.echo(f"{plan.path}: –")
            continue
        words = {"plan": plan.path, "matched": str(fidelity.matched), "total": str(fidelity.total)}
        click.echo(sentence("explain-plan", lang, words | {"percent": f"{fidelity.share * 100:.2f}"}))
        for repair in fidelity.repairs:
            click.echo(f"  {sentence('explain-repair', lang, {'what': repair})}")
        notes = [("–", note) for note in plan.file.notes]
        notes += [(clause.id, note) for clause in plan.clauses for note in clause.source.notes]
        for clause_id, note in notes:
            if note.printed:
                words = {"where": clause_id, "printed": note.printed, "reads": note.reads or note.note}
                click.echo(f"  {sentence('explain-note', lang, words)}")
