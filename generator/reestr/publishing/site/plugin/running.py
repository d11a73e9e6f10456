"""Runs MkDocs on a project with our plugin, to build or to serve it."""

from __future__ import annotations

import datetime
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from reestr import wording
from reestr.history.git import GitFailedError
from reestr.publishing.build import Build
from reestr.publishing.site.kept_site import KeptSite
from reestr.publishing.site.plugin.mkdocs_plugin import KEPT, BuildProgress, ReestrPlugin, project_folder
from reestr.publishing.site.plugin.site_key import site_key
from reestr.records.loading.record_sources import folder_files, snapshot


def configuration(
    file: Path,
    edition: str | None = None,
    as_of: datetime.date | None = None,
    records: str | None = None,
    *,
    cached: bool = True,
) -> MkDocsConfig:
    """The configuration of a project; what is given here goes before what the file says.

    If it is `cached`, what earlier runs kept beside the file is used. Raises mkdocs.exceptions.ConfigurationError for a
    file that is wrong or lacks the plugin.
    """
    config = load_config(str(file))
    given = {"edition": edition, "as_of": as_of.isoformat() if as_of else None, "records": records}
    ours = _ours(config)
    ours.overrides = {name: value for name, value in given.items() if value}
    ours.cached = cached
    return config


def data_folder(config: MkDocsConfig) -> Path:
    """Return the data folder of the configured project."""
    return project_folder(config) / _ours(config).config.data_dir


def key(config: MkDocsConfig) -> bytes | None:
    """Return a hash of everything that the site is made of, None if that cannot be known.

    A build that follows takes the records that were read for it.
    """
    plugin, data = _ours(config), data_folder(config)
    if not plugin.cached:
        return None
    try:
        records = snapshot(folder_files(data))
        options = {**plugin.config, **plugin.overrides}
        found = site_key(config, data, records, options, datetime.datetime.now(datetime.UTC))
    except (OSError, GitFailedError):
        return None
    plugin.records = records
    return found


def kept_site(config: MkDocsConfig, target: Path) -> KeptSite:
    """Return what is kept of the last build into a folder."""
    return KeptSite(project_folder(config) / KEPT, target)


def build(
    config: MkDocsConfig, output: Path, progress: BuildProgress | None = None, kept: KeptSite | None = None
) -> Build:
    """Build the project into an empty folder; what is `kept` of another site is not made again.

    Raises InvalidDataError, mkdocs.exceptions.MkDocsException.
    """
    config.site_dir = str(output)
    plugin = _ours(config)
    plugin.progress, plugin.kept_site = progress, kept
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build.build(config)
    except Abort as abort:
        raise abort.__context__ or abort from None
    finally:
        config.plugins.on_shutdown()
    return plugin.current


def serve(config: MkDocsConfig, address: str) -> None:
    """Serve the project with the options of `config`, and rebuild it whenever one of its sources changes."""
    # Imported late: it brings a web server, which a build does not need.
    from mkdocs.commands.serve import serve as mkdocs_serve

    mkdocs_serve(config_file=config.config_file_path, dev_addr=address, livereload=True, watch_theme=True)


def _ours(config: MkDocsConfig) -> ReestrPlugin:
    for plugin in config.plugins.values():
        if isinstance(plugin, ReestrPlugin):
            return plugin
    raise ConfigurationError(wording.text("cli.build.no-plugin", file=config.config_file_path))
