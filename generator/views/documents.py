"""The cited documents and each of them: who cites it, whom it follows and who follows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from generator import urls
from generator.corpus import CitationFact, Corpus
from generator.plans import Plan
from generator.registry import Document
from generator.views import weights
from generator.views.chain import Chain, ChainNode, without_heirs
from generator.views.citations import document_name
from generator.views.common import Link, clause_link, plan_link, unit_link, vietnamese_date
from generator.views.excerpts import Excerpts, Kind
from generator.views.parts import Sheet, Split, dated, fits, sheets


class CitingPlan(Struct, frozen=True):
    """A plan that cites a document, and the clauses that do."""

    plan: Link
    relation: str
    clauses: tuple[Link, ...]
    printed: tuple[str, ...]


class DocumentView(Struct, frozen=True):
    """A cited document."""

    name: str
    title: str
    type: str
    number: str | None
    issuer: Link
    issued: str | None
    note: str | None
    source: str | None
    link: str | None
    implements: tuple[Link, ...]
    implemented_by: tuple[Link, ...]
    plan: Link | None
    cited_by: tuple[CitingPlan, ...]
    chain: tuple[ChainNode, ...]
    split: Split | None


class DocumentRow(Struct, frozen=True):
    """A document in the register, and how many plans cite it."""

    name: str
    title: str
    url: str
    issuer: Link
    issued: str | None
    plans: int


class DocumentsView(Struct, frozen=True):
    """The register of documents, and who implements what among them; `undrawn` where that is too much for a page."""

    documents: tuple[DocumentRow, ...]
    chain: tuple[ChainNode, ...]
    split: Split | None
    undrawn: bool


class CitingLine(Struct, frozen=True):
    """A plan that cites a document: by how many clauses, and the bytes of the forms in which they do."""

    plan: Plan
    clauses: int
    size: int


@dataclass(frozen=True)
class Documents:
    """All documents of the register, with the plans that cite each."""

    excerpts: Excerpts

    @property
    def corpus(self) -> Corpus:
        return self.excerpts.corpus

    @cached_property
    def chain(self) -> Chain:
        return Chain(self.corpus)

    @cached_property
    def newest(self) -> tuple[Document, ...]:
        """All documents, newest first."""
        documents = self.corpus.registry.documents.values()
        return tuple(sorted(documents, key=lambda document: (document.issued or "", document.id), reverse=True))

    @cached_property
    def citing(self) -> Mapping[str, Sequence[CitingLine]]:
        """Document → the plans that cite it."""
        found: defaultdict[str, list[CitingLine]] = defaultdict(list)
        for plan in self.corpus.plans:
            for document, clauses, size in self.corpus.ties[plan.slug].cited:
                found[document].append(CitingLine(plan, clauses, size))
        return dict(found)

    def register(self) -> Iterator[tuple[Sheet[Document], DocumentsView]]:
        """The pages of the register."""
        chain = self._whole()
        below = urls.of_years(urls.DOCUMENTS)
        for sheet in sheets(self.newest, _weight, urls.DOCUMENTS, dated(_issued), below=below):
            rows = tuple(map(self._row, sheet.items))
            shown = () if sheet.part else chain
            yield sheet, DocumentsView(rows, shown or (), sheet.split, shown is None)

    def _whole(self) -> tuple[ChainNode, ...] | None:
        """All trees, None where they are too much for a page."""
        if not fits(weights.CHAIN * self.chain.size):
            return None
        chain = self.chain.whole()
        return chain if fits(weights.chain(chain)) else None

    def _row(self, document: Document) -> DocumentRow:
        return DocumentRow(
            name=document_name(document),
            title=document.entry.title,
            url=urls.document(document.id),
            issuer=self._issuer(document),
            issued=vietnamese_date(document.issued) if document.issued else None,
            plans=len(self.citing.get(document.id, ())),
        )

    def sheets(self, document: Document) -> Iterator[Sheet[CitingLine]]:
        """The pages of a document."""
        lines, address = self.citing.get(document.id, ()), urls.document(document.id)
        return sheets(
            lines,
            lambda line: weights.citing(line.clauses, line.size),
            address,
            dated(lambda line: line.plan.day),
        )

    def view(self, document: Document, sheet: Sheet[CitingLine]) -> DocumentView:
        """One page of a document; its place among others stands on its own."""
        entry, plan = document.entry, self.corpus.document_plan(document)
        chain = () if sheet.part else self.chain.around(document)
        return DocumentView(
            name=document_name(document),
            title=entry.title,
            type=entry.type,
            number=document.number,
            issuer=self._issuer(document),
            issued=vietnamese_date(document.issued) if document.issued else None,
            note=entry.note,
            source=entry.source,
            link=entry.link,
            implements=tuple(_links(self._named(entry.implements))),
            implemented_by=tuple(_links(self.chain.implementers.get(document.id, ()))),
            plan=plan_link(self.corpus, plan) if plan else None,
            cited_by=tuple(self.excerpts.get(CITES, line.plan.slug, document.id) for line in sheet.items),
            chain=chain if fits(weights.chain(chain), 2) else without_heirs(chain),
            split=sheet.split,
        )

    def _issuer(self, document: Document) -> Link:
        issuers = self.corpus.registry.elsewhere(document.entry.issuer)
        return unit_link(issuers[0]) if len(issuers) == 1 else Link(document.entry.issuer)

    def _named(self, numbers: Iterable[str]) -> Iterator[Document]:
        for number in numbers:
            yield from self.corpus.registry.documents_named(number)[:1]


def citing_plans(corpus: Corpus, plan: Plan) -> dict[str, CitingPlan]:
    """Document → the plan as it cites it."""
    found: defaultdict[str, list[CitationFact]] = defaultdict(list)
    for fact in corpus.of_plan(plan.slug).citations:
        if fact.document:
            found[fact.document].append(fact)
    return {
        document: CitingPlan(
            plan=plan_link(corpus, plan),
            relation=facts[0].relation,
            clauses=tuple(clause_link(corpus, fact.plan, fact.clause) for fact in facts),
            printed=tuple(dict.fromkeys(fact.printed for fact in facts)),
        )
        for document, facts in found.items()
    }


CITES = Kind("citations", citing_plans, CitingPlan)


def _weight(document: Document) -> int:
    return weights.document(document.entry.title)


def _issued(document: Document) -> str | None:
    return document.issued


def _links(documents: Iterable[Document]) -> Iterator[Link]:
    for document in documents:
        yield Link(document_name(document), urls.document(document.id))
