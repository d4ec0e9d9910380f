"""What plans say, resolved and checked: found out now, or kept from the last time where what decides it is the same.

What one plan says hangs on its file and its source, on the registers, and on the plans that have a number it cites.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.checks import Subject, rules_of_plans
from generator.checks.sources import examine, source_bytes
from generator.content import Content
from generator.corpus import Corpus
from generator.facts import Fidelity, PlanFacts, Ties, ties
from generator.plans import Plan
from generator.problems import Problem
from generator.readings import FactsOnCall, Kind, Readings, mark, opened
from generator.registry import Registry, document_key
from generator.resolver.citations import Library, mentions
from generator.resolver.corpus import facts_of, issuer_of, later, reader_of


class Told(Struct, frozen=True):
    """What was found out about a plan, besides its facts. `cited` are the numbers of documents that it names, `near` a
    hash of the plans that have one of them."""

    ties: Ties
    fidelity: Fidelity | None
    problems: tuple[Problem, ...]
    cited: tuple[str, ...]
    near: str


class Findings:
    """The findings about the plans of `content`. `sources`: whether plans are compared with their source texts."""

    def __init__(
        self, content: Content, registry: Registry, readings: Readings | None = None, *, sources: bool = True
    ) -> None:
        self._content, self._registry, self._readings = content, registry, readings
        plans = content.plans
        self._library = Library.of(registry, plans, {plan.slug: issuer_of(plan, registry) for plan in plans})
        self._bases = _bases(content) if readings else {}
        self._known = self._still_known()
        self._ties = {slug: told.ties for slug, told in self._known.items()}
        self._near = {slug: (told.cited, told.near) for slug, told in self._known.items()}
        self._held = self._found()
        unknown = (plan for plan in plans if sources and plan.slug not in self._known)
        self._compared = {plan.slug: examine(plan, content) for plan in unknown}

    def corpus(self) -> Corpus:
        """Everything the plans say, with what was reported of them later."""
        plans, library = self._content.plans, self._library
        by_slug = {plan.slug: plan for plan in plans}
        facts: Mapping[str, PlanFacts] = self._held
        if self._readings:
            at = {slug: found for slug in self._bases if (found := self._facts_at(slug))}
            facts = FactsOnCall(self._readings, at, self._held, lambda slug: self._find(by_slug[slug]))
        fidelity = {plan.slug: self._fidelity(plan.slug) for plan in plans}
        return Corpus(
            registry=self._registry,
            plans=plans,
            issuers=library.issuers,
            facts=facts,
            ties={plan.slug: self._ties[plan.slug] for plan in plans},
            fidelity={slug: found for slug, found in fidelity.items() if found},
            updates=tuple(later(plans, facts, library, self._content.updates)),
        )

    def problems(self, subject: Subject) -> Iterator[Problem]:
        """What is wrong with each plan by itself. What was found out now is kept."""
        rules = rules_of_plans()
        for plan in self._content.plans:
            if kept := self._known.get(plan.slug):
                yield from kept.problems
                continue
            _, own = self._compared.get(plan.slug, (None, []))
            own = [*own, *(problem for check in rules for problem in check(subject, plan))]
            if self._readings and plan.slug in self._bases:
                told = Told(self._ties[plan.slug], self._fidelity(plan.slug), tuple(own), *self._near[plan.slug])
                self._readings.put("told", *self._bases[plan.slug], told)
            yield from own

    def used(self) -> Iterator[tuple[Kind, str, str]]:
        """What is kept of these plans: kind, path, mark."""
        for slug, base in self._bases.items():
            yield "told", *base
            if at := self._facts_at(slug):
                yield "facts", *at

    def _facts_at(self, slug: str) -> tuple[str, str] | None:
        """The path and mark under which the facts of a plan are kept, None where they are not."""
        if slug not in self._bases:
            return None
        path, base = self._bases[slug]
        return path, mark(base, self._near[slug][1])

    def _still_known(self) -> dict[str, Told]:
        """What was kept and still holds."""
        kept = self._readings.all_of("told") if self._readings else {}
        found = {}
        for slug, (path, base) in self._bases.items():
            told = opened(kept.get((path, base), b""))
            if isinstance(told, Told) and told.near == self._nearby(told.cited):
                found[slug] = told
        return found

    def _found(self) -> dict[str, PlanFacts]:
        """The facts of all other plans. Where plans are many, only what can't be kept is held."""
        held: dict[str, PlanFacts] = {}
        for plan in self._content.plans:
            if plan.slug in self._known:
                continue
            facts, cited = self._find(plan), self._cited(plan)
            self._ties[plan.slug], self._near[plan.slug] = ties(plan, facts), (cited, self._nearby(cited))
            at = self._facts_at(plan.slug)
            kept = at and self._readings and self._readings.put("facts", *at, facts)
            if not kept or (self._readings and self._readings.held):
                held[plan.slug] = facts
        return held

    def _find(self, plan: Plan) -> PlanFacts:
        return facts_of(plan, reader_of(plan, self._registry, self._library.issuers), self._library)

    def _fidelity(self, slug: str) -> Fidelity | None:
        told = self._known.get(slug)
        return told.fidelity if told else self._compared.get(slug, (None, []))[0]

    def _cited(self, plan: Plan) -> tuple[str, ...]:
        numbers = (each.citation.number for each in mentions(plan, self._library) if each.citation)
        return tuple(dict.fromkeys(document_key(number) for number in numbers if number))

    def _nearby(self, cited: tuple[str, ...]) -> str:
        """A hash of all by which a citation could mean one plan or another."""
        library = self._library
        plans = ((key, plan) for key in cited for plan in library.by_number.get(key, ()))
        return mark(*(f"{key}\n{plan.slug}\n{plan.issued}\n{library.issuers[plan.slug]}" for key, plan in plans))


def _bases(content: Content) -> dict[str, tuple[str, str]]:
    """Plan → its path, and a hash of what decides its findings but other plans; of those alone that have a source."""
    registers = mark(*(part for path in content.registers.paths for part in (path, content.data(path))))
    texts = {plan.slug: source_bytes(plan, content) for plan in content.plans}
    return {
        plan.slug: (plan.path, mark(content.marks[plan.slug], registers, text))
        for plan in content.plans
        if (text := texts[plan.slug]) is not None
    }
