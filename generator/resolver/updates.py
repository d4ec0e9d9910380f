"""What was reported later → facts: each report with the duty or target of its plan that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from generator.corpus import Duty, Moved, TargetFact, UpdateFact
from generator.loader import Step
from generator.model.updates import NewDeadline, Update, UpdateFile
from generator.plans import Plan
from generator.problems import Place as Spot
from generator.readers.citations import read_citation
from generator.readers.dates import read_date
from generator.readers.quantities import read_quantity
from generator.readers.times import read_time
from generator.registers import Read
from generator.registry import Unit
from generator.resolver.citations import Library, Mention
from generator.resolver.names import Reader
from generator.vietnamese import name_key

DAY = len("2024-06-30")


class Entry(Struct, frozen=True):
    """An entry as written and where it stands."""

    file: Read
    index: int
    update: Update

    @property
    def slug(self) -> str:
        """The plan that it speaks of, by the name of its file."""
        return PurePosixPath(self.file.path).stem

    def spot(self, *steps: Step) -> Spot:
        return self.file.spot(self.index, *steps)


def entries(files: Iterable[Read]) -> Iterator[Entry]:
    """Every entry of every file, in the order of the files."""
    for file in files:
        assert isinstance(file.record, UpdateFile)
        for index, update in enumerate(file.record.root):
            yield Entry(file, index, update)


def names_of(plan: Plan) -> tuple[str, ...]:
    """How a plan's file of results may be named: as the plan, also as it was named before."""
    return (plan.slug, *plan.formerly)


def reported_on(update: Update) -> str | None:
    """The day of the report (ISO); None where what is written is no whole day."""
    day = read_date(update.date)
    return day if day and len(day) == DAY else None


def unit_named(name: str, reader: Reader) -> Unit | None:
    """The one unit of that name, as the plan would look it up."""
    found = reader.registry.find_units(name, reader.scopes)
    return found[0] if len(found) == 1 else None


def charged(update: Update, reader: Reader, duties: Iterable[Duty]) -> str | None:
    """The unit that the entry names, where its clause charges it; also one that comes to the duty through others."""
    held = {duty.unit for duty in duties if duty.clause == update.clause}
    named = reader.read(update.unit).units if update.unit else ()
    if len(named) != 1:
        return None
    return named[0] if named[0] in held or _in_large(named[0], held, reader) else None


def _in_large(unit: str, held: Iterable[str], reader: Reader) -> bool:
    """Whether the unit is a member of one of the collectives whose work is not told member by member."""
    groups = (reader.registry.units[each] for each in held)
    return any(unit in {m.id for m in reader.members(group)} for group in groups if reader.registry.large(group))


def named_targets(update: Update, targets: Iterable[TargetFact], reader: Reader) -> tuple[TargetFact, ...]:
    """The targets of the clause that bear the entry's indicator and, where it gives them, population and time."""
    term = reader.registry.indicator(update.indicator or "")
    found = [fact for fact in targets if fact.clause == update.clause and term and fact.indicator == term.id]
    if update.among:
        found = [fact for fact in found if fact.among and name_key(fact.among) == name_key(update.among)]
    if update.time:
        found = [fact for fact in found if name_key(update.time) in map(name_key, times_of(fact, reader.plan))]
    return tuple(found)


def meant(update: Update, targets: Iterable[TargetFact], reader: Reader) -> tuple[TargetFact, ...]:
    """The targets that the entry speaks of; none where population or horizon is not clear.

    What was reached of the target of one year says nothing of the next year's.
    """
    found = named_targets(update, targets, reader)
    populations = {name_key(fact.among or "") for fact in found}
    several = not update.time and len({frozenset(map(name_key, times_of(fact, reader.plan))) for fact in found}) > 1
    return () if several or len(populations) > 1 or (update.new_deadline and len(found) > 1) else found


def times_of(fact: TargetFact, plan: Plan) -> tuple[str, ...]:
    """The printed times of a target: its own, else those of its clause."""
    clause = next(clause for clause in plan.clauses if clause.id == fact.clause)
    return clause.source.targets[fact.index - 1].time or tuple(phrase.text for phrase in clause.holds.times)


def basis_of(deadline: NewDeadline, plan: Plan, library: Library) -> Mention:
    """The document that moved a deadline, looked up as the plan's own citations are."""
    citation = read_citation(deadline.basis)
    found = library.find(citation, plan) if citation else ()
    target = library.find_plan(citation, found[0] if len(found) == 1 else None) if citation else None
    return Mention("", (), "basis", deadline.basis, citation, found, target)


def updates(
    plan: Plan, given: Sequence[Entry], reader: Reader, library: Library, duties: Sequence[Duty],
    targets: Sequence[TargetFact],
) -> Iterator[UpdateFact]:  # fmt: skip
    """The plan's reports, newest first. What speaks of nothing known is left out; a check says so."""
    clauses = {clause.id for clause in plan.clauses}
    found = (_fact(plan, entry, reader, library, duties, targets) for entry in given if entry.update.clause in clauses)
    yield from sorted((fact for fact in found if fact), key=lambda fact: fact.date, reverse=True)


def _fact(
    plan: Plan, entry: Entry, reader: Reader, library: Library, duties: Sequence[Duty], targets: Sequence[TargetFact]
) -> UpdateFact | None:
    update = entry.update
    date, by = reported_on(update), unit_named(update.by, reader)
    unit = charged(update, reader, duties)
    aims = meant(update, targets, reader) if update.indicator else ()
    if date is None or by is None or (update.unit and not unit) or (update.indicator and not aims):
        return None
    quantity = read_quantity(update.value) if update.value else None
    return UpdateFact(
        plan=plan.slug,
        clause=update.clause,
        unit=unit,
        targets=tuple(fact.index for fact in aims),
        date=date,
        state=update.state,
        printed=update.value,
        value=quantity.value if quantity else None,
        value_to=quantity.value_to if quantity else None,
        measure=quantity.measure if quantity else None,
        by=by.id,
        evidence=update.evidence,
        note=update.note,
        moved=_moved(update.new_deadline, plan, library) if update.new_deadline else None,
        path=entry.file.path,
    )


def _moved(deadline: NewDeadline, plan: Plan, library: Library) -> Moved:
    mention = basis_of(deadline, plan, library)
    return Moved(
        rules=read_time(deadline.time) or (),
        printed=deadline.time,
        basis=deadline.basis,
        document=mention.found[0].id if len(mention.found) == 1 else None,
        plan=mention.target.slug if mention.target else None,
    )
