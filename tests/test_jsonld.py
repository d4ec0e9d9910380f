"""What the pages tell machines, over the tiny corpus; and that no content can break out of its script."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import html5lib
import pytest

from generator import clock, plugin
from generator.exports import jsonld
from tests.tiny import TINY, tiny

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
    thing = jsonld.catalog([("plans", "data/plans.json")], SITE)
    assert thing["dataset"][0]["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": f"{SITE}data/plans.json"}
    ]


def test_without_an_address_no_address_is_told() -> None:
    corpus = tiny()
    plan, unit = corpus.plans[0], next(iter(corpus.registry.units.values()))
    things = [jsonld.plan(corpus, plan, ""), jsonld.unit(corpus, unit, ""), jsonld.website("")]
    things += [jsonld.catalog([("plans", "data/plans.json")], ""), jsonld.breadcrumbs([("a", ""), ("b", "b/")], "")]
    text = json.dumps(things)
    assert not any(f'"{key}"' in text for key in ("url", "@id", "contentUrl", "item"))


def test_the_way_to_a_page() -> None:
    thing = jsonld.breadcrumbs([("Trang chủ", ""), ("Đơn vị", "don-vi/")], SITE)
    assert [(step["position"], step["item"]) for step in thing["itemListElement"]] == [(1, SITE), (2, f"{SITE}don-vi/")]


ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", params=["", SITE])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The tiny corpus as a site, without an address and at one with a path."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(TINY, project / "content")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, project / "content")
    shutil.copytree(ROOT / "templates", project / "templates")
    shutil.copy(ROOT / "mkdocs.yml", project)
    folder = project / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANSITE_SITE_URL", request.param)
        plugin.build_into(project / "mkdocs.yml", folder)
    return request.param, folder


MOVED = {"ke-hoach/sct-an-binh-2022": "ke-hoach/so-cong-thuong-an-binh-2022"}
"""Former address → the one that its page leads to."""


def test_every_page_says_what_it_is(built: tuple[str, Path]) -> None:
    site, folder = built
    for file in folder.rglob("index.html"):
        address = file.parent.relative_to(folder).as_posix().removeprefix(".")
        tree = html5lib.parse(file.read_text(encoding="utf-8"))
        metas = {
            m.attrib.get("property") or m.attrib.get("name"): m.attrib.get("content") for m in tree.iter(f"{HTML}meta")
        }
        for name in ("description", "og:title", "og:description", "og:type", "og:site_name", "twitter:card"):
            assert metas.get(name), (address, name)
        canonical = [link.attrib["href"] for link in tree.iter(f"{HTML}link") if link.attrib.get("rel") == "canonical"]
        whole = MOVED.get(address, address)
        assert canonical == ([f"{site}{whole}/" if whole else site] if site else []), address
        kinds = [thing["@type"] for thing in scripts(file.read_text(encoding="utf-8"))]
        assert ("BreadcrumbList" in kinds) == bool(site and address), address
        picture = metas.get("og:image", "")
        assert bool(picture) == bool(site)
        assert not site or (folder / (picture or "").removeprefix(site)).is_file(), address


def test_the_sitemap_and_robots_stand_only_where_the_address_is_known(built: tuple[str, Path]) -> None:
    site, folder = built
    assert (folder / "sitemap.xml").is_file() == bool(site)
    assert (folder / "robots.txt").is_file() == bool(site)
    if site:
        sitemap = (folder / "sitemap.xml").read_text(encoding="utf-8")
        assert sitemap.count("<loc>") == len(list(folder.rglob("index.html"))) - len(MOVED)
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
