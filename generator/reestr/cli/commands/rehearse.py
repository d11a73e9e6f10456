"""`reestr rehearse`: what would be judged and asked for if the records were other ones."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import from_here, line_reader_of, load_records, print_for_machine, show
from reestr.cli.options import WRONG_DATA, Date, data_option
from reestr.cli.rehearsing import RehearsalError, UnreadableChangeError, changed_files, rehearsed
from reestr.cli.reports import rehearsal
from reestr.cli.russian import Choice, RussianCommand
from reestr.records import diagnostics_text, gc_pause
from reestr.records.diagnostics import Diagnostic
from reestr.records.loading import record_sources
from reestr.records.loading.load import load_files
from reestr.wording.plain_text import visible

_FORMATS = ("text", "json", "markdown")


def _help(key: str) -> str:
    return wording.text(f"rehearsal.help.{key}")


@click.command("rehearse", cls=RussianCommand, help=_help("about"), epilog=_help("epilog"))
@click.argument("change", type=click.Path(path_type=Path), metavar="CHANGE")
@data_option
@click.option("--on", "day", type=Date(), metavar="DATE", help=_help("on"))
@click.option(
    "--format", "form", type=Choice(_FORMATS), default="text", metavar="|".join(_FORMATS), help=_help("format")
)
def rehearse(change: Path, data: Path, day: datetime.date | None, form: str) -> int:
    """Print whose verdicts and tasks would be others with the changes of a file. Nothing is written."""
    loaded = load_records(data)
    below = record_sources.folder_files(data)
    if loaded.registry is None:
        return _refused(loaded.diagnostics, below, data, "wrong-before")
    try:
        files = changed_files(change, below)
    except RehearsalError as problem:
        click.echo(visible(str(problem)), err=True)
        return WRONG_DATA
    except UnreadableChangeError as problem:
        text = diagnostics_text.render(
            problem.problems,
            1,
            source_line=lambda location: None,
            shown_file=str,
            width=terminal.width(),
            colour=terminal.has_colour(sys.stderr),
        )
        click.echo(text, nl=False, err=True, color=terminal.has_colour(sys.stderr))
        return WRONG_DATA
    after = load_files(files)
    if after.registry is None:
        return _refused(after.diagnostics, files, data, "wrong-after")
    on = day or loaded.registry.city.default_date(datetime.datetime.now(datetime.UTC))
    with gc_pause.paused():
        found = rehearsed(loaded.registry, after.registry, on, (*files.changed, *sorted(files.gone)))
    if form == "text":
        show(rehearsal.text(found))
    else:
        print_for_machine(rehearsal.as_json(found) if form == "json" else rehearsal.markdown(found))
    return 0


def _refused(diagnostics: tuple[Diagnostic, ...], files: record_sources.RecordFiles, data: Path, key: str) -> int:
    colour = terminal.has_colour(sys.stderr)
    text = diagnostics_text.render(
        diagnostics,
        len(files.find()[0]),
        source_line=line_reader_of(files),
        shown_file=from_here(record_sources.project_of(data)),
        width=terminal.width(),
        colour=colour,
    )
    click.echo(text, nl=False, err=True, color=colour)
    click.echo(wording.text(f"rehearsal.{key}"), err=True)
    return WRONG_DATA
