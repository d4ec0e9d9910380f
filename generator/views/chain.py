"""Which document implements which, from the country down to a district's office: a tree to be read on pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from generator import urls
from generator.corpus import Corpus
from generator.plans import Plan
from generator.registry import Document, Unit
from generator.views.citations import document_name
from generator.views.common import Link, plan_name, vietnamese_date

LEVELS = {"trung ương": ("central", "ministry"), "tỉnh": ("province", "department"), "huyện": ("district", "division")}
"""Level of a place → the level of its government, and of the offices below it."""
GOVERNMENT = frozenset({"Quốc hội", "chính phủ", "UBND", "HĐND"})


class ChainNode(Struct, frozen=True):
    """A document or plan, how it follows the one above it, and those that follow it.

    `repeated`: what follows it stands below its first appearance in the same tree.
    """

    link: Link
    level: str | None
    issuer: str
    issued: str | None
    relation: str | None
    here: bool
    plan: bool
    repeated: bool
    below: tuple[ChainNode, ...]


@dataclass(frozen=True)
class Chain:
    """All documents and plans by key, and the nearest ones above each: key → (key above, relation)."""

    corpus: Corpus

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents that are no plan of the site; a plan stands for itself."""
        known = self.corpus.registry.documents.values()
        return {document.id: document for document in known if self.corpus.document_plan(document) is None}

    @cached_property
    def _own(self) -> dict[str, list[Document]]:
        """Plan → the documents of the register that it is."""
        found: dict[str, list[Document]] = {}
        for document in self.corpus.registry.documents.values():
            if plan := self.corpus.document_plan(document):
                found.setdefault(plan.slug, []).append(document)
        return found

    @cached_property
    def implementers(self) -> dict[str, list[Document]]:
        """Document → those of the register that say that they implement it."""
        registry = self.corpus.registry
        followed: dict[str, list[Document]] = {}
        for other in registry.documents.values():
            named = (document for number in other.entry.implements for document in registry.documents_named(number)[:1])
            for key in dict.fromkeys(document.id for document in named):
                followed.setdefault(key, []).append(other)
        return followed

    def key(self, document: Document) -> str:
        plan = self.corpus.document_plan(document)
        return f"plan {plan.slug}" if plan else document.id

    @cached_property
    def above(self) -> dict[str, dict[str, str]]:
        """What is implied is left out: who implements a plan that implements a decision hangs below the plan."""
        direct = {key: dict(self._document_parents(document)) for key, document in self.documents.items()}
        for plan in self.corpus.plans:
            direct[f"plan {plan.slug}"] = self._plan_parents(plan)
        reach = {key: _reached(key, direct) for key in direct}
        return {
            key: {
                one: how
                for one, how in parents.items()
                if not any(one in reach.get(o, ()) for o in parents if o != one)
            }
            for key, parents in direct.items()
        }

    @cached_property
    def below(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {key: [] for key in self.above}
        for key, parents in self.above.items():
            for parent in parents:
                found[parent].append(key)
        return {key: sorted(keys, key=self._order) for key, keys in found.items()}

    @cached_property
    def _tops(self) -> list[str]:
        """What follows nothing and is followed."""
        return sorted((key for key in self.above if not self.above[key] and self.below[key]), key=self._order)

    @cached_property
    def size(self) -> int:
        """How many documents and plans stand in the trees of `whole`, each at least once."""
        return len(set(self._tops).union(*(_reached(key, self.below) for key in self._tops)))

    def whole(self) -> tuple[ChainNode, ...]:
        """Every tree of two documents or more, the largest first, then the oldest."""
        tops = sorted(self._tops, key=lambda key: -len(_reached(key, self.below)))
        return self._trees(tops, set(self.above), None)

    def near(self, document: Document) -> dict[str, dict[str, str]]:
        """Everything that stands `around` the document, itself too: key → (key above, relation)."""
        here = self.key(document)
        shown = {here} | _reached(here, self.above) | _reached(here, self.below)
        return {key: self.above[key] for key in sorted(shown)}

    def plans(self, keys: Iterable[str]) -> set[str]:
        """The plans among these."""
        return {key.removeprefix("plan ") for key in keys if key not in self.documents}

    def around(self, document: Document) -> tuple[ChainNode, ...]:
        """What `document` follows and what follows it; nothing when it stands alone."""
        here, shown = self.key(document), set(self.near(document))
        tops = sorted((key for key in shown if not self.above[key]), key=self._order)
        return self._trees(tops, shown, here) if len(shown) > 1 else ()

    def _trees(self, tops: list[str], shown: set[str], here: str | None) -> tuple[ChainNode, ...]:
        seen: set[str] = set()
        return tuple(self._node(key, None, shown, here, seen) for key in tops)

    def _node(self, key: str, parent: str | None, shown: set[str], here: str | None, seen: set[str]) -> ChainNode:
        children = [child for child in self.below[key] if child in shown]
        repeated = key in seen and bool(children)
        seen.add(key)
        below = () if repeated else tuple(self._node(child, key, shown, here, seen) for child in children)
        document = self.documents.get(key)
        plan = None if document else self.corpus.plan_by_slug[key.removeprefix("plan ")]
        issuer = self._issuer(key)
        return ChainNode(
            link=self._link(key),
            level=self._level(issuer) if issuer else None,
            issuer=issuer.full_name if issuer else document.entry.issuer if document else plan.place if plan else "",
            issued=vietnamese_date(day) if (day := self._issued(key)) else None,
            relation=self.above[key][parent] if parent else None,
            here=key == here,
            plan=plan is not None,
            repeated=repeated,
            below=below,
        )

    def _document_parents(self, document: Document) -> Iterator[tuple[str, str]]:
        for number in document.entry.implements:
            for found in self.corpus.registry.documents_named(number)[:1]:
                if found.id != document.id:
                    yield self.key(found), "implements"

    def _plan_parents(self, plan: Plan) -> dict[str, str]:
        """What the plan says it implements; where it says so of none, the documents that it names as its basis."""
        found: dict[str, dict[str, str]] = {"implements": {}, "basis": {}}
        own = f"plan {plan.slug}"
        for relation, document, cited in self.corpus.ties[plan.slug].named:
            key = f"plan {cited}" if cited else document
            if relation in found and key and key != own:
                found[relation][key] = relation
        for own_document in self._own.get(plan.slug, ()):
            found["implements"].update(self._document_parents(own_document))
        return found["implements"] or found["basis"]

    def _issuer(self, key: str) -> Unit | None:
        document = self.documents.get(key)
        if document:
            found = self.corpus.registry.elsewhere(document.entry.issuer)
            return found[0] if len(found) == 1 else None
        return self.corpus.registry.units.get(self.corpus.issuers[key.removeprefix("plan ")] or "")

    def _level(self, issuer: Unit) -> str | None:
        place = self.corpus.registry.localities[issuer.place].entry.level
        government, offices = LEVELS.get(place, ("commune", "commune"))
        return government if issuer.entry.kind in GOVERNMENT else offices

    def _issued(self, key: str) -> str | None:
        document = self.documents.get(key)
        return document.issued if document else self.corpus.plan_by_slug[key.removeprefix("plan ")].issued

    def _link(self, key: str) -> Link:
        document = self.documents.get(key)
        if document:
            return Link(document_name(document), urls.document(document.id))
        plan = self.corpus.plan_by_slug[key.removeprefix("plan ")]
        return Link(plan_name(self.corpus, plan), urls.plan(plan.slug))

    def _order(self, key: str) -> tuple[str, str]:
        return self._issued(key) or "", key


def without_heirs(nodes: tuple[ChainNode, ...]) -> tuple[ChainNode, ...]:
    """The trees without what stands below the document whose page it is."""
    return tuple(replace(node, below=() if node.here else without_heirs(node.below)) for node in nodes)


def _reached(key: str, steps: dict[str, dict[str, str]] | dict[str, list[str]]) -> set[str]:
    """Everything that can be reached from `key` step by step; `key` itself only where the steps go in a ring."""
    found: set[str] = set()
    waiting = list(steps.get(key, ()))
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += steps.get(step, ())
    return found
