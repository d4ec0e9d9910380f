"""The one door to MkDocs: attaches the finished pages to a build. No other module imports mkdocs.

Pages enter as generated files whose Page hands over finished HTML, so none of them passes through Python-Markdown and
`mkdocs build` and `mkdocs serve` work as their users know them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any, Literal

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

from generator import clock
from generator.messages import word
from generator.pages import site_files, site_pages
from generator.pages.render import Heading, Page
from generator.survey import Survey, survey

log = logging.getLogger("mkdocs.plugins.plansite")


class PlansiteConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml: the templates' folder, and the language of messages."""

    templates = Type(str, default="templates")
    language = Type(str, default="vi")


class FinishedPage(MkDocsPage):
    """A page whose HTML is made already."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        self.finished = page
        super().__init__(escape(word("home") if page.kind == "home" else page.title), file, config)

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - the signature is MkDocs'
        """Nothing to read. MkDocs' theme environment does not escape: what it prints is escaped here."""
        page = self.finished
        self.markdown = ""
        self.meta = {
            "title": escape(page.title),
            "description": escape(page.description),
            "kind": page.kind,
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


class PlansitePlugin(BasePlugin[PlansiteConfig]):  # type: ignore[no-untyped-call]
    """Reads and checks the content, then adds every page and file of the site."""

    found: Survey | None = None
    serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Having this method keeps one plugin over all rebuilds of `serve`, and so the last good content."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Tell the templates when the content last changed."""
        changed = clock.last_change(Path(config.docs_dir))
        if changed:
            config.extra["updated"] = f"{changed:%d/%m/%Y}"
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check before anything is cleaned or written: a mistake leaves the last good site as it was.

        While serving, the pages stay as they last were without mistakes.
        """
        found = survey(Path(config.docs_dir))
        for problem in found.problems:
            log.error(problem.line(self.config.language))
        if not found.problems:
            self.found = found
        elif self.serving and self.found:
            log.error(word("serve-kept", count=len(found.problems)))
        else:
            raise Abort(word("build-stopped", count=len(found.problems)))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and the data."""
        assert self.found is not None
        corpus = self.found.corpus
        for page in site_pages(corpus, self._templates(config), clock.today()):
            file = File.generated(config, f"{page.address}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
            FinishedPage(page, file, config)
            files.append(file)
        for artifact in site_files(corpus, self.found.content):
            files.append(File.generated(config, artifact.path, content=artifact.data))
        return files

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """A change of a template reloads the page, as a change of content does."""
        server.watch(str(self._templates(config)))
        return server

    def _templates(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.templates


def content_folder(config_file: Path) -> Path:
    """The content folder that mkdocs.yml names."""
    return Path(load_config(str(config_file)).docs_dir)


def site_folder(config_file: Path) -> Path:
    """The folder of the built site that mkdocs.yml names."""
    return Path(load_config(str(config_file)).site_dir)


def build_into(config_file: Path, folder: Path) -> None:
    """Build the site into `folder`; any warning of MkDocs is an error."""
    config = load_config(str(config_file), site_dir=str(folder), strict=True)
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
