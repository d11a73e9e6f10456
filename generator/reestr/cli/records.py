"""Reading records for a command and showing what came of it: files named as seen from here, colours where wanted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import click

from reestr import wording
from reestr.cli import terminal
from reestr.records import diagnostics_text
from reestr.records.diagnostics import Diagnostic, Location
from reestr.records.editing import Edit, edit
from reestr.records.loading import files
from reestr.records.loading.load import Loaded, load
from reestr.wording.plain_text import visible


def show(text: str) -> None:
    """Print what was painted, or not, for standard output; click would strip colours that were asked for."""
    click.echo(text, nl=False, color=terminal.has_colour(sys.stdout))


def print_for_machine(text: str) -> None:
    """Print in UTF-8, whatever the terminal's encoding is: a program reads this."""
    click.echo(text.encode("utf-8"), nl=False)


def load_records(data: Path) -> Loaded:
    """The records of a folder, with a progress line. Raises UsageError where there is no such folder."""
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    with terminal.progress() as draw:
        step = None if draw is None else lambda done, total: draw("reading", done, total)
        return load(data, progress=step)


def as_text(loaded: Loaded, data: Path, stream: TextIO = sys.stdout) -> str:
    """All diagnostics as the terminal shows them, with the lines they speak of."""
    project = files.project_of(data)
    return diagnostics_text.render(
        loaded.diagnostics,
        loaded.files,
        source_line=line_reader(project),
        shown_file=from_here(project),
        width=terminal.width(),
        colour=terminal.has_colour(stream),
    )


def from_here(project: Path) -> Callable[[str], str]:
    """Names of a project's files as seen from the working folder, so that a terminal can open them."""

    def shown(name: str) -> str:
        path = project / name
        try:
            return path.relative_to(Path.cwd()).as_posix()
        except ValueError:
            return str(path)

    return shown


def line_reader(project: Path) -> Callable[[Location], str | None]:
    """A function that reads a line of a project's file; None where the file has no such line as text."""
    read: dict[str, Sequence[str]] = {}

    def line(location: Location) -> str | None:
        lines = read.get(location.file)
        if lines is None:
            try:
                lines = (project / location.file).read_bytes()[: 1 << 21].decode("utf-8").split("\n")
            except (OSError, UnicodeDecodeError):
                lines = ()
            read[location.file] = lines
        return lines[location.line - 1].rstrip("\r") if 0 < location.line <= len(lines) else None

    return line


def edit_reader(project: Path) -> Callable[[Diagnostic], Edit | None]:
    """A function that says what the fix of a diagnostic comes to in its file as it is now."""

    def found(diagnostic: Diagnostic) -> Edit | None:
        if diagnostic.fix is None:
            return None
        try:
            return edit((project / diagnostic.location.file).read_bytes(), diagnostic)
        except OSError:
            return None

    return found


def repository_names(data: Path) -> Callable[[str], str]:
    """Names of a project's files relative to the Git repository it lies in: forges know no others."""
    project = files.project_of(data)
    for folder in (project, *project.parents):
        if (folder / ".git").exists():
            inside = visible(project.relative_to(folder).as_posix(), blanks=True)
            return lambda name: name if inside == "." else f"{inside}/{name}"
    return str
