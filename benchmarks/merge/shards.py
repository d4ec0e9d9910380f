"""A shard of the national inventory: its records, the plans that documents are, what stands there twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from benchmarks.merge.reading import Record
from benchmarks.merge.runs import Line
from generator.vietnamese import name_key

WHOLE_DATE = len("2024-06-30")


@dataclass(frozen=True, slots=True)
class Shard:
    """Records of one shard in order. `duplicates`: what stands there more than once, each with its addresses."""

    kind: str
    name: str
    records: tuple[Record, ...]
    duplicates: tuple[Record, ...]

    @classmethod
    def of(cls, kind: str, name: str, lines: Iterable[Line]) -> Shard:
        """The shard of the lines, which are in order: documents are linked anew."""
        records, duplicates = list[Record](), list[Record]()
        for _, group in groupby(lines, key=lambda line: line.key):
            same = [line.record for line in group]
            plans = [record for record in same if record.get("kind") == "plan"]
            records += [_linked(r, plans) if r.get("kind") == "document" and kind == "numbers" else r for r in same]
            duplicates += _same_names(same) if kind == "names" else [*_same_plans(plans), *_same_ids(plans)]
        return cls(kind, name, tuple(records), tuple({"shard": f"{kind}/{name}", **double} for double in duplicates))

    @property
    def counts(self) -> Counter[str]:
        kinds = Counter(
            "units" if self.kind == "names" else f"{record['kind']}s"  # of a unit, `kind` is what unit it is
            for record in self.records
        )
        linked = sum(bool(record.get("plan_elsewhere")) for record in self.records)
        return kinds + Counter(linked=linked, duplicates=len(self.duplicates))


def _linked(document: Record, plans: list[Record]) -> Record:
    """The document with the address of the plan of another site that it is, where only one plan can be meant."""
    meant = [plan for plan in plans if _is_plan(document, plan)]
    elsewhere = len(meant) == 1 and meant[0]["site"] != document["site"] and not document["plan"]
    return document | {"plan_elsewhere": meant[0]["address"] if elsewhere else None}


def _is_plan(document: Record, plan: Record) -> bool:
    """Same issuer and whole date; the number is the same already."""
    mine, theirs = _identity(document), _identity(plan)
    return bool(document["number"]) and mine is not None and mine == theirs


def _identity(record: Record) -> tuple[str, str] | None:
    """Issuer and date, where both are known and the date is whole."""
    if not record["issuer"] or not record["issued"] or len(record["issued"]) != WHOLE_DATE:
        return None
    return name_key(record["issuer"]), record["issued"]


def _same_plans(plans: list[Record]) -> Iterator[Record]:
    """One number, issuer and date at several addresses."""
    found = defaultdict(list)
    for plan in plans:
        if plan["number"] and (who := _identity(plan)):
            found[who].append(plan)
    for same in found.values():
        if len(same) > 1:
            first = same[0]
            facts = {name: first[name] for name in ("number", "issuer", "issued")}
            yield {"same": "plan", **facts, "addresses": [plan["address"] for plan in same]}


def _same_ids(plans: list[Record]) -> Iterator[Record]:
    """One id on several sites, of plans of one number or of none: likely the same plan, or a clash of names."""
    found = defaultdict(list)
    for plan in plans:
        found[plan["id"]].append(plan["address"])
    for key, addresses in found.items():
        if len(addresses) > 1:
            yield {"same": "id", "id": key, "addresses": addresses}


def _same_names(units: list[Record]) -> Iterator[Record]:
    """One full name on several sites: the same unit in two registers, or two that can't be told apart."""
    if len({unit["site"] for unit in units}) > 1:
        yield {"same": "unit", "name": units[0]["name"], "addresses": [unit["address"] for unit in units]}
