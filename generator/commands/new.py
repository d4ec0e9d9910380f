"""plansite new: the first draft of a plan."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from msgspec import Struct

from generator.authoring.draft import Draft, Facts, NoDraftError, from_facts, from_source, proposed_slug, to_yaml
from generator.authoring.lines import HEAD_LINES
from generator.commands.common import config_option, content_folder, language_option, refuse
from generator.content import Content, read_content
from generator.loader import UnreadableError, read_text
from generator.messages import sentence
from generator.problems import Place, Problem, nearest
from generator.registry import Locality, Registry, Unit
from generator.survey import survey
from generator.vietnamese import nfc, slug, squash


class Desk(Struct, frozen=True):
    """What the command works with: the content, its registers, how to ask."""

    content: Content
    registry: Registry
    lang: str
    asking: bool

    def say(self, rule: str, **words: str) -> str:
        return sentence(rule, self.lang, words)

    def stop(self, rule: str, code: int = 2, /, **words: str) -> None:
        click.echo(f"plansite new: {self.say(rule, **words)}", err=True)
        sys.exit(code)

    def ask(self, rule: str, given: str | None, default: str = "", accept: Callable[[str], str] = squash) -> str:
        """What the option says, else what the editor answers; an answer that is not accepted is asked again."""
        if given is not None or not self.asking:
            try:
                return accept(squash(nfc(given or default)))
            except click.UsageError as error:
                click.echo(f"plansite new: {error.message}", err=True)
                sys.exit(2)
        answer: str = click.prompt(
            self.say(rule),
            default=default,
            show_default=bool(default),
            value_proc=lambda text: accept(squash(nfc(text))),
        )
        return answer

    def place(self, name: str) -> str:
        if self.registry.locality(name):
            return name
        raise click.UsageError(
            self._unknown("place-unknown", name, [p.name for p in self.registry.localities.values()])
        )

    def issuer(self, place: Locality) -> Callable[[str], str]:
        def accept(name: str) -> str:
            scopes = self.registry.scopes(place.id, None)
            found = self.registry.find_units(name, scopes)
            if len(found) == 1:
                return name
            if found:
                units = "; ".join(unit.full_name for unit in found)
                raise click.UsageError(self.say("unit-ambiguous", name=name, units=units))
            known = list(self.registry.known_names(scopes))
            raise click.UsageError(self._unknown("unit-unknown", name, known, place=place.name))

        return accept

    def unit(self, name: str, place: Locality) -> Unit:
        return self.registry.find_units(name, self.registry.scopes(place.id, None))[0]

    def needed(self, option: str) -> Callable[[str], str]:
        def accept(text: str) -> str:
            if text:
                return text
            raise click.UsageError(self.say("draft-needs", options=option))

        return accept

    def name(self, text: str) -> str:
        if text and text == slug(text):
            return text
        raise click.UsageError(self.say("draft-slug", name=text, slug=slug(text) or "xa-an-loc-12-2026"))

    def source(self, text: str) -> str:
        if not text or Path(text).is_file():
            return text
        raise click.UsageError(Problem(Place(text), "source-missing", {"file": text}).message(self.lang))

    def _unknown(self, rule: str, name: str, known: list[str], **words: str) -> str:
        return Problem(Place(""), rule, {"name": name, **words}, nearest(name, known)).message(self.lang)


@click.command()
@config_option
@language_option
@click.option("--place", help="The plan's place, a name of places.yaml.")
@click.option("--issuer", help="The unit that issued it.")
@click.option("--because", help="How the issuer is known, where the text does not print it.")
@click.option("--source", help="The text as received, a UTF-8 file; its lines become the draft.")
@click.option("--title", help="The title; with --source, where its title ends.")
@click.option("--number", help="The number as printed.")
@click.option("--issued", help="Place and date as printed.")
@click.option("--period", help="The period as printed, such as «năm 2026».")
@click.option("--slug", "name", help="The file's name, the plan's address for good; proposed from issuer and number.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def new(
    config_file: Path,
    lang: str,
    place: str | None,
    issuer: str | None,
    because: str | None,
    source: str | None,
    title: str | None,
    number: str | None,
    issued: str | None,
    period: str | None,
    name: str | None,
    yes: bool,
) -> None:
    """Write the first draft of a plan, with comments; it passes the check at once.

    Asks what no option says. With a source text, its lines become clauses by their labels (I., 1., a), -, +), word for
    word; units, times and targets are left to you. Nothing is ever overwritten.

    \b
    Examples:
      plansite new
      plansite new --yes --place "xã An Lộc" --issuer "UBND xã An Lộc" --source ke-hoach.txt
    """
    content, _ = read_content(content_folder(config_file))
    desk = Desk(content, content.registry, lang, not yes)
    where = desk.registry.locality(desk.ask("draft-ask-place", place, accept=desk.place))
    assert where is not None  # accepted above
    unit = desk.unit(desk.ask("draft-ask-issuer", issuer, accept=desk.issuer(where)), where)
    file = desk.ask("draft-ask-source", source, accept=desk.source)
    if file:
        facts = Facts(where, unit, squash(title or ""), squash(number or ""), squash(issued or ""), period or "")
    else:
        head = desk.ask("draft-ask-title", title, accept=desk.needed("--title"))
        printed = (desk.ask("draft-ask-number", number), desk.ask("draft-ask-issued", issued))
        facts = Facts(where, unit, head, *printed, squash(period or ""))
    draft = _draft(desk, Path(file) if file else None, facts, because)
    proposal = proposed_slug(facts, draft)
    chosen = desk.ask("draft-ask-slug", name, default=proposal, accept=desk.name)
    _write(desk, draft, chosen, _folder(desk, where))


def _draft(desk: Desk, file: Path | None, facts: Facts, because: str | None) -> Draft:
    """The draft, its issuer's ground asked for where the text shows none."""
    draft = _made(desk, file, facts)
    if because or not draft.plan["not_printed"]["issuer"]["because"]:
        if not because and not desk.asking:
            desk.stop("draft-because", issuer=facts.issuer.full_name)
        draft.plan["not_printed"]["issuer"]["because"] = desk.ask(
            "draft-ask-because", because, accept=desk.needed("--because")
        )
    for value in draft.unprinted:
        desk.stop("draft-unprinted", 1, value=value)
    return draft


def _made(desk: Desk, file: Path | None, facts: Facts) -> Draft:
    try:
        if file is None:
            return from_facts(facts)
        read_text(file, str(file))  # refuses what is too large or not UTF-8
        return from_source(file.read_bytes(), facts)
    except UnreadableError as error:
        refuse([error.problem], desk.lang)
    except NoDraftError as error:
        desk.stop(str(error), 1, lines=str(HEAD_LINES), type=desk.say("draft-type"))
        raise


def _folder(desk: Desk, place: Locality) -> str:
    """The folder of the place's plans: that of its register of units, as the other plans have it."""
    reads = (read for read in desk.content.registers.units)
    same = (Path(read.path).stem for read in reads if getattr(read.record, "place", None) == place.name)
    return next(same, slug(place.name.split(" ", 1)[-1]))


def _write(desk: Desk, draft: Draft, name: str, folder: str) -> None:
    """Write plan and source, and take them back where the check finds a mistake in them."""
    root, label = desk.content.root, desk.content.label
    plan, source = root / "plans" / folder / f"{name}.yaml", root / "sources" / f"{name}.txt"
    for file in (*root.glob(f"plans/*/{name}.yaml"), source):
        if file.exists():
            desk.stop("draft-exists", 1, path=f"{label}/{file.relative_to(root).as_posix()}")
    path = f"{label}/plans/{folder}/{name}.yaml"
    try:
        text = to_yaml(draft, name, path)
    except UnreadableError as error:
        click.echo(desk.say("draft-undone"), err=True)
        refuse([error.problem], desk.lang)
    kept = False
    try:
        for file, data in ((source, draft.source), (plan, text.encode())):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        found = survey(root)
        wrong = [p for p in found.errors if p.place.path in (path, f"{label}/sources/{name}.txt")]
        kept = not wrong
    finally:
        if not kept:
            plan.unlink(missing_ok=True)
            source.unlink(missing_ok=True)
    if wrong:
        click.echo(desk.say("draft-undone"), err=True)
        refuse(wrong, desk.lang)
    percent = f"{found.corpus.fidelity[name].share * 100:.0f}"
    click.echo(desk.say("draft-written", path=path, source=f"{label}/sources/{name}.txt", percent=percent))
