"""The command line: check, diff, build, serve. The only place that prints and decides exit codes."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import click

from generator import __version__, clock, git
from generator.commands.common import config_option as _config
from generator.commands.common import language_option as _language
from generator.commands.common import site_settings as _settings
from generator.commands.diff import diff
from generator.commands.explain import explain
from generator.commands.fmt import fmt
from generator.commands.new import new
from generator.commands.schema import schema
from generator.content import Progress
from generator.formats import NAMES, Report, formats
from generator.messages import sentence
from generator.problems import counted
from generator.rulebook import page_of
from generator.settings import Settings
from generator.survey import Survey, survey_again

FOR_PEOPLE = ("terminal", "plain")
"""The formats that end with the count; the others are read by programs."""


TOLD_EACH = 0.2
"""Seconds between two words of how far it is."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="plansite")
def main() -> None:
    """Published plans, written as YAML in content/, become a public site.

    \b
    A day's work:
      1. Write or mend a plan:       content/plans/<place>/<slug>.yaml    (plansite new begins one)
      2. Look for mistakes:          plansite check
      3. Look at the pages:          plansite serve    (reloads as you edit; Ctrl+C ends it)
      4. See what it changes:        plansite diff     (against the last commit)
      5. Make the site:              plansite build    (into site/)

    Every mistake is shown with its file, line and column; while there is one, nothing is built.
    How plans are written: docs/reference/content.md.
    """


for command in (new, fmt, explain, schema, diff):
    main.add_command(command)


@main.command()
@_config
@_language
@click.option(
    "--format",
    "form",
    type=click.Choice(NAMES),
    help="How mistakes are told: for a terminal, a log, a program, a code host.  [default: terminal; plain in a pipe]",
)
@click.option("--strict", is_flag=True, help="Warnings count as mistakes (hints do not).")
@click.option(
    "--since",
    metavar="COMMIT",
    help="Tell which published addresses are gone since this commit of git.  [default: HEAD]",
)
@click.option("--explain", is_flag=True, help="Also list how each plan was compared with its source, repair by repair.")
def check(config_file: Path, lang: str, form: str | None, strict: bool, since: str | None, explain: bool) -> None:
    """Check every file of the content folder; change nothing.

    Exit code 0 when all is well or there are only warnings and hints, 1 when there are errors (all are listed), 2 when
    the command itself is wrong. What each rule wants: docs/reference/rules/.

    \b
    Examples:
      plansite check
      plansite check --lang en --strict
      plansite check --format sarif > plansite.sarif
      plansite check --format github --since origin/main
    """
    started = time.monotonic()
    settings = _settings(config_file)
    before = git.content_at(settings.content, since or "HEAD")
    if since and before is None:
        raise click.UsageError(sentence("since-unknown", lang, {"commit": since}))
    found = _survey(settings.content, lang, before or {}, begin=False)
    gc.freeze()  # it is kept to the end: going through it once more on the way out took a tenth of the time
    machine = form is not None and form not in FOR_PEOPLE
    if explain:
        _explain(found, lang, err=machine)
    closing = _closing(found, lang, time.monotonic() - started)
    _tell(found, lang, settings, closing, form=form)
    sys.exit(1 if found.errors or (strict and counted(found.problems)["warning"]) else 0)


@main.command()
@_config
@_language
def build(config_file: Path, lang: str) -> None:
    """Check, then build the whole site and put it in place of the old one.

    The new site is made in a folder beside site/ and swapped in when it is whole: a failed or interrupted build leaves
    the last good site as it was. The one before stays as .site-spare, from which the next is made; it may be deleted.
    """
    from generator import plugin  # MkDocs, templates and exports: the other commands need not wait for them
    from generator.build import FixedError, renew
    from generator.kept import recall, remember

    started = time.monotonic()
    found = _stop_on_errors(config_file, lang)
    _, site = plugin.folders(config_file)
    try:
        with _bar(sentence("building", lang, {}), lang) as progress, _heard():
            kept = renew(
                site, recall(site), lambda folder, kept: plugin.make(config_file, folder, kept, found, progress)
            )
    except FixedError:
        raise click.ClickException(sentence("site-fixed", lang, {"folder": str(site)})) from None
    remember(kept)
    gc.freeze()  # as after a check
    words = {
        "folder": site.name,
        "pages": str(sum(one.pages for one in kept.jobs.values())),
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

    _stop_on_errors(config_file, lang)
    plugin.serve(config_file, address)


@contextmanager
def _heard() -> Iterator[None]:
    """What MkDocs says of the pages in Markdown: a link that leads nowhere stops the build, and is to be found."""
    voice, log = logging.StreamHandler(sys.stderr), logging.getLogger("mkdocs")
    voice.setLevel(logging.WARNING)
    log.addHandler(voice)
    try:
        yield
    finally:
        log.removeHandler(voice)


def _survey(content: Path, lang: str, before: dict[str, bytes] | None = None, *, begin: bool = True) -> Survey:
    with _bar(sentence("reading", lang, {}), lang) as progress:
        return survey_again(content, progress, before, today=clock.today(), begin=begin)


@contextmanager
def _bar(label: str, lang: str) -> Iterator[Progress]:
    """How far it is on a terminal, how fast, how long it may last; silence in a pipe."""
    shown, started = sys.stderr.isatty(), time.monotonic()
    told, before = 0.0, 0

    def progress(done: int, total: int) -> None:
        nonlocal told, before, started
        now = time.monotonic()
        if total != before:  # another stage, with a pace of its own
            before, started = total, now
        if shown and (now - told > TOLD_EACH or done == total):
            told = now
            click.echo(f"\r{label} {_pace(done, total, now - started, lang)}\x1b[K", nl=done == total, err=True)

    yield progress


def _pace(done: int, total: int, seconds: float, lang: str) -> str:
    """`120/1.000, 60/s, 15 s left`."""
    rate = done / seconds if seconds else 0.0
    if done == total or not rate:
        return f"{done}/{total}"
    words = {"rate": f"{rate:.0f}", "seconds": f"{(total - done) / rate:.0f}"}
    return f"{done}/{total}, {sentence('pace', lang, words)}"


def _stop_on_errors(config_file: Path, lang: str) -> Survey:
    """The content; all problems at once on stderr, then exit code 1 where there are errors among them."""
    settings = _settings(config_file)
    found = _survey(settings.content, lang)
    if found.problems:
        _tell(found, lang, settings, _closing(found, lang, None), err=True)
    if found.errors:
        sys.exit(1)
    return found


def _tell(
    found: Survey, lang: str, settings: Settings, closing: str, *, form: str | None = None, err: bool = False
) -> None:
    """Print the problems in a format: by itself with frames on a terminal, a line each in a pipe."""
    stream = sys.stderr if err else sys.stdout
    shows = stream.isatty()
    form = form or ("terminal" if shows else "plain")
    report = Report(
        problems=found.problems,
        language=lang,
        lines=cache(found.content.lines),
        page=lambda rule: page_of(rule, settings.address),
        closing=closing if form in FOR_PEOPLE else "",
        width=shutil.get_terminal_size((100, 24)).columns,
        colour=shows and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
    )
    text = formats()[form](report)
    if text:
        click.echo(text, err=err, color=report.colour)
    if form not in FOR_PEOPLE:
        click.echo(closing, err=True)


def _closing(found: Survey, lang: str, seconds: float | None) -> str:
    """The last line: how many errors, or none and how long it took; then what else was found."""
    counts = {name: str(count) for name, count in counted(found.problems).items()}
    parts = []
    if found.errors:
        parts.append(sentence("check-failed", lang, {"count": counts["error"]}))
    elif seconds is not None:
        words = {"plans": str(len(found.content.plans)), "seconds": f"{seconds:.1f}"}
        parts.append(sentence("check-clean", lang, words))
    if len(found.problems) > len(found.errors):
        parts.append(sentence("check-others", lang, counts))
    return " ".join(parts)


def _explain(found: Survey, lang: str, *, err: bool) -> None:
    """Each plan's faithfulness: words that match, every declared repair, every misprint noted."""
    for plan in found.content.plans:
        fidelity = found.corpus.fidelity.get(plan.slug)
        if fidelity is None:
            click.echo(f"{plan.path}: –", err=err)
            continue
        words = {"plan": plan.path, "matched": str(fidelity.matched), "total": str(fidelity.total)}
        click.echo(sentence("explain-plan", lang, words | {"percent": f"{fidelity.share * 100:.2f}"}), err=err)
        for repair in fidelity.repairs:
            click.echo(f"  {sentence('explain-repair', lang, {'what': repair})}", err=err)
        notes = [("–", note) for note in plan.file.notes]
        notes += [(clause.id, note) for clause in plan.clauses for note in clause.source.notes]
        for clause_id, note in notes:
            if note.printed:
                words = {"where": clause_id, "printed": note.printed, "reads": note.reads or note.note}
                click.echo(f"  {sentence('explain-note', lang, words)}", err=err)


if __name__ == "__main__":
    main()
