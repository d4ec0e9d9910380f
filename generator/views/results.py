"""What was reported of a duty or target, as it stands beside it: the latest first, the earlier ones to be unfolded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus, Duty, Moved, TargetFact, UpdateFact
from generator.views.common import DateView, Link, TimeView, date_view, time_views, unit_link


class ResultView(Struct, frozen=True):
    """One report. `unit`: of whom, where the row speaks of others too; `value` as reported."""

    date: DateView
    unit: Link | None
    state: str | None
    value: str | None
    by: Link
    evidence: str | None
    note: str | None
    moved_to: str | None


class MovedView(Struct, frozen=True):
    """The deadline that holds now, where a competent body moved it, with the report that says so; `unit` as there."""

    unit: Link | None
    times: tuple[TimeView, ...]
    basis: Link
    report: ResultView


class ProgressView(Struct, frozen=True):
    """All that was reported of a row: the latest result of each unit, the earlier ones, and the deadlines moved.

    `latest` is empty where no result was published.
    """

    latest: tuple[ResultView, ...] = ()
    earlier: tuple[ResultView, ...] = ()
    moved: tuple[MovedView, ...] = ()


NOTHING = ProgressView()


def task_progress(corpus: Corpus, plan: str, clause: str) -> ProgressView:
    """What was reported of a clause's duty, by any of its units."""
    return _progress(corpus, corpus.updates_of.get((plan, clause, None), ()))


def duty_progress(corpus: Corpus, duty: Duty) -> ProgressView:
    """What was reported of a unit's duty: by itself, of the whole clause, of those through whom it came to the unit."""
    facts = corpus.updates_of.get((duty.plan, duty.clause, None))
    if not facts:
        return NOTHING
    mine = {None, duty.unit, *(step.unit for step in duty.inherited_from)}
    return _progress(corpus, [fact for fact in facts if fact.unit in mine], duty.unit)


def target_progress(corpus: Corpus, targets: Iterable[TargetFact]) -> ProgressView:
    """What was reported of a target, in whichever of its clauses."""
    found = [fact for aim in targets for fact in corpus.updates_of.get((aim.plan, aim.clause, aim.index), ())]
    facts = {fact.id: fact for fact in found}
    return _progress(corpus, sorted(facts.values(), key=lambda fact: fact.date, reverse=True))


def _progress(corpus: Corpus, facts: Sequence[UpdateFact], here: str | None = None) -> ProgressView:
    """`facts` newest first; `here` is the unit whose page it is, which is not named again."""
    if not facts:
        return NOTHING
    latest: dict[str | None, UpdateFact] = {}
    moved: dict[str | None, UpdateFact] = {}
    for fact in facts:
        if fact.state or fact.printed:
            latest.setdefault(fact.unit, fact)
        if fact.moved:
            moved.setdefault(fact.unit, fact)
    said = {fact.id for fact in latest.values()}
    said |= {fact.id for fact in moved.values() if not (fact.state or fact.printed)}
    return ProgressView(
        latest=tuple(_result(corpus, fact, here, current=fact in moved.values()) for fact in latest.values()),
        earlier=tuple(_result(corpus, fact, here) for fact in facts if fact.id not in said),
        moved=tuple(
            MovedView(
                _unit(corpus, fact, here),
                time_views(fact.moved.rules, corpus.plan_by_slug[fact.plan]),
                _basis(corpus, fact.moved),
                _result(corpus, fact, here, current=True),
            )
            for fact in moved.values()
            if fact.moved
        ),
    )


def _result(corpus: Corpus, fact: UpdateFact, here: str | None, *, current: bool = False) -> ResultView:
    """A deadline that is `current` is told beside the original one, not here."""
    return ResultView(
        date=date_view(fact.date),
        unit=_unit(corpus, fact, here),
        state=fact.state,
        value=fact.printed,
        by=unit_link(corpus.registry.units[fact.by]),
        evidence=fact.evidence,
        note=fact.note,
        moved_to=fact.moved.printed if fact.moved and not current else None,
    )


def _unit(corpus: Corpus, fact: UpdateFact, here: str | None) -> Link | None:
    return unit_link(corpus.registry.units[fact.unit]) if fact.unit and fact.unit != here else None


def _basis(corpus: Corpus, moved: Moved) -> Link:
    """The document as written; it leads to its plan where the site has it, else to the register's entry."""
    document = corpus.registry.documents.get(moved.document or "")
    url = urls.plan(moved.plan) if moved.plan else urls.document(document.id) if document else None
    return Link(moved.basis, url)
