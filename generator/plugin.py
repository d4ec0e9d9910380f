"""The one door to MkDocs: attaches the finished pages to a build. No other module imports mkdocs.

Pages enter as generated files whose Page hands over finished HTML, so none of them passes through Python-Markdown and
`mkdocs build` and `mkdocs serve` work as their users know them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape, unescape
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator import assets, clock, share, urls
from generator.exports import all_records, jsonld
from generator.exports.origin import Origin
from generator.messages import word
from generator.pages import site_pages
from generator.pages.files import site_files
from generator.pages.render import Heading, Made, Page
from generator.pages.subscriptions import subscriptions
from generator.problems import Place
from generator.repository import Mend, Repository
from generator.survey import Survey, survey

log = logging.getLogger("mkdocs.plugins.plansite")

FONTS = "theme/assets/fonts"
"""Where the fonts stand among the templates."""
LOUDNESS = {"error": logging.ERROR, "warning": logging.INFO, "hint": logging.DEBUG}
"""How loud a problem is logged. A warning of MkDocs would stop a strict build, which a warning of ours does not."""


class PlansiteConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml: the templates' folder, and the language of messages."""

    templates = Type(str, default="templates")
    language = Type(str, default="vi")


class FinishedPage(MkDocsPage):
    """A page whose HTML is made already."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        self.finished = page
        super().__init__(escape(word("home") if page.kind == "home" else page.title), file, config)
        if page.moved_to and config.site_url:
            self.canonical_url = config.site_url + page.moved_to

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - the signature is MkDocs'
        """Nothing to read. MkDocs' theme environment does not escape: what it prints is escaped here."""
        page = self.finished
        self.markdown = ""
        self.meta = {
            "title": escape(page.title),
            "description": escape(page.description),
            "kind": page.kind,
            "moved": page.moved_to,
            "head": page.head,
            "image": page.image,
            "crumbs": [{"title": escape(link.text), "url": escape(link.url or "")} for link in page.crumbs],
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - likewise
        """Hand over the finished HTML and its outline."""
        self.content = self.finished.html
        self.toc = _table_of_contents(self.finished.outline)


def _table_of_contents(outline: Iterable[Heading]) -> TableOfContents:
    """Headings of level 3 hang below the last of level 2."""
    top: list[AnchorLink] = []
    for heading in outline:
        link = AnchorLink(escape(heading.title), heading.id, heading.level)
        (top[-1].children if heading.level > 2 and top else top).append(link)
    return TableOfContents(top)


def _finished(config: MkDocsConfig, path: str, data: bytes) -> File:
    """A file of the site that is no page, whatever mkdocs.yml leaves out of content/."""
    return File.generated(config, path, content=data, inclusion=InclusionLevel.INCLUDED)


def _way(page: MkDocsPage) -> list[tuple[str, str]]:
    """(title, address) from the home page down to the page. A step that is a part of another page is none."""
    crumbs = [(crumb["title"], crumb["url"]) for crumb in page.meta.get("crumbs", ())]
    steps = [(title, address) for title, address in crumbs if address and "#" not in address]
    here = (str(page.meta.get("title") or page.title), page.url)
    way = [(word("home"), urls.HOME), *steps, here]
    return way[:1] if page.is_homepage else [(unescape(title), unescape(address)) for title, address in way]


def _written(page: MkDocsPage, site: str) -> list[dict[str, Any]]:
    """What a page written in Markdown is; a generated one says it itself."""
    if isinstance(page, FinishedPage):
        return []
    title, description = (unescape(str(words or "")) for words in (page.title, page.meta.get("description")))
    return [jsonld.page(title, description, page.url, site)]


def _mend(repository: Repository, page: MkDocsPage, config: MkDocsConfig) -> Mend:
    """The links by which a reader mends the page or reports a mistake."""
    title, address = unescape(str(page.meta.get("title") or page.title)), page.canonical_url or f"/{page.url}"
    if isinstance(page, FinishedPage):
        return repository.mend(address, title, page.finished.spot, page.finished.lines)
    path = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
    return repository.mend(address, title, Place(path), {})


class PlansitePlugin(BasePlugin[PlansiteConfig]):  # type: ignore[no-untyped-call]
    """Reads and checks the content, then adds every page and file of the site."""

    found: Survey | None = None
    changes: Mapping[str, date] = MappingProxyType({})
    serving = False
    last: Path | None = None
    """The site as it was built last, where the new one is built beside it."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Having this method keeps one plugin over all rebuilds of `serve`, and so the last good content."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Tell the templates when the content last changed, and which styles are these."""
        self.changes = clock.last_changes(Path(config.docs_dir))
        if not config.repo_url:
            config.edit_uri = None  # else MkDocs warns of every page that it can't make an address of
        if self.changes:
            config.extra["updated"] = f"{max(self.changes.values()):%d/%m/%Y}"
        styles, search = self._styles(config), self._search(config)
        config.extra["assets_version"] = assets.version(self._theme(config), styles, search)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check before anything is cleaned or written: a mistake leaves the last good site as it was.

        While serving, the pages stay as they last were without mistakes.
        """
        found = survey(Path(config.docs_dir))
        for problem in found.problems:
            log.log(LOUDNESS[problem.level], problem.line(self.config.language))
        if not found.errors:
            self.found = found
        elif self.serving and self.found:
            log.error(word("serve-kept", count=len(found.errors)))
        else:
            raise Abort(word("build-stopped", count=len(found.errors)))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and the data; leave out what of Material the pages do not ask for."""
        assert self.found is not None
        for file in [file for file in files if assets.UNUSED.match(file.src_uri)]:
            files.remove(file)
        corpus = self.found.corpus
        pictures = share.Pictures(self._templates(config) / FONTS, config.site_name, share.cache_folder())
        content, site = Path(config.docs_dir), config.site_url or ""
        history, origin = clock.history(content, corpus), Origin(site, clock.content_commit(content))
        tables, sizes = all_records(corpus), {}
        follow = subscriptions(corpus, history, config.site_name, site)
        files_made = site_files(corpus, self.found.content, tables, origin, self._searched)
        for artifact in chain(files_made, follow):
            sizes[artifact.path] = len(artifact.data)
            files.append(_finished(config, artifact.path, artifact.data))
        made = Made(sizes, {name: len(records) for name, records in tables.items()})
        for page in site_pages(corpus, self._templates(config), clock.today(), history, site, made):
            file = File.generated(config, f"{page.address}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
            FinishedPage(page, file, config)
            files.append(file)
            if page.image and config.site_url:
                files.append(File.generated(config, page.image, content=pictures.of(page.title, page.description)))
        files.append(File.generated(config, assets.STYLES, content=self._styles(config)))
        files.append(File.generated(config, assets.SEARCH, content=self._search(config)))
        if config.site_url:
            robots = f"User-agent: *\nAllow: /\n\nSitemap: {config.site_url}sitemap.xml\n"
            files.append(File.generated(config, "robots.txt", content=robots))
        return files

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Tell every page, also those in Markdown, its way from the home page and when it last changed.

        This is after all pages are read and before the sitemap is printed.
        """
        repository = Repository(config.repo_url or "", config.edit_uri or "", str(config.extra.get("feedback") or ""))
        for file in files.documentation_pages():
            page = file.page
            assert page is not None
            site = config.site_url or ""
            way = jsonld.breadcrumbs(_way(page), site)
            page.meta["head"] = page.meta.get("head", "") + jsonld.script(*_written(page, site), way)
            page.meta["changed"] = self._changed(page)
            page.meta["mend"] = _mend(repository, page, config)
        return env

    def _changed(self, page: MkDocsPage) -> str | None:
        """The day (ISO) on which git last saw a change of what the page is made from."""
        if isinstance(page, FinishedPage):
            sources: Iterable[str] = page.finished.sources or self.changes
        else:
            sources = [name for name in self.changes if name.endswith(f"/{page.file.src_uri}")]
        days = [self.changes[name] for name in sources if name in self.changes]
        return max(days).isoformat() if days else None

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """A change of a template reloads the page, as a change of content does."""
        server.watch(str(self._templates(config)))
        return server

    def _searched(self, path: str) -> bytes | None:
        """A file of the search as it was built last."""
        file = self.last / urls.SEARCH / path if self.last else None
        return file.read_bytes() if file and file.is_file() else None

    def _styles(self, config: MkDocsConfig) -> str:
        return assets.styles(self._theme(config), Path(config.theme.dirs[1]), config.extra.get("stylesheets", ()))

    def _search(self, config: MkDocsConfig) -> str:
        return assets.search(self._theme(config), config.extra.get("search", ()))

    def _theme(self, config: MkDocsConfig) -> Path:
        return self._templates(config) / "theme"

    def _templates(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.templates


def content_folder(config_file: Path) -> Path:
    """The content folder that mkdocs.yml names."""
    return Path(load_config(str(config_file)).docs_dir)


def site_folder(config_file: Path) -> Path:
    """The folder of the built site that mkdocs.yml names."""
    return Path(load_config(str(config_file)).site_dir)


def build_into(config_file: Path, folder: Path) -> None:
    """Build the site into `folder`; any warning of MkDocs is an error.

    What of the last site's search can stay stays.
    """
    config = load_config(str(config_file), site_dir=str(folder), strict=True)
    plugin = config.plugins["plansite"]
    assert isinstance(plugin, PlansitePlugin)
    plugin.last = site_folder(config_file)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()


def serve(config_file: Path, address: str) -> None:
    """Serve the site on `address` and rebuild it when a file changes, until interrupted."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    mkdocs_serve(config_file=str(config_file), dev_addr=address)
