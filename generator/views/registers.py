"""The registers: home, plans, units by place, documents and each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from generator import urls
from generator.corpus import CitationFact, Corpus, ReportLink
from generator.due import occasions
from generator.model.registers import UnitKind
from generator.plans import Plan
from generator.registry import Document, Locality, Unit
from generator.vietnamese import sort_key
from generator.views import weights
from generator.views.chain import Chain, ChainNode
from generator.views.charts import Bars, bars
from generator.views.citations import document_name
from generator.views.common import (
    DateView,
    Link,
    ReportView,
    by_name,
    clause_link,
    date_view,
    plan_link,
    report_view,
    sentence_case,
    unit_link,
    vietnamese_date,
)
from generator.views.parts import Split, fits
from generator.views.unit import duty_counts
from generator.views.units import PlaceLine, place_lines

LATEST = 12
"""Plans on the home page."""
KIND_ORDER: tuple[str, ...] = UnitKind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list."""

    plan: Link
    title: str
    number: str | None
    issued: str | None
    issuer: Link | None
    place: str
    period: str | None
    targets: int
    duties: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in a list, with its certain duties counted."""

    unit: Link
    kind: str
    counts: dict[str, int]
    total: int
    reports: int
    depth: int
    dissolved: str | None


@dataclass(frozen=True, slots=True)
class PlaceUnits:
    """The units of one place; collectives apart. The chart shows the units with the most work."""

    id: str
    place: str
    units: tuple[UnitRow, ...]
    collectives: tuple[UnitRow, ...]
    chart: Bars


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A report that falls due on a day."""

    date: DateView
    report: ReportView


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page; `places` with the units to choose from, or only `lines` where these are too many."""

    plans: tuple[PlanRow, ...]
    numbers: dict[str, int]
    places: tuple[PlaceUnits, ...]
    lines: tuple[PlaceLine, ...]
    deadlines: tuple[DeadlineRow, ...]


@dataclass(frozen=True, slots=True)
class CitingPlan:
    """A plan that cites a document, and the clauses that do."""

    plan: Link
    relation: str
    clauses: tuple[Link, ...]
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A cited document."""

    name: str
    title: str
    type: str
    number: str | None
    issuer: Link
    issued: str | None
    year: str | None
    aliases: tuple[str, ...]
    note: str | None
    source: str | None
    link: str | None
    url: str
    implements: tuple[Link, ...]
    implemented_by: tuple[Link, ...]
    plan: Link | None
    cited_by: tuple[CitingPlan, ...]
    chain: tuple[ChainNode, ...]
    split: Split | None = None


def plan_rows(corpus: Corpus) -> tuple[PlanRow, ...]:
    """All plans, newest first."""
    ordered = sorted(corpus.plans, key=lambda plan: (plan.day or "", plan.slug), reverse=True)
    return tuple(_plan_row(corpus, plan) for plan in ordered)


def _plan_row(corpus: Corpus, plan: Plan) -> PlanRow:
    facts = corpus.of_plan(plan.slug)
    issuer = corpus.issuers[plan.slug]
    return PlanRow(
        plan=plan_link(corpus, plan),
        title=plan.file.title,
        number=plan.number,
        issued=vietnamese_date(plan.issued) if plan.issued else None,
        issuer=unit_link(corpus.registry.units[issuer]) if issuer else None,
        place=plan.file.place,
        period=plan.file.period,
        targets=len(facts.targets),
        duties=sum(bool(item.roles) for item in facts.assignments),
    )


def place_units(corpus: Corpus) -> tuple[PlaceUnits, ...]:
    """Units by place, from the country down; each place's offices before its collectives."""
    chains = corpus.registry.localities.values()
    ordered = sorted(chains, key=lambda place: (len(place.above), sort_key(place.name)))
    units: dict[str, list[Unit]] = {}
    for unit in corpus.registry.units.values():
        units.setdefault(unit.place, []).append(unit)
    return tuple(view for place in ordered if (view := _place(corpus, place, units.get(place.id, ()))).units)


def _place(corpus: Corpus, place: Locality, units: Iterable[Unit]) -> PlaceUnits:
    offices = [unit for unit in units if not unit.collective]
    groups = by_name(corpus, (unit for unit in units if unit.collective))
    roots = [unit for unit in offices if corpus.registry.scope_of(unit) == unit.place]
    rows = tuple(_unit_row(corpus, unit, depth) for unit, depth in _tree(corpus, _ranked(corpus, roots), 0))
    chart = bars((row.unit.text, row.counts) for row in rows)
    collectives = tuple(_unit_row(corpus, unit, 0) for unit in groups)
    return PlaceUnits(place.id, sentence_case(place.name), rows, collectives, chart)


def _ranked(corpus: Corpus, units: Iterable[Unit]) -> list[Unit]:
    """By rank and name; the people's committees of lower levels come after the offices of this one."""

    def rank(unit: Unit) -> tuple[bool, int, int]:
        lower = unit.entry.kind == "UBND" and _same_place_above(corpus, unit)
        return lower, KIND_ORDER.index(unit.entry.kind), corpus.name_rank[unit.name]

    return sorted(units, key=rank)


def _same_place_above(corpus: Corpus, unit: Unit) -> bool:
    return any(above.place == unit.place for above in corpus.registry.lineage(unit))


def _tree(corpus: Corpus, roots: list[Unit], depth: int) -> Iterator[tuple[Unit, int]]:
    """Each office, its own rooms below it."""
    for unit in roots:
        yield unit, depth
        near = (u for u in corpus.registry.children(unit) if u.place == unit.place and not u.collective)
        rooms = [u for u in near if corpus.registry.scope_of(u) == unit.id]
        yield from _tree(corpus, _ranked(corpus, rooms), depth + 1)


def _unit_row(corpus: Corpus, unit: Unit, depth: int) -> UnitRow:
    sure = [duty for duty in corpus.duties_of_unit.get(unit.id, ()) if duty.certain]
    counts = duty_counts(sure)
    owed = len(corpus.reports_owed.get(unit.id, ()))
    dissolved = vietnamese_date(unit.entry.dissolved) if unit.entry.dissolved else None
    return UnitRow(unit_link(unit, full=False), unit.entry.kind, counts, sum(counts.values()), owed, depth, dissolved)


def home_view(corpus: Corpus, today: str) -> HomeView:
    """The home page as of `today` (ISO)."""
    groups = place_units(corpus)
    few = fits(weights.CHOICE * sum(len(group.units) for group in groups), 2)
    return HomeView(
        plans=plan_rows(corpus)[:LATEST],
        numbers={
            "plans": len(corpus.plans),
            "units": len(corpus.plans_charging),
            "duties": sum(bool(item.roles) for item in corpus.assignments),
            "targets": len(corpus.targets),
        },
        places=groups if few else (),
        lines=() if few else place_lines(corpus, groups),
        deadlines=tuple(_next_deadlines(corpus, today)),
    )


def _next_deadlines(corpus: Corpus, today: str, most: int = 5) -> list[DeadlineRow]:
    """The next days on which a report falls due, among units that still exist."""
    found: list[tuple[str, ReportLink]] = []
    for link in corpus.reports:
        plan = corpus.plan_by_slug[link.plan]
        issuer = corpus.issuers[link.plan]
        ended = corpus.registry.units[issuer].entry.dissolved if issuer else None
        if not (plan.period_from and plan.period_to) or (ended and ended <= today):
            continue
        days = sorted(day for rule in link.rules for day in occasions(rule, plan) if day >= today)
        if days:
            found.append((days[0], link))
    nearest = nsmallest(most, found, key=lambda pair: (pair[0], pair[1].id))
    return [DeadlineRow(date_view(day), report_view(corpus, link)) for day, link in nearest]


def document_views(corpus: Corpus) -> tuple[DocumentView, ...]:
    """All documents of the register, newest first."""
    documents = corpus.registry.documents.values()
    ordered = sorted(documents, key=lambda document: (document.issued or "", document.id), reverse=True)
    chain = Chain(corpus)
    return tuple(document_view(corpus, document, chain) for document in ordered)


def document_view(corpus: Corpus, document: Document, chain: Chain) -> DocumentView:
    """The view of one document, with its place in the `chain` of all."""
    entry = document.entry
    issuers = corpus.registry.elsewhere(entry.issuer)
    plan = corpus.document_plan(document)
    return DocumentView(
        name=document_name(document),
        title=entry.title,
        type=entry.type,
        number=document.number,
        issuer=unit_link(issuers[0]) if len(issuers) == 1 else Link(entry.issuer),
        issued=vietnamese_date(document.issued) if document.issued else None,
        year=document.year,
        aliases=entry.aliases,
        note=entry.note,
        source=entry.source,
        link=entry.link,
        url=urls.document(document.id),
        implements=tuple(_links(_named(corpus, entry.implements))),
        implemented_by=tuple(_links(chain.implementers.get(document.id, ()))),
        plan=plan_link(corpus, plan) if plan else None,
        cited_by=tuple(_citing(corpus, document)),
        chain=chain.around(document),
    )


def _named(corpus: Corpus, numbers: Iterable[str]) -> Iterator[Document]:
    for number in numbers:
        yield from corpus.registry.documents_named(number)[:1]


def _links(documents: Iterable[Document]) -> Iterator[Link]:
    for document in documents:
        yield Link(document_name(document), urls.document(document.id))


def _citing(corpus: Corpus, document: Document) -> Iterator[CitingPlan]:
    plans: dict[str, list[CitationFact]] = {}
    for fact in corpus.cited_by.get(document.id, ()):
        plans.setdefault(fact.plan, []).append(fact)
    for slug, mine in plans.items():
        yield CitingPlan(
            plan=plan_link(corpus, corpus.plan_by_slug[slug]),
            relation=mine[0].relation,
            clauses=tuple(clause_link(corpus, fact.plan, fact.clause) for fact in mine),
            printed=tuple(dict.fromkeys(fact.printed for fact in mine)),
        )
