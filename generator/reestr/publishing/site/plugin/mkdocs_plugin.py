"""The MkDocs plugin: loads the registry and puts its pages into the configured theme."""

from __future__ import annotations

import datetime
import gc
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from markdown.extensions.toc import slugify_unicode
from markupsafe import Markup
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File as MkDocsFile
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from reestr import wording
from reestr.history.git import open_repository
from reestr.history.records_of_day import ObjectsMissingError, RecordsOfDay, records_of_day, stored_files
from reestr.history.timeline.model import NO_PAST, Gap
from reestr.history.timeline.read_history import timeline
from reestr.publishing.build import Build
from reestr.publishing.documents.manifest import Later
from reestr.publishing.site import output_folder, theme
from reestr.publishing.site.admin.decap_page import PROGRAM
from reestr.publishing.site.kept_site import KeptSite
from reestr.publishing.site.live_reload import forget_everything, watched_folders, watched_observation
from reestr.publishing.site.page_shell import Shell, sentinels
from reestr.publishing.site.pages import navigation
from reestr.publishing.site.plugin.guarded_server import guarded
from reestr.publishing.site.plugin.prompt_watching import watch_promptly
from reestr.publishing.site.plugin.site_settings import program_of, site_of
from reestr.publishing.site.served_site import ServedSite
from reestr.publishing.site.state_file import state_file
from reestr.publishing.site.writing import SiteWriter
from reestr.publishing.view import Page
from reestr.records import diagnostics_text, fingerprint
from reestr.records.latest_observation import archive_folder, read_latest_observation
from reestr.records.loading.former_files import FormerFiles
from reestr.records.loading.kept_readings import KeptReadings
from reestr.records.loading.load import Loaded, load_files
from reestr.records.loading.record_sources import RecordFiles, Snapshot, folder_files, snapshot
from reestr.records.redaction import EDITIONS, Edition
from reestr.records.shards import jobs_wanted
from reestr.registry.calendar import registry_day
from reestr.registry.errors import ReestrError
from reestr.registry.registry import Registry

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

BuildProgress = Callable[[str, int, int], None]
CACHE = ".reestr-cache"
"""The folder beside `mkdocs.yml` with the cached past; a file in it makes Git ignore it. CI keeps it between runs."""

KEPT = ".reestr-kept"
"""The folder beside `mkdocs.yml` with what else a build keeps for the next one on the same machine; equally ignored."""

_SITEMAP = "sitemap.xml"
_THEME = Path(theme.__file__).parent
_BANNER_CLASSES = {"internal": "internal", "fictional": "fictional", "sample": "fictional"}
_LOGGER = logging.getLogger("mkdocs.reestr")


class InvalidDataError(ReestrError, PluginError):
    """The registry has errors, and nothing is built.

    `loaded` holds all diagnostics, `files` the records of the earlier commit that was read, None if the folder was.
    """

    def __init__(self, loaded: Loaded, files: RecordFiles | None = None) -> None:
        self.loaded = loaded
        self.files = files
        super().__init__(
            diagnostics_text.render(
                loaded.diagnostics,
                loaded.files,
                source_line=lambda location: None,
                shown_file=str,
                width=100,
                colour=False,
            )
        )


class ReestrConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its __init_subclass__ untyped
    """The plugin's options in `mkdocs.yml`."""

    data_dir = option.Type(str, default="data")
    edition = option.Choice(EDITIONS, default="public")
    # YAML reads an unquoted `2026-09-01` as a date.
    as_of = option.Optional(option.Type((str, datetime.date)))
    records = option.Choice(("day", "today"), default="day")
    edit_url = option.Type(str, default="")
    commit_url = option.Type(str, default="")
    issues_url = option.Type(str, default="")
    admin = option.Type(dict, default={})
    history = option.Type(bool, default=True)


class ReestrPlugin(BasePlugin[ReestrConfig]):  # type: ignore[no-untyped-call]  # as above
    """Loads the registry before MkDocs changes anything, adds its sections to the navigation and writes the rest."""

    def __init__(self) -> None:
        self.progress: BuildProgress | None = None
        self.overrides: Mapping[str, str] = {}
        self.cached = True
        self.records: Snapshot | None = None
        self.kept_site: KeptSite | None = None
        self._served: ServedSite | None = None
        self._program = b""
        self._cache: Path | None = None
        self._kept: Path | None = None
        self._readings: KeptReadings | None = None
        self._serving = False
        self._build: Build | None = None
        self._environment: Environment | None = None
        self._navigation: Navigation | None = None
        self._section_of: dict[str, Page] = {}
        self._written: list[Page] = []

    @property
    def current(self) -> Build:
        """Return the build under way. Raises PluginError outside of one."""
        if self._build is None:
            raise PluginError("reestr: no build is under way")
        return self._build

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note whether this is a server; the method's existence also makes MkDocs keep the plugin between rebuilds."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the records and judge them.

        Raises InvalidDataError for wrong records, before MkDocs empties the target.
        """
        if self._serving:
            self._forget()
        _refuse_foreign_theme(config)
        edition = _edition(self.overrides.get("edition") or self.config.edition)
        if self.cached:
            self._cache, self._kept = project_folder(config) / CACHE, project_folder(config) / KEPT
        else:
            self._cache = self._kept = None
        data, docs = project_folder(config) / self.config.data_dir, Path(config.docs_dir)
        stray = output_folder.stray(docs, data)
        if stray is not None:
            raise PluginError(wording.text("cli.build.stray", path=stray, folder=docs))
        loaded, then, files = self._loaded(data, edition)
        broken = ""
        if loaded.registry is not None:
            self._build = self._judged(config, data, loaded, loaded.registry, edition, then, files)
        elif self._serving and self._build is not None:
            # The user is in the middle of an edit. After an error MkDocs would answer no request until the record is
            # valid.
            broken = str(InvalidDataError(loaded))
            _LOGGER.error(broken)
        else:
            raise InvalidDataError(loaded, files)
        # MkDocs stamps its own files with the time of the build; the date of the verdicts makes them reproducible.
        midnight = datetime.datetime.combine(self.current.view.as_of, datetime.time(), datetime.UTC)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
        # The default turns every Cyrillic heading into `_1`.
        config.mdx_configs.setdefault("toc", {}).setdefault("slugify", slugify_unicode)
        # MkDocs' sitemap lacks the record pages; ours, among the exports, has them all.
        config.theme.static_templates.discard(_SITEMAP)
        config.extra["reestr"] = {**_shown_by_theme(self.current), "broken": broken}
        return config

    def _forget(self) -> None:
        """Read templates, texts and schemas again if one has changed since the last build."""
        fingerprint.of_program.cache_clear()
        program = fingerprint.of_program()
        if program != self._program:
            forget_everything()
        self._program = program
        gc.unfreeze()

    def _loaded(self, data: Path, edition: Edition) -> tuple[Loaded, RecordsOfDay, RecordFiles | None]:
        """Return the loaded records, which records of the day they are, and the files of an earlier commit.

        The files are None if the records are those of the folder. Raises PluginError if the files of the commit are
        missing.
        """
        loaded, then, day = self._load(data, edition), RecordsOfDay(), self._day()
        if loaded.registry is None or day is None:
            return loaded, then, None
        then = records_of_day(data, loaded.registry.city, day, datetime.datetime.now(datetime.UTC))
        if then.commit is not None and self._records() == "day":
            try:
                stored = stored_files(open_repository(data), data, then.commit.id)
            except ObjectsMissingError:
                raise PluginError(wording.text("cli.report.no-objects", revision=then.commit.short)) from None
            if stored is not None:
                return load_files(FormerFiles(stored), edition, self._step("reading")), then, stored
        return loaded, replace(then, commit=None), None

    def _load(self, data: Path, edition: Edition) -> Loaded:
        """Load the records of the folder; files that have not changed since the last build are not read again."""
        folder = self._kept and self._kept / "readings"
        if not self._serving or self._readings is None or self._readings.place != (folder, edition):
            self._readings = KeptReadings(folder, edition)
        records, self.records = self.records, None
        return load_files(
            records or folder_files(data), edition, self._step("reading"), kept=self._readings, jobs=jobs_wanted()
        )

    def _day(self) -> datetime.date | None:
        return _date(self.overrides.get("as_of") or self.config.as_of)

    def _records(self) -> str:
        return self.overrides.get("records") or self.config.records

    def _judged(
        self,
        config: MkDocsConfig,
        data: Path,
        loaded: Loaded,
        registry: Registry,
        edition: Edition,
        then: RecordsOfDay,
        files: RecordFiles | None,
    ) -> Build:
        as_of = self._day() or registry.city.default_date(datetime.datetime.now(datetime.UTC))
        site = site_of(config, self.config, project_folder(config))
        past = NO_PAST
        if self.config.history:
            past = timeline(data, edition, registry.city.time_zone, as_of, self._cache, self._step("remembering"))
            if then.commit is not None:
                # The site shows the records of that commit, so uncommitted changes of the folder do not concern it.
                gaps = tuple(gap for gap in past.gaps if gap is not Gap.DIRTY)
                records = "" if files is None else snapshot(files).fingerprint()
                past = replace(past, head=then.commit, records=records, uncommitted=(), gaps=gaps)
        later: Later = "" if not then.is_missing else "limited" if self._records() == "day" else "as-they-are"
        latest, notice = read_latest_observation(archive_folder(project_folder(config)))
        if notice and self._serving:
            _LOGGER.warning(notice)
        notices = (notice,) if notice else ()
        return Build(registry, as_of, edition, site, past, later, latest, notices, loaded.footprints)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the sections as pages of MkDocs; a hand-written page at the same address replaces the section."""
        written = {file.dest_uri: file for file in files.documentation_pages()}
        self._section_of = {}
        self._written = []
        menu = []
        for section, page in self.current.sections:
            listed = InclusionLevel.UNDEFINED if section.in_menu else InclusionLevel.NOT_IN_NAV
            file = MkDocsFile.generated(config, f"{page.path}index.md", content="\n", inclusion=listed)
            own = written.pop(file.dest_uri, None)
            if own is None:
                self._section_of[file.src_uri] = page
                files.append(file)
            menu.append((section, (own or file).src_uri))
        # Known to MkDocs, so that links of hand-written pages to them still work.
        for page in self.current.moved:
            file = MkDocsFile.generated(
                config, f"{page.path}index.md", content="\n", inclusion=InclusionLevel.NOT_IN_NAV
            )
            if file.dest_uri not in written:
                self._section_of[file.src_uri] = page
                files.append(file)
        if config.nav is None:
            rest = sorted(file.src_uri for file in written.values() if file.inclusion is not InclusionLevel.NOT_IN_NAV)
            config.nav = [*navigation(menu, self.current.view.registry.words), *rest]
        # Since it is no longer a template, MkDocs' sitemap would be copied raw.
        sitemap = files.get_file_from_path(_SITEMAP)
        if sitemap is not None and sitemap.src_dir != config.docs_dir:
            files.remove(sitemap)
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation for the shell of the record pages."""
        self._navigation = nav
        return nav

    def on_page_markdown(self, markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Give a section its title and description."""
        section = self._section_of.get(page.file.src_uri)
        if section is not None:
            page.meta.update(title=section.title, description=section.description, reestr_head=section.head)
            if section.canonical is not None and config.site_url:
                page.canonical_url = self.current.view.site.url + section.canonical
        return markdown

    def on_page_content(self, html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Insert a section's body, which never passes through Markdown. Remember the hand-written pages."""
        section = self._section_of.get(page.file.src_uri)
        if section is not None:
            return section.body
        self._written.append(_written_page(page, html))
        return html

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Keep the theme's templates for the shell of the record pages."""
        self._environment = env
        return env

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the record pages and the files, one by one."""
        target = Path(config.site_dir)
        view = self.current.view
        writer = SiteWriter(
            self.current,
            target,
            lambda depth: Shell(self._render_shell(config, depth)),
            self._step("writing"),
            None if self.kept_site is None else self.kept_site.organizations(),
        )
        if self._serving:
            self._served = ServedSite(writer, self._written, target)
        else:
            writer.write_all(self._written)
        daily = self._day() is None and view.registry.city.frozen_on is None
        output_folder.write_file(target, state_file(view, daily=daily))
        if view.site.forge is not None:
            program = program_of(self.config.admin, project_folder(config)).read_bytes()
            output_folder.write(target, f"admin/{PROGRAM}", program)
        # MkDocs has emptied the folder of a build of its own: the next `reestr build` may replace it.
        output_folder.mark(target)

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Watch everything a page is made of: records, schemas, templates, theme, overrides, the last observation."""
        project = project_folder(config)
        watch_promptly(server, project / self.config.data_dir)
        for folder in watched_folders():
            server.watch(str(folder))
        seen = watched_observation(archive_folder(project))
        if seen is not None:
            server.watch(str(seen), recursive=False)
        server.builder = _locked(server.builder)
        return guarded(server, self._prepare)

    def _prepare(self, address: str) -> None:
        """Write what a browser asks for, unless it is how the server tells of a new build."""
        if not address.startswith("livereload/"):
            with ServedSite.building:
                if self._served is not None:
                    self._served.prepare(address)

    def _step(self, name: str) -> Callable[[int, int], None] | None:
        progress = self.progress
        return None if progress is None else lambda done, total: progress(name, done, total)

    def _render_shell(self, config: MkDocsConfig, depth: int) -> str:
        """Render the theme's `main.html` around a page with placeholders for title, description, address, content."""
        if self._environment is None or self._navigation is None:
            raise PluginError("reestr: the theme is not ready")
        folders = "/".join(["_"] * depth)
        file = MkDocsFile.generated(config, f"{folders}/index.md", content="")
        page = MkDocsPage(None, file, config)
        page.title = sentinels.title
        page.meta = {
            "title": sentinels.title,
            "description": sentinels.description,
            "reestr_head": sentinels.head,
            "reestr_record": True,
            "reestr_subject": sentinels.subject,
        }
        page.content = sentinels.content
        page.canonical_url = sentinels.url if config.site_url else None
        page.edit_url = None
        context = mkdocs_build.get_context(self._navigation, Files([]), config, page)
        shell = self._environment.get_template("main.html").render(context)
        _refuse_hidden_banners(shell, config.extra["reestr"])
        return shell


def _locked(build: Callable[[], None]) -> Callable[[], None]:
    """Return the function that builds while nothing is written for a browser."""

    def locked() -> None:
        with ServedSite.building:
            build()

    return locked


def _refuse_foreign_theme(config: MkDocsConfig) -> None:
    """Raise PluginError unless the templates of our theme are among those of the configured one.

    Another theme knows nothing of the banners: a site would not say that it is internal or that its act is a sample.
    """
    if not any(os.path.samefile(folder, _THEME) for folder in config.theme.dirs if os.path.isdir(folder)):
        name = config.theme.name or config.theme.custom_dir
        raise PluginError(wording.text("cli.build.foreign-theme", theme=name))


def _refuse_hidden_banners(shell: str, shown: Mapping[str, object]) -> None:
    """Raise PluginError if a template of the project's own drops a banner that the site must show."""
    due = {
        "internal": shown["edition"] == "internal",
        "fictional": bool(shown["fictional"]),
        "sample": bool(shown["act_sample"]),
    }
    for banner, is_due in due.items():
        if is_due and f"banner-{_BANNER_CLASSES[banner]}" not in shell:
            raise PluginError(wording.text("cli.build.no-banner", banner=wording.text(f"cli.build.banners.{banner}")))


def project_folder(config: MkDocsConfig) -> Path:
    """Return the folder of the project's `mkdocs.yml`, to which its paths are relative."""
    return Path(config.config_file_path).absolute().parent


def _edition(text: str) -> Edition:
    for edition in EDITIONS:
        if text == edition:
            return edition
    raise PluginError(wording.text("cli.build.wrong-edition", value=text))


def _date(value: object) -> datetime.date | None:
    if not value:
        return None
    day = registry_day(str(value))
    if day is None:
        raise PluginError(wording.text("cli.build.wrong-date", value=value))
    return day


def _written_page(page: MkDocsPage, html: str) -> Page:
    """Return a hand-written page as a Page. MkDocs escapes a title taken from a heading, and only such a title."""
    title = str(page.meta.get("title") or Markup(page.title or "").striptags())
    path = page.file.dest_uri.removesuffix("index.html")
    return Page(path, title, str(page.meta.get("description") or ""), html, written=True)


def _shown_by_theme(built: Build) -> dict[str, object]:
    city, act = built.view.registry.city, built.view.registry.act
    return {
        "fictional": city.fictional,
        "fictional_banner": wording.text("interface.fictional-banner", place=city.municipality.words),
        "edition": built.view.edition,
        "act_citation": act.citation.replace("№ ", "№\N{NO-BREAK SPACE}"),
        "act_sample": act.sample,
        "municipality": city.municipality.short_name,
        "search": wording.section("search")["box"],
        "act_genitive": built.view.registry.words.act.genitive,
        "issues_url": built.view.site.issues_url,
    }
