"""Synthetic sites' inventories, in the very form in which a site publishes its own.

Site n holds the plans of its own blocks of the synthetic world (benchmarks/world.py): their numbers, issuers, dates and
titles. Fields that no one resolves against hold something of the usual length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.author import short, written
from benchmarks.corpus import CONTENT, make_world
from benchmarks.plan import Terms, slug_of, title_of
from benchmarks.registers import (
    Entry,
    block_units,
    blocks_of,
    decisions,
    law_entries,
    national_units,
    place_entries,
)
from benchmarks.world import BLOCK, Head, World, proper
from generator import urls
from generator.exports import to_json
from generator.exports.inventory import TABLES, to_inventory
from generator.exports.origin import Origin
from generator.vietnamese import slug

Record = dict[str, Any]
CITED_ELSEWHERE = 20
"""Plans of a site of which one is a document of the next site's register as well."""


@dataclass(frozen=True, slots=True)
class Sites:
    """So many sites of so many plans each, of one world."""

    count: int
    plans: int
    world: World
    terms: Terms

    @classmethod
    def of(cls, count: int, plans: int, seed: int, content: Path = CONTENT) -> Sites:
        world, terms, _ = make_world(content, seed)
        return cls(count, plans, world, terms)

    @property
    def blocks(self) -> int:
        """Of one site: an even number, since two blocks share their programmes."""
        return blocks_of(self.plans) + blocks_of(self.plans) % 2

    def write(self, number: int, folder: Path, edited: int = 0) -> Path:
        """Site `number` in a folder of its own in `folder`; the titles of its first `edited` plans are changed."""
        tables = self._tables(number, edited)
        made = {name: to_json(tables[name]).encode() for name in TABLES}
        place = folder / f"site-{number:04}"
        origin = Origin(f"https://site-{number:04}.example/")
        told = {name: (len(tables[name]), len(data), hashlib.sha256(data).hexdigest()) for name, data in made.items()}
        for address, data in (
            *((urls.data(name), data) for name, data in made.items()),
            (urls.INVENTORY, to_inventory(told, origin).encode()),
        ):
            (place / address).parent.mkdir(parents=True, exist_ok=True)
            (place / address).write_bytes(data)
        return place

    def _tables(self, number: int, edited: int) -> dict[str, list[Record]]:
        units = _sorted(self._units(number))
        heads = [self.world.head(index) for index in self._indexes(number, self.plans)]
        plans = [self._plan(head, place < edited) for place, head in enumerate(heads)]
        return {
            "plans": _sorted(plans),
            "units": units,
            "documents": _sorted(self._documents(number, heads)),
            "places": _sorted(self._places(number)),
        }

    def _indexes(self, number: int, count: int) -> range:
        start = number * self.blocks * BLOCK
        return range(start, start + count)

    def _plan(self, head: Head, edited: bool) -> Record:
        name, place = slug_of(head), slug(head.place)
        title = title_of(self.world, head) + (" (sửa đổi)" if edited else "")
        topics = [slug(self.terms.topics[topic]) for topic in self.world.programme(head.programme).topics[:1]]
        issuer = _issuer(head)
        cited = slug(self.world.programme(head.programme).number)
        counts = dict.fromkeys(("sections", "clauses", "targets", "duties", "reports", "recipients", "notes"), 10)
        return {
            "id": name,
            "url": urls.plan(name),
            "type": "KẾ HOẠCH",
            "number": head.number,
            "number_printed": head.number,
            "title": title,
            "issuer": slug(issuer),
            "issuer_name": issuer,
            "issued": head.iso,
            "issued_printed": f"{head.place}, {written(head.issued)}",
            "period_from": str(head.issued[0]),
            "period_to": str(head.issued[0] + 5),
            "place": place,
            "level": "tỉnh",
            "topics": topics,
            "signer": "Nguyễn Văn An",
            "signer_post": "PHÓ CHỦ TỊCH",
            "implements": [cited],
            "basis": [cited, cited],
            "cites": [cited, cited],
            "not_printed": {
                "issuer": {"is": issuer, "because": "phần mở đầu ghi tên cơ quan ban hành", "source": None}
            },
            "budget_amount": None,
            "counts": counts,
            "source_file": f"sources/{name}.txt",
            "source_sha256": hashlib.sha256(name.encode()).hexdigest(),
            "fidelity": 1.0,
        }

    def _documents(self, number: int, heads: list[Head]) -> Iterator[Record]:
        """Laws and the decisions behind the site's programmes, and some plans of the next site."""
        programmes = sorted({head.programme for head in heads})
        citing = [f"{slug_of(head)}#can-cu" for head in heads]
        laws = law_entries(self.terms)
        for place, law in enumerate(laws):
            yield _document(law, str(law["name"]), citing[place :: len(laws)])
        for programme in programmes:
            own = [f"{slug_of(head)}#can-cu" for head in heads if head.programme == programme]
            for entry in decisions(self.world, programme):
                yield _document(entry, f"{entry['number']} {entry['issuer']} {entry['issued']}", own)
        for index in self.cited_elsewhere((number + 1) % self.count) if self.count > 1 else ():
            head = self.world.head(index)
            facts = {"number": head.number, "type": "Kế hoạch", "issuer": _issuer(head), "issued": short(head.issued)}
            title = title_of(self.world, head)
            yield _document({**facts, "title": title}, slug_of(head), citing[index % len(citing) :][:1])

    def cited_elsewhere(self, number: int) -> range:
        """The plans of site `number` that the site before it cites."""
        return self._indexes(number, self.plans)[::CITED_ELSEWHERE]

    def _units(self, number: int) -> Iterator[Record]:
        first = number * self.blocks
        yield from _units("trung ương", national_units(1, 0))
        for block in range(first, first + self.blocks):
            for _, place, entries in block_units(block):
                yield from _units(place, entries)

    def _places(self, number: int) -> Iterator[Record]:
        first = number * self.blocks
        country: Entry = {"name": "trung ương", "level": "trung ương"}
        for entry in (country, *place_entries(first + self.blocks, first)):
            name, above = str(entry["name"]), entry.get("of")
            yield {
                "id": slug(name),
                "url": urls.place(slug(name)),
                "name": name,
                "level": entry["level"],
                "parent": slug(str(above)) if above else None,
                "dissolved": None,
                "note": None,
                "source": None,
            }


def _issuer(head: Head) -> str:
    """The full name of the unit that issues."""
    return head.issuer if head.kind != "department" else f"{head.issuer} {head.place}"


def _document(entry: Entry, key: str, cited_by: list[str]) -> Record:
    day, month, year = str(entry["issued"]).split("/")
    return {
        "id": slug(key),
        "url": urls.document(slug(key)),
        "number": entry["number"],
        "type": entry["type"],
        "issuer_name": entry["issuer"],
        "issued": f"{year}-{month}-{day}",
        "title": entry["title"],
        "link": None,
        "plan": None,
        "cited_by": cited_by,
    }


def _units(place: str, entries: list[Entry]) -> Iterator[Record]:
    offices = {str(entry["name"]) for entry in entries if entry["kind"] == "sở"}
    for entry in entries:
        name, above = str(entry["name"]), str(entry.get("of", ""))
        full = _full_name(f"{name}, {above}" if above in offices else name, place)
        after = entry.get("succeeded_by")
        yield {
            "id": slug(full),
            "url": urls.unit(slug(full)),
            "name": full,
            "short": entry.get("short"),
            "aliases": entry.get("aliases", []),
            "kind": entry["kind"],
            "place": slug(place),
            "parent": slug(_full_name(above, place)) if above else None,
            "members": [],
            "established": entry.get("established"),
            "dissolved": entry.get("dissolved"),
            "succeeded_by": [
                {"unit": slug(_full_name(str(one["unit"]), place)), "basis": one["basis"]}
                for one in (after if isinstance(after, list) else ())
                if isinstance(one, dict)
            ],
            "counts": dict.fromkeys(("lead", "assigned", "support", "invited", "reports"), 100),
        }


def _full_name(name: str, place: str) -> str:
    return name if place == "trung ương" or proper(place) in name else f"{name} {place}"


def _sorted(records: Iterable[Record]) -> list[Record]:
    """In the order of ids, each once."""
    by_id = {record["id"]: record for record in records}
    return [by_id[key] for key in sorted(by_id)]
