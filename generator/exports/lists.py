"""The lists of units (`nghia-vu`): what stands beside a unit's page, in the order of the page.

A clause stands in the lists of all its units, eight of them on average. What it becomes is kept while the lists of
others are made: who makes these one after the other, those of a place together, makes nearly every clause once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from generator.corpus import Corpus, Heritage, NamedUnits, ReportLink
from generator.exports.contract import Record
from generator.exports.memo import MOST_OWN, Alike, Base
from generator.exports.shared import Shared
from generator.readers.rules import Rule
from generator.registry import Unit
from generator.views.common import full_link
from generator.views.unit import WorkList, work_list

OWN = ("role", "certain", "inherited_from", "unit", "unit_name")
"""The fields beside the id in which the rows of a clause differ."""
KEPT = 1024
"""Clauses of which is kept what they became, some 4 kB each; reports likewise. Sixteen times as many save little."""
PLANS = 128


class Lists:
    """Makes the lists of units from a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._shared = lru_cache(PLANS)(self._plan)
        self._duty = lru_cache(KEPT)(self._duty_base)
        self._report = lru_cache(KEPT)(self._report_base)
        self._own = lru_cache(MOST_OWN)(self._own_of)

    def of(self, unit: Unit) -> tuple[int, Iterator[Alike]]:
        """How many rows a unit has, and these: duties by role, uncertain ones, reports owed, reports received."""
        work = work_list(self._corpus, unit)
        count = sum(map(len, (work.certain, work.uncertain, work.owes, work.receives)))
        return count, self._rows(unit, work)

    def _rows(self, unit: Unit, work: WorkList) -> Iterator[Alike]:
        whose = unit.id
        for duty in chain(work.certain, work.uncertain):
            base = self._duty(duty.plan, duty.clause, duty.rules, duty.period_from, duty.period_to)
            row = duty.id, self._own(whose, duty.role, duty.certain, duty.inherited_from)
            yield Alike(base, OWN, (row,))
        for role, links in (("owes", work.owes), ("receives", work.receives)):
            for link in links:
                yield Alike(self._report(link.plan, link.id), OWN, (self._report_row(link, whose, role),))

    def _plan(self, slug: str) -> Shared:
        return Shared(self._corpus, self._corpus.plan_by_slug[slug])

    def _own_of(self, unit: str, role: str, certain: bool, way: tuple[Heritage, ...]) -> tuple[Any, ...]:
        """The values of OWN; how a duty came to its unit, with the names of the units on the way."""
        units = self._corpus.registry.units
        steps = [{"unit_name": units[step.unit].full_name, "kind": step.kind, "unit": step.unit} for step in way]
        return role, certain, steps, unit, units[unit].full_name

    def _report_row(self, link: ReportLink, unit: str, role: str) -> tuple[str, tuple[Any, ...]]:
        return f"{link.id}/{unit}/{role}", self._own(unit, role, True, ())

    def _duty_base(self, plan: str, clause: str, rules: tuple[Rule, ...], first: str | None, last: str | None) -> Base:
        return Base(_base(self._shared(plan), clause, rules) | {"period_from": first, "period_to": last})

    def _report_base(self, plan: str, id_: str) -> Base:
        link = next(link for link in self._corpus.of_plan(plan).reports if link.id == id_)
        said = {
            "what": link.what,
            "from": self._names(link.senders),
            "to": self._names(link.receivers),
            "via": self._names(link.via),
            "doubt": link.doubt,
        }
        return Base(_base(self._shared(plan), link.clause, link.rules) | said)

    def _names(self, names: Iterable[NamedUnits]) -> list[str]:
        return [full_link(self._corpus, named).text for named in names]


def _base(shared: Shared, clause_id: str, rules: tuple[Rule, ...]) -> Record:
    """What the rows of a clause share, and the order of their fields."""
    plan, said = shared.plan, shared.said(clause_id)
    return {
        "id": "",
        "url": said.url,
        "role": "",
        "text": said.words,
        "what": None,
        "due": shared.rules(rules),
        "path": said.path,
        "plan_name": shared.name,
        "certain": True,
        "inherited_from": [],
        "from": [],
        "to": [],
        "via": [],
        "doubt": None,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "plan": plan.slug,
        "clause": clause_id,
        "unit": "",
        "unit_name": "",
    }
