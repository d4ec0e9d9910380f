"""What a reader follows: calendars and feeds, and the changes as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from generator import urls
from generator.corpus import Corpus
from generator.exports import to_json
from generator.exports.calendars import Calendars
from generator.exports.changes import change_records
from generator.exports.feeds import Feeds
from generator.history import History
from generator.pages.render import Artifact
from generator.pages.shelved import Shelves, kept_events
from generator.plans import Plan
from generator.registry import Unit


@dataclass(frozen=True)
class Subscriptions:
    """Makes calendars and feeds. `name` is the site's name, `site` its address, "" where it is not known.

    Every unit and plan has its own, also while nothing stands in it: who subscribes today hears of what comes tomorrow.
    """

    corpus: Corpus
    history: History
    name: str
    site: str

    def of_site(self, shelves: Shelves | None = None) -> Iterator[Artifact]:
        """What falls due and what changed anywhere; the changes also as data."""
        yield Artifact(urls.calendar(), lambda: self.calendars.of_site(kept_events(shelves)))
        yield Artifact(urls.feed(), self._feeds.of_site())
        yield Artifact(urls.data("changes"), to_json(change_records(self.corpus, self.history)).encode())

    def of_plan(self, plan: Plan) -> Iterator[Artifact]:
        """What changed in a plan."""
        yield Artifact(urls.feed(urls.plan(plan.slug)), self._feeds.of_plan(plan))

    def of_unit(self, unit: Unit) -> Iterator[Artifact]:
        """What a unit has to keep, and what changed of it."""
        address = urls.unit(unit.id)
        yield Artifact(urls.calendar(address), partial(self.calendars.of_unit, unit))
        yield Artifact(urls.feed(address), self._feeds.of_unit(unit))

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars(self.corpus, self.history, self.name, self.site)

    @cached_property
    def _feeds(self) -> Feeds:
        return Feeds(self.corpus, self.history, self.name, self.site)
