"""Which clause of the old state is which of the new one, and what happened to the words of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from generator.changes.model import Change, Stage
from generator.model.plan import Note
from generator.outline import PlanClause
from generator.paths import path_label
from generator.plans import Plan

Clauses = tuple[PlanClause, ...]
GONE = "!"
"""Before the id of a clause that is gone: another clause may bear that id now."""
Key = Callable[[PlanClause], object]


class Alignment(Struct, frozen=True):
    """The clauses of one plan in both states; `old_of` and `new_of` lead from id to id, both ways."""

    plan: str
    old: dict[str, PlanClause]
    new: dict[str, PlanClause]
    old_of: dict[str, str]
    new_of: dict[str, str]

    def now(self, old_id: str) -> str:
        """The key of a clause of the old state: its id now; where it is gone its old one, marked so."""
        return self.new_of.get(old_id) or GONE + old_id

    def clause(self, key: str) -> PlanClause:
        """The clause of a key: as it is now, else as it was."""
        return self.old[key.removeprefix(GONE)] if key.startswith(GONE) else self.new[key]


def align(old: Plan, new: Plan) -> Alignment:
    """Clauses among the same neighbours by their words, else by their place; then what moved elsewhere by its words.

    An id depends on what is printed before the clause, so a bullet put in before others gives them all another one.
    """
    pairs: list[tuple[PlanClause, PlanClause]] = []
    _siblings(old.tops, new.tops, pairs)
    taken_old, taken_new = {a.id for a, _ in pairs}, {b.id for _, b in pairs}
    lost = [clause for clause in old.clauses if clause.id not in taken_old]
    found = [clause for clause in new.clauses if clause.id not in taken_new]
    pairs += _matched(lost, found, _words)
    return Alignment(
        plan=new.slug,
        old={clause.id: clause for clause in old.clauses},
        new={clause.id: clause for clause in new.clauses},
        old_of={b.id: a.id for a, b in pairs},
        new_of={a.id: b.id for a, b in pairs},
    )


def _siblings(old: Clauses, new: Clauses, pairs: list[tuple[PlanClause, PlanClause]]) -> None:
    """Pairs among the clauses below one clause, and then below each pair."""
    for key in (_place_and_words, _words, _place):
        met = _matched(old, new, key)
        gone, come = {a.id for a, _ in met}, {b.id for _, b in met}
        old = tuple(clause for clause in old if clause.id not in gone)
        new = tuple(clause for clause in new if clause.id not in come)
        pairs += met
        for a, b in met:
            _siblings(a.children, b.children, pairs)


def _matched(old: Iterable[PlanClause], new: Iterable[PlanClause], key: Key) -> list[tuple[PlanClause, PlanClause]]:
    """Those that alone have their key on either side."""
    sides: tuple[defaultdict[object, list[PlanClause]], ...] = (defaultdict(list), defaultdict(list))
    for side, clauses in zip(sides, (old, new), strict=True):
        for clause in clauses:
            side[key(clause)].append(clause)
    both = (found for found in sides[0] if len(sides[0][found]) == len(sides[1].get(found, ())) == 1)
    return [(sides[0][found][0], sides[1][found][0]) for found in both]


def _place(clause: PlanClause) -> object:
    return clause.id.removeprefix(f"{clause.parent}-") if clause.parent else clause.id


def _words(clause: PlanClause) -> object:
    source = clause.source
    return (source.title, source.words, source.remark) if source.title or source.words else clause.id


def _place_and_words(clause: PlanClause) -> object:
    return _place(clause), _words(clause)


def clause_changes(met: Alignment, concerned: Callable[[PlanClause], tuple[str, ...]]) -> Iterator[Change]:
    """Clauses added, removed, printed elsewhere, or with other words. What lies below an added one is a part of it."""
    for old in met.old.values():
        if old.id not in met.new_of and (old.parent is None or old.parent in met.new_of):
            yield _change(met, old, "removed", before=whole_words(old), units=concerned(old))
    for clause in met.new.values():
        old_id = met.old_of.get(clause.id)
        if old_id is None:
            if clause.parent is None or clause.parent in met.old_of:
                yield _change(met, clause, "added", after=whole_words(clause), units=concerned(clause))
            continue
        old = met.old[old_id]
        parent = met.old_of.get(clause.parent) if clause.parent else None
        if _place(old) != _place(clause) or parent != old.parent:
            where = (path_label(old), path_label(clause))
            yield _change(met, clause, "changed", "place", before=where[0], after=where[1], units=concerned(clause))
        elif (was := printed(old)) != (now := printed(clause)):
            yield _change(met, clause, "changed", before=was, after=now, units=concerned(clause))
        yield from note_changes(met.plan, old.source.notes, clause.source.notes, clause)


def note_changes(
    plan: str, old: tuple[Note, ...], new: tuple[Note, ...], clause: PlanClause | None = None
) -> Iterator[Change]:
    """Editor's notes that came or went, at `clause` or at the plan as a whole."""
    was, now = [_note(note) for note in old], [_note(note) for note in new]
    subject = f"{plan}#{clause.id}" if clause else plan
    id_, path = (clause.id, path_label(clause)) if clause else (None, "")
    for text in dict.fromkeys(was):
        if text not in now:
            yield Change("note", "removed", subject, plan=plan, clause=id_, path=path, before=text)
    for text in dict.fromkeys(now):
        if text not in was:
            yield Change("note", "added", subject, plan=plan, clause=id_, path=path, after=text)


def _note(note: Note) -> str:
    """The note in one line: «printed» → «reads»: note."""
    reading = f" → «{note.reads}»" if note.reads else ""
    return f"«{note.printed}»{reading}: {note.note}" if note.printed else note.note


def printed(clause: PlanClause) -> str:
    """What the clause itself prints, its label and title included."""
    source = clause.source
    return " ".join(part for part in (source.label, source.title, source.words, source.remark) if part)


def whole_words(clause: PlanClause) -> str:
    """What a clause that came or went prints: its own words, those below it where it has none but a label."""
    return printed(clause) if clause.source.words or clause.source.title else clause.full_text() or printed(clause)


def _change(
    met: Alignment,
    clause: PlanClause,
    stage: Stage,
    about: str = "clause",
    *,
    units: tuple[str, ...],
    before: str | None = None,
    after: str | None = None,
) -> Change:
    return Change(
        about,
        stage,
        f"{met.plan}#{clause.id}",
        plan=met.plan,
        clause=None if stage == "removed" else clause.id,
        path=path_label(clause),
        units=units,
        before=before,
        after=after,
    )
