"""What a reader follows: calendars and feeds, and the changes as data."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.corpus import Corpus
from generator.exports import to_json
from generator.exports.calendars import Calendars
from generator.exports.changes import change_records
from generator.exports.feeds import Feeds
from generator.history import History
from generator.pages.render import Artifact


def subscriptions(corpus: Corpus, history: History, name: str, site: str) -> Iterator[Artifact]:
    """Every calendar and feed. `name` is the site's name, `site` its address, "" where it is not known.

    Every unit and plan has its own, also while nothing stands in it: who subscribes today hears of what comes tomorrow.
    """
    calendars, feeds = Calendars(corpus, history, name, site), Feeds(corpus, history, name, site)
    yield Artifact(urls.calendar(), calendars.of_site())
    yield Artifact(urls.feed(), feeds.of_site())
    yield Artifact(urls.data("changes"), to_json(change_records(corpus, history)).encode())
    for plan in corpus.plans:
        yield Artifact(urls.feed(urls.plan(plan.slug)), feeds.of_plan(plan))
    for unit in corpus.registry.units.values():
        address = urls.unit(unit.id)
        yield Artifact(urls.calendar(address), calendars.of_unit(unit))
        yield Artifact(urls.feed(address), feeds.of_unit(unit))
