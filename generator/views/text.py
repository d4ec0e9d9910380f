"""The full text of a plan as a flat list of lines, each with its level: a template prints it without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from generator import urls
from generator.corpus import Assignment, CitationFact, Corpus
from generator.outline import MARKS, PlanClause
from generator.paths import path_label
from generator.plans import Plan
from generator.views.citation_style import clause_places
from generator.views.common import Link, named_link
from generator.views.segments import Segment, own_names, segments, unit_names

MAX_HEADING = 6


class Misprint(Struct, frozen=True):
    """A noted passage of a line: what is printed, the right reading if there is one, the note."""

    printed: str | None
    reads: str | None
    note: str


class SaysView(Struct, frozen=True):
    """What the program reads in a clause: a role with its units."""

    role: str
    names: tuple[Link, ...]


class CellView(Struct, frozen=True):
    """A cell of a table's row; lines for the text cell, names for a role's."""

    head: str
    key: str
    text: str
    names: tuple[Link, ...] = ()
    lines: tuple[LineView, ...] = ()
    segments: tuple[Segment, ...] = ()


class RowView(Struct, frozen=True):
    """A row of a table: a group heading, or cells. A row's inner bullets keep their own ids."""

    id: str
    path: str
    cite: str
    group: str | None
    label: str
    cells: tuple[CellView, ...]
    notes: tuple[Misprint, ...]


class LineView(Struct, frozen=True):
    """A printed line (or a table).

    `level` counts from 0; `closes` is how many clauses end with this line; `heading` is its HTML level, 0 for text;
    `annex` marks the head of an annex, printed on lines of its own; `cite` is its place as citations write it;
    the segments are title and words in pieces, with what these mean.
    """

    id: str
    path: str
    cite: str
    level: int
    closes: int
    annex: bool
    heading: int
    label: str | None
    title: str | None
    mark: str | None
    words: str | None
    title_segments: tuple[Segment, ...]
    segments: tuple[Segment, ...]
    says: tuple[SaysView, ...]
    partners: tuple[Link, ...]
    cites: tuple[Link, ...]
    notes: tuple[Misprint, ...]
    missing: str | None
    incomplete: str | None
    columns: tuple[str, ...]
    groups: tuple[tuple[RowView, ...], ...]


class Reading(Struct, frozen=True):
    """A plan being printed, with what is looked up for each clause."""

    plan: Plan
    given: Mapping[str, Assignment]
    names: Mapping[str, str]
    places: Mapping[str, str]
    cites: Mapping[str, tuple[Link, ...]]


def reading(corpus: Corpus, plan: Plan) -> Reading:
    """What `text_lines` needs of a plan, made once for all its parts."""
    facts = corpus.of_plan(plan.slug)
    given = {item.clause: item for item in facts.assignments}
    return Reading(plan, given, unit_names(corpus, plan), clause_places(plan), _cites(facts.citations))


def text_lines(context: Reading, part: str) -> Iterator[LineView]:
    """The lines of one part of the plan in printed order."""
    for top in context.plan.part(part):
        yield from _lines(context, top, 0, 3)


def _lines(context: Reading, clause: PlanClause, level: int, heading: int, ends: int = 1) -> Iterator[LineView]:
    """The clause and those below it; with its last line end `ends` clauses, itself and those that it is the last of."""
    children = () if clause.source.columns else clause.children
    yield _line(context, clause, level, heading, 0 if children else ends)
    inner = min(heading + 1 if clause.source.title else heading, MAX_HEADING)
    for place, child in enumerate(children, start=1):
        yield from _lines(context, child, level + 1, inner, ends + 1 if place == len(children) else 1)


def _line(context: Reading, clause: PlanClause, level: int, heading: int, closes: int) -> LineView:
    source = clause.source
    item = context.given.get(clause.id)
    names = own_names(source, context.names)
    return LineView(
        id=clause.id,
        path=path_label(clause),
        cite=context.places[clause.id],
        level=level,
        closes=closes,
        annex=clause.part == "annexes" and level == 0 and not clause.parent,
        heading=heading if source.title and clause.heading else 0,
        label=source.label,
        title=source.title,
        mark=MARKS.get(clause.marker),
        words=source.words,
        title_segments=segments(source.title, names, source.notes),
        segments=segments(source.words, names, source.notes),
        says=_says(item),
        partners=tuple(named_link(named) for named in item.partners) if item else (),
        cites=context.cites.get(clause.id, ()),
        notes=_notes(clause),
        missing=source.missing,
        incomplete=source.incomplete,
        columns=tuple(column.head for column in source.columns),
        groups=_grouped(_rows(context, clause)) if source.columns else (),
    )


def _says(item: Assignment | None) -> tuple[SaysView, ...]:
    roles = item.roles if item else ()
    return tuple([SaysView(role, tuple([named_link(named) for named in names])) for role, names in roles])


def _cites(facts: Iterable[CitationFact]) -> dict[str, tuple[Link, ...]]:
    """Clause → the documents that it names."""
    found: dict[str, tuple[Link, ...]] = {}
    for fact in facts:
        url = urls.plan(fact.target_plan) if fact.target_plan else None
        link = Link(fact.printed, url or (urls.document(fact.document) if fact.document else None))
        found[fact.clause] = (*found.get(fact.clause, ()), link)
    return found


def _notes(clause: PlanClause) -> tuple[Misprint, ...]:
    source = clause.source
    if not (source.notes or source.doubt or source.reports or source.targets):
        return ()
    noted = tuple(Misprint(note.printed, note.reads, note.note) for note in source.notes)
    doubts = [source.doubt, *(link.doubt for link in source.reports), *(t.note for t in source.targets)]
    return noted + tuple(Misprint(None, None, text) for text in doubts if text)


def _rows(context: Reading, table: PlanClause) -> Iterator[RowView]:
    for row in table.children:
        for clause in row.walk():
            if clause.is_row:
                yield _row(context, clause)


def _grouped(rows: Iterator[RowView]) -> tuple[tuple[RowView, ...], ...]:
    """The rows by their group headings, each heading first in its group."""
    groups: list[list[RowView]] = []
    for row in rows:
        if row.group or not groups:
            groups.append([])
        groups[-1].append(row)
    return tuple(tuple(group) for group in groups)


def _row(context: Reading, row: PlanClause) -> RowView:
    title, label, path, cite = row.source.title, row.source.label or "", path_label(row), context.places[row.id]
    cells = () if title else tuple(_cell(context, row, index) for index in range(len(row.columns)))
    return RowView(row.id, path, cite, title, label, cells, _notes(row))


def _cell(context: Reading, row: PlanClause, index: int) -> CellView:
    column, source = row.columns[index], row.source
    if column.key == "text":
        inner = [line for child in row.children for line in _lines(context, child, 0, MAX_HEADING)]
        pieces = segments(source.words, own_names(source, context.names), source.notes)
        return CellView(column.head, column.key, source.words or "", (), tuple(inner), pieces)
    value = getattr(source, column.key) or column.every_row or ""
    texts = (value,) if isinstance(value, str) else value
    item = context.given.get(row.id)
    named = [n for role, names in (item.roles if item else ()) if role == column.key for n in names]
    links = tuple(named_link(n) for n in named)
    return CellView(column.head, column.key, "; ".join(texts), links)
