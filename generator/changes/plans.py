"""What changed in one plan: its head, its clauses, the work it gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.changes.clauses import align, clause_changes, note_changes
from generator.changes.model import Change, merged, stage_of
from generator.changes.work import (
    PlanStates,
    deadline_changes,
    duty_changes,
    report_changes,
    report_units,
    target_changes,
)
from generator.corpus import Corpus
from generator.plans import Plan
from generator.titles import plan_name


def plan_arrival(corpus: Corpus, plan: Plan, *, gone: bool = False) -> Change:
    """The plan as a whole, put up (or withdrawn), of concern to all whom it names."""
    title, name = plan.title, plan_name(corpus, plan)
    return Change(
        "plan",
        "removed" if gone else "added",
        plan.slug,
        plan=plan.slug,
        name=name,
        units=charged(corpus, plan),
        before=title if gone else None,
        after=None if gone else title,
    )


def charged(corpus: Corpus, plan: Plan) -> tuple[str, ...]:
    """The issuer, and all who have work or reports under the plan."""
    facts = corpus.of_plan(plan.slug)
    units = {duty.unit for duty in facts.duties} | {unit for link in facts.reports for unit in report_units(link)}
    issuer = corpus.issuers[plan.slug]
    return tuple(sorted(units | {issuer} if issuer else units))


def plan_changes(old: Corpus, new: Corpus, slug: str) -> tuple[Change, ...]:
    """What changed in a plan that both states have."""
    was, now = old.plan_by_slug[slug], new.plan_by_slug[slug]
    if now.says(was) and old.of_plan(slug) == new.of_plan(slug):
        return ()
    states = PlanStates(slug, old, new, align(was, now))
    found = _unexplained(merged(_changes(states, was, now)))
    if found or now.says(was):
        return found
    return (Change("annotations", "changed", slug, plan=slug),)


def _changes(states: PlanStates, was: Plan, now: Plan) -> Iterator[Change]:
    yield from _head(states, was, now)
    yield from note_changes(states.slug, was.file.notes, now.file.notes)
    yield from duty_changes(states)
    yield from deadline_changes(states)
    yield from report_changes(states)
    yield from target_changes(states)
    yield from clause_changes(states.met, states.units_at)


def _unexplained(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Without the changes of words that say no more than a deadline or target told of the same clause."""
    told = defaultdict(list)
    for change in changes:
        if change.about in ("deadline", "target") and change.before and change.after:
            told[change.clause].append((change.before, change.after))
    return tuple(change for change in changes if change.kind != "clause-changed" or not _said(change, told))


def _said(change: Change, told: Mapping[str | None, list[tuple[str, str]]]) -> bool:
    text = change.before or ""
    for before, after in told.get(change.clause, ()):
        text = text.replace(before, after)
    return text == change.after


def _head(states: PlanStates, was: Plan, now: Plan) -> Iterator[Change]:
    """The facts before and after the text. A plan's period sets the time of all work in it."""
    old, new = _facts(states.old, was), _facts(states.new, now)
    everybody = tuple(sorted({*charged(states.old, was), *charged(states.new, now)}))
    issuers = tuple(sorted({unit for corpus in (states.old, states.new) if (unit := corpus.issuers[states.slug])}))
    for field, before in old.items():
        if before != (after := new[field]):
            yield Change(
                "fact",
                stage_of(before, after),
                f"{states.slug}/{field}",
                plan=states.slug,
                what=f"field-{field}",
                units=everybody if field == "period" else issuers,
                before=before,
                after=after,
            )


def _facts(corpus: Corpus, plan: Plan) -> dict[str, str | None]:
    head, issuer = plan.file, corpus.issuers[plan.slug]
    known = head.not_printed
    return {
        "type": head.type,
        "number": known.number.value if known.number else head.number,
        "issued": known.issued.value if known.issued else head.issued,
        "title": head.title,
        "issuer": corpus.registry.units[issuer].full_name if issuer else None,
        "period": head.period,
        "place": head.place,
        "topics": ", ".join(head.topics) or None,
        "authority": "; ".join(head.signature.authority) or None,
        "post": head.signature.post,
        "signer": known.signer.value if known.signer else head.signature.by,
        "recipients": "; ".join(line.text for line in head.recipients) or None,
    }
