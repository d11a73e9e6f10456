"""`reestr validate`: checks every record and prints all problems, or those of some files, once or on every change."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import (
    as_text,
    chosen,
    edit_reader,
    files_argument,
    load_records,
    print_for_machine,
    record_files,
    repository_names,
    show,
    touching,
)
from reestr.cli.options import WRONG_DATA, data_option, help_text
from reestr.cli.reports import diagnostics_ci, diagnostics_json
from reestr.cli.russian import Choice, RussianCommand
from reestr.cli.watching import on_every_change
from reestr.records.loading.load import Loaded

_FORMATS = ("text", "json", "github", "gitlab", "markdown", "sarif")


@click.command(cls=RussianCommand, help=help_text("validate.about"), epilog=help_text("validate.epilog"))
@files_argument
@data_option
@click.option(
    "--format",
    "form",
    type=Choice(_FORMATS),
    default="text",
    metavar="|".join(_FORMATS),
    help=help_text("validate.format"),
)
@click.option("--watch", is_flag=True, help=help_text("validate.watch"))
def validate(files: tuple[Path, ...], data: Path, form: str, watch: bool) -> int:
    """Check every record and print all problems, or those that concern the given files."""
    if not watch:
        return _once(data, files, form)
    if form != "text":
        raise click.UsageError(wording.text("terminal.watch.text-only"))
    # Wrong arguments are reported at once instead of being watched.
    chosen(record_files(data), files)
    on_every_change(data, lambda: _again(data, files))
    return 0


def _once(data: Path, given: Sequence[Path], form: str) -> int:
    loaded = load_records(data)
    about = loaded if not given else _of_files(loaded, data, given)
    if form == "text":
        show(as_text(about, data))
        _tell_others(loaded.errors - about.errors)
    else:
        print_for_machine(_rendered(about, data, form))
    return WRONG_DATA if about.errors else 0


def _of_files(loaded: Loaded, data: Path, given: Sequence[Path]) -> Loaded:
    below = record_files(data)
    return replace(loaded, diagnostics=touching(loaded.diagnostics, below, chosen(below, given)))


def _rendered(loaded: Loaded, data: Path, form: str) -> str:
    in_repository = repository_names(data)
    edits = edit_reader(data)
    if form == "json":
        return diagnostics_json.render(loaded.diagnostics, loaded.files, edits)
    if form == "github":
        return diagnostics_ci.github(loaded.diagnostics, in_repository)
    if form == "markdown":
        return diagnostics_ci.markdown(loaded.diagnostics, loaded.files, in_repository)
    if form == "gitlab":
        return diagnostics_ci.gitlab(loaded.diagnostics, in_repository)
    return diagnostics_ci.sarif(loaded.diagnostics, in_repository, edits)


def _tell_others(errors: int) -> None:
    """Print the number of problems that only the whole report shows."""
    if errors:
        colour = terminal.has_colour(sys.stdout)
        text = wording.text("terminal.validate.others", errors=errors)
        click.secho(text, fg="yellow" if colour else None, color=colour)


def _again(data: Path, given: Sequence[Path]) -> None:
    """Check again while watching. Wrong arguments are only printed: a missing file may exist in a moment."""
    try:
        _once(data, given, "text")
    except click.UsageError as problem:
        click.echo(wording.text("cli.errors.usage", message=problem.message))
