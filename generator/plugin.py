"""The one door to MkDocs. No other module imports mkdocs.

MkDocs makes the theme's environment, the navigation and the pages in Markdown. All other pages are finished texts, too
many to pass through its pages one by one: they are dressed in the same template by `chrome` and written beside its own.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from generator import assets, cache, chrome, clock
from generator.build import spare_of
from generator.chrome import Chrome
from generator.done import Done, Listed
from generator.early import KeptError, Served
from generator.folder import Folder
from generator.kept import Kept, marks, rows_of
from generator.links import linked
from generator.making import Making, Progress, works_of
from generator.messages import word
from generator.output import Press
from generator.pages import addresses, roots
from generator.pages.printing import Compiled
from generator.plan_shelf import ChangedError
from generator.policy import HEADERS, headers, policy
from generator.problems import Place
from generator.repository import Repository
from generator.serving import Desk, attend
from generator.sitemap import NAME as SITEMAP
from generator.sitemap import sitemap
from generator.staging import adopted, stage
from generator.survey import Survey, survey_again
from generator.workers import processors

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.plansite")

FONTS = "theme/assets/fonts"
"""Where the fonts stand among the templates."""
LOUDNESS = {"error": logging.ERROR, "warning": logging.INFO, "hint": logging.DEBUG}
"""How loud a problem is logged. A warning of MkDocs would stop a strict build, which a warning of ours does not."""


class PlansiteConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml: the templates' folder, and the language of messages."""

    templates = Type(str, default="templates")
    language = Type(str, default="vi")


class GeneratedPage(MkDocsPage):
    """Stands for a page that is not MkDocs' to print, where navigation and links in Markdown must know of it."""

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - the signature is MkDocs'
        """Nothing to read."""
        self.markdown, self.meta = "", {}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - likewise
        """Nothing to render."""
        self.content = ""


def _finished(config: MkDocsConfig, path: str, data: str | bytes) -> File:
    """A file of the site that is no page, whatever mkdocs.yml leaves out of content/."""
    return File.generated(config, path, content=data, inclusion=InclusionLevel.INCLUDED)


class PlansitePlugin(BasePlugin[PlansiteConfig]):  # type: ignore[no-untyped-call]
    """Reads and checks the content, then adds every page and file of the site."""

    found: Survey | None = None
    """The content, without mistakes."""
    given = False
    """Whether `found` is what is to be built, without another look."""
    changes: Mapping[str, date] = MappingProxyType({})
    served: Served | None = None
    """The site while it is served; None in any other build."""
    last: Path | None = None
    """The site as it was built last, where the new one is built beside it."""
    progress: Progress | None = None
    folder: Folder | None = None
    """Where the site is made, while MkDocs has a folder for itself; None where it is to be made in MkDocs' own."""
    kept: Kept = Kept()
    """What the build before this one made, and the folder where it stands."""
    making: Making | None = None
    done: tuple[Done, ...] = ()
    nav: Navigation | None = None
    desk: Desk | None = None
    sitemaps: Mapping[str, str] = MappingProxyType({})
    """What sitemap.xml leads to: name → text."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Having this method keeps one plugin over all rebuilds of `serve`, and so the last good content."""
        self.served = Served() if command == "serve" else None
        self.given = self.given and not self.served

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Tell the templates when the content last changed, which styles are these, and what a page may load."""
        self.changes = clock.last_changes(Path(config.docs_dir))
        if not config.repo_url:
            config.edit_uri = None  # else MkDocs warns of every page that it can't make an address of
        if self.changes:
            config.extra["updated"] = f"{max(self.changes.values()):%d/%m/%Y}"
        styles, search = self._styles(config), self._search(config)
        config.extra["assets_version"] = assets.version(self._theme(config), styles, search)
        config.extra["policy"] = policy(self._theme(config), serving=self.served is not None)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check before anything is cleaned or written: a mistake leaves the last good site as it was.

        While serving, the pages stay as they last were without mistakes.
        """
        if self.served:
            self.served.check()
        if not self.given:
            self._look(config)
        if self.served:
            self.last, self.progress = Path(config.site_dir), self.served.on_progress
            renewal = self.served.begin(self.last, self.kept)
            self.folder, self.kept = renewal.folder, renewal.kept
        if self.folder:
            config.site_dir = str(stage(self.folder))

    def _look(self, config: MkDocsConfig) -> None:
        found = survey_again(Path(config.docs_dir), today=clock.today())
        for problem in found.problems:
            log.log(LOUDNESS[problem.level], problem.line(self.config.language))
        if not found.errors:
            self.found = found
        elif self.served and self.served.shown:
            log.error(word("serve-kept", count=len(found.errors)))
            raise KeptError
        else:
            raise Abort(word("build-stopped", count=len(found.errors)))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what the theme needs, and a stand-in for each page that the navigation or a text links to."""
        assert self.found is not None
        for file in [file for file in files if assets.UNUSED.match(file.src_uri)]:
            files.remove(file)
        own = [file for file in files.documentation_pages() if file.abs_src_path]
        led_to = linked({file.src_uri: Path(str(file.abs_src_path)).read_text(encoding="utf-8-sig") for file in own})
        known = {f"{address}index.md": title for address, title in roots()}
        known |= {path: path for address in addresses(self.found.corpus) if (path := f"{address}index.md") in led_to}
        for path, title in known.items():
            file = File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            GeneratedPage(escape(title), file, config)
            files.append(file)
        files.append(_finished(config, assets.STYLES, self._styles(config)))
        files.append(_finished(config, assets.SEARCH, self._search(config)))
        files.append(_finished(config, HEADERS, headers(config.extra["policy"])))
        if config.site_url:
            robots = f"User-agent: *\nAllow: /\n\nSitemap: {config.site_url}{SITEMAP}\n"
            files.append(_finished(config, "robots.txt", robots))
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Keep what the templates of every page print."""
        self.nav = nav
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Write all generated pages and files; tell the pages in Markdown their way from the home page.

        MkDocs has read all of its pages now, so that the links in them are known, and has printed none.
        """
        repository = Repository(config.repo_url or "", config.edit_uri or "", str(config.extra.get("feedback") or ""))
        site = config.site_url or ""
        for file in list(files.documentation_pages()):
            page = file.page
            assert page is not None
            if isinstance(page, GeneratedPage):
                files.remove(file)
                continue
            spot = Place(f"{Path(config.docs_dir).name}/{file.src_uri}")
            page.meta.update(chrome.told(page, spot, repository, site))
        try:
            self.making = self._making(config, env, repository)
            self.done = tuple(self.making.make())
        except ChangedError as error:
            raise Abort(word("build-changed", file=str(error))) from error
        return env

    def _making(self, config: MkDocsConfig, env: Environment, repository: Repository) -> Making:
        assert self.found is not None
        assert self.nav is not None
        site, content, templates = config.site_url or "", Path(config.docs_dir), self._templates(config)
        entries = {page.url: page for page in self.nav.pages}
        env.bytecode_cache = Compiled(cache.folder("templates"), cache.program())
        dressing = Chrome(env, {"nav": self.nav, "config": config}, entries, repository, site)
        pictures = None
        if site:
            from generator.share import Pictures  # brings Pillow

            pictures = Pictures(templates / FONTS, config.site_name, cache.folder("share"))
        works = works_of(self.found, content, templates, config.site_name, site)
        return Making(
            works=works,
            press=Press(self.folder or Folder(Path(config.site_dir)), dressing, pictures),
            marks=marks(works, chrome.mark(dressing), cache.of_folder(templates)),
            kept=self.kept,
            workers=processors(),
            progress=self.progress,
            rows=rows_of(self.last or Path(config.site_dir)),
        )

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what the sitemap leads to, then bring over what MkDocs made. Other plugins may add to that before."""
        for name, text in self.sitemaps.items():
            (Path(config.site_dir) / name).write_text(text, encoding="utf-8")
        if self.folder:
            self.done = (*self.done, adopted(self.folder, self.kept))
        if self.served and self.making:
            self.kept = self.served.finish(self.done, self.making.works, self.making.press.chrome)

    def on_shutdown(self) -> None:
        """Stop building; remove what was made beside the site that is shown."""
        if self.desk:
            self.desk.end()
        if self.served:
            self.served.end()

    def on_template_context(self, context: Any, /, *, template_name: str, config: MkDocsConfig) -> Any:
        """The sitemap lists every page, each with the day on which git last saw a change of what it is made from."""
        if template_name == SITEMAP:
            folder = Path(config.docs_dir).name
            own = (Listed(file.url.removeprefix("./"), (f"{folder}/{file.src_uri}",)) for file in context["pages"])
            generated = (page for done in self.done for page in done.results().pages)
            context["sitemap"], self.sitemaps = sitemap((*own, *generated), config.site_url or "", self.changes)
        return context

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None], **_: Any
    ) -> LiveReloadServer:
        """A change of a template reloads the page, as a change of content does; an edited plan is shown first."""
        server.watch(str(self._templates(config)))
        if self.served and self.last:
            self.served.rebuild = builder
            self.desk = attend(server, self.served, self.last, spare_of(self.last.resolve()))
        return server

    def _styles(self, config: MkDocsConfig) -> str:
        return assets.styles(self._theme(config), Path(config.theme.dirs[1]), config.extra.get("stylesheets", ()))

    def _search(self, config: MkDocsConfig) -> str:
        return assets.search(self._theme(config), config.extra.get("search", ()))

    def _theme(self, config: MkDocsConfig) -> Path:
        return self._templates(config) / "theme"

    def _templates(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.templates


def folders(config_file: Path) -> tuple[Path, Path]:
    """The folder of the content and that of the built site, as mkdocs.yml names them."""
    config = load_config(str(config_file))
    return Path(config.docs_dir), Path(config.site_dir)


def build_into(config_file: Path, folder: Path) -> None:
    """Build the site into `folder`, from nothing; any warning of MkDocs is an error."""
    shutil.rmtree(folder, ignore_errors=True)
    make(config_file, Folder(folder), Kept())


def make(
    config_file: Path, folder: Folder, kept: Kept, found: Survey | None = None, progress: Progress | None = None
) -> tuple[Done, ...]:
    """Make the site in `folder`; any warning of MkDocs is an error. What was done is given back, to be kept.

    `found` is the content where it was surveyed already and is without errors. What of `kept` can stay stays.
    """
    config = load_config(str(config_file), strict=True)
    plugin = config.plugins["plansite"]
    assert isinstance(plugin, PlansitePlugin)
    plugin.last, plugin.progress = Path(config.site_dir), progress
    plugin.found, plugin.given = found, found is not None
    plugin.folder, plugin.kept = folder, kept
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
    return plugin.done


def serve(config_file: Path, address: str) -> None:
    """Serve the site on `address` and rebuild it when a file changes, until interrupted."""
    from mkdocs.commands.serve import serve as mkdocs_serve

    logging.basicConfig(format="%(message)s")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    mkdocs_serve(config_file=str(config_file), dev_addr=address)
