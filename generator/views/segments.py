"""Printed words cut into pieces: units that a clause names become links, noted misprints carry their right reading.

The pieces joined are the printed words, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from generator import urls
from generator.corpus import Corpus
from generator.model.plan import Clause, Note
from generator.plans import Plan

# \w does not hold the combining marks that stay apart in NFC («thuôc̣»).
_LETTER = re.compile(r"[\w\u0300-\u036f]")


class Segment(Struct, frozen=True):
    """A piece of a printed text; `url` of the unit that it names, `reads` what should have been printed."""

    text: str
    url: str | None = None
    reads: str | None = None


def segments(text: str | None, names: Mapping[str, str], notes: Sequence[Note] = ()) -> tuple[Segment, ...]:
    """The text in pieces; () for no text. Misprints first (each once), then names (name → url), longest first."""
    if not text:
        return ()
    named = [name for name in names if name in text]
    if not (named or notes):
        return (Segment(text),)
    found: list[tuple[int, int, Segment]] = []
    for note in notes:
        if note.printed and note.reads:
            _take(found, _occurrences(text, note.printed), Segment("", None, note.reads), most=1)
    for name in sorted(named, key=lambda name: (-len(name), name)):
        _take(found, _occurrences(text, name), Segment("", names[name]), most=None)
    return tuple(_cut(text, sorted(found, key=lambda piece: piece[0])))


def unit_names(corpus: Corpus, plan: Plan) -> dict[str, str]:
    """The names printed in a plan that mean one unit each, with its address."""
    facts = corpus.of_plan(plan.slug)
    given = [named for item in facts.assignments for _, names in item.roles for named in names]
    given += [named for item in facts.assignments for named in item.partners]
    given += [named for link in facts.reports for named in chain(link.senders, link.receivers, link.via)]
    meant: dict[str, set[str]] = {}
    for named in given:
        meant.setdefault(named.name, set()).update(named.units)
    return {name: urls.unit(next(iter(units))) for name, units in meant.items() if len(units) == 1}


def own_names(clause: Clause, known: Mapping[str, str]) -> dict[str, str]:
    """Of the known names those that the clause itself is annotated with."""
    if not known:
        return {}
    own = [*clause.lead, *clause.assigned, *clause.support, *clause.invited, *clause.partners, *clause.overseen_by]
    own += [name for link in clause.reports for name in (*link.to, *link.sender, *link.via)]
    return {name: known[name] for name in own if name in known}


def _occurrences(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where the phrase stands in the text as whole words, letter for letter."""
    first = text.find(phrase)
    while phrase and first >= 0:
        last = first + len(phrase)
        free = not (_LETTER.match(text[first - 1 : first]) or _LETTER.match(text[last : last + 1]))
        if free:
            yield first, last
        first = text.find(phrase, last if free else first + 1)


def _take(
    found: list[tuple[int, int, Segment]], spots: Iterable[tuple[int, int]], kind: Segment, most: int | None
) -> None:
    """Add the spots that nothing found so far covers."""
    for first, last in list(spots)[:most]:
        if all(last <= begin or first >= end for begin, end, _ in found):
            found.append((first, last, kind))


def _cut(text: str, pieces: Iterable[tuple[int, int, Segment]]) -> Iterator[Segment]:
    done = 0
    for first, last, kind in pieces:
        if first > done:
            yield Segment(text[done:first])
        yield Segment(text[first:last], kind.url, kind.reads)
        done = last
    if done < len(text):
        yield Segment(text[done:])
