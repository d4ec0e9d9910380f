"""The national inventory: every plan and document by number, every unit by name, over all sites.

    national.json       the sites, how many records, how many duplicates
    numbers/<hhh>.json  plans and documents, by the first digits of the SHA-256 of the number's key
    names/<hh>.json     units, likewise by the key of their full name
    duplicates.json     what stands more than once
    runs/               each site's sorted records, kept to replace one site; not published

Who looks up a number computes its shard and fetches one file. A document that is a plan of another site is given that
plan's address: same number, issuer and whole date, and only one such plan.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.merge.reading import InventoryError, Record, Site
from benchmarks.merge.runs import (
    DIGITS,
    RUN,
    Line,
    changed,
    in_shards,
    key_of,
    merged,
    one_of_each,
    shard_of,
    write_runs,
)
from benchmarks.merge.shards import Shard
from generator.compact import encoded
from generator.exports.json_file import json_pieces

VERSION = 1
MANIFEST, DUPLICATES, RUNS = "national.json", "duplicates.json", "runs"
UNFINISHED = "unfinished"
"""In runs/, while a site is replaced: the counts of the manifest do not hold then."""


@dataclass(slots=True)
class Written:
    """What a merge wrote, and what the national inventory holds then."""

    files: int = 0
    bytes: int = 0
    shards: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def file(self, path: Path, text: str) -> None:
        """Write a file so that nobody reads half of it."""
        data = text.encode()
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(f"{path.name}.new")
        beside.write_bytes(data)
        beside.replace(path)
        self.files += 1
        self.bytes += len(data)

    def shard(self, into: Path, made: Shard) -> None:
        """Write a shard; one without records goes."""
        path = into / made.kind / f"{made.name}.json"
        self.counts.update(made.counts)
        self.shards += 1
        if made.records:
            self.file(path, b"".join(json_pieces(map(encoded, made.records))).decode())
        else:
            path.unlink(missing_ok=True)


def merge(sites: Iterable[Site], into: Path) -> Written:
    """Write the national inventory of all sites into the new folder `into`; nothing of it is there before all is."""
    known = one_of_each(sites)
    if into.exists():
        raise InventoryError(into, "is there already: a new folder is expected")
    into.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f"{into.name}.", dir=into.parent) as beside:
        made = Path(beside) / into.name
        written = _merged(known, made)
        made.rename(into)
    return written


def _merged(known: Sequence[Site], into: Path) -> Written:
    into.mkdir()
    for site in known:
        write_runs(site, into / RUNS)
    written = Written()
    with _Doubles(into, written) as doubles:
        for kind in sorted(DIGITS):
            lines = merged([_run(into, site.name, kind) for site in known], into / RUNS)
            for shard, group in groupby(lines, key=shard_of):
                made = Shard.of(kind, shard, map(Line.of, group))
                written.shard(into, made)
                doubles.add(made)
    for step in (into / RUNS).glob("step-*"):
        step.unlink()
    _manifest(into, [_told(site, site.name) for site in known], written)
    return written


def replace(site: Site, into: Path) -> Written:
    """Take one site's inventory anew, or for the first time; only shards in which it differs are written again."""
    manifest = json.loads((into / MANIFEST).read_bytes())
    sites: dict[str, Record] = {told["site"]: told for told in manifest["sites"]}
    name = sites.get(site.address, {}).get("name", site.name)
    if any(told["name"] == name and told["site"] != site.address for told in sites.values()):
        raise InventoryError(site.folder, f"another site is kept under the name «{name}»")
    if (into / RUNS / UNFINISHED).exists():
        raise InventoryError(into, "a replacement was interrupted here: merge all sites anew")
    written = Written(counts=Counter(manifest["counts"]))
    doubles = dict[str, tuple[Record, ...]]()
    with TemporaryDirectory(dir=into / RUNS) as fresh:
        runs = write_runs(site, Path(fresh))  # refuses what is wrong before anything is touched
        (into / RUNS / UNFINISHED).touch()
        for kind, run in runs.items():
            old = _run(into, name, kind)
            if site.address not in sites:
                old.write_bytes(b"")
            for before, after in _replaced(into, kind, site, old, run):
                written.counts.subtract(before.counts)
                written.shard(into, after)
                doubles[f"{kind}/{after.name}"] = after.duplicates
            run.replace(old)
    if any(doubles.values()) or any(shard in doubles for shard, _ in _old_doubles(into)):
        _renew_doubles(into, doubles, written)
    sites[site.address] = _told(site, name)
    _manifest(into, [sites[address] for address in sorted(sites)], written)
    (into / RUNS / UNFINISHED).unlink()
    return written


def links(into: Path, site: str) -> Iterator[tuple[str, str]]:
    """The documents of a site (its address) that are plans of others: (id, the plan's address), in the order of ids."""
    told: list[Record] = json.loads((into / MANIFEST).read_bytes())["sites"]
    name = next((one["name"] for one in told if one["site"] == site), None)
    if name is None:
        raise InventoryError(into, f"no site has the address {site}")
    with _run(into, name, "numbers").open(encoding="utf-8", newline="\n") as run:
        shards = sorted({shard_of(line) for line in run})
    lines = (line.record for shard in shards for line in _published(into, "numbers", shard))
    found = {r["id"]: r["plan_elsewhere"] for r in lines if r["site"] == site and r.get("plan_elsewhere")}
    yield from sorted(found.items())


def _run(into: Path, name: str, kind: str) -> Path:
    return into / RUNS / f"{name}.{kind}.{RUN}"


def _replaced(into: Path, kind: str, site: Site, old: Path, new: Path) -> Iterator[tuple[Shard, Shard]]:
    """Each shard in which the site's records differ, as it was and as it is to be."""
    shards = changed(old, new)
    own = {name: list(lines) for name, lines in groupby(in_shards(new, shards), key=lambda line: line.shard)}
    for name in sorted(shards):
        published = list(_published(into, kind, name))
        others = (line for line in published if line.record["site"] != site.address)
        lines = heapq.merge(others, own.get(name, ()), key=_order)
        yield Shard.of(kind, name, published), Shard.of(kind, name, lines)


def _published(into: Path, kind: str, name: str) -> Iterator[Line]:
    path = into / kind / f"{name}.json"
    for record in json.loads(path.read_bytes()) if path.exists() else ():
        yield Line(name, key_of(kind, record), record)


def _order(line: Line) -> tuple[str, bool, str]:
    return line.key, "plan_elsewhere" in line.record, line.record["address"]


class _Doubles:
    """duplicates.json while it is written, a record a line, in the order of shards."""

    def __init__(self, into: Path, written: Written) -> None:
        self.path, self.written = into / DUPLICATES, written
        self.beside = self.path.with_name(f"{DUPLICATES}.new")
        self.first = True

    def __enter__(self) -> _Doubles:
        self.out = self.beside.open("w", encoding="utf-8", newline="\n")
        self.out.write("[\n")
        return self

    def add(self, shard: Shard) -> None:
        for double in shard.duplicates:
            self.line(json.dumps(double, ensure_ascii=False, separators=(",", ":")))

    def line(self, told: str) -> None:
        self.out.write(told if self.first else f",\n{told}")
        self.first = False

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self.out.write("]\n" if self.first else "\n]\n")
        self.out.close()
        if failed is None:
            self.written.files += 1
            self.written.bytes += self.beside.stat().st_size
            self.beside.replace(self.path)


def _old_doubles(into: Path) -> Iterator[tuple[str, str]]:
    """(shard, line) of what duplicates.json tells now."""
    with (into / DUPLICATES).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            text = line.rstrip("\n").removesuffix(",")
            if text not in ("[", "]", "[]"):
                yield json.loads(text)["shard"], text


def _renew_doubles(into: Path, made: dict[str, tuple[Record, ...]], written: Written) -> None:
    """What it told of the shards in `made` is told anew; the rest stays."""
    kept = ((shard, text) for shard, text in _old_doubles(into) if shard not in made)
    fresh = (
        (name, json.dumps(double, ensure_ascii=False, separators=(",", ":")))
        for name in sorted(made)
        for double in made[name]
    )
    with _Doubles(into, written) as doubles:
        for _, text in heapq.merge(kept, fresh, key=lambda pair: pair[0]):
            doubles.line(text)


def _told(site: Site, name: str) -> Record:
    return {"site": site.address, "name": name, "commit": site.commit, "records": site.records, "sha256": site.hashes}


def _manifest(into: Path, sites: list[Record], written: Written) -> None:
    counts = {name: written.counts[name] for name in ("plans", "documents", "units", "linked", "duplicates")}
    told = {"version": VERSION, "digits": DIGITS, "counts": counts, "sites": sites}
    written.file(into / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
