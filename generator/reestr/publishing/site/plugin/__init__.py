"""The MkDocs plugin: the only package that imports mkdocs."""

from reestr.publishing.site.plugin.mkdocs_plugin import InvalidDataError, ReestrPlugin
from reestr.publishing.site.plugin.running import build, configuration, data_folder, kept_site, key, serve

__all__ = ["InvalidDataError", "ReestrPlugin", "build", "configuration", "data_folder", "kept_site", "key", "serve"]
