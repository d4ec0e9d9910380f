"""The page of a plan: facts, targets, assignments, reports, the whole text, and how faithful it is."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator import urls
from generator.corpus import Assignment, Corpus, PlanFacts
from generator.model.plan import Note, NotPrinted
from generator.plans import Plan
from generator.readers.money import read_money
from generator.readers.quantities import format_number
from generator.views.citation_style import plan_citation
from generator.views.citations import CitationView, cited, cited_by
from generator.views.common import (
    Link,
    ReportView,
    TimeView,
    clause_link,
    named_link,
    report_view,
    time_views,
    unit_link,
    vietnamese_date,
)
from generator.views.downloads import Download
from generator.views.results import ProgressView, target_progress, task_progress
from generator.views.text import LineView, reading, text_lines


class FactView(Struct, frozen=True):
    """A fact of the plan's head. `ground` says why it is known when the text does not print it."""

    key: str
    value: Link
    ground: str | None = None
    inferred: bool = False


class TargetView(Struct, frozen=True):
    """A row of the table of targets."""

    clause: Link
    indicator: Link
    among: str | None
    comparator: str
    value: str | None
    measure: str | None
    printed: str | None
    horizon: str | None
    text: str
    progress: ProgressView


class RoleView(Struct, frozen=True):
    """A role and the names that hold it, as printed."""

    role: str
    names: tuple[Link, ...]


class AssignmentView(Struct, frozen=True):
    """A row of the table of assignments; no roles where the text names no unit."""

    clause: Link
    heading: str
    text: str
    roles: tuple[RoleView, ...]
    partners: tuple[Link, ...]
    times: tuple[TimeView, ...]
    progress: ProgressView


class MoneyView(Struct, frozen=True):
    clause: Link
    printed: str
    source: str | None


class NoteView(Struct, frozen=True):
    """An editor's note and the clause it speaks of; the head of the plan when there is none."""

    clause: Link | None
    printed: str | None
    reads: str | None
    note: str


class RecipientView(Struct, frozen=True):
    text: str
    units: tuple[Link, ...]


class FidelityView(Struct, frozen=True):
    words: str
    whole: bool
    percent: str
    repairs: tuple[str, ...]
    source_url: str


class PlanView(Struct, frozen=True):
    """Everything on a plan's page."""

    title: str
    type: str
    number: str | None
    issued: str | None
    place: str
    period: str | None
    topics: tuple[Link, ...]
    facts: tuple[FactView, ...]
    targets: tuple[TargetView, ...]
    assignments: tuple[AssignmentView, ...]
    open_tasks: tuple[AssignmentView, ...]
    reports: tuple[ReportView, ...]
    money: tuple[MoneyView, ...]
    preamble: tuple[LineView, ...]
    text: tuple[LineView, ...]
    closing: tuple[LineView, ...]
    annexes: tuple[LineView, ...]
    recipients: tuple[RecipientView, ...]
    authority: tuple[str, ...]
    post: str | None
    signer: str | None
    cited: tuple[CitationView, ...]
    cited_by: tuple[Link, ...]
    notes: tuple[NoteView, ...]
    missing: tuple[NoteView, ...]
    fidelity: FidelityView | None
    citation: str
    downloads: tuple[Download, ...] = ()


def plan_view(corpus: Corpus, plan: Plan) -> PlanView:
    """The view of one plan."""
    facts = corpus.of_plan(plan.slug)
    head, printed, issuer = plan.file, reading(corpus, plan), corpus.issuers[plan.slug]
    given = [_assignment(corpus, item) for item in facts.assignments]
    return PlanView(
        title=head.title,
        type=head.type,
        number=head.number,
        issued=head.issued,
        place=head.place,
        period=head.period,
        topics=tuple(_topic(corpus, name) for name in head.topics),
        facts=tuple(_facts(corpus, plan)),
        targets=tuple(target_views(corpus, facts)),
        assignments=tuple(item for item in given if item.roles),
        open_tasks=tuple(item for item in given if not item.roles),
        reports=tuple(report_view(corpus, link, printed=True) for link in facts.reports),
        money=tuple(_money(corpus, plan)),
        preamble=tuple(text_lines(printed, "preamble")),
        text=tuple(text_lines(printed, "sections")),
        closing=tuple(text_lines(printed, "closing")),
        annexes=tuple(text_lines(printed, "annexes")),
        recipients=tuple(_recipients(corpus, plan)),
        authority=head.signature.authority,
        post=head.signature.post,
        signer=head.signature.by,
        cited=tuple(cited(corpus, facts)),
        cited_by=tuple(cited_by(corpus, plan)),
        notes=tuple(_notes(corpus, plan)),
        missing=tuple(_missing(corpus, plan)),
        fidelity=_fidelity(corpus, plan),
        citation=plan_citation(plan, corpus.registry.units[issuer].full_name if issuer else None),
    )


def _topic(corpus: Corpus, name: str) -> Link:
    term = corpus.registry.topic(name)
    return Link(name, urls.topic(term.id) if term else None)


def _facts(corpus: Corpus, plan: Plan) -> Iterator[FactView]:
    head, known = plan.file, plan.file.not_printed
    if head.number and plan.number:
        yield FactView("number", Link(plan.number))
    elif known.number:
        yield _unprinted("number", Link(known.number.value), known.number)
    elif head.number:
        yield FactView("number-blank", Link(head.number))
    issuer = corpus.issuers[plan.slug]
    if issuer and known.issuer:
        yield _unprinted("issuer", unit_link(corpus.registry.units[issuer]), known.issuer)
    if known.issued:
        yield _unprinted("issued", Link(vietnamese_date(plan.issued or known.issued.value)), known.issued)
    elif plan.issued:
        yield FactView("issued" if len(plan.issued) == 10 else "issued-part", Link(vietnamese_date(plan.issued)))
    if head.period:
        yield FactView("period", Link(head.period))
    yield FactView("place", Link(head.place))
    if head.signature.by:
        post = " – ".join(part for part in (head.signature.post, head.signature.by) if part)
        yield FactView("signer", Link(post))


def _unprinted(key: str, value: Link, known: NotPrinted) -> FactView:
    return FactView(key, value, known.because or known.source, known.because is not None)


def target_views(corpus: Corpus, facts: PlanFacts) -> Iterator[TargetView]:
    for fact in facts.targets:
        clause = corpus.clause_by_id[fact.plan, fact.clause]
        number = format_number(fact.value) if fact.value is not None else None
        if number and fact.value_to is not None:
            number = f"{number} – {format_number(fact.value_to)}"
        indicator = corpus.registry.indicators.get(fact.indicator)
        yield TargetView(
            clause=clause_link(corpus, fact.plan, fact.clause),
            indicator=Link(indicator.name, urls.indicator(indicator.id)) if indicator else Link(fact.indicator),
            among=fact.among,
            comparator=fact.comparator,
            value=number,
            measure=fact.measure,
            printed=fact.printed,
            horizon=_horizon(fact.horizon_from, fact.horizon_to),
            text=clause.full_text() or clause.source.title or "",
            progress=target_progress(corpus, (fact,)),
        )


def _horizon(first: str | None, last: str | None) -> str | None:
    """`2021–2025`, or `2030`: years are what horizons are compared by."""
    years = list(dict.fromkeys(part[:4] for part in (first, last) if part))
    return "–".join(years) or None


def _assignment(corpus: Corpus, item: Assignment) -> AssignmentView:
    clause = corpus.clause_by_id[item.plan, item.clause]
    return AssignmentView(
        clause=clause_link(corpus, item.plan, item.clause),
        heading=clause.source.title or "",
        text=clause.full_text(),
        roles=tuple(RoleView(role, tuple(named_link(named) for named in names)) for role, names in item.roles),
        partners=tuple(named_link(named) for named in item.partners),
        times=time_views(item.rules, corpus.plan_by_slug[item.plan]),
        progress=task_progress(corpus, item.plan, item.clause),
    )


def _money(corpus: Corpus, plan: Plan) -> Iterator[MoneyView]:
    for clause in plan.clauses:
        source = clause.source
        if source.money and read_money(source.money) is not None:
            yield MoneyView(clause_link(corpus, plan.slug, clause.id), source.money, source.money_from)


def _notes(corpus: Corpus, plan: Plan) -> Iterator[NoteView]:
    for note in plan.file.notes:
        yield _note(note, None)
    for clause in plan.clauses:
        source = clause.source
        if not (source.notes or source.doubt):
            continue
        link = clause_link(corpus, plan.slug, clause.id)
        for note in source.notes:
            yield _note(note, link)
        if source.doubt:
            yield NoteView(link, None, None, source.doubt)


def _note(note: Note, clause: Link | None) -> NoteView:
    return NoteView(clause, note.printed, note.reads, note.note)


def _missing(corpus: Corpus, plan: Plan) -> Iterator[NoteView]:
    """What the published text announces or begins, and does not hold."""
    for clause in plan.clauses:
        source = clause.source
        if not (source.missing or source.incomplete):
            continue
        link = clause_link(corpus, plan.slug, clause.id)
        if source.missing:
            yield NoteView(link, source.missing, None, "")
        if source.incomplete:
            yield NoteView(link, None, None, source.incomplete)


def _recipients(corpus: Corpus, plan: Plan) -> Iterator[RecipientView]:
    resolved = corpus.of_plan(plan.slug).recipients
    for line, units in zip(plan.file.recipients, resolved, strict=False):
        yield RecipientView(line.text, tuple(unit_link(corpus.registry.units[unit]) for unit in units))


def _fidelity(corpus: Corpus, plan: Plan) -> FidelityView | None:
    found = corpus.fidelity.get(plan.slug)
    if found is None:
        return None
    whole = found.matched == found.total
    percent = "100" if whole else f"{int(found.share * 1000) / 10}".replace(".", ",")
    return FidelityView(format_number(found.total), whole, percent, found.repairs, urls.source(plan.slug))
