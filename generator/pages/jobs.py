"""The work of a build in parts that do not wait for one another: a plan, a unit, a table, a section of the site.

Each part knows of which plans it tells, so that it need not be done again while these stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator import cache
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import TABLES
from generator.exports.origin import Origin
from generator.history import Commits, History
from generator.pages import (
    changes,
    data,
    deadlines,
    documents,
    files,
    home,
    lookup,
    moved,
    named,
    places,
    plans,
    rules,
    targets,
    topics,
    units,
)
from generator.pages.render import Artifact, FileFacts, Made, Page, Renderer, environment, facts
from generator.pages.subscriptions import Subscriptions
from generator.plans import Plan
from generator.registry import Unit

if TYPE_CHECKING:
    from generator.search.site import Read

Output = Page | Artifact
SECTIONS = MappingProxyType(
    {
        "home": home,
        "targets": targets,
        "documents": documents,
        "deadlines": deadlines,
        "places": places,
        "topics": topics,
        "lookup": lookup,
        "moved": moved,
    }
)
"""The sections that tell of all plans at once, by the name of their job."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some pages and files that are made together. `key` names it from build to build.

    `plans` are the plans of which they tell, None where it may be any. `dated`: they depend on the day of the build;
    `told`: on the history. `origin` is what its files say of where they are from. On registers, templates, settings and
    this program all depend.
    """

    key: str
    make: Callable[[], Iterable[Output]]
    plans: tuple[str, ...] | None = None
    dated: bool = False
    told: bool = False
    origin: Origin | None = None


@dataclass(frozen=True)
class Works:
    """All that a site is made from. `name` is the site's name, `origin.site` its address; `today` is ISO.

    `origin.commit` is the state of the whole content, `commits` tell of each file. `before` reads the search as it was
    built last.
    """

    corpus: Corpus
    content: Content
    history: History
    origin: Origin
    commits: Commits
    templates: Path
    today: str
    name: str
    before: Read | None = None

    def jobs(self, shelves: files.Shelves | None = None) -> Iterator[Job]:
        """Every job but the last, those that take longest first; `shelves` hold the tables' rows of the last time."""
        corpus, renderer = self.corpus, self.renderer
        yield Job("search", partial(files.of_search, corpus, self.before))
        for name in TABLES:
            make = partial(files.of_table, corpus, name, self.origin, shelves)
            yield Job(f"table {name}", make, origin=self.origin)
        for name, section in SECTIONS.items():
            yield Job(name, partial(section.pages, corpus, renderer, self.today), dated=True)
        yield Job("plans", partial(plans.register, corpus, renderer))
        yield Job("units", partial(units.register, corpus, renderer))
        yield Job("rules", partial(rules.pages, corpus, renderer, self.today), ())
        yield Job("schemas", partial(files.schemas, self.origin.site), ())
        yield Job("changes", partial(changes.pages, corpus, renderer, self.history), told=True)
        yield Job("followed", partial(self.followed.of_site), told=True)
        for unit in corpus.registry.units.values():
            of = tuple(sorted(named.by_unit(corpus, unit)))
            origin = self._origin(of)
            yield Job(f"unit {unit.id}", partial(self._unit, unit, origin), of, dated=True, origin=origin)
            yield Job(f"unit {unit.id} followed", partial(self.followed.of_unit, unit), of, told=True)
        for plan in corpus.plans:
            of = self.named[plan.slug]
            origin = self._origin(of)
            yield Job(f"plan {plan.slug}", partial(self._plan, plan, origin), of, origin=origin)
            yield Job(f"plan {plan.slug} followed", partial(self.followed.of_plan, plan), (plan.slug,), told=True)

    def last(self, made: Made) -> Iterator[Output]:
        """What tells of all that the jobs `made`."""
        yield files.datapackage(made, self.origin)
        yield (inventory := files.inventory(made, self.origin))
        yield from data.pages(self.corpus, self._knowing({**made, **made_of((inventory,))}), self.today)

    def _unit(self, unit: Unit, origin: Origin) -> Iterator[Output]:
        beside = tuple(files.of_unit(self.corpus, unit, origin))
        yield from beside
        yield from units.of_unit(self.corpus, self._knowing(made_of(beside)), unit, self.today)

    def _plan(self, plan: Plan, origin: Origin) -> Iterator[Output]:
        beside = tuple(files.of_plan(self.corpus, self.content, plan, origin))
        yield from beside
        yield plans.of_plan(self.corpus, self._knowing(made_of(beside)), plan)

    def _origin(self, plans: Iterable[str]) -> Origin:
        """Since when what is told of these plans is as it is: the last change of their files and of the registers."""
        told = (self.corpus.update_files.get(slug) for slug in plans)
        own = (self.corpus.plan_by_slug[slug].path for slug in plans)
        return replace(self.origin, commit=self.commits.of((*self._registers, *own, *filter(None, told))))

    @cached_property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """The plans of which the page and the files of each plan tell."""
        return {plan.slug: tuple(sorted(named.by_plan(self.corpus, plan))) for plan in self.corpus.plans}

    @cached_property
    def _registers(self) -> tuple[str, ...]:
        return self.content.registers.paths

    def _knowing(self, made: Made) -> Renderer:
        """The renderer of pages that may offer the files `made`."""
        return replace(self.renderer, made=made)

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(environment(self.templates, cache.folder("templates")), self.origin.site)

    @cached_property
    def followed(self) -> Subscriptions:
        return Subscriptions(self.corpus, self.history, self.name, self.origin.site)


def outputs(works: Works) -> Iterator[Output]:
    """Everything, made one after the other."""
    made: dict[str, FileFacts] = {}
    for job in works.jobs():
        for output in job.make():
            if isinstance(output, Artifact):
                made[output.path] = facts(output)
            yield output
    yield from works.last(made)


def made_of(artifacts: Iterable[Artifact]) -> Made:
    return {artifact.path: facts(artifact) for artifact in artifacts}
