"""What a page is about, for machines: schema.org in JSON-LD (https://schema.org/Legislation and its neighbours).

`site` is the site's address with a slash at its end, or "" where it is not known: then addresses are left out, since a
relative one would be read against whatever address a copy of the page stands at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generator import urls
from generator.compact import encoded
from generator.corpus import Corpus
from generator.messages import word
from generator.plans import Plan
from generator.registry import Document, Locality, Term, Unit
from generator.views.common import Link

Thing = dict[str, Any]
Entry = tuple[str, str]
"""A name and its address from the site's root."""

LANGUAGE = "vi"
FORMATS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "xml": "application/xml",
    "yaml": "application/yaml",
    "txt": "text/plain",
}
"""The ends of the names of the site's files, and their media types."""
GOVERNMENT = frozenset(
    {"Quốc hội", "chính phủ", "bộ", "vụ", "UBND", "HĐND", "sở", "ban", "văn phòng", "phòng", "trung tâm"}
)
"""The kinds of units that are organs of the State; the Party's, unions, papers and collectives are organizations."""
POST = "lãnh đạo"
"""A post, or the people who hold it: schema.org has no word for that, so nothing is said."""


def script(*things: Thing) -> str:
    """The things as finished HTML for a page's head; no content can close the element or start another."""
    return "".join(
        f'<script type="application/ld+json">{_safe({"@context": "https://schema.org", **thing})}</script>\n'
        for thing in things
        if thing
    )


def _safe(thing: Thing) -> str:
    text = encoded(thing).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def website(site: str) -> Thing:
    """The home page: the site itself, and where it is searched by name."""
    return _thing(
        "WebSite",
        name=word("site-name"),
        description=word("home-description"),
        inLanguage=LANGUAGE,
        potentialAction=_search(site) if site else None,
        **_address(site, urls.HOME),
    )


def _search(site: str) -> Thing:
    entry = _thing("EntryPoint", urlTemplate=f"{site}{urls.LOOKUP}?{urls.LOOKUP_QUERY}={{{urls.LOOKUP_QUERY}}}")
    return _thing("SearchAction", target=entry) | {"query-input": f"required name={urls.LOOKUP_QUERY}"}


def page(title: str, description: str, address: str, site: str) -> Thing:
    """A page that is about nothing that has a word of its own."""
    return _page("WebPage", title, description, address, site)


def register(title: str, description: str, address: str, entries: Iterable[Link], site: str) -> Thing:
    """The page of a register; `entries` lead to what it lists, in the order shown."""
    items = [
        _thing("ListItem", position=position, name=entry.text, url=site + entry.url if site and entry.url else None)
        for position, entry in enumerate(entries, start=1)
    ]
    shown = _thing("ItemList", numberOfItems=len(items), itemListElement=items)
    return _page("CollectionPage", title, description, address, site) | {"mainEntity": shown}


def glossary(title: str, description: str, address: str, terms: Iterable[Link], site: str) -> Thing:
    """The page of a vocabulary; `terms` in the order shown, those in use with the address of their page."""
    listed = [_thing("DefinedTerm", **(_address(site, term.url) if term.url else {}), name=term.text) for term in terms]
    whole = _page("CollectionPage", title, description, address, site)
    return whole | {"@type": ["CollectionPage", "DefinedTermSet"], "hasDefinedTerm": listed}


def _page(kind: str, title: str, description: str, address: str, site: str) -> Thing:
    return _thing(
        kind,
        **_address(site, address),
        name=title,
        description=description,
        inLanguage=LANGUAGE,
        isPartOf=_thing("WebSite", **_address(site, urls.HOME), name=word("site-name")),
    )


def indicator(subject: Term, site: str) -> Thing:
    """The page of an indicator."""
    return _term(subject, urls.indicator(subject.id), (word("targets"), urls.TARGETS), site)


def topic(subject: Term, site: str) -> Thing:
    """The page of a topic."""
    return _term(subject, urls.topic(subject.id), (word("topics"), urls.TOPICS), site)


def _term(subject: Term, address: str, vocabulary: Entry, site: str) -> Thing:
    name, where = vocabulary
    return _thing(
        "DefinedTerm",
        **_address(site, address),
        name=subject.name,
        termCode=subject.id,
        description=subject.entry.note,
        inDefinedTermSet=_thing("DefinedTermSet", **_address(site, where), name=name),
    )


def place(corpus: Corpus, subject: Locality, site: str) -> Thing:
    """The page of a place."""
    above = subject.above[:1]
    return _territory(subject, site) | _thing(
        "AdministrativeArea",
        containedInPlace=_territory(corpus.registry.localities[above[0]], site) if above else None,
    )


def plan(corpus: Corpus, subject: Plan, site: str) -> Thing:
    """A plan's page. What the plan implements and rests on is `isBasedOn`, what it only mentions `citation`."""
    head = subject.file
    issuer = corpus.issuers[subject.slug]
    located = corpus.registry.locality(head.place)
    where = _territory(located, site) if located else None
    span = (subject.period_from, subject.period_to)
    known = head.not_printed.title
    return _thing(
        "Legislation",
        **_address(site, urls.plan(subject.slug)),
        name=known.value if known else head.title,
        legislationType=head.type.capitalize(),
        legislationIdentifier=subject.number,
        legislationDate=subject.issued,
        legislationPassedBy=_organization(corpus.registry.units[issuer], site) if issuer else None,
        legislationJurisdiction=where,
        spatialCoverage=where,
        temporalCoverage="/".join(day for day in span if day) if all(span) else None,
        inLanguage=LANGUAGE,
        isAccessibleForFree=True,
        keywords=list(head.topics),
        about=[_topic(corpus, name, site) for name in head.topics],
        isBasedOn=_cited(corpus, subject, ("basis", "implements"), site),
        citation=_cited(corpus, subject, ("cites",), site),
        encoding=list(_files(corpus, subject, site)) if site else None,
    )


def _topic(corpus: Corpus, name: str, site: str) -> Thing:
    known = corpus.registry.topic(name)
    return _thing("DefinedTerm", **(_address(site, urls.topic(known.id)) if known else {}), name=name)


def _files(corpus: Corpus, subject: Plan, site: str) -> Iterator[Thing]:
    """The plan as files."""
    found = [urls.stratml(subject.slug)]
    if subject.slug in corpus.fidelity:
        found.insert(0, urls.source(subject.slug))
    for address in found:
        yield _thing("LegislationObject", contentUrl=site + address, encodingFormat=_format(address))


def _cited(corpus: Corpus, subject: Plan, relations: tuple[str, ...], site: str) -> list[Thing]:
    """The documents cited in these relations, each once, in printed order; a plan of the site by its own page."""
    found: dict[str, Thing] = {}
    for fact in corpus.of_plan(subject.slug).citations:
        if fact.relation not in relations:
            continue
        if fact.target_plan:
            other = corpus.plan_by_slug[fact.target_plan]
            where = _address(site, urls.plan(other.slug))
            found[other.slug] = _thing("Legislation", **where, name=other.title, legislationIdentifier=other.number)
        elif fact.document:
            found[fact.document] = _document(corpus.registry.documents[fact.document], site)
    return list(found.values())


def document(subject: Document, site: str) -> Thing:
    """The page of a cited document; `sameAs` is where its text is published."""
    entry = subject.entry
    return _document(subject, site) | _thing(
        "Legislation",
        legislationType=entry.type,
        legislationDate=subject.issued,
        legislationPassedBy=_thing("Organization", name=entry.issuer),
        alternateName=list(entry.aliases),
        sameAs=entry.link,
        inLanguage=LANGUAGE,
    )


def _document(subject: Document, site: str) -> Thing:
    entry = subject.entry
    return _thing(
        "Legislation",
        **_address(site, urls.document(subject.id)),
        name=entry.name or entry.title,
        legislationIdentifier=subject.number,
    )


def unit(corpus: Corpus, subject: Unit, site: str) -> Thing:
    """A unit's page; empty for a post. Members are named unless they are very many: these stand on the page."""
    registry, entry = corpus.registry, subject.entry
    if entry.kind == POST:
        return {}
    parent = registry.units.get(subject.parent or "")
    members = registry.members(subject, None) if subject.collective and not registry.large(subject) else ()
    return _organization(subject, site) | _thing(
        _kind(subject),
        alternateName=list(dict.fromkeys(name for name in (entry.short, *entry.aliases) if name)),
        areaServed=_territory(registry.localities[subject.place], site),
        parentOrganization=_organization(parent, site) if parent else None,
        foundingDate=entry.established,
        dissolutionDate=entry.dissolved,
        memberOf=[_organization(group, site) for group in corpus.collectives_of.get(subject.id, ())],
        member=[_organization(member, site) for member in members],
    )


def _organization(subject: Unit, site: str) -> Thing:
    return _thing(_kind(subject), **_address(site, urls.unit(subject.id)), name=subject.full_name)


def _kind(subject: Unit) -> str:
    return "GovernmentOrganization" if subject.entry.kind in GOVERNMENT else "Organization"


def _territory(subject: Locality, site: str) -> Thing:
    return _thing("AdministrativeArea", **_address(site, urls.place(subject.id)), name=subject.name)


def catalog(files: Iterable[Entry], site: str) -> Thing:
    """The page of open data; `files` are (name, address), and the files of one name are one data set."""
    sets: dict[str, list[str]] = {}
    for name, address in files:
        sets.setdefault(name, []).append(address)
    return _thing(
        "DataCatalog",
        **_address(site, urls.DATA),
        name=word("data"),
        description=word("data-description"),
        inLanguage=LANGUAGE,
        isAccessibleForFree=True,
        dataset=[_dataset(name, addresses, site) for name, addresses in sets.items()],
    )


def _dataset(name: str, addresses: Iterable[str], site: str) -> Thing:
    return _thing(
        "Dataset",
        name=name,
        description=word("dataset-description", name=name),
        inLanguage=LANGUAGE,
        isAccessibleForFree=True,
        distribution=[
            _thing("DataDownload", encodingFormat=_format(address), contentUrl=site + address if site else None)
            for address in addresses
        ],
    )


def _format(address: str) -> str:
    """The media type of a file, by the end of its name."""
    return FORMATS[address.rsplit(".", 1)[-1]]


def breadcrumbs(steps: Sequence[Entry], site: str) -> Thing:
    """The way from the home page; `steps` are (title, address), the page itself last. Empty without addresses."""
    if not site or len(steps) < 2:
        return {}
    items = [
        _thing("ListItem", position=position, name=title, item=site + address)
        for position, (title, address) in enumerate(steps, start=1)
    ]
    return _thing("BreadcrumbList", itemListElement=items)


def _address(site: str, address: str) -> Thing:
    return {"@id": site + address, "url": site + address} if site else {}


def _thing(kind: str, **facts: Any) -> Thing:
    """A thing of schema.org with the facts that are known."""
    return {"@type": kind} | {name: fact for name, fact in facts.items() if fact not in (None, [], "")}
