"""The work of a build in parts that do not wait for one another: a plan, a unit, a table, a section of the site.

Each part knows of which plans it tells, so that it need not be done again while these stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from generator import cache
from generator.content import Content
from generator.corpus import Corpus
from generator.exports import TABLES, xlsx_file
from generator.exports.blocks import Block
from generator.exports.lists import Lists
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
from generator.pages.job import Job
from generator.pages.render import Artifact, FileFacts, Made, Page, Renderer, Same, environment, facts
from generator.pages.shelved import Shelves, all_blocks, known_from
from generator.pages.subscriptions import Subscriptions
from generator.plans import Plan
from generator.registry import Unit
from generator.views.work import WorkRows

SEARCH = "search"
"""The key of the job that makes the search."""
Before = Callable[[str], files.Before | None]
"""Tells of the files that a job made the last time, by its key."""
SINGLE = MappingProxyType({"lookup": lookup, "moved": moved})
"""The sections of which little is there to be made, by the name of their job."""
SPLIT = (plans, units, targets, documents, deadlines, places, topics)
"""The sections that are made page by page."""


@dataclass(frozen=True)
class Works:
    """All that a site is made from. `name` is the site's name, `origin.site` its address; `today` is ISO.

    `origin.commit` is the state of the whole content, `commits` tell of each file.
    """

    corpus: Corpus
    content: Content
    history: History
    origin: Origin
    commits: Commits
    templates: Path
    today: str
    name: str

    def blocks(self, slugs: list[str]) -> Iterator[tuple[str, str, Block]]:
        """What these plans add to tables and lists, to be kept: (table, form, block)."""
        return all_blocks(self.corpus, self.followed.calendars, slugs)

    def jobs(self, shelves: Shelves | None = None, before: Before = lambda _: None) -> Iterator[Job]:
        """Every job but the last, those that take longest first.

        `shelves` hold what was made of plans; `before` tells of what a job made the last time.
        """
        corpus, renderer = self.corpus, self.renderer
        yield Job(SEARCH, partial(files.of_search, corpus, before(SEARCH), shelves))
        for name in TABLES:
            key = f"table {name}"
            make = partial(files.of_table, corpus, name, self.origin, shelves, before(key))
            yield Job(key, make, origin=self.origin)
        for name, section in SINGLE.items():
            yield Job(name, partial(section.pages, corpus, renderer, self.today), dated=True)
        known = known_from(corpus, shelves)
        yield Job("home", partial(home.pages, corpus, renderer, self.today, known), dated=True)
        for split in SPLIT:
            yield from split.jobs(corpus, renderer, self.today, known)
        yield Job("rules", partial(rules.pages, corpus, renderer, self.today), ())
        yield Job("schemas", partial(files.schemas, self.origin.site), ())
        yield Job("changes", partial(changes.pages, corpus, renderer, self.history), told=True)
        yield Job("followed", partial(self.followed.of_site, shelves), told=True)
        for unit in corpus.registry.units.values():
            of = tuple(sorted(named.by_unit(corpus, unit)))
            origin = self._origin(of)
            own, follow = partial(self._unit, unit, origin), partial(self.followed.of_unit, unit)
            yield Job(f"unit {unit.id}", own, of, dated=True, origin=origin, near=unit.place)
            yield Job(f"unit {unit.id} followed", follow, of, told=True, near=unit.place)
        for plan in corpus.plans:
            yield self.of_plan(plan)
            follow = partial(self.followed.of_plan, plan)
            yield Job(f"plan {plan.slug} followed", follow, (plan.slug,), told=True, near=plan.place)

    def of_plan(self, plan: Plan) -> Job:
        """The page of a plan and the files beside it."""
        of = self.named[plan.slug]
        origin = self._origin(of)
        return Job(f"plan {plan.slug}", partial(self._plan, plan, origin), of, origin=origin, near=plan.place)

    def ready(self) -> None:
        """Make what every process that does jobs would otherwise make for itself."""
        xlsx_file.ready(self.origin)
        self.renderer.ready()

    def last(self, made: Made) -> Iterator[Page | Artifact]:
        """What tells of all that the jobs `made`."""
        yield files.datapackage(made, self.origin)
        yield (inventory := files.inventory(made, self.origin))
        yield from data.pages(self.corpus, self._knowing({**made, **made_of((inventory,))}), self.today)

    def _unit(self, unit: Unit, origin: Origin) -> Iterator[Page | Artifact]:
        beside = tuple(files.of_unit(self.lists, unit, origin))
        yield from beside
        yield from units.of_unit(self.rows, self._knowing(made_of(beside)), unit, self.today)

    def _plan(self, plan: Plan, origin: Origin) -> Iterator[Page | Artifact]:
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
    def rows(self) -> WorkRows:
        return WorkRows(self.corpus)

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.corpus)

    @cached_property
    def followed(self) -> Subscriptions:
        return Subscriptions(self.corpus, self.history, self.name, self.origin.site)


def outputs(works: Works) -> Iterator[Page | Artifact]:
    """Everything, made one after the other from nothing."""
    made: dict[str, FileFacts] = {}
    for job in works.jobs():
        for output in job.make():
            assert not isinstance(output, Same)
            if isinstance(output, Artifact):
                made[output.path] = facts(output)
            yield output
    yield from works.last(made)


def made_of(artifacts: Iterable[Artifact]) -> Made:
    return {artifact.path: facts(artifact) for artifact in artifacts}
