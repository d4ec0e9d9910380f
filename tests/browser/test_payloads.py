"""Hostile words in every field of the content: shown as words, never run, and the site's files stay well-formed.

What `check` refuses is safe and counted; the rest is built into a site once and read in Chromium.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
import vobject
import yaml
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page
from pydantic import BaseModel

from generator import plugin
from generator.model.plan import PlanFile
from generator.model.registers import UnitFile
from generator.model.updates import UpdateFile
from generator.register_shelf import REGISTERS
from tests.browser.conftest import Site, served, wait_for_fonts
from tests.browser.safety import Watch
from tests.payloads import Garden, fields_of, hostile
from tests.tiny import TINY

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SETTINGS = 1000
"""Numbers from here on stand in mkdocs.yml."""
UNSHOWN = {
    *("Abbreviation.long", "Abbreviation.note", "Clause.overseen_by", "IndicatorEntry.measure", "Member.of"),
    "PlaceEntry.source",
}
"""Fields that `check` takes and that no page or file need show."""
MARKUP = "x-payload, [src*=x-payload], [onerror], [onload], iframe, object, embed, base"


@dataclass(frozen=True)
class Hostile:
    """The site of the planted corpus, and what was planted."""

    site: Site
    garden: Garden


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    project = tmp_path_factory.mktemp("hostile")
    garden = Garden.of(Path(shutil.copytree(TINY, project / "content")))
    garden.plant()
    shutil.copytree(ROOT / "templates", project / "templates")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, project / "content")
    shutil.copytree(ROOT / "content/huong-dan", project / "content/huong-dan")
    (project / "mkdocs.yml").write_text(_settings(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANSITE_SITE_URL", "https://example.vn/")
        patch.setenv("XDG_CACHE_HOME", str(project / "cache"))
        plugin.build_into(project / "mkdocs.yml", project / "site")
    with served(project / "site") as site:
        yield Hostile(site, garden)


def _settings() -> str:
    """mkdocs.yml with hostile words in every text that readers see."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for number, key in enumerate(("site_name", "site_description"), start=SETTINGS):
        found = re.search(rf"(?m)^{key}: .*$", text)
        assert found
        text = text.replace(found[0], f"{key}: {json.dumps(hostile(number))}")
    return text


def test_every_field_is_tried(planted: Hostile) -> None:
    models: tuple[type[BaseModel], ...] = (PlanFile, UnitFile, UpdateFile, *REGISTERS.values())
    fields = {name for model in models for name in fields_of(model)}
    taken = set(planted.garden.taken.values())
    refused = {name: rules for name, rules in planted.garden.refused.items() if name not in taken}
    print(f"{len(fields)} fields: {len(taken)} took hostile words, {len(refused)} refused them")
    for name, rules in sorted(refused.items()):
        print(f"  {name}: {', '.join(sorted(rules))}")
    assert fields == taken | refused.keys()


def test_what_was_taken_is_on_the_site(planted: Hostile) -> None:
    shown = {int(number) for text in texts(planted.site.folder).values() for number in marks(text)}
    reached = {name for number, name in planted.garden.taken.items() if number in shown}
    print(f"{len(reached)} fields reached the site")
    assert set(planted.garden.taken.values()) - reached <= UNSHOWN
    assert {SETTINGS, SETTINGS + 1} <= shown


def test_no_template_computed_them(planted: Hostile) -> None:
    for name, text in texts(planted.site.folder).items():
        assert str(12345679 * 9) not in text, name


def test_nothing_runs_and_nothing_is_markup(planted: Hostile, browser: Browser) -> None:
    watch, found = Watch(browser), []
    watch.page.set_viewport_size({"width": 320, "height": 800})
    watch.context.add_init_script("window.hits = []; window.hit = number => window.hits.push(number);")
    for page in walk(planted.site):
        watch.page.goto(f"{planted.site.base}{page}")
        found += [f"{page}: {what}" for what in strange(watch.page)]
        watch.settle()
    for asked in ("payload", "payload script", "HYPERLINK"):
        watch.page.goto(f"{planted.site.base}tra-cuu/?q={asked}")
        watch.page.locator(".ps-result").first.wait_for()
        found += [f"{asked}: {what}" for what in strange(watch.page)]
        watch.settle()
    watch.context.close()
    assert found == []
    assert watch.said == []


def strange(page: Page) -> list[str]:
    """Elements made of hostile words, their scripts that ran, data in the head that can't be read, pages too wide."""
    wait_for_fonts(page)
    found: list[str] = page.evaluate(
        """markup => {
          const found = [...document.querySelectorAll(markup)].map(element => element.outerHTML.slice(0, 200));
          for (const script of document.querySelectorAll('script:not([src])'))
            if (script.type === 'application/ld+json') JSON.parse(script.textContent);
            else if (/hit\\(/.test(script.textContent)) found.push(script.outerHTML.slice(0, 200));
          for (const link of document.querySelectorAll('a, area'))
            if (/^(javascript|data)/i.test(link.getAttribute('xlink:href') ?? '')) found.push(link.outerHTML);
          for (const link of document.links)
            if (!['http:', 'https:', 'mailto:', 'webcal:'].includes(link.protocol)) found.push(link.href);
          if (document.documentElement.scrollWidth > 320) found.push(`${document.documentElement.scrollWidth} px wide`);
          return found.concat(window.hits.map(number => `ran ${number}`));
        }""",
        MARKUP,
    )
    return found


def walk(site: Site) -> list[str]:
    """Pages that show all the hostile words together: the one with most new words first."""
    shows = {page: set(marks(site.file(page).read_text(encoding="utf-8"))) for page in site.pages()}
    missing, chosen = set().union(*shows.values()), ["404.html"]
    while missing:
        best = max(shows, key=lambda page: (len(shows[page] & missing), page))
        chosen.append(best)
        missing -= shows[best]
    return chosen


def test_every_file_is_read_by_another_parser(planted: Hostile) -> None:
    read = []
    for file in sorted(path for path in planted.site.folder.rglob("*") if path.is_file()):
        if parse := READERS.get(file.suffix):
            parse(file)
            read.append(file.suffix)
    assert {".html", ".json", ".xml", ".svg"} <= set(read)


def marks(text: str) -> list[str]:
    return re.findall(r"px(\d+)x", text)


def texts(folder: Path) -> dict[str, str]:
    """The site's files that are text."""
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            found[file.relative_to(folder).as_posix()] = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def _html(file: Path) -> None:
    """Another parser than Chromium's makes no element of hostile words either."""
    tree = html5lib.parse(file.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag != "x-payload", file
        assert not any(name in ("onerror", "onload", "style") for name in element.attrib), file


def _table(file: Path) -> None:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        head, *rows = csv.reader(opened)
    assert all(len(row) == len(head) for row in rows), file
    _no_formula(file, (cell for row in rows for cell in row))


def _workbook(file: Path) -> None:
    for sheet in load_workbook(file).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells), file
        links = (cell.hyperlink.target or "" for cell in cells if cell.hyperlink)
        assert all(link.startswith(("http:", "https:", "#", "")) and "javascript:" not in link[:12] for link in links)


def _no_formula(file: Path, cells: Iterator[str]) -> None:
    """A spreadsheet would compute it (https://owasp.org/www-community/attacks/CSV_Injection); a number may begin so."""
    for cell in cells:
        assert not re.match(r"[=@\t\r]|[+-](?![\d.,]+$)", cell), f"{file}: {cell[:80]}"


def _calendar(file: Path) -> None:
    """Every line is one of a calendar's own; the hostile ones stay within a value."""
    text = file.read_bytes().decode("utf-8")
    names = {line.split(":")[0].split(";")[0] for line in text.replace("\r\n ", "").split("\r\n") if line}
    assert names.isdisjoint({"ATTACH"}), file
    for calendar in vobject.readComponents(text):
        assert calendar.name == "VCALENDAR"


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _xml(file: Path) -> None:
    for element in ElementTree.parse(file).iter():
        assert "x-payload" not in str(element.tag), file
        for name, value in element.attrib.items():
            assert name not in ("onload", "onerror"), file
            assert not value.lower().startswith(("javascript:", "data:")), file


READERS: dict[str, Callable[[Path], Any]] = {
    ".html": _html,
    ".json": _json,
    ".jsonld": _json,
    ".geojson": _json,
    ".webmanifest": _json,
    ".csv": _table,
    ".xlsx": _workbook,
    ".ics": _calendar,
    ".xml": _xml,
    ".atom": _xml,
    ".rss": _xml,
    ".svg": _xml,
    ".yaml": lambda file: yaml.safe_load(file.read_text(encoding="utf-8")),
}
