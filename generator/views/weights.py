"""How many bytes of HTML a row takes, as estimated from what it shows: measured rows lie within a third of it.

Lists are split by these before anything is rendered, and the same content is always split alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.due import occasions

if TYPE_CHECKING:
    from generator.corpus import Corpus, ReportLink
    from generator.views.aims import AimRow
    from generator.views.chain import ChainNode
    from generator.views.duties import DutyView
    from generator.views.registers import PlaceUnits

NAME, LINK, CHOICE, DAY, CHAIN = 110, 230, 150, 62, 420
"""A name with its link; a plan with its link; a unit to choose; an occasion of a deadline; a document in a chain."""


def _size(*texts: str | None) -> int:
    return sum(len(text.encode()) for text in texts if text)


def plan_row(title: str) -> int:
    """A plan in a list, with what the page tells machines of it."""
    return 700 + _size(title)


def duty(view: DutyView) -> int:
    """A row of a unit's work order."""
    return 560 + _size(view.task.text) + 140 * len(view.ways) + 120 * len(view.task.times)


def report(corpus: Corpus, link: ReportLink) -> int:
    """A row of a unit's reports, every occasion listed."""
    names = len(link.senders) + len(link.receivers) + len(link.via)
    plan = corpus.plan_by_slug[link.plan]
    listed = sum(len(occasions(rule, plan)) for rule in link.rules)
    return 560 + _size(link.what, link.doubt) + NAME * names + DAY * listed


def report_row(link: ReportLink) -> int:
    """A report of a list of reports."""
    return 500 + _size(link.what, link.doubt) + NAME * (len(link.senders) + len(link.receivers) + len(link.via))


def deadline(text: str, names: int) -> int:
    """A last day in a list of days: what is due, and how many units are named."""
    return 380 + _size(text) + NAME * names


def aim(row: AimRow) -> int:
    """A target in the table of its indicator, and its mark in the picture."""
    return 950 + _size(row.among) + NAME * len(row.statements)


def indicator(name: str) -> int:
    """An indicator in the register, with what the page tells machines of it."""
    return 430 + _size(name)


AIMS = 130
"""The list of an indicator's targets in the register, besides these."""


def aim_listed(among: str | None) -> int:
    """A target in the register."""
    return 230 + _size(among)


def document(title: str) -> int:
    """A document of the register, with what the page tells machines of it."""
    return 400 + _size(title)


def citing(clauses: int, printed: int) -> int:
    """A plan that cites a document, by so many clauses, in forms of so many bytes."""
    return 280 + NAME * clauses + printed


def topic_plan(texts: Iterable[str]) -> int:
    """A plan under a topic, with its clauses."""
    return 320 + sum(180 + _size(text) for text in texts)


def place_units(groups: Iterable[PlaceUnits]) -> int:
    """The tables of units of places, each with its picture, and what the page tells machines of them."""
    return sum(4000 + 480 * (len(group.units) + len(group.collectives)) for group in groups)


def plan_targets(targets: int) -> int:
    """So many targets of a plan on the page of its place."""
    return LINK + 600 * targets


def chain(nodes: Iterable[ChainNode]) -> int:
    """Documents drawn as a tree."""
    return sum(CHAIN + chain(node.below) for node in nodes)
