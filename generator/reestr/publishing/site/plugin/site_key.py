"""Hashes everything that a site is made of, to know whether the one that stands is up to date."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from reestr.history.git import NoHistoryError, open_repository
from reestr.judging.catalogue import FAMILIES
from reestr.publishing.site.admin.decap_page import PROGRAM, program_folder
from reestr.records import fingerprint
from reestr.records.latest_observation import NAME, archive_folder
from reestr.records.loading.city_records import city
from reestr.records.loading.file_reading import FileReader
from reestr.records.loading.record_sources import Snapshot
from reestr.registry.city import City

# These extensions of Python-Markdown depend on nothing but the page; what others read is unknown.
_PURE = frozenset(
    {
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes"),
        *("legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc"),
    }
)
# A name in a requirement: that of its rule, or of something else.
_NAME = re.compile(rb"""name["']?\s*:\s*["']?([^\s"',}]+)""")
_REGISTRY = "registry.yaml"
# Before any rule of another package has been installed.
_OUR_RULES = frozenset(FAMILIES)


def site_key(
    config: MkDocsConfig, data: Path, records: Snapshot, options: Mapping[str, object], now: datetime.datetime
) -> bytes | None:
    """Return a hash of the program, the settings, the records, the day, the pages, the theme and the history.

    `options` are those of our plugin with what the command says instead, `records` all files of the folder `data`. None
    if something else may shape the site, such as another plugin or a rule of the city's own, or if the day is unknown.
    Raises OSError, GitFailedError.
    """
    if config.hooks or len(config.plugins) > 1 or not _PURE.issuperset(map(_short, config.markdown_extensions)):
        return None
    city = _city(records)
    if city is None or records.problems or not _rules_are_ours(records):
        return None
    project = Path(config.config_file_path).absolute().parent
    parts = [fingerprint.of_program(), str(city.default_date(now)).encode(), *_settings(config, options)]
    parts += (fingerprint.of_file(name, content) for name, content in records.contents.items())
    parts += (fingerprint.of_folder(Path(folder)) for folder in (config.docs_dir, *config.theme.dirs))
    parts += _history(data)
    seen = archive_folder(project) / NAME
    parts += (
        fingerprint.of_file("", file.read_bytes()) for file in (seen, *_programs(project, options)) if file.is_file()
    )
    return fingerprint.of_all(fingerprint.of_file("", part) for part in parts)


def _city(records: Snapshot) -> City | None:
    content = records.contents.get(_REGISTRY)
    if content is None:
        return None
    read = FileReader(records.prefix, "internal", (), None).read(records.prefix + _REGISTRY, "registry", "", content)
    if read.record is None or read.origin is None:
        return None
    return city(read.record.data, read.origin)


def _rules_are_ours(records: Snapshot) -> bool:
    """Return whether no requirement may name an installed rule, whose program is not known here."""
    named = (
        name.decode("utf-8", "replace")
        for file, content in records.contents.items()
        if file.startswith("requirements/")
        for name in _NAME.findall(content)
    )
    return _OUR_RULES.issuperset(named)


def _settings(config: MkDocsConfig, options: Mapping[str, object]) -> Iterator[bytes]:
    """Yield all settings as they are after the environment has been put in."""
    mask = os.umask(0)
    os.umask(mask)
    # A folder of an internal site keeps the permissions of its build.
    yield repr(mask).encode()
    for name in sorted(config):
        if name not in ("plugins", "theme", "site_dir"):
            yield f"{name}={config[name]!r}".encode()
    yield repr(sorted(options.items())).encode()
    theme = config.theme
    yield repr((theme.name, theme.custom_dir, sorted(theme.static_templates))).encode()
    yield repr(sorted((name, str(theme[name])) for name in theme)).encode()


def _history(data: Path) -> Iterator[bytes]:
    try:
        repository = open_repository(data)
    except NoHistoryError as missing:
        yield missing.gap.encode()
        return
    yield repository.commit()[0].encode()
    yield repr((repository.is_shallow(), repository.uncommitted())).encode()


def _programs(project: Path, options: Mapping[str, object]) -> Iterator[Path]:
    """Yield where the program of the editor may be."""
    admin = options.get("admin")
    told = admin.get("program") if isinstance(admin, dict) else None
    yield (project / str(told) if told else program_folder(project)) / PROGRAM


def _short(extension: str) -> str:
    return extension.removeprefix("markdown.extensions.")
