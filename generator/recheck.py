"""A few plans read and checked again, against all else as it was last without errors: in the time of those few.

It says what a survey of the whole folder would say if nothing but these files changed. Where it can't, it says nothing.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from msgspec import Struct

from generator.checks import Subject, rules_of_all, rules_of_files, rules_of_plans
from generator.checks.sources import examine
from generator.content import Content
from generator.corpus import Corpus, UpdateFact
from generator.facts import Fidelity, PlanFacts, ties
from generator.memory import uncollected
from generator.plan_shelf import PlanAt, PlanShelf
from generator.plans import Plan
from generator.problems import Problem
from generator.resolver.citations import Library
from generator.resolver.corpus import facts_of, issuer_of, later, reader_of
from generator.resolver.updates import entries, names_of
from generator.vietnamese import nfc

FEW = 8
"""Plans that are looked at again by themselves; of more the survey of the whole folder tells as soon."""


class Rechecked(Struct, frozen=True):
    """The content and what it says, with the plans `slugs` as their files are now: all of it without errors."""

    content: Content
    corpus: Corpus
    slugs: tuple[str, ...]


class _Anew(Struct, frozen=True):
    plan: Plan
    mark: str
    fidelity: Fidelity | None


def recheck(content: Content, corpus: Corpus, files: Collection[Path], today: str | None) -> Rechecked | None:
    """The plans whose own file or source text is among `files`; `content` is without errors, `today` as for a survey.

    None where there is more to be looked at: an error, a file of another kind, a plan that is new, or that others may
    now find by another number, day or issuer.
    """
    slugs = _plans_of(content, files)
    if not 0 < len(slugs) <= FEW or content.unread:
        return None
    with uncollected():
        read = (_read(content, corpus, slug) for slug in slugs)
        anew = {one.plan.slug: one for one in read if one}
        if len(anew) < len(slugs):
            return None
        after = _content(content, anew)
        resolved = _corpus(after, corpus, anew)
        if any(map(_wrong, _problems(after, resolved, corpus, anew, today))):
            return None
        return Rechecked(after, resolved, slugs)


def _plans_of(content: Content, files: Collection[Path]) -> tuple[str, ...]:
    """The plans that these files make; none where one of the files is something else.

    What is no file any more and was none of the content is what an editor's program wrote on its way.
    """
    of = {plan.path: [plan.slug] for plan in content.plans}
    others = {*content.registers.paths, *(read.path for read in content.updates)}
    named = {_name(content, file): file for file in files}
    if named.keys() - of.keys():  # what each plan names as its source is had when it is asked for
        for plan in content.plans:
            of.setdefault(f"{content.label}/{plan.file.source.file}", []).append(plan.slug)
    found = [of.get(name, ()) for name, file in named.items() if name in of or name in others or file.exists()]
    return tuple(sorted({slug for slugs in found for slug in slugs})) if all(found) else ()


def _name(content: Content, file: Path) -> str:
    """What messages call a file of the content."""
    above = content.root.parent
    return nfc(file.relative_to(above).as_posix()) if file.is_relative_to(above) else str(file)


def _read(content: Content, corpus: Corpus, slug: str) -> _Anew | None:
    """A plan as its file is now, compared with its source; None where it has an error or others may be concerned."""
    before, shelf = corpus.plan_by_slug[slug], PlanShelf(None, rules_of_files().plan)
    file = content.root.parent / before.path
    if file.is_symlink():
        return None
    [(plan, problems)] = shelf.plans([PlanAt(slug, before.path, str(file))])
    if plan is None or (plan.number, plan.issued) != (before.number, before.issued):
        return None
    if issuer_of(plan, corpus.registry) != corpus.issuers[slug]:
        return None
    fidelity, differences = examine(plan, content)
    return None if any(map(_wrong, (*problems, *differences))) else _Anew(plan, shelf.marks[slug], fidelity)


def _content(content: Content, anew: Mapping[str, _Anew]) -> Content:
    plans = tuple(anew[plan.slug].plan if plan.slug in anew else plan for plan in content.plans)
    return replace(content, plans=plans, marks={**content.marks, **{slug: one.mark for slug, one in anew.items()}})


def _corpus(content: Content, before: Corpus, anew: Mapping[str, _Anew]) -> Corpus:
    """What all plans say, these alone resolved again."""
    library = Library.of(before.registry, content.plans, before.issuers)
    readers = {slug: reader_of(one.plan, before.registry, before.issuers) for slug, one in anew.items()}
    own = {slug: facts_of(one.plan, readers[slug], library) for slug, one in anew.items()}
    facts = ChainMap(own, cast(MutableMapping[str, PlanFacts], before.facts))

    def updates(plan: Plan) -> Iterator[UpdateFact]:
        if plan.slug in anew:
            yield from later((plan,), facts, library, content.updates)
        else:
            yield from before.updates_of_plan.get(plan.slug, ())

    fidelity = dict(before.fidelity) | {slug: one.fidelity for slug, one in anew.items()}
    return replace(
        before,
        plans=content.plans,
        facts=facts,
        ties={**before.ties, **{slug: ties(one.plan, own[slug]) for slug, one in anew.items()}},
        fidelity={slug: found for slug, found in fidelity.items() if found},
        updates=tuple(fact for plan in content.plans for fact in updates(plan)),
    )


def _problems(
    content: Content, corpus: Corpus, before: Corpus, anew: Mapping[str, _Anew], today: str | None
) -> Iterator[Problem]:
    """What the rules say of these plans, of what was reported of them, and of all plans together."""
    subject = Subject(content, corpus, None, today)
    for one in anew.values():
        for check in rules_of_plans():
            yield from check(subject, one.plan)
    names = {name for slug in anew for plans in (corpus, before) for name in names_of(plans.plan_by_slug[slug])}
    told = tuple(read for read in content.updates if any(entry.slug in names for entry in entries((read,))))
    for rule in rules_of_all():
        yield from rule(replace(subject, content=replace(content, updates=told)))


def _wrong(problem: Problem) -> bool:
    return problem.level == "error"
