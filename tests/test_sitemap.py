"""The sitemap, within what its protocol allows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from generator import sitemap as made
from generator.cli import main
from generator.done import Listed
from generator.sitemap import sitemap
from tests.interrupted import Site

SITE = "https://vi.du/"
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
CHANGES = {"content/a.yaml": date(2026, 1, 2), "content/b.yaml": date(2026, 3, 4)}
PAGES = (Listed("b/", ("content/b.yaml",)), Listed("", ()), Listed("a/", ("content/a.yaml",)), Listed("c/", ("no",)))


def locations(text: str) -> list[tuple[str, str]]:
    return [
        (entry.findtext("s:loc", "", SPACE), entry.findtext("s:lastmod", "", SPACE))
        for entry in ET.fromstring(text.encode())
    ]


EVERY = [
    (SITE, "2026-03-04"),
    (f"{SITE}a/", "2026-01-02"),
    (f"{SITE}b/", "2026-03-04"),
    (f"{SITE}c/", ""),
]


def test_few_pages_stand_in_one_file() -> None:
    text, parts = sitemap(PAGES, SITE, CHANGES)
    assert parts == {}
    assert ET.fromstring(text.encode()).tag.endswith("}urlset")
    assert locations(text) == EVERY


def test_many_pages_stand_in_several_files_and_an_index_leads_to_them() -> None:
    text, parts = sitemap(PAGES, SITE, CHANGES, most=3)
    assert ET.fromstring(text.encode()).tag.endswith("}sitemapindex")
    assert locations(text) == [(f"{SITE}sitemap-1.xml", "2026-03-04"), (f"{SITE}sitemap-2.xml", "")]
    assert list(parts) == ["sitemap-1.xml", "sitemap-2.xml"]
    assert [len(locations(part)) for part in parts.values()] == [3, 1]
    assert [location for part in parts.values() for location in locations(part)] == EVERY
    assert sitemap(PAGES, SITE, CHANGES, most=4)[1] == {}


def test_no_file_is_larger_than_allowed() -> None:
    whole = len(sitemap(PAGES, SITE, CHANGES)[0].encode())
    assert sitemap(PAGES, SITE, CHANGES, size=whole)[1] == {}
    _, parts = sitemap(PAGES, SITE, CHANGES, size=whole - 1)
    assert len(parts) == 2
    assert max(len(part.encode()) for part in parts.values()) < whole


def test_addresses_are_escaped_and_without_a_site_there_is_none() -> None:
    text, _ = sitemap([Listed("a/")], "https://vi.du/?a=1&b=<", {})
    assert "<loc>https://vi.du/?a=1&amp;b=&lt;a/</loc>" in text
    assert sitemap(PAGES, "", CHANGES) == ("", {})


def test_a_build_of_many_pages_writes_the_index_and_what_it_leads_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Site(tmp_path / "project")
    project.make()
    monkeypatch.setenv("PLANSITE_SITE_URL", SITE)
    monkeypatch.setattr(made.sitemap, "__defaults__", (30, made.BYTES))
    done = CliRunner().invoke(main, ["build", "-f", str(project.folder / "mkdocs.yml")])
    assert done.exit_code == 0, done.output
    index = locations((project.output / "sitemap.xml").read_text(encoding="utf-8"))
    parts = [project.output / address.removeprefix(SITE) for address, _ in index]
    assert len(parts) > 1
    listed = [address for part in parts for address, _ in locations(part.read_text(encoding="utf-8"))]
    assert len(listed) == len(set(listed)) > 30
    for address in listed:
        assert (project.output / address.removeprefix(SITE) / "index.html").is_file()
