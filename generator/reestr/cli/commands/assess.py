"""`reestr assess`: judges the registry on a date."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from reestr.cli import terminal
from reestr.cli.load_and_report import print_for_machine, show
from reestr.cli.options import (
    WRONG_DATA,
    as_of_option,
    commit_option,
    data_option,
    edition_option,
    help_text,
    records_option,
)
from reestr.cli.record_source import Which, read_records
from reestr.cli.reports import findings_json, findings_text
from reestr.cli.russian import Choice, RussianCommand
from reestr.judging.run import assess
from reestr.records import gc_pause
from reestr.records.redaction import Edition


@click.command("assess", cls=RussianCommand, help=help_text("assess.about"), epilog=help_text("assess.epilog"))
@data_option
@as_of_option
@commit_option
@records_option
@edition_option
@click.option(
    "--format",
    "form",
    type=Choice(("text", "json")),
    default="text",
    metavar="text|json",
    help=help_text("assess.format"),
)
def assess_command(
    data: Path,
    as_of: datetime.date | None,
    commit: str | None,
    records: Which,
    edition: Edition | None,
    form: str,
) -> int:
    """Judge the registry on a date and print the findings."""
    edition = edition or "internal"
    read = read_records(data, as_of, commit, records, edition)
    registry, provenance = read.registry, read.provenance
    if registry is None:
        click.echo(read.problems(), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        return WRONG_DATA
    with gc_pause.paused():
        assessment = assess(registry, read.as_of, by_later_records=provenance.later == "limited")
        if form == "json":
            for piece in findings_json.render(registry, assessment, edition, provenance):
                print_for_machine(piece)
        else:
            width, colour = terminal.width(), terminal.has_colour(sys.stdout)
            show(findings_text.render(registry, assessment, edition, provenance, width=width, colour=colour))
    return 0
