"""/data/recipients, /data/notes, /data/money."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports.contract import Record
from generator.model.plan import Note
from generator.outline import PlanClause
from generator.plans import Plan
from generator.readers.money import read_money


def recipient_records(corpus: Corpus) -> list[Record]:
    """One record a line of «Nơi nhận», plan by plan in printed order."""
    return [record for plan in corpus.plans for record in recipients_of(corpus, plan)]


def recipients_of(corpus: Corpus, plan: Plan) -> Iterator[Record]:
    """The lines of «Nơi nhận» of one plan."""
    resolved = corpus.of_plan(plan.slug).recipients or ((),) * len(plan.file.recipients)
    for order, (line, units) in enumerate(zip(plan.file.recipients, resolved, strict=True), start=1):
        yield {
            "id": f"{plan.slug}/noi-nhan-{order}",
            "url": urls.plan(plan.slug),
            "plan": plan.slug,
            "clause": None,
            "order": order,
            "text": line.text,
            "units": list(units),
        }


def note_records(corpus: Corpus) -> list[Record]:
    """One record a note of an editor, those on the head of a plan first."""
    return [record for plan in corpus.plans for record in notes_of(corpus, plan)]


def notes_of(_: Corpus, plan: Plan) -> Iterator[Record]:
    """The notes of one plan."""
    for index, note in enumerate(plan.file.notes, start=1):
        yield {"id": f"{plan.slug}/ghi-chu-{index}", "url": urls.plan(plan.slug), "plan": plan.slug} | _note(None, note)
    for clause in plan.clauses:
        for name, said in _said(clause):
            where = {"id": f"{plan.slug}#{clause.id}/{name}", "url": urls.clause(plan.slug, clause.id)}
            yield where | {"plan": plan.slug} | said


def _said(clause: PlanClause) -> Iterator[tuple[str, Record]]:
    """What editors say of a clause, each with the last step of its id."""
    source = clause.source
    for index, note in enumerate(source.notes, start=1):
        yield f"ghi-chu-{index}", _note(clause.id, note)
    if source.doubt:
        yield "chua-ro", _line(clause.id, "doubt", None, None, source.doubt)
    if source.missing:
        yield "khong-kem", _line(clause.id, "missing", source.missing, None, None)
    if source.incomplete:
        yield "thieu", _line(clause.id, "incomplete", None, None, source.incomplete)


def _note(clause: str | None, note: Note) -> Record:
    return _line(clause, "note", note.printed, note.reads, note.note)


def _line(clause: str | None, kind: str, printed: str | None, reads: str | None, note: str | None) -> Record:
    return {"clause": clause, "kind": kind, "printed": printed, "reads": reads, "note": note}


def money_records(corpus: Corpus) -> list[Record]:
    """One record a sum of money; `amount` in đồng, null for what is no definite sum."""
    return [record for plan in corpus.plans for record in money_of(corpus, plan)]


def money_of(_: Corpus, plan: Plan) -> Iterator[Record]:
    """The sums of one plan."""
    for clause in plan.clauses:
        if clause.source.money:
            yield {
                "id": f"{plan.slug}#{clause.id}/kinh-phi",
                "url": urls.clause(plan.slug, clause.id),
                "plan": plan.slug,
                "clause": clause.id,
                "printed": clause.source.money,
                "amount": read_money(clause.source.money),
                "money_from": clause.source.money_from,
            }
