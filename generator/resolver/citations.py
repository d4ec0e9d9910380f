"""Mentions of documents → entries of the register and plans of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.corpus import CitationFact
from generator.loader import Step
from generator.plans import Plan
from generator.readers.citations import Citation, read_citation
from generator.registry import Document, Registry, document_key

RELATIONS = ("basis", "implements", "cites")


class Library(Struct, frozen=True):
    """The documents that can be cited: the register's, and the site's own plans by number."""

    registry: Registry
    plans: tuple[Plan, ...]
    issuers: Mapping[str, str | None]
    by_number: dict[str, tuple[Plan, ...]]

    @classmethod
    def of(cls, registry: Registry, plans: tuple[Plan, ...], issuers: Mapping[str, str | None]) -> Library:
        by_number: dict[str, tuple[Plan, ...]] = {}
        for plan in plans:
            if plan.number:
                key = document_key(plan.number)
                by_number[key] = (*by_number.get(key, ()), plan)
        return cls(registry, plans, issuers, by_number)

    def find(self, citation: Citation, plan: Plan) -> tuple[Document, ...]:
        """The register's documents that a citation in `plan` can mean.

        A number alone identifies nothing: among several, those whose issuer stands in the plan's own places, then
        those of the printed year. A printed date that differs does not rule out the only candidate.
        """
        found = self.registry.documents_named(citation.number or citation.name or "")
        if not found and citation.name and citation.date:  # the day is printed, the register names the law by its year
            found = self.registry.documents_named(f"{citation.name} năm {citation.date[:4]}")
        near = [d for d in found if self._near(d, plan)] or found
        year = citation.date[:4] if citation.date else None
        return tuple([d for d in near if year and d.year == year] or near)

    def _near(self, document: Document, plan: Plan) -> bool:
        place = self.registry.locality(plan.place)
        scopes = self.registry.scopes(place.id, None) if place else ()
        return any(u.place in scopes for u in self.registry.elsewhere(document.entry.issuer))

    def find_plan(self, citation: Citation, document: Document | None) -> Plan | None:
        """The plan of the site that is meant: same number, and the same date or the issuer that the register names."""
        if not citation.number:
            return None
        for plan in self.by_number.get(document_key(citation.number), ()):
            if citation.date and plan.issued == citation.date:
                return plan
            issuers = self.registry.elsewhere(document.entry.issuer) if document else ()
            same_year = document and document.year and plan.issued and plan.issued[:4] == document.year
            if same_year and self.issuers[plan.slug] in {unit.id for unit in issuers}:
                return plan
        return None


class Mention(Struct, frozen=True):
    """A citation as printed: where, how it reads (None: the grammar can't), which documents and plan it can mean."""

    clause: str
    at: tuple[Step, ...]
    relation: str
    printed: str
    citation: Citation | None
    found: tuple[Document, ...]
    target: Plan | None

    @property
    def settled(self) -> bool:
        """Whether it is read and names one thing that is known."""
        return self.citation is not None and len(self.found) < 2 and bool(self.found or self.target)


def mentions(plan: Plan, library: Library) -> Iterator[Mention]:
    """The plan's citations in printed order.

    A document is cited in full the first time and by its number alone later (Nghị định 30/2020/NĐ-CP, Phụ lục I): what
    was cited before decides between several of one number.
    """
    before: dict[str, Document] = {}
    for clause in plan.clauses:
        for relation in RELATIONS:
            for index, printed in enumerate(getattr(clause.source, relation)):
                citation = read_citation(printed)
                found = library.find(citation, plan) if citation else ()
                key = document_key(citation.number or citation.name or "") if citation else ""
                if len(found) > 1 and key in before:
                    found = (before[key],)
                if len(found) == 1:
                    before[key] = found[0]
                target = library.find_plan(citation, found[0] if len(found) == 1 else None) if citation else None
                at = (*clause.at, relation, index)
                yield Mention(clause.id, at, relation, printed, citation, found, target)


def citations(plan: Plan, library: Library) -> Iterator[CitationFact]:
    """The plan's mentions, resolved. What names nothing known has no document; a check says so."""
    for mention in mentions(plan, library):
        document = mention.found[0] if len(mention.found) == 1 else None
        printed_date = mention.citation.date if mention.citation else None
        yield CitationFact(
            plan=plan.slug,
            clause=mention.clause,
            relation=mention.relation,
            printed=mention.printed,
            document=document.id if document else None,
            target_plan=mention.target.slug if mention.target else None,
            date_differs=bool(document and printed_date and document.issued != printed_date),
        )
