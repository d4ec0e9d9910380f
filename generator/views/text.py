"""The full text of a plan as a flat list of lines, each with its level: a template prints it without recursion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import urls
from generator.corpus import Assignment, Corpus
from generator.outline import PlanClause
from generator.paths import path_label
from generator.plans import Plan
from generator.views.common import Link, TimeView, named_link, time_views

MAX_HEADING = 6


@dataclass(frozen=True, slots=True)
class Misprint:
    """A noted passage of a line: what is printed, the right reading if there is one, the note."""

    printed: str | None
    reads: str | None
    note: str


@dataclass(frozen=True, slots=True)
class SaysView:
    """What the program reads in a clause: a role with its units."""

    role: str
    names: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a table's row; lines for the text cell, names for a role's."""

    head: str
    key: str
    text: str
    names: tuple[Link, ...] = ()
    lines: tuple[LineView, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table: a group heading, or cells. A row's inner bullets keep their own ids."""

    id: str
    url: str
    path: str
    group: str | None
    label: str
    cells: tuple[CellView, ...]
    notes: tuple[Misprint, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A printed line (or a table).

    `level` counts from 0; `closes` is how many clauses end with this line; `heading` is its HTML level, 0 for text;
    `annex` marks the head of an annex, printed on lines of its own.
    """

    id: str
    url: str
    path: str
    level: int
    closes: int
    annex: bool
    heading: int
    label: str | None
    title: str | None
    mark: str | None
    words: str | None
    says: tuple[SaysView, ...]
    partners: tuple[Link, ...]
    times: tuple[TimeView, ...]
    cites: tuple[Link, ...]
    notes: tuple[Misprint, ...]
    missing: str | None
    incomplete: str | None
    columns: tuple[str, ...]
    groups: tuple[tuple[RowView, ...], ...]


def text_lines(corpus: Corpus, plan: Plan, part: str) -> Iterator[LineView]:
    """The lines of one part of the plan in printed order."""
    given = {item.clause: item for item in corpus.of_plan(plan.slug).assignments}
    for top in plan.part(part):
        yield from _closed(list(_lines(corpus, plan, top, 0, 3, given)))


def _closed(lines: list[LineView]) -> Iterator[LineView]:
    """Each line with the number of clauses that end with it."""
    for index, line in enumerate(lines):
        following = lines[index + 1].level if index + 1 < len(lines) else 0
        yield replace(line, closes=max(line.level - following + 1, 0))


def _lines(
    corpus: Corpus, plan: Plan, clause: PlanClause, level: int, heading: int, given: dict[str, Assignment]
) -> Iterator[LineView]:
    yield _line(corpus, plan, clause, level, heading, given)
    if clause.source.columns:
        return
    inner = heading + 1 if clause.source.title else heading
    for child in clause.children:
        yield from _lines(corpus, plan, child, level + 1, min(inner, MAX_HEADING), given)


def _line(
    corpus: Corpus, plan: Plan, clause: PlanClause, level: int, heading: int, given: dict[str, Assignment]
) -> LineView:
    source = clause.source
    item = given.get(clause.id)
    return LineView(
        id=clause.id,
        url=urls.clause(plan.slug, clause.id),
        path=path_label(clause),
        level=level,
        closes=1,
        annex=clause.part == "annexes" and level == 0 and not clause.parent,
        heading=heading if source.title and clause.heading else 0,
        label=source.label,
        title=source.title,
        mark={"dash": "-", "plus": "+"}.get(clause.marker),
        words=source.words,
        says=_says(item),
        partners=tuple(named_link(named) for named in item.partners) if item else (),
        times=time_views(item.rules, plan) if item else (),
        cites=tuple(_cites(corpus, plan, clause)),
        notes=_notes(clause),
        missing=source.missing,
        incomplete=source.incomplete,
        columns=tuple(column.head for column in source.columns),
        groups=_grouped(_rows(corpus, plan, clause, given)) if source.columns else (),
    )


def _says(item: Assignment | None) -> tuple[SaysView, ...]:
    roles = item.roles if item else ()
    return tuple(SaysView(role, tuple(named_link(named) for named in names)) for role, names in roles)


def _cites(corpus: Corpus, plan: Plan, clause: PlanClause) -> Iterator[Link]:
    for fact in corpus.of_plan(plan.slug).citations:
        if fact.clause == clause.id:
            url = urls.plan(fact.target_plan) if fact.target_plan else None
            yield Link(fact.printed, url or (urls.document(fact.document) if fact.document else None))


def _notes(clause: PlanClause) -> tuple[Misprint, ...]:
    source = clause.source
    noted = tuple(Misprint(note.printed, note.reads, note.note) for note in source.notes)
    doubts = [source.doubt, *(link.doubt for link in source.reports), *(t.note for t in source.targets)]
    return noted + tuple(Misprint(None, None, text) for text in doubts if text)


def _rows(corpus: Corpus, plan: Plan, table: PlanClause, given: dict[str, Assignment]) -> Iterator[RowView]:
    for row in table.children:
        for clause in row.walk():
            if clause.is_row:
                yield _row(corpus, plan, clause, given)


def _grouped(rows: Iterator[RowView]) -> tuple[tuple[RowView, ...], ...]:
    """The rows by their group headings, each heading first in its group."""
    groups: list[list[RowView]] = []
    for row in rows:
        if row.group or not groups:
            groups.append([])
        groups[-1].append(row)
    return tuple(tuple(group) for group in groups)


def _row(corpus: Corpus, plan: Plan, row: PlanClause, given: dict[str, Assignment]) -> RowView:
    url = urls.clause(plan.slug, row.id)
    label = row.source.label or ""
    if row.source.title:
        return RowView(row.id, url, path_label(row), row.source.title, label, (), _notes(row))
    cells = tuple(_cell(corpus, plan, row, index, given) for index in range(len(row.columns)))
    return RowView(row.id, url, path_label(row), None, label, cells, _notes(row))


def _cell(corpus: Corpus, plan: Plan, row: PlanClause, index: int, given: dict[str, Assignment]) -> CellView:
    column = row.columns[index]
    if column.key == "text":
        inner = [
            line for child in row.children for line in _closed(list(_lines(corpus, plan, child, 0, MAX_HEADING, given)))
        ]
        return CellView(column.head, column.key, row.source.words or "", (), tuple(inner))
    value = getattr(row.source, column.key) or column.every_row or ""
    texts = (value,) if isinstance(value, str) else value
    item = given.get(row.id)
    named = [n for role, names in (item.roles if item else ()) if role == column.key for n in names]
    links = tuple(named_link(n) for n in named)
    return CellView(column.head, column.key, "; ".join(texts), links)
