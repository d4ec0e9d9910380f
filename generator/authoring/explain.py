"""What the program makes of a clause, a unit or a rule: plain lines for an editor who asks why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from generator.corpus import CitationFact, Corpus, NamedUnits, ReportLink, TargetFact
from generator.messages import catalogue, sentence
from generator.outline import Phrase, PlanClause, RoleName
from generator.paths import path_label
from generator.plans import Plan
from generator.problems import nearest
from generator.readers.rules import Rule
from generator.readers.times import read_time
from generator.registry import Unit
from generator.resolver.corpus import reader_of
from generator.rulebook import rule_ids
from generator.views.common import vietnamese_date

MEMBERS = 40
"""Members of a collective that are named."""


class Explainer(Struct, frozen=True):
    """Explains in one language; `pages` is the folder of the rules' own pages."""

    corpus: Corpus
    lang: str
    pages: Path

    def lines(self, asked: str) -> list[str] | None:
        """What `asked` is: `plan#clause`, a unit's id or name, a rule; None where it is nothing known."""
        plan, mark, clause_id = asked.partition("#")
        if mark:
            found = self.corpus.clause_by_id.get((plan, clause_id))
            return list(self._clause(self.corpus.plan_by_slug[plan], found)) if found else None
        if asked in rule_ids():
            return list(self._rule(asked))
        units = self._units(asked)
        return [line for unit in units for line in self._unit(unit)] or None

    def near(self, asked: str) -> tuple[str, ...]:
        """The nearest things that could be asked for."""
        plan, mark, clause_id = asked.partition("#")
        if mark and plan in self.corpus.plan_by_slug:
            ids = [clause.id for clause in self.corpus.plan_by_slug[plan].clauses]
            return tuple(f"{plan}#{near}" for near in nearest(clause_id, ids))
        units = self.corpus.registry.units.values()
        names = {form for unit in units for form in (unit.id, unit.name, unit.full_name, *unit.entry.aliases)}
        slugs = {f"{each.slug}#{each.clauses[0].id}" for each in self.corpus.plans}
        return nearest(asked, names | slugs | set(rule_ids()))

    def _say(self, key: str, **words: str | int) -> str:
        return sentence(f"explain-{key}", self.lang, {name: str(value) for name, value in words.items()})

    def _row(self, key: str, value: str) -> str:
        return f"  {self._say(key)}: {value}"

    # --- a clause ------------------------------------------------------------------------------------------------

    def _clause(self, plan: Plan, clause: PlanClause) -> Iterator[str]:
        spot = plan.spot(*clause.at)
        yield f"{plan.slug}#{clause.id} · {path_label(clause)} · {spot.path}:{spot.line}"
        label = clause.source.label if clause.source.label else {"dash": "-", "plus": "+"}.get(clause.marker)
        own = clause.source.words or ("" if clause.heading else clause.full_text())
        yield "  " + " ".join(part for part in (label, clause.source.title, own) if part)
        yield from self._roles(plan, clause)
        for phrase in clause.holds.times:
            yield self._row("time", self._times(phrase, self._from_above(plan, clause, phrase)))
        facts = self.corpus.of_plan(plan.slug)
        yield from (self._report(link) for link in facts.reports if link.clause == clause.id)
        yield from (self._target(target) for target in facts.targets if target.clause == clause.id)
        yield from (self._citation(fact) for fact in facts.citations if fact.clause == clause.id)
        duties = [duty for duty in facts.duties if duty.clause == clause.id]
        certain = sum(duty.certain for duty in duties)
        yield self._row("duties", self._say("duties-counted", certain=certain, uncertain=len(duties) - certain))

    def _roles(self, plan: Plan, clause: PlanClause) -> Iterator[str]:
        reader = reader_of(plan, self.corpus.registry, self.corpus.issuers)
        if reader is None:  # its place is unknown: the check says so
            return
        for role in clause.holds.roles:
            yield self._row(role.role, self._named(plan, reader.read(role.name), self._from_above(plan, clause, role)))
        for partner in clause.holds.partners:
            yield self._row("with", self._named(plan, reader.read(partner.name), ""))
        given = {role.role for role in clause.holds.roles}
        for column in clause.columns if clause.is_row else ():
            if column.every_row and column.key in ("lead", "assigned", "support") and column.key not in given:
                yield self._row(column.key, self._named(plan, reader.read(column.every_row), self._say("from-column")))

    def _from_above(self, plan: Plan, clause: PlanClause, said: RoleName | Phrase) -> str:
        """The clause above that says it, where the clause itself does not."""
        owner = said.at[:-2]
        if owner == clause.at:
            return ""
        other = next((each for each in plan.clauses if each.at == owner), None)
        return self._say("from-above", path=path_label(other), id=other.id) if other else ""

    def _named(self, plan: Plan, named: NamedUnits, above: str) -> str:
        units = [self.corpus.registry.units[unit] for unit in named.units]
        meant = "; ".join(self._with_members(unit, plan) for unit in units)
        if named.vague:
            meant = self._say(named.vague)
        elif not named.certain:
            meant = self._say("uncertain", units=meant or "–")
        return " ".join(part for part in (f"«{named.name}» →", meant, above) if part)

    def _with_members(self, unit: Unit, plan: Plan) -> str:
        if not unit.collective:
            return unit.full_name
        members = self.corpus.registry.members(unit, plan.day)
        return self._say("through", name=unit.full_name, count=len(members), members=self._list(members))

    def _list(self, units: Iterable[Unit]) -> str:
        names = [unit.full_name for unit in units]
        more = f"; … (+{len(names) - MEMBERS})" if len(names) > MEMBERS else ""
        return "; ".join(names[:MEMBERS]) + more

    def _times(self, phrase: Phrase, above: str) -> str:
        read = "; ".join(self._rule_of_time(rule) for rule in read_time(phrase.text) or ())
        return " ".join(part for part in (f"«{phrase.text}» →", read, above) if part)

    def _rule_of_time(self, rule: Rule) -> str:
        if rule.kind == "span":
            return self._say("span", first=vietnamese_date(rule.from_ or ""), last=vietnamese_date(rule.to or ""))
        kind = self._say(f"kind-{rule.kind.replace('_', '-')}")
        return self._say("last-day", kind=kind, day=vietnamese_date(rule.last_day)) if rule.last_day else kind

    def _report(self, link: ReportLink) -> str:
        ends = [" + ".join(each.name for each in names) for names in (link.senders, link.receivers, link.via)]
        shown = f"{ends[0] or '–'} → {ends[1]}" + (f" ({self._say('via')} {ends[2]})" if ends[2] else "")
        times = "; ".join(f"«{rule.printed}» → {self._rule_of_time(rule)}" for rule in link.rules)
        return self._row("report", f"{shown}. {times}".strip())

    def _target(self, target: TargetFact) -> str:
        indicator = self.corpus.registry.indicators.get(target.indicator)
        value = f"{self._say('comparator-' + target.comparator.replace('_', '-'))} {target.printed or ''}".strip()
        span = "–".join(vietnamese_date(each) for each in (target.horizon_from, target.horizon_to) if each)
        parts = (indicator.name if indicator else target.indicator, target.among, value, span)
        return self._row("target", " · ".join(part for part in parts if part))

    def _citation(self, fact: CitationFact) -> str:
        document = self.corpus.registry.documents.get(fact.document or "")
        known = f"{document.entry.title} ({document.spot.path}:{document.spot.line})" if document else "–"
        return self._row(fact.relation, f"«{fact.printed}» → {fact.target_plan or known}")

    # --- a unit --------------------------------------------------------------------------------------------------

    def _units(self, asked: str) -> list[Unit]:
        registry = self.corpus.registry
        if asked in registry.units:
            return [registry.units[asked]]
        found = registry.elsewhere(asked)
        return list(found or (registry.units[u] for u in registry.by_full_name.get(registry.names.key(asked), ())))

    def _unit(self, unit: Unit) -> Iterator[str]:
        registry = self.corpus.registry
        yield f"{unit.id} · {unit.full_name} · {unit.spot.path}:{unit.spot.line}"
        yield self._row("place", registry.localities[unit.place].name)
        yield self._row("kind", unit.entry.kind)
        if above := registry.lineage(unit):
            yield self._row("of", above[0].full_name)
        if unit.collective:
            yield self._row("members", self._list(registry.members(unit, None)) or "–")
        if groups := self.corpus.collectives_of.get(unit.id):
            yield self._row("member-of", self._list(groups))
        for key in ("established", "dissolved"):
            if day := getattr(unit.entry, key):
                yield self._row(key, vietnamese_date(day))
        for heir, entry in registry.successors(unit):
            yield self._row("successor", f"{heir.full_name} ({entry.basis})")
        duties = self.corpus.duties_of_unit.get(unit.id, [])
        certain = sum(duty.certain for duty in duties)
        yield self._row("duties", self._say("duties-counted", certain=certain, uncertain=len(duties) - certain))
        owed, got = (len(group.get(unit.id, ())) for group in (self.corpus.reports_owed, self.corpus.reports_received))
        yield self._row("reports", self._say("reports-counted", owed=owed, received=got))

    # --- a rule --------------------------------------------------------------------------------------------------

    def _rule(self, rule: str) -> Iterator[str]:
        page = self.pages / f"{rule}.md"
        if page.is_file():
            yield page.read_text(encoding="utf-8").rstrip()
            return
        yield rule
        yield f"  {catalogue()[rule][self.lang]}"
        yield f"  {self._say('blanks')}"
