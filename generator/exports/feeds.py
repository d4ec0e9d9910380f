"""Change feeds (Atom, RFC 4287): of the site, of each plan, of each unit.

An entry is what a commit changed in one plan. Ids are made from the commit and the plan, so they stay when the site
moves to another address. Where the site's address is not known, links are relative to the feed, as Atom allows.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from html import escape
from xml.etree import ElementTree as ET

from msgspec import Struct

from generator import urls
from generator.changes.model import Change
from generator.changes.words import address, say
from generator.corpus import Corpus
from generator.history import History, Step, by_plan, start_of
from generator.messages import word
from generator.plans import Plan
from generator.registry import Unit
from generator.titles import plan_name

ATOM = "http://www.w3.org/2005/Atom"
MOST = 100
"""Entries of a feed; what is older stands on the page of changes."""
LINES = 50
"""Changes told in one entry; more are counted."""


class Entry(Struct, frozen=True):
    """What one commit changed in one plan, or outside of all plans (None)."""

    step: Step
    plan: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Feeds:
    """Makes feeds from a corpus and its `history`. `site` is the site's address, "" where it is not known."""

    corpus: Corpus
    history: History
    name: str
    site: str = ""

    def of_site(self) -> bytes:
        return self._feed(urls.HOME, urls.CHANGES, word("feed-site", site=self.name), self._entries)

    def of_plan(self, plan: Plan) -> bytes:
        title = word("feed-plan", name=plan_name(self.corpus, plan), site=self.name)
        return self._feed(urls.plan(plan.slug), urls.plan(plan.slug), title, self._by_plan.get(plan.slug, ()))

    def of_unit(self, unit: Unit) -> bytes:
        """What concerns the unit, and nothing else."""
        title = word("feed-unit", name=unit.full_name, site=self.name)
        return self._feed(urls.unit(unit.id), urls.unit(unit.id), title, self._by_unit.get(unit.id, ()))

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(*group) for group in by_plan(self.history.steps))

    @cached_property
    def _by_plan(self) -> dict[str, list[Entry]]:
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.plan:
                found[entry.plan].append(entry)
        return dict(found)

    @cached_property
    def _by_unit(self) -> dict[str, list[Entry]]:
        """Each entry under each unit that it concerns, with the changes that do."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            mine: defaultdict[str, list[Change]] = defaultdict(list)
            for change in entry.changes:
                for unit in change.units:
                    mine[unit].append(change)
            for unit, changes in mine.items():
                found[unit].append(Entry(entry.step, entry.plan, tuple(changes)))
        return dict(found)

    def _feed(self, home: str, page: str, title: str, entries: Iterable[Entry]) -> bytes:
        """The feed that stands at `home`; `page` is the page to which it belongs."""
        shown = list(entries)[:MOST]
        root, path = self.site or urls.to_root(home), urls.feed(home)
        feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
        _put(feed, "id", f"{self.site}{path}" if self.site else _urn(self.name, path))
        _put(feed, "title", title)
        _put(feed, "updated", _time(shown[0].step.time if shown else self._never))
        _put(_put(feed, "author"), "name", self.name)
        _put(feed, "link", rel="self", type="application/atom+xml", href=f"{root}{path}")
        _put(feed, "link", rel="alternate", type="text/html", href=f"{root}{page}")
        for entry in shown:
            self._entry(feed, entry, root, path)
        ET.indent(feed)
        return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"

    def _entry(self, feed: ET.Element, entry: Entry, root: str, path: str) -> None:
        time, changes = _time(entry.step.time), entry.changes
        at = _put(feed, "entry")
        _put(at, "id", _urn(entry.step.commit, entry.plan or "", path))
        _put(at, "title", self._title(entry))
        _put(at, "updated", time)
        _put(at, "published", time)
        where = address(self.corpus, changes[0]) if len(changes) == 1 else None
        known = urls.plan(entry.plan) if entry.plan in self.corpus.plan_by_slug else urls.CHANGES
        _put(at, "link", rel="alternate", type="text/html", href=f"{root}{where or known}")
        lines = "".join(f"<li>{self._line(change, root)}</li>" for change in changes[:LINES])
        if len(changes) > LINES:
            lines += f"<li>{escape(word('feed-more', count=len(changes) - LINES))}</li>"
        _put(at, "content", f"<ul>{lines}</ul>", type="html")

    def _title(self, entry: Entry) -> str:
        plan = self.corpus.plan_by_slug.get(entry.plan or "")
        told = next((change.name for change in entry.changes if change.about == "plan"), entry.plan or "")
        name = plan_name(self.corpus, plan) if plan else told or word("changes-registers")
        if len(entry.changes) == 1:
            return word("feed-one", name=name, text=say(entry.changes[0]))
        return word("feed-many", name=name, count=len(entry.changes))

    def _line(self, change: Change, root: str) -> str:
        where = address(self.corpus, change)
        text = escape(say(change))
        return f'<a href="{escape(root + where)}">{text}</a>' if where else text

    @cached_property
    def _never(self) -> datetime:
        """The time of a feed without an entry, since none may be without: that from which on changes are known."""
        days = [plan.day for plan in self.corpus.plans if plan.day]
        return self.history.since or self.history.epoch or start_of(max(days, default=None))


def _put(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _urn(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "\0".join(("plansite", *parts))).urn


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
