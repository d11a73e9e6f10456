"""`reestr changes`: prints the differences between two states of the records."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import from_here, print_for_machine, repository_names, show
from reestr.cli.options import WRONG_DATA, as_of_option, data_option, help_text
from reestr.cli.reports import changes_ci, changes_json, changes_text
from reestr.cli.reports.handover_diagnostics import as_diagnostics
from reestr.cli.russian import Choice, RussianCommand
from reestr.history.git import NoHistoryError, Repository, UnknownRevisionError, open_repository
from reestr.history.records_of_day import stored_files
from reestr.history.timeline.two_states import States, compare_states
from reestr.judging.handover_requirements import IncompleteHandover, incomplete_handovers
from reestr.records.diagnostics import Diagnostic, Location, Severity
from reestr.records.json_pointer import steps_of
from reestr.records.loading.load import load, load_files
from reestr.records.loading.record_sources import prefix_of
from reestr.registry.registry import Registry

_FORMATS = ("text", "markdown", "json", "github")


@click.command(cls=RussianCommand, help=help_text("changes.about"), epilog=help_text("changes.epilog"))
@click.argument("span", required=False, metavar="[BASE..HEAD]")
@data_option
@as_of_option
@click.option(
    "--format",
    "form",
    type=Choice(_FORMATS),
    default="text",
    metavar="|".join(_FORMATS),
    help=help_text("changes.format"),
)
def changes(span: str | None, data: Path, as_of: datetime.date | None, form: str) -> int:
    """Compare two states of the records and their verdicts."""
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    try:
        repository = open_repository(data)
    except NoHistoryError as missing:
        raise click.UsageError(wording.text(f"cli.changes.{missing.gap.value}", folder=data)) from None
    base, head = _ends(repository, span)

    def day_of(registry: Registry) -> datetime.date:
        return as_of or registry.city.default_date(datetime.datetime.now(datetime.UTC))

    states = compare_states(repository, base, head, "internal", day_of)
    comparison, demanded = states.comparison, _demanded(states)
    if form == "text":
        colour = terminal.has_colour(sys.stdout)
        show(changes_text.render(comparison, demanded, from_here(data), width=terminal.width(), colour=colour))
    elif form == "markdown":
        print_for_machine(changes_ci.markdown(comparison, demanded, _errors(repository, data, head)))
    elif form == "json":
        print_for_machine(changes_json.render(comparison, demanded))
    else:
        in_repository, prefix = repository_names(data), prefix_of(data)
        print_for_machine(changes_ci.github(comparison, demanded, lambda name: in_repository(prefix + name)))
    return WRONG_DATA if any(item.severity is Severity.ERROR for item in demanded) else 0


def _errors(repository: Repository, data: Path, head: str | None) -> int:
    """Return the number of errors in the records of the head; a comparison leaves wrong records out."""
    if head is None:
        return load(data).errors
    stored = stored_files(repository, data, head)
    return 0 if stored is None else load_files(stored).errors


def _demanded(states: States) -> tuple[Diagnostic, ...]:
    """Return what new responsible persons lack (clauses p.4, 1.6.4), each at its entry in the head."""
    if states.before is None or states.after is None:
        return ()

    def locate(demand: IncompleteHandover) -> Location:
        name, place = steps_of(demand.path)
        return Location(demand.file, states.line(demand.file, (name, int(place))))

    return as_diagnostics(incomplete_handovers(states.before, states.after, states.renamed), locate, states.after.words)


def _ends(repository: Repository, span: str | None) -> tuple[str, str | None]:
    """Return the commits to compare; None is the working folder.

    `A...B` compares B with its last common commit with A.

    Raises UsageError for a name of no commit.
    """
    base, dots, head = (span or "HEAD").partition("..")
    from_common = head.startswith(".")
    head = head.removeprefix(".")
    try:
        first = repository.commit(base or "HEAD")[0]
        last = repository.commit(head or "HEAD")[0] if dots else None
    except UnknownRevisionError as unknown:
        raise click.UsageError(wording.text("cli.changes.unknown-revision", name=unknown)) from None
    if from_common and last is not None:
        first = repository.common_ancestor(first, last) or first
    return first, last
