"""What is printed once for many pages and filled for each is, byte for byte, what the template prints of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, Environment
from mkdocs.utils.templates import url_filter

from generator import plugin
from generator.chrome import Chrome
from generator.frame import Frames, Shown
from generator.pages.render import Heading, Page
from generator.problems import Place
from generator.repository import Repository
from generator.views.common import Link
from tests.tiny import TINY
from tests.values import replace

ROOT = Path(__file__).parents[1]
SITE = "https://vi.du/"
MAIN = (ROOT / "templates/theme/main.html").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Site:
    """The pages of a site and what dresses them."""

    chrome: Chrome
    pages: Sequence[Page]

    def themed(self, **templates: str) -> Chrome:
        """The chrome with other templates in the theme: their names without `.html`, `__` for a folder."""
        changed = {f"{name.replace('__', '/')}.html": text for name, text in templates.items()}
        assert self.chrome.env.loader is not None
        env = self.chrome.env.overlay(loader=ChoiceLoader([DictLoader(changed), self.chrome.env.loader]))
        return replace(self.chrome, env=env)


@pytest.fixture(scope="module", params=["", SITE])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The tiny corpus as a site, without an address and at one; its foot leads to a plan."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(TINY, project / "content")
    for text in (ROOT / "content").glob("*.md"):
        shutil.copy(text, project / "content")
    shutil.copytree(ROOT / "content/huong-dan", project / "content/huong-dan", dirs_exist_ok=True)
    shutil.copytree(ROOT / "templates", project / "templates")
    said = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    said = said.replace("extra:\n", "extra:\n  footer_links: [{title: Một kế hoạch, url: ke-hoach/an-binh-2022/}]\n")
    said = said.replace("  - don-vi/index.md\n", "  - don-vi/index.md\n  - Sở: thay-doi/index.md\n")
    (project / "mkdocs.yml").write_text(said, encoding="utf-8")
    chromes: list[Chrome] = []
    pages: list[Page] = []
    dress = Chrome.dress

    def noted(chrome: Chrome, page: Page) -> bytes:
        chromes.append(chrome)
        pages.append(page)
        return dress(chrome, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANSITE_SITE_URL", request.param)
        patch.setenv("PLANSITE_REPO_URL", "https://git.example/a/b")
        patch.setenv("PLANSITE_WORKERS", "1")
        patch.setattr(Chrome, "dress", noted)
        plugin.build_into(project / "mkdocs.yml", project / "site")
    for page in pages:
        file = project / "site" / page.address / "index.html"
        assert file.read_bytes() == chromes[0].whole(page), page.address
    return Site(chromes[0], pages)


@contextmanager
def printed_whole(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The addresses of the pages that are printed whole meanwhile."""
    found: list[str] = []
    whole = Frames.whole

    def noted(frames: Frames, page: Shown) -> bytes:
        found.append(page.url)
        return whole(frames, page)

    with monkeypatch.context() as patch:
        patch.setattr(Frames, "whole", noted)
        yield found


def filled(chrome: Chrome, pages: Sequence[Page], monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """Dress the pages until their frames are known, then once more: those that a frame was filled for.

    Every page is compared with the page as the template prints it.
    """
    for page in (*pages, *pages):
        chrome.dress(page)
    with printed_whole(monkeypatch) as whole:
        dressed = {page.address: chrome.dress(page) for page in pages}
    for page in pages:
        assert dressed[page.address] == chrome.whole(page), page.address
    return [page for page in pages if page.address not in whole]


def test_all_pages_but_those_like_no_other_are_filled(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    without = {page.address for page in site.pages} - {
        page.address for page in filled(site.chrome, site.pages, monkeypatch)
    }
    assert without == {
        "",
        "thay-doi/",
        "ke-hoach/",
        "don-vi/",
        "chi-tieu/",
        "thoi-han/",
        "van-ban/",
        "ke-hoach/an-binh-2022/",
        *(page.address for page in site.pages if page.moved_to),
    }
    assert len(site.pages) > 40


words = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["<b>Tên</b>", "&amp;lt;", "\"'`", "{{ page.title }}", "\0" + "0\0", "\\1", "%s", "<!--", " x\n y ", "<i>", "\r"]
)
links = st.lists(
    st.builds(Link, words, st.sampled_from([None, "", "don-vi/", "https://a.example/?a=1&b", "#x"])), max_size=3
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_is_printed_as_the_template_prints_it(site: Site, data: st.DataObject) -> None:
    page = site.pages[data.draw(st.integers(0, len(site.pages) - 1))]
    changed = replace(
        page,
        title=data.draw(words),
        description=data.draw(words),
        html=data.draw(st.sampled_from(["<h1>x</h1>", "<p>x</p>", ""])) + data.draw(words),
        crumbs=tuple(data.draw(links)),
        outline=tuple(Heading("x", title, level) for level, title in enumerate(data.draw(st.lists(words)), 2)),
        head=data.draw(words),
        image=data.draw(st.none() | words),
        spot=data.draw(st.none() | st.builds(Place, words, st.integers(1, 99))),
        lines={"v-1": 3} if data.draw(st.booleans()) else {},
    )
    chrome = site.chrome
    for each in (page, page, changed):
        assert chrome.dress(each) == chrome.whole(each)


CHANGED = {
    "the title at another place": ("<body", "<p>{{ page.title }}</p><body"),
    "another filter": (
        "<body",
        "<p>{{ page.title | upper | center(9) }}{{ meta.description | length }}</p><body",
    ),
    "the kind": ("<body", '{% if page.meta.kind == "unit" %}<p>Đơn vị</p>{% endif %}<body'),
    "what the body holds": ("<body", '{% if "<table" in page.content %}<p>Bảng</p>{% endif %}<body'),
    "a letter": ("<body", "<p>{{ page.title[0] }}</p><body"),
    "whether texts are the same": ("<body", "{% if page.title == meta.title %}<p>=</p>{% endif %}<body"),
    "all crumbs": ("<body", "{% for crumb in meta.crumbs %}{{ crumb.title }}{% endfor %}<body"),
    "links that count from the page": ("<body", "<a href=\"{{ 'don-vi/so-cong-thuong-an-binh/' | url }}\">x</a><body"),
    "the address": ("<body", "<p>{{ page.url }}{{ page.canonical_url | urlencode }}</p><body"),
}
"""What → (a part of main.html, what stands there instead)."""
STILL_FILLED = {"the title at another place", "another filter", "the kind", "what the body holds", "the address"}


@pytest.mark.parametrize("site", [SITE], indirect=True)
@pytest.mark.parametrize("what", CHANGED)
def test_a_theme_may_print_what_it_likes_of_a_page(site: Site, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = CHANGED[what]
    main = MAIN.replace(old, new)
    assert main != MAIN
    found = filled(site.themed(main=main), site.pages, monkeypatch)
    if what in STILL_FILLED:
        assert len(found) > 20


@pytest.mark.parametrize("site", [SITE], indirect=True)
def test_a_theme_may_build_on_ours(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    own = '{% extends "plansite.html" %}{% block content %}<h2>{{ page.title | e }}</h2>{{ super() }}{% endblock %}'
    chrome = site.themed(plansite=MAIN, main=own)
    assert len(filled(chrome, site.pages, monkeypatch)) > 20
    assert b"<h2>" in chrome.dress(site.pages[-1])


@pytest.mark.parametrize("site", [SITE], indirect=True)
@pytest.mark.parametrize("name", ["kind", "heading", "site", "nothing"])
def test_a_part_that_wants_to_know_more_than_it_is_told_has_its_pages_printed_whole(
    site: Site, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chrome = site.themed(partials__mend=f"{{% if meta.mend %}}{{{{ {name} }}}}{{% endif %}}")
    assert filled(chrome, site.pages, monkeypatch) == []


THEMES = [
    "{{ page.title }}",
    "{{ page.title | e }}{{ page.title | striptags | e }}{{ page.title | e | e }}",
    "{{ page.title ~ '!' }}",
    "{{ ('!' ~ page.title) | e }}",
    "{{ page.title | upper | replace('A', 'x') | truncate(3) | default('y') | string | safe }}",
    "{{ page.title | length }}",
    "{% if page.title | length > 9 %}long{% endif %}",
    "{% if page.title == 'Sở A' %}A{% endif %}{% if page.title != 'Sở A' %}B{% endif %}",
    "{% if page.title in ['Sở A', 'Sở B'] %}A{% endif %}",
    "{% if 'A' in page.title %}A{% endif %}{% if 'bảng' in page.content %}bảng{% endif %}",
    "{% if page.title > 'Sở B' %}C{% endif %}",
    "{% if page.title is string %}text{% endif %}",
    "{% if page.title is defined and page.nothing is not defined and page.canonical_url is not none %}yes{% endif %}",
    "{% if page.meta.description | striptags %}text{% endif %}",
    "{% if page.title | replace('Sở A', '') %}other{% endif %}",
    "{% if (page.title | default(none, true)) is none %}none{% endif %}",
    "{% for letter in page.title %}{{ letter }}.{% endfor %}",
    "{{ page.title[0] }}{{ page.title[:3] }}",
    "{{ page.title.upper() }}{{ page.title.nothing }}",
    "{{ page.title + '!' }}{{ '%s' % page.title }}",
    "{{ '%s!' | format(page.title) }}{{ '%.2s' | format(page.title) }}",
    "{{ [page.title, 'x'] | join('-') }}{{ [page.title] | map('upper') | join }}",
    "{{ page.title | map('upper') | join }}{{ page.title | first }}{{ page.title | list }}",
    "{{ page.title | tojson }}{{ page.title | urlencode }}",
    "{{ {'Sở A': 1}[page.title] }}",
    "{% set t %}<{{ page.title }}>{% endset %}{{ t }}",
    "{% set t %}<{{ page.title }}>{% endset %}{{ t | e }}",
    "{% filter upper %}{{ page.title }}{% endfilter %}",
    "{% macro m(t) %}[{{ t }}]{% endmacro %}{{ m(page.title) }}{{ m(page.title) | e }}",
    "{{ page }}",
    "{{ page.meta }}",
    "{{ page.meta.items() | list }}",
    "{% for name, value in page.meta.items() %}{{ name }}={{ value }};{% endfor %}",
    "{{ page.toc | length }}{% if page.toc %}toc{% endif %}",
    "{% for entry in page.toc %}{{ entry.title }}{% endfor %}",
    "{{ page.url }}{{ page.url.count('/') }}",
    "{% if page.url.startswith('don-vi/so-a') %}A{% endif %}{% if page.url == 'don-vi/so-a/' %}B{% endif %}",
    "{{ 'don-vi/so-a/' | url }} {{ 'don-vi/' | url }} {{ '.' | url }} {{ base_url }} {{ 'https://a.b/' | url }}",
    "{{ page.canonical_url | url }}",
    "{% set meta = page.meta %}{% include 'partials/crumbs.html' %}{% include 'partials/toc.html' %}",
    "{{ '\0' }}0{{ '\0' }}{{ page.title }}",
]
KINDS = {"unit": "don-vi/", "plan": "ke-hoach/"}
PAGES = [
    Page(
        f"{place}so-{name.lower()}/{part}",
        kind,
        f"Sở {name}" + end,
        end,
        f"<h1>x</h1>{'bảng' if name == 'B' else ''}{end}",
        (Link("Đơn vị" + end, "don-vi/"), Link(name)),
        (Heading("a", "Một" + end, 2), Heading("b", "Hai", 3)) if name == "C" else (),
    )
    for kind, place in KINDS.items()
    for part in ("", "2024/", "2025/")
    for name, end in (("A", ""), ("B", " & <b>"), ("C", ""), ("D", "<i>"), ("E", "{{ x }}"))
]


@pytest.mark.parametrize("escaping", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_whatever_a_template_does_with_a_text_is_right(
    theme: str, escaping: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    crumbs = "{% for crumb in meta.crumbs %}{{ (crumb.url or '.') | url }} {{ crumb.title | striptags }}{% endfor %}"
    toc = "{% for entry in page.toc recursive %}{{ entry.title }}({{ loop(entry.children) }}){% endfor %}"
    templates = {"main.html": theme, "partials/crumbs.html": crumbs, "partials/toc.html": toc}
    env = Environment(loader=DictLoader(templates), autoescape=escaping)
    env.filters["url"] = url_filter
    filled(Chrome(env, {}, {}, Repository(), SITE), PAGES, monkeypatch)


@pytest.mark.parametrize("theme", THEMES[:3] + THEMES[5:6])
def test_what_is_only_printed_is_filled(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    env = Environment(loader=DictLoader({"main.html": theme}), autoescape=False)
    found = filled(Chrome(env, {}, {}, Repository(), SITE), PAGES, monkeypatch)
    assert found == PAGES


def test_a_mistake_in_a_template_is_told() -> None:
    env = Environment(loader=DictLoader({"main.html": "{{ 1 // (page.title | length - 4) }}"}), autoescape=False)
    chrome = Chrome(env, {}, {}, Repository(), SITE)
    for page in (PAGES[1], PAGES[3], PAGES[1]):
        chrome.dress(page)
    with pytest.raises(ZeroDivisionError):
        chrome.dress(PAGES[0])
