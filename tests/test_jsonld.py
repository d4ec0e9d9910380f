"""What the pages tell machines, over the tiny corpus; and that no content can break out of its script."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pyld
import pytest
import yaml

from generator import clock, plugin, urls
from generator.exports import jsonld
from generator.views.common import Link
from tests.altered import with_file
from tests.tiny import TINY, tiny

ROOT = Path(__file__).parents[1]
SITE = "https://example.org/plans/"
HTML = "{http://www.w3.org/1999/xhtml}"


def scripts(html: str) -> list[dict[str, Any]]:
    """What a browser finds in the JSON-LD scripts of a page."""
    tree = html5lib.parse(html)
    found = [s for s in tree.iter(f"{HTML}script") if s.attrib.get("type") == "application/ld+json"]
    return [json.loads(s.text or "") for s in found]


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        '"\\',
        "&lt;/script&gt;",
        "a\u2028b\u2029c",
        "</SCRIPT >",
    ],
)
def test_no_content_closes_the_script(hostile: str) -> None:
    html = f"<!doctype html><title>x</title>{jsonld.script({'@type': 'Thing', 'name': hostile})}<p>after</p>"
    assert scripts(html) == [{"@context": "https://schema.org", "@type": "Thing", "name": hostile}]
    tree = html5lib.parse(html)
    assert len(list(tree.iter(f"{HTML}script"))) == 1
    assert [p.text for p in tree.iter(f"{HTML}p")] == ["after"]


def test_nothing_known_is_nothing_said() -> None:
    assert jsonld.script({}) == ""


def test_a_plan() -> None:
    plan = tiny().plan_by_slug["an-binh-2022"]
    thing = jsonld.plan(tiny(), plan, SITE)
    assert thing["@type"] == "Legislation"
    assert thing["@id"] == thing["url"] == f"{SITE}ke-hoach/an-binh-2022/"
    assert thing["legislationIdentifier"] == plan.number
    assert thing["legislationDate"] == plan.issued
    assert thing["legislationType"] == "Kế hoạch"
    assert thing["inLanguage"] == "vi"
    assert thing["legislationPassedBy"]["@type"] == "GovernmentOrganization"
    assert thing["legislationPassedBy"]["url"].startswith(f"{SITE}don-vi/")
    cited = {part.get("legislationIdentifier") for part in thing["isBasedOn"]}
    known = tiny().registry.documents
    facts = [fact for fact in tiny().of_plan("an-binh-2022").citations if fact.relation in ("basis", "implements")]
    assert facts
    assert {known[fact.document].number for fact in facts if fact.document} <= cited


def test_units_and_their_kin() -> None:
    corpus = tiny()
    things = {key: jsonld.unit(corpus, unit, SITE) for key, unit in corpus.registry.units.items()}
    for key, unit in corpus.registry.units.items():
        thing = things[key]
        if unit.entry.kind == jsonld.POST:
            assert thing == {}
            continue
        assert thing["name"] == unit.full_name
        assert thing["@type"] == ("GovernmentOrganization" if unit.entry.kind in jsonld.GOVERNMENT else "Organization")
        assert ("dissolutionDate" in thing) == bool(unit.entry.dissolved)
        assert ("parentOrganization" in thing) == bool(unit.parent)
        assert ("member" in thing) == bool(corpus.registry.members(unit, None) if unit.collective else ())
    assert any("memberOf" in thing for thing in things.values())
    assert any("dissolutionDate" in thing for thing in things.values())
    assert any("alternateName" in thing for thing in things.values())


def test_documents() -> None:
    for document in tiny().registry.documents.values():
        thing = jsonld.document(document, SITE)
        assert thing["@type"] == "Legislation"
        assert thing.get("legislationIdentifier") == document.number
        assert thing.get("legislationDate") == document.issued
        assert thing["legislationPassedBy"]["name"] == document.entry.issuer


def test_data() -> None:
    thing = jsonld.catalog(
        [("plans", "data/plans.json"), ("units", "data/units.json"), ("plans", "data/plans.csv")], SITE
    )
    plans, units = thing["dataset"]
    assert plans["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": f"{SITE}data/plans.json"},
        {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{SITE}data/plans.csv"},
    ]
    assert len(units["distribution"]) == 1


def test_a_plan_as_files() -> None:
    thing = jsonld.plan(tiny(), tiny().plan_by_slug["an-binh-2022"], SITE)
    files = {file["contentUrl"]: file["encodingFormat"] for file in thing["encoding"]}
    assert files == {
        f"{SITE}ke-hoach/an-binh-2022/nguon.txt": "text/plain",
        f"{SITE}ke-hoach/an-binh-2022/plan.stratml.xml": "application/xml",
    }


def test_places_stand_in_places() -> None:
    corpus = tiny()
    for place in corpus.registry.localities.values():
        thing = jsonld.place(corpus, place, SITE)
        assert thing["name"] == place.name
        above = [corpus.registry.localities[key].name for key in place.above[:1]]
        assert ([thing["containedInPlace"]["name"]] if "containedInPlace" in thing else []) == above
    assert any("containedInPlace" in jsonld.place(corpus, p, SITE) for p in corpus.registry.localities.values())


def test_a_register_lists_all_in_order() -> None:
    links = [Link("Một", "a/"), Link("Hai")]
    listed = jsonld.register("Sổ", "Mô tả", "so/", links, SITE)["mainEntity"]
    assert listed["numberOfItems"] == 2
    assert [(item["position"], item["name"], item.get("url")) for item in listed["itemListElement"]] == [
        (1, "Một", f"{SITE}a/"),
        (2, "Hai", None),
    ]


def test_the_search_is_that_of_the_page_for_it() -> None:
    action = jsonld.website(SITE)["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE}tra-cuu/?q={{q}}"
    assert action["query-input"] == "required name=q"
    script = (ROOT / "templates/theme/assets/search/results.js").read_text(encoding="utf-8")
    assert f'.get("{urls.LOOKUP_QUERY}")' in script
    form = (ROOT / "templates/pages/lookup.html").read_text(encoding="utf-8")
    assert f'name="{urls.LOOKUP_QUERY}"' in form


def test_without_an_address_no_address_is_told() -> None:
    corpus = tiny()
    plan, unit = corpus.plans[0], next(iter(corpus.registry.units.values()))
    things = [jsonld.plan(corpus, plan, ""), jsonld.unit(corpus, unit, ""), jsonld.website("")]
    things += [jsonld.place(corpus, place, "") for place in corpus.registry.localities.values()]
    things += [jsonld.topic(term, "") for term in corpus.registry.topics.values()]
    things += [jsonld.indicator(term, "") for term in corpus.registry.indicators.values()]
    things += [make("a", "b", "c/", [Link("d", "e/")], "") for make in (jsonld.register, jsonld.glossary)]
    things += [jsonld.page("a", "b", "c/", "")]
    things += [jsonld.catalog([("plans", "data/plans.json")], ""), jsonld.breadcrumbs([("a", ""), ("b", "b/")], "")]
    text = json.dumps(things)
    assert not any(f'"{key}"' in text for key in ("url", "@id", "contentUrl", "item", "urlTemplate"))
    assert "://" not in text


def test_the_way_to_a_page() -> None:
    thing = jsonld.breadcrumbs([("Trang chủ", ""), ("Đơn vị", "don-vi/")], SITE)
    assert [(step["position"], step["item"]) for step in thing["itemListElement"]] == [(1, SITE), (2, f"{SITE}don-vi/")]


@pytest.fixture(scope="module", params=[(TINY, ""), (TINY, SITE), (ROOT / "content", SITE)])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The tiny corpus as a site, without an address and at one with a path; and the five plans."""
    content, site = request.param
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(content, project / "content")
    if content == TINY:  # its last document, published somewhere
        with (project / "content/documents.yaml").open("a", encoding="utf-8") as register:
            register.write("  link: https://example.net/45-kh-ubnd\n")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, project / "content")
    shutil.copytree(ROOT / "content/huong-dan", project / "content/huong-dan", dirs_exist_ok=True)
    shutil.copytree(ROOT / "templates", project / "templates")
    shutil.copy(ROOT / "mkdocs.yml", project)
    folder = project / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANSITE_SITE_URL", site)
        plugin.build_into(project / "mkdocs.yml", folder)
    return site, folder


MOVED = {"ke-hoach/sct-an-binh-2022": "ke-hoach/so-cong-thuong-an-binh-2022"}
"""Former address → the one that its page leads to."""


def test_every_page_says_what_it_is(built: tuple[str, Path]) -> None:
    site, folder = built
    for file in folder.rglob("index.html"):
        address = file.parent.relative_to(folder).as_posix().removeprefix(".")
        head = file.read_text(encoding="utf-8").partition("<body")[0]
        tree = html5lib.parse(head)
        metas = {
            m.attrib.get("property") or m.attrib.get("name"): m.attrib.get("content") for m in tree.iter(f"{HTML}meta")
        }
        for name in ("description", "og:title", "og:description", "og:type", "og:site_name", "twitter:card"):
            assert metas.get(name), (address, name)
        canonical = [link.attrib["href"] for link in tree.iter(f"{HTML}link") if link.attrib.get("rel") == "canonical"]
        whole = MOVED.get(address, address)
        assert canonical == ([f"{site}{whole}/" if whole else site] if site else []), address
        told = [kind for thing in scripts(head) for kind in kinds(thing)]
        assert ("BreadcrumbList" in told) == bool(site and address), address
        picture = metas.get("og:image", "")
        assert bool(picture) == bool(site)
        assert not site or (folder / (picture or "").removeprefix(site)).is_file(), address


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """Type → what it is a kind of; property → its types and values, as schema.org has them."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "schema_org.yaml").read_text("utf-8"))
    return loaded


def lineage(kind: str) -> set[str]:
    return {kind}.union(*(lineage(parent) for parent in vocabulary()["types"].get(kind, ())))


def kinds(thing: dict[str, Any]) -> list[str]:
    named = thing["@type"]
    return named if isinstance(named, list) else [named]


def things(value: Any) -> Iterator[dict[str, Any]]:
    """A thing and all things in it."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from things(inner)


@cache
def blocks(folder: Path) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every block of every page, which all stand in the head, with the page's file."""
    return tuple(
        (file.relative_to(folder).as_posix(), block)
        for file in sorted(folder.rglob("*.html"))
        for block in scripts(file.read_text(encoding="utf-8").partition("<body")[0])
    )


def expanded(block: dict[str, Any]) -> tuple[Any, list[str | None]]:
    """What a JSON-LD processor makes of a block, with a context of the listed terms alone; and what it drops."""
    words = {name: f"https://schema.org/{name}" for part in vocabulary().values() for name in part}

    def load(address: str, _options: Any) -> dict[str, Any]:
        assert address == "https://schema.org"
        return {"contextUrl": None, "documentUrl": address, "document": {"@context": words}}

    dropped: list[str | None] = []
    found = pyld.jsonld.expand(block, {"documentLoader": load}, on_property_dropped=dropped.append)
    return found, dropped


def test_a_processor_of_json_ld_drops_nothing(built: tuple[str, Path]) -> None:
    count = 0
    for where, block in blocks(built[1]):
        found, dropped = expanded(block)
        assert dropped == [], where
        named = [kind for thing in things(found) for kind in thing.get("@type", ())]
        assert all(kind.startswith("https://schema.org/") for kind in named), where
        assert len(named) == sum(len(kinds(thing)) for thing in things(block)), where
        count += 1
    assert count >= len(list(built[1].rglob("index.html"))) // 2
    assert expanded({"@context": "https://schema.org", "@type": "Thing", "nonsense": 1})[1] == ["nonsense"]


DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def fits(value: Any, ranges: set[str]) -> bool:
    if isinstance(value, dict):
        return any(ranges & lineage(kind) for kind in kinds(value))
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int):
        return "Integer" in ranges
    if "Text" in ranges:
        return isinstance(value, str)
    if "Date" in ranges:
        return bool(DATE.fullmatch(value))
    return str(value).startswith("https://")  # a URL, or a thing by its address


def test_every_type_and_property_is_one_of_schema_org(built: tuple[str, Path]) -> None:
    for where, block in blocks(built[1]):
        for thing in things(block):
            own = set().union(*(lineage(kind) for kind in kinds(thing)))
            assert set(kinds(thing)) <= set(vocabulary()["types"]), where
            for name in set(thing) - {"@context", "@type", "@id"}:
                rule = vocabulary()["properties"][name]
                assert own & set(rule["of"]), (where, name)
                values = thing[name] if isinstance(thing[name], list) else [thing[name]]
                assert values, (where, name)
                assert all(fits(value, set(rule["holds"])) for value in values), (where, name)


def test_the_list_of_types_and_properties_holds_no_more_than_is_used(built: tuple[str, Path]) -> None:
    site, folder = built
    if not site or not (folder / "don-vi/ubnd-tinh-an-binh").is_dir():
        pytest.skip("only the tiny corpus at an address uses every property")
    used = {name for _, block in blocks(folder) for thing in things(block) for name in thing if name[0] != "@"}
    assert used == set(vocabulary()["properties"])
    named = {kind for _, block in blocks(folder) for thing in things(block) for kind in kinds(thing)}
    held = {kind for rule in vocabulary()["properties"].values() for kind in rule["holds"]}
    held &= set(vocabulary()["types"])
    assert set().union(*(lineage(kind) for kind in named | held)) - {"Thing"} == set(vocabulary()["types"])


def test_every_address_leads_to_a_page_or_file(built: tuple[str, Path]) -> None:
    site, folder = built
    told = 0
    for where, block in blocks(folder):
        for thing in things(block):
            for name, value in thing.items():
                if name in ("@context", "sameAs") or not isinstance(value, str) or "://" not in value:
                    continue
                assert site, (where, name, value)
                assert name in ("@id", "url", "item", "contentUrl", "urlTemplate"), (where, name)
                assert value.startswith(site), (where, value)
                path = value.removeprefix(site).partition("?")[0]
                target = folder / path / "index.html" if path.endswith("/") or not path else folder / path
                assert target.is_file(), (where, value)
                told += 1
    assert bool(told) == bool(site)


def test_each_section_says_its_kind(built: tuple[str, Path]) -> None:
    _site, folder = built
    found: dict[str, set[str]] = {}
    for where, block in blocks(folder):
        section, *below = where.split("/")[:-1] or ["."]
        kind = "+".join(kinds(block))
        if kind != "BreadcrumbList":
            found.setdefault(f"{section}/*" if below else section, set()).add(kind)
    expected = {
        ".": {"WebSite"}, "ke-hoach": {"CollectionPage"}, "ke-hoach/*": {"Legislation"},
        "don-vi": {"CollectionPage"}, "don-vi/*": {"GovernmentOrganization", "Organization"},
        "van-ban": {"CollectionPage"}, "van-ban/*": {"Legislation"},
        "chi-tieu": {"CollectionPage+DefinedTermSet"}, "chi-tieu/*": {"DefinedTerm"},
        "chu-de": {"CollectionPage+DefinedTermSet"}, "chu-de/*": {"DefinedTerm"},
        "dia-phuong": {"CollectionPage"}, "dia-phuong/*": {"AdministrativeArea"},
        "thoi-han": {"CollectionPage"}, "thoi-han/*": {"WebPage"},
        "du-lieu": {"DataCatalog"}, "tra-cuu": {"WebPage"}, "thay-doi": {"WebPage"},
        "gioi-thieu": {"WebPage"}, "huong-dan": {"WebPage"}, "huong-dan/*": {"WebPage"}, "tro-nang": {"WebPage"},
    }  # fmt: skip
    assert found == expected


def test_hostile_content_stays_data() -> None:
    plan = tiny().plan_by_slug["an-binh-2022"]
    for hostile in (
        "</script><script>x",
        "<!--<script>",
        '"}],"@type":"Person',
        "a\u2028b\u2029c",
        "&quot;",
        "\\u003c",
    ):
        changed = with_file(plan, title=hostile)
        html = f"<!doctype html><title>x</title>{jsonld.script(jsonld.plan(tiny(), changed, SITE))}<p>after</p>"
        (thing,) = scripts(html)
        assert thing["name"] == hostile
        assert thing["@type"] == "Legislation"


def test_the_sitemap_and_robots_stand_only_where_the_address_is_known(built: tuple[str, Path]) -> None:
    site, folder = built
    assert (folder / "sitemap.xml").is_file() == bool(site)
    assert (folder / "robots.txt").is_file() == bool(site)
    if site:
        sitemap = (folder / "sitemap.xml").read_text(encoding="utf-8")
        assert sitemap.count("<loc>") == len(list(folder.rglob("index.html"))) - sum(
            (folder / old).is_dir() for old in MOVED
        )
        assert not any(f"<loc>{site}{old}/" in sitemap for old in MOVED)
        assert "404" not in sitemap
        assert "<lastmod>" not in sitemap, "nothing is known without git"
        assert f"Sitemap: {site}sitemap.xml" in (folder / "robots.txt").read_text(encoding="utf-8")


def test_days_of_change_are_those_of_git(tmp_path: Path) -> None:
    assert clock.last_changes(tmp_path / "content") == {}
    (tmp_path / "content").mkdir()

    def commit(name: str, day: str) -> None:
        (tmp_path / "content" / name).write_text(day, encoding="utf-8")
        when = {"GIT_AUTHOR_DATE": f"{day}T18:00:00Z", "GIT_COMMITTER_DATE": f"{day}T18:00:00Z"}
        names = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        for words in (["add", "."], [*names, "commit", "--quiet", "-m", name]):
            subprocess.run(["git", "-C", str(tmp_path), *words], check=True, env={**os.environ, **when})

    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    for name, day in (("a.yaml", "2024-01-01"), ("đ.yaml", "2024-02-01"), ("a.yaml", "2024-03-01")):
        commit(name, day)
    found = {name: day.isoformat() for name, day in clock.last_changes(tmp_path / "content").items()}
    assert found == {"content/a.yaml": "2024-03-02", "content/đ.yaml": "2024-02-02"}, "the day in Vietnam"
