"""What plans say, resolved and checked by all processors: found out now, or kept from the last time where what decides
it is the same.

What one plan says hangs on its file and its source, on the registers, and on the plans that have a number it cites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.checks import Subject, rules_of_plans
from generator.checks.sources import examine, source_bytes
from generator.content import Content
from generator.corpus import Corpus
from generator.facts import Fidelity, PlanFacts, Ties, shared, ties
from generator.plans import Plan
from generator.problems import Problem
from generator.readings import Kind, Readings, mark, packed
from generator.registry import document_key
from generator.resolver.citations import Library, mentions
from generator.resolver.corpus import facts_of, issuer_of, later, reader_of
from generator.workers import many


class Told(Struct, frozen=True):
    """What was found out about a plan, besides its facts.

    `base` is a hash of what decides it but other plans, None where nothing is to be kept of it. `cited` are the numbers
    of documents that it names, `near` a hash of the plans that have one of them.
    """

    base: str | None
    ties: Ties
    fidelity: Fidelity | None
    problems: tuple[Problem, ...]
    cited: tuple[str, ...]
    near: str


class Found(NamedTuple):
    """What was just found out about a plan: its facts as they are, as they are kept, or let go."""

    told: Told
    facts: PlanFacts | None
    packed: bytes | None


class Findings:
    """The findings about the plans of `content`.

    `readings`: where what is found is held, and is kept if `keep`. `sources`: whether plans are compared with their
    source texts.
    """

    def __init__(
        self,
        content: Content,
        readings: Readings | None = None,
        *,
        keep: bool = False,
        sources: bool = True,
    ) -> None:
        self._content, self._readings, self._keep, self._sources = content, readings, keep, sources
        plans, registry = content.plans, content.registry
        issuers = {plan.slug: issuer_of(plan, registry) for plan in plans}
        self._library = Library.of(registry, plans, issuers)
        self._registers = mark(*(part for path in content.registers.paths for part in (path, content.data(path))))
        self._looked_at: dict[str, PlanFacts] = {}
        """The facts of the plan that is just looked at."""
        self._subject = Subject(content, Corpus(registry, plans, issuers, self._looked_at, {}))
        self._rules = rules_of_plans()
        self._held: dict[str, PlanFacts] = {}
        self._told = self._find_out()

    def corpus(self) -> Corpus:
        """Everything the plans say, with what was reported of them later."""
        plans, told = self._content.plans, self._told
        facts: Mapping[str, PlanFacts] = self._held
        if self._readings:
            by_slug = {plan.slug: plan for plan in plans}
            facts = FactsOnCall(self._readings, self._held, by_slug, self._facts_at, self._facts)
        return Corpus(
            registry=self._content.registry,
            plans=plans,
            issuers=self._library.issuers,
            facts=facts,
            ties={plan.slug: told[plan.slug].ties for plan in plans},
            fidelity={plan.slug: found for plan in plans if (found := told[plan.slug].fidelity)},
            updates=tuple(later(plans, facts, self._library, self._content.updates)),
        )

    def problems(self) -> Iterator[Problem]:
        """What is wrong with each plan beside others; what its file alone shows was told when it was read."""
        for plan in self._content.plans:
            yield from self._told[plan.slug].problems

    def used(self) -> Iterator[tuple[Kind, str, str]]:
        """What is kept of these plans: kind, path, mark."""
        for plan in self._content.plans:
            if at := self._facts_at(plan):
                yield "facts", plan.path, at

    def _facts_at(self, plan: Plan) -> str:
        """The mark under which the facts of a plan are kept, "" where they are not."""
        told = self._told[plan.slug]
        return mark(told.base, told.near) if told.base else ""

    def _find_out(self) -> dict[str, Told]:
        """What there is to tell of each plan; what was not known is found out by whichever process is free."""
        before: dict[str, Told] = (self._readings and self._keep and self._readings.recall("told")) or {}
        known = {plan.slug: told for plan in self._content.plans if (told := self._as_before(plan, before))}
        unknown = [plan for plan in self._content.plans if plan.slug not in known]
        if self._readings and unknown:
            self._readings.show()
        same: dict[object, object] = {}
        packs = []
        for part, (told, facts, data) in many(
            len(unknown), lambda part, forked: self._find(unknown[part], forked), alone=self._readings is None
        ):
            plan = unknown[part]
            known[plan.slug] = replace(told, ties=shared(told.ties, same))
            if facts:
                self._held[plan.slug] = facts
            packs += [(plan, data)] if data else []
        self._put(before, known, packs)
        return known

    def _put(self, before: dict[str, Told], known: dict[str, Told], packs: list[tuple[Plan, bytes]]) -> None:
        """Keep what was found out: only now, since other processes may not read what is just being written."""
        if not (self._readings and self._keep):
            return
        for plan, data in packs:
            told = known[plan.slug]
            if told.base:
                self._readings.put("facts", plan.path, mark(told.base, told.near), data)
        if known != before:
            self._readings.remember("told", {slug: told for slug, told in known.items() if told.base})

    def _as_before(self, plan: Plan, before: dict[str, Told]) -> Told | None:
        """What was told of a plan, if it still holds."""
        told = before.get(plan.slug)
        holds = told and told.base == self._base(plan) and told.near == self._nearby(told.cited)
        return told if holds else None

    def _find(self, plan: Plan, forked: bool) -> Found:
        """Find out about a plan. Facts that are neither held nor kept are found out again when they are asked for."""
        fidelity, problems = examine(plan, self._content) if self._sources else (None, [])
        facts = self._facts(plan)
        self._looked_at[plan.slug] = facts
        problems = [*problems, *(problem for check in self._rules for problem in check(self._subject, plan))]
        self._looked_at.clear()
        cited = self._cited(plan)
        base = self._base(plan) if self._keep else None
        told = Told(base, ties(plan, facts), fidelity, tuple(problems), cited, self._nearby(cited))
        keeping = base is not None and self._readings is not None and self._readings.writing
        held = not forked and (not keeping or bool(self._readings and self._readings.held))
        return Found(told, facts if held else None, packed(facts) if keeping else None)

    def _facts(self, plan: Plan) -> PlanFacts:
        return facts_of(plan, reader_of(plan, self._content.registry, self._library.issuers), self._library)

    def _base(self, plan: Plan) -> str | None:
        """A hash of what decides the findings about a plan but other plans; None where it has no source."""
        text = source_bytes(plan, self._content)
        return None if text is None else mark(self._content.marks[plan.slug], self._registers, text)

    def _cited(self, plan: Plan) -> tuple[str, ...]:
        numbers = (each.citation.number for each in mentions(plan, self._library) if each.citation)
        return tuple(dict.fromkeys(document_key(number) for number in numbers if number))

    def _nearby(self, cited: tuple[str, ...]) -> str:
        """A hash of all by which a citation could mean one plan or another."""
        library = self._library
        plans = ((key, plan) for key in cited for plan in library.by_number.get(key, ()))
        return mark(*(f"{key}\n{plan.slug}\n{plan.issued}\n{library.issuers[plan.slug]}" for key, plan in plans))


class FactsOnCall(Mapping[str, PlanFacts]):
    """The facts of plans, had when they are asked for: those `held`, else kept under the mark that `at` tells.

    What can't be had is found out again by `find`.
    """

    def __init__(
        self,
        readings: Readings,
        held: Mapping[str, PlanFacts],
        plans: Mapping[str, Plan],
        at: Callable[[Plan], str],
        find: Callable[[Plan], PlanFacts],
    ) -> None:
        self._readings, self._held, self._plans, self._at, self._find = readings, held, plans, at, find
        self._marks: dict[str, str] = {}

    def __getitem__(self, slug: str) -> PlanFacts:
        if slug in self._held:
            return self._held[slug]
        plan, own = self._plans[slug], self._marks.get(slug)
        if own is None:
            own = self._marks[slug] = self._at(plan)
        return self._readings.get("facts", plan.path, own, lambda: self._find(plan))

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)
