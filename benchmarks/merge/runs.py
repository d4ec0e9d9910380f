"""A site's records as a sorted run of lines, the form in which inventories are merged.

A line: shard, key, rank, address, record as JSON, parted by tabs. Lines in order are records in order; two runs are
compared and merged as plain text.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.merge.reading import InventoryError, Record, Site, records, text_of, texts_of
from generator import urls
from generator.registry import document_key
from generator.vietnamese import name_key

DIGITS = {"numbers": 3, "names": 2}
"""Kinds of shards → hexadecimal digits of their names: 4,096 shards of plans and documents, 256 of units."""
FAN_IN = 256
"""Runs that are merged at once; more are merged in two steps."""
RUN = "tsv"
_ID = re.compile(r"[\w.-]{1,200}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a run, taken apart."""

    shard: str
    key: str
    record: Record

    @classmethod
    def of(cls, text: str) -> Line:
        shard, key, _, _, record = text.rstrip("\n").split("\t", 4)
        return cls(shard, key, json.loads(record))


def shard_of(line: str) -> str:
    """The shard of a line of a run."""
    return line.partition("\t")[0]


def write_runs(site: Site, folder: Path) -> dict[str, Path]:
    """The site's runs, a file for each kind of shard; holds the records of one site in memory while they are sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    places = {place["id"]: text_of(place, "name") for place in records(site, "places")}
    lines = {
        "numbers": [*_plans(site), *_documents(site)],
        "names": list(_units(site, places)),
    }
    made = {}
    for kind, found in lines.items():
        made[kind] = folder / f"{site.name}.{kind}.{RUN}"
        made[kind].write_text("".join(sorted(found)), encoding="utf-8", newline="\n")
    return made


def _plans(site: Site) -> Iterator[str]:
    for plan in records(site, "plans"):
        number = text_of(plan, "number")
        yield _line(site, "numbers", 0, plan, {
            "kind": "plan",
            "number": number,
            "issued": text_of(plan, "issued"),
            "issuer": text_of(plan, "issuer_name"),
            "title": text_of(plan, "title"),
        })  # fmt: skip


def _documents(site: Site) -> Iterator[str]:
    for document in records(site, "documents"):
        number, plan = text_of(document, "number"), text_of(document, "plan")
        yield _line(site, "numbers", 1, document, {
            "kind": "document",
            "number": number,
            "issued": text_of(document, "issued"),
            "issuer": text_of(document, "issuer_name"),
            "title": text_of(document, "title"),
            "plan": site.address + urls.plan(plan) if plan and _ID.fullmatch(plan) else None,
            "plan_elsewhere": None,
        })  # fmt: skip


def _units(site: Site, places: dict[str, str | None]) -> Iterator[str]:
    for unit in records(site, "units"):
        name = text_of(unit, "name") or unit["id"]
        yield _line(site, "names", 0, unit, {
            "name": name,
            "short": text_of(unit, "short"),
            "aliases": texts_of(unit, "aliases"),
            "kind": text_of(unit, "kind"),
            "place": places.get(text_of(unit, "place") or ""),
            "established": text_of(unit, "established"),
            "dissolved": text_of(unit, "dissolved"),
            "succeeded_by": [site.address + urls.unit(other) for other in _successors(unit)],
        })  # fmt: skip


def _successors(unit: Record) -> Iterator[str]:
    listed = unit.get("succeeded_by")
    for one in listed if isinstance(listed, list) else ():
        other = text_of(one, "unit") if isinstance(one, dict) else None
        if other and _ID.fullmatch(other):
            yield other


def key_of(kind: str, record: Record) -> str:
    """What a record is found by: its number, or its id where it has none; the full name of a unit."""
    if kind == "names":
        key = name_key(record["name"])
    else:
        key = document_key(record["number"]) if record["number"] else f"={record['id']}"
    return "".join(sign for sign in " ".join(key.split()) if sign >= " ")


def shard_named(kind: str, key: str) -> str:
    """The shard in which a key stands."""
    return hashlib.sha256(key.encode()).hexdigest()[: DIGITS[kind]]


def _line(site: Site, kind: str, rank: int, source: Record, said: Record) -> str:
    record = {"id": source["id"], "address": site.address + source["url"], "site": site.address, **said}
    key = key_of(kind, record)
    told = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return f"{shard_named(kind, key)}\t{key}\t{rank}\t{record['address']}\t{told}\n"


def merged(runs: Iterable[Path], spare: Path) -> Iterator[str]:
    """The lines of all runs in order. Of each run one line is held; `spare` is a folder for runs of a second step."""
    waiting = list(runs)
    step = 0
    while len(waiting) > FAN_IN:
        joined = []
        for start in range(0, len(waiting), FAN_IN):
            joined.append(spare / f"step-{step}-{start}.{RUN}")
            with joined[-1].open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(_merge(waiting[start : start + FAN_IN]))
        waiting, step = joined, step + 1
    yield from _merge(waiting)


def _merge(runs: Iterable[Path]) -> Iterator[str]:
    with ExitStack() as stack:
        files = [stack.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        yield from heapq.merge(*files)


def changed(before: Path, after: Path) -> frozenset[str]:
    """The shards in which two runs of a site differ."""
    with before.open(encoding="utf-8", newline="\n") as old, after.open(encoding="utf-8", newline="\n") as new:
        marked = heapq.merge(((line, 0) for line in old), ((line, 1) for line in new))
        by_line = groupby(marked, key=lambda pair: pair[0])
        return frozenset(shard_of(line) for line, found in by_line if len(list(found)) == 1)


def in_shards(run: Path, shards: frozenset[str]) -> Iterator[Line]:
    """The records of a run that stand in some shards, in order."""
    with run.open(encoding="utf-8", newline="\n") as lines:
        yield from (Line.of(line) for line in lines if shard_of(line) in shards)


def one_of_each(sites: Iterable[Site]) -> tuple[Site, ...]:
    """The sites by their addresses; two with one address would overwrite each other's records."""
    found: dict[str, Site] = {}
    for site in sites:
        if other := found.get(site.address):
            raise InventoryError(site.folder, f"has the address of {other.folder}: {site.address}")
        found[site.address] = site
    return tuple(found[address] for address in sorted(found))
