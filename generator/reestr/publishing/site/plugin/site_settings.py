"""Settings of the site in `mkdocs.yml`: its addresses, and the forge and program of the /admin/ editor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from reestr import wording
from reestr.publishing.forge import BACKENDS, Forge
from reestr.publishing.site.admin.decap_page import PROGRAM, program_folder
from reestr.publishing.view import Site

"""Where `make admin-program` puts the program, relative to the project's folder."""

_KEYS = frozenset(("backend", "repo", "branch", "url", "app_id", "auth_url", "folder", "program"))
_PUBLIC = {"github": "https://github.com", "gitlab": "https://gitlab.com"}
# Owner and name, with groups in between on GitLab.
_REPOSITORY = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
_BRANCH = re.compile(r"[\w./-]+", re.ASCII)


def site_of(config: MkDocsConfig, ours: Mapping[str, Any], project: Path) -> Site:
    """Return a build's knowledge of its site, from the settings of MkDocs and of our plugin. Raises PluginError."""
    url = config.site_url or ""
    if url and not url.endswith("/"):
        url += "/"
    issues_url = ours["issues_url"]
    if issues_url and urlsplit(issues_url).scheme not in ("https", "http"):
        raise PluginError(wording.text("forms.settings.issues-url", value=issues_url))
    forge = forge_of(ours["admin"], project)
    return Site(config.site_name, url, ours["edit_url"], ours["commit_url"], forge, issues_url)


def forge_of(settings: Mapping[str, object], project: Path) -> Forge | None:
    """Return the forge of the option `admin`; None if no backend is named.

    Raises PluginError, in Russian, for invalid settings and if the program does not exist yet.
    """
    unknown = sorted(set(map(str, settings)) - _KEYS)
    if unknown:
        raise _wrong("unknown", name=unknown[0], names=sorted(_KEYS))
    backend = _text(settings, "backend")
    if not backend:
        return None
    if backend not in BACKENDS:
        raise _wrong("backend", value=backend, names=BACKENDS)
    repository, branch = _text(settings, "repo"), _text(settings, "branch") or "main"
    if not _REPOSITORY.fullmatch(repository):
        raise _wrong("repo", value=repository)
    if not _BRANCH.fullmatch(branch):
        raise _wrong("branch", value=branch)
    forge = Forge(
        backend,
        repository,
        branch,
        _address(settings, "url") or _PUBLIC.get(backend, ""),
        _text(settings, "app_id"),
        _address(settings, "auth_url"),
        _folder(settings),
    )
    needed = {"url": forge.url, "auth_url" if backend == "github" else "app_id": forge.auth_url or forge.app_id}
    for name, value in needed.items():
        if not value:
            raise _wrong(f"needs-{name}", backend=backend)
    program_of(settings, project)
    return forge


def program_of(settings: Mapping[str, object], project: Path) -> Path:
    """Return the file of the program. Raises PluginError if it does not exist yet."""
    told = _text(settings, "program")
    path = (project / told if told else program_folder(project)) / PROGRAM
    if not path.is_file():
        raise _wrong("no-program", file=path)
    return path


def _text(settings: Mapping[str, object], name: str) -> str:
    value = settings.get(name)
    if value is not None and not isinstance(value, str):
        raise _wrong("text", name=name)
    return (value or "").strip()


def _address(settings: Mapping[str, object], name: str) -> str:
    """Return a server's address for use in the page's policy, where a blank or a semicolon would begin
    something else.
    """
    value = _text(settings, name).rstrip("/")
    parts = urlsplit(value)
    good = re.fullmatch(r"[\w.-]+(?::[0-9]+)?", parts.netloc, re.ASCII) and re.fullmatch(r"[\w./~-]*", parts.path)
    if value and not (parts.scheme in ("https", "http") and good and not parts.query and not parts.fragment):
        raise _wrong("address", name=name, value=value)
    return value


def _folder(settings: Mapping[str, object]) -> str:
    value = _text(settings, "folder").strip("/")
    if ".." in value.split("/"):
        raise _wrong("folder", value=value)
    return f"{value}/" if value else ""


def _wrong(key: str, **values: object) -> PluginError:
    return PluginError(wording.text(f"forms.settings.{key}", **values))
