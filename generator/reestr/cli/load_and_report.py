"""Reads the records for a command, all of them or those of some files, and shows what came of it."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.options import help_text
from reestr.records import diagnostics_text
from reestr.records.diagnostics import Diagnostic, Location
from reestr.records.loading import record_sources
from reestr.records.loading.load import Loaded, load
from reestr.records.reader.text import MAXIMUM_BYTES
from reestr.records.redaction import Edition
from reestr.records.validation import date_order
from reestr.wording.plain_text import visible

if TYPE_CHECKING:
    from reestr.records.editing import Edit


def show(text: str) -> None:
    """Print text that may be coloured; click would strip colours even if they were asked for."""
    click.echo(text, nl=False, color=terminal.has_colour(sys.stdout))


def print_for_machine(text: str) -> None:
    """Print in UTF-8, whatever the terminal's encoding, for programs that read the output."""
    click.echo(text.encode("utf-8"), nl=False)


def load_records(data: Path, edition: Edition = "internal") -> Loaded:
    """Load the records of a folder, with a progress line. Raises UsageError if there is no such folder."""
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    with terminal.progress() as draw:
        step = None if draw is None else lambda done, total: draw("reading", done, total)
        return load(data, edition, progress=step, today=date_order.farthest_today(datetime.datetime.now(datetime.UTC)))


def as_text(loaded: Loaded, data: Path, stream: TextIO = sys.stdout) -> str:
    """Return all diagnostics as the terminal shows them, with their source lines."""
    project = record_sources.project_of(data)
    return diagnostics_text.render(
        loaded.diagnostics,
        loaded.files,
        source_line=line_reader(data),
        shown_file=from_here(project),
        width=terminal.width(),
        colour=terminal.has_colour(stream),
    )


def from_here(project: Path) -> Callable[[str], str]:
    """Return a function from a project's file names to names relative to the working folder."""

    def shown(name: str) -> str:
        path = project / name
        try:
            return path.relative_to(Path.cwd()).as_posix()
        except ValueError:
            return str(path)

    return shown


def line_reader(data: Path) -> Callable[[Location], str | None]:
    """Return a function that reads a line of a record below a data folder; None if there is no such line of text.

    It reads what the loader reads: no link, no device, no file beyond the size limit of records.
    """
    return line_reader_of(record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data)))


def line_reader_of(below: record_sources.RecordFiles) -> Callable[[Location], str | None]:
    """Return a function that reads a line of the given files, which may be those of an earlier commit."""
    read: dict[str, Sequence[str]] = {}

    def line(location: Location) -> str | None:
        lines = read.get(location.file)
        if lines is None:
            lines = _lines(below, location.file)
            read[location.file] = lines
        return lines[location.line - 1].rstrip("\r") if 0 < location.line <= len(lines) else None

    return line


def _lines(below: record_sources.RecordFiles, file: str) -> Sequence[str]:
    if not file.startswith(below.prefix):
        return ()
    try:
        content = below.content(file.removeprefix(below.prefix))
        return () if len(content) > MAXIMUM_BYTES else content.decode("utf-8").split("\n")
    except (OSError, KeyError, UnicodeDecodeError):
        return ()


def edit_reader(data: Path) -> Callable[[Diagnostic], Edit | None]:
    """Return a function that computes the edit for a diagnostic's fix in its present file."""
    # Imported late: most commands edit nothing.
    from reestr.records.editing import edit

    below = record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data))

    def found(diagnostic: Diagnostic) -> Edit | None:
        if diagnostic.fix is None:
            return None
        try:
            return edit(below.content(diagnostic.location.file.removeprefix(below.prefix)), diagnostic)
        except OSError:
            return None

    return found


def repository_names(data: Path) -> Callable[[str], str]:
    """Return a function from a project's file names to names relative to the Git repository, as forges need them."""
    project = record_sources.project_of(data)
    for folder in (project, *project.parents):
        if (folder / ".git").exists():
            inside = visible(project.relative_to(folder).as_posix(), blanks=True)
            return lambda name: name if inside == "." else f"{inside}/{name}"
    return str


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
