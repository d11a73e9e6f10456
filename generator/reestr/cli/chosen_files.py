"""The record files given to a command: single files, folders, or all files."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import click

from reestr import wording
from reestr.cli.options import help_text
from reestr.records.diagnostics import Diagnostic
from reestr.records.loading import record_sources
from reestr.wording.plain_text import visible

files_argument = click.argument(
    "files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILES]…", help=help_text("arguments.files")
)


def record_files(data: Path) -> record_sources.FolderFiles:
    """Return the files of a data folder. Raises UsageError if the folder does not exist."""
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=visible(str(data))))
    data = data.absolute()
    return record_sources.FolderFiles(data, record_sources.prefix_of(data))


def chosen(below: record_sources.FolderFiles, given: Sequence[Path]) -> list[str]:
    """Return the given files, named relative to the data folder; all files if none are given.

    A folder stands for the files in it. Raises UsageError for a path outside the data folder or a missing file.
    """
    names, _ = below.find()
    if not given:
        return names
    wanted: set[str] = set()
    for path in given:
        found = _below(names, _name(below, path))
        if not found:
            key = "not-a-record-file" if path.exists() else "no-file"
            raise click.UsageError(wording.text(f"terminal.{key}", file=visible(str(path)), folder=below.prefix[:-1]))
        wanted.update(found)
    return sorted(wanted)


def _name(below: record_sources.FolderFiles, path: Path) -> str | None:
    """Return a path relative to the data folder, "." for the folder itself, None outside of it."""
    try:
        return Path(os.path.abspath(path)).relative_to(os.path.abspath(below.data)).as_posix()
    except ValueError:
        return None


def _below(names: Sequence[str], name: str | None) -> list[str]:
    if name is None or name == ".":
        return [] if name is None else list(names)
    return [known for known in names if known == name or known.startswith(f"{name}/")]


def touching(
    diagnostics: Iterable[Diagnostic], below: record_sources.FolderFiles, names: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that concern the files: at a place in one, or with one as another place of the problem."""
    wanted = {below.prefix + name for name in names}
    return tuple(
        item
        for item in diagnostics
        if item.location.file in wanted or any(related.location.file in wanted for related in item.related)
    )
