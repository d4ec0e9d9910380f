"""What of a corpus can be found: every name, every clause, and whom a clause names."""

from __future__ import annotations

from pathlib import Path

from generator.search import entries
from generator.search.entries import KINDS
from generator.search.segment import build
from generator.search.tokens import tokens
from generator.survey import survey
from tests.search.asking import ROOT
from tests.search.reader import Index
from tests.tiny import tiny


def test_names_stand_kind_by_kind_the_shorter_first() -> None:
    for corpus in (tiny(), survey(ROOT / "content").corpus):
        found = entries.names(corpus)
        order = [(KINDS.index(name.kind), len(tokens(name.title))) for name in found]
        assert order == sorted(order)
        assert set(KINDS) == {name.kind for name in found}
        assert len({name.url for name in found}) == len(found)


def test_a_unit_marks_the_clauses_that_name_it_for_certain() -> None:
    """Neither «các đơn vị có liên quan» nor what a unit inherits: the search finds what the text says."""
    corpus = survey(ROOT / "content").corpus
    plans = list(entries.plans(corpus))
    index = Index(build(entries.names(corpus), plans, entries.words(corpus)).files)
    named = {(d.plan, d.clause, d.unit, d.role) for d in corpus.duties if d.certain and not d.inherited_from}
    assert len(named) > 90
    by_role: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for plan, clause, unit, role in named:
        by_role.setdefault((unit, role), set()).add((plan, clause))
    units = {unit for unit, _ in by_role}
    found = {key: term.documents for key, term in index.terms().items() if key.startswith("=unit ")}
    assert set(found) == {f"=unit {u} {r}" for u, r in by_role} | {f"=unit {u}" for u in units}
    for (unit, role), clauses in by_role.items():
        assert {clause_of(index, number) for number in found[f"=unit {unit} {role}"]} == clauses
    for unit in units:
        wanted = {clause for (other, _), clauses in by_role.items() if other == unit for clause in clauses}
        assert {clause_of(index, number) for number in found[f"=unit {unit}"]} == wanted
    duties = index.find("=kind duty")
    targets = index.find("=kind target")
    assert duties
    assert targets
    assert {clause_of(index, number) for number in duties.documents} == {(plan, clause) for plan, clause, _, _ in named}
    assert {clause_of(index, n) for n in targets.documents} == {(fact.plan, fact.clause) for fact in corpus.targets}


def clause_of(index: Index, document: int) -> tuple[str, str]:
    head, record = index.text(document)
    return Path(head[1]).name, record[0]


def test_every_clause_of_every_plan_is_an_entry() -> None:
    corpus = survey(ROOT / "content").corpus
    listed = {(plan.slug, clause.id) for plan in entries.plans(corpus) for clause in plan.clauses}
    assert listed == set(corpus.clause_by_id)
