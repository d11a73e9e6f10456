"""`reestr export workbook` and `reestr import`: write the records as a workbook, and import workbooks and registers."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import is_terminal, read_line
from reestr.cli.load_and_report import as_text, from_here, line_reader, show
from reestr.cli.options import WRONG_DATA, as_of_option, data_option, help_text
from reestr.cli.reports import workbook_text
from reestr.cli.russian import Choice, RussianCommand, RussianGroup
from reestr.intake.workbook.applying import changes
from reestr.intake.workbook.book import TooManyRowsError
from reestr.intake.workbook.book import workbook as book_of
from reestr.intake.workbook.checking import judged
from reestr.intake.workbook.good_rows import good_rows, rest_workbook
from reestr.intake.workbook.mapping import BUILT_IN, RegisterMapping, built_in, read_mapping
from reestr.intake.workbook.opening import MAXIMUM_BYTES
from reestr.intake.workbook.read_file import taken_in
from reestr.intake.workbook.rows_out import WEEKS, Weeks, cut, of_organization, read_records
from reestr.intake.workbook.table import UnreadableFileError
from reestr.publishing.site import output_folder
from reestr.records import diagnostics_text
from reestr.records.diagnostics import Diagnostic
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading import record_sources
from reestr.records.loading.load import Loaded, load_files
from reestr.records.loading.record_sources import Snapshot, snapshot
from reestr.records.record import RecordsByKind
from reestr.records.redaction import EDITIONS, Edition
from reestr.records.validation import suggestions
from reestr.registry.registry import Draft
from reestr.wording.plain_text import visible


@click.group(cls=RussianGroup, help=help_text("export.about"), epilog=help_text("export.epilog"))
def export() -> None:
    """Export the records in other forms that can be edited and imported."""


@export.command(cls=RussianCommand, help=help_text("export.workbook.about"), epilog=help_text("export.workbook.epilog"))
@data_option
@as_of_option
@click.option("--organization", metavar="ORGANIZATION", help=help_text("export.workbook.organization"))
@click.option(
    "--edition",
    type=Choice(EDITIONS),
    default="public",
    metavar="|".join(EDITIONS),
    help=help_text("export.workbook.edition"),
)
@click.option(
    "--weeks",
    type=Choice(WEEKS),
    default="open",
    metavar="|".join(WEEKS),
    help=help_text("export.workbook.weeks"),
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help=help_text("export.workbook.output"))
def workbook(
    data: Path,
    as_of: datetime.date | None,
    organization: str | None,
    edition: Edition,
    weeks: Weeks,
    output: Path | None,
) -> int:
    """Write the records, or those of one organization, as a workbook. Return the exit code."""
    read = _read(data)
    if isinstance(read, int):
        return read
    records_read, loaded = read
    assert loaded.registry is not None
    city, drafts = loaded.registry.city, loaded.registry.drafts
    # A registry of a large city takes as much memory as its book.
    del loaded, read
    day = as_of or city.default_date(datetime.datetime.now(datetime.UTC))
    records = cut(read_records(records_read), edition)
    title, name = city.municipality.short_name, "workbook-internal" if edition == "internal" else "workbook"
    if organization is not None:
        title = _named(records, organization, drafts)
        records = of_organization(records, organization)
        name += f"-{organization}"
    with terminal.progress() as draw:
        step = None if draw is None else lambda done, total: draw("exporting", done, total)
        try:
            content = book_of(records, edition, day, title, step, weeks)
        except TooManyRowsError as error:
            raise click.UsageError(wording.text(f"workbook.said.too-many-{weeks}", sheet=error.sheet)) from None
    given = output if output is not None else Path("build", f"{name}-{day.isoformat()}.xlsx")
    _refuse_records(given, data)
    try:
        output_folder.put_file(given, content, lambda found: found == content)
    except output_folder.ForeignTargetError:
        raise click.UsageError(wording.text("workbook.said.exists", file=given)) from None
    receiver: workbook_text.Receiver = (
        "internal" if edition == "internal" else "public" if organization is None else "organization"
    )
    show(workbook_text.exported(records, given, receiver, terminal.width(), terminal.has_colour(sys.stdout)))
    return 0


def _named(records: RecordsByKind, identifier: str, drafts: Sequence[Draft]) -> str:
    """Return the short name of an organization, without one its name or id.

    Raises UsageError if the workbook does not contain it.
    """
    found = records["organization"].get(identifier)
    if found is not None:
        return str(found.data.get("short_name") or found.data.get("name") or identifier)
    if any((draft.kind, draft.id) == ("organization", identifier) for draft in drafts):
        raise click.UsageError(wording.text("workbook.said.draft", id=visible(identifier)))
    near = suggestions.nearest(identifier, records["organization"])
    ready = wording.text("handover.problem.meant", id=near) if near is not None else ""
    raise click.UsageError(wording.text("handover.problem.unknown", id=visible(identifier), ready=ready))


@click.command("import", cls=RussianCommand, help=help_text("import.about"), epilog=help_text("import.epilog"))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE", help=help_text("import.file"))
@data_option
@click.option("--mapping", metavar="FILE", help=help_text("import.mapping"))
@click.option("--dry-run", is_flag=True, help=help_text("import.dry-run"))
@click.option("--yes", is_flag=True, help=help_text("import.yes"))
@click.option("--rest", type=click.Path(path_type=Path), metavar="FILE", help=help_text("import.rest"))
def import_command(file: Path, data: Path, mapping: str | None, dry_run: bool, yes: bool, rest: Path | None) -> int:
    """Import a workbook or a register as a whole, or with `--rest` the good rows of a register.

    Return the exit code; nothing is written if the import is refused.
    """
    if not (yes or dry_run or is_terminal()):
        raise click.UsageError(wording.text("handover.problem.no-confirmation"))
    if not file.is_file():
        raise click.UsageError(wording.text("workbook.said.no-file", file=file))
    if rest is not None:
        _refuse_rest(rest, data, mapping)
    chosen = None if mapping is None else _mapping(mapping)
    if isinstance(chosen, int):
        return chosen
    read = _read(data)
    if isinstance(read, int):
        return read
    below, loaded = read
    assert loaded.registry is not None
    records = read_records(below)
    width, colour = terminal.width(), terminal.has_colour(sys.stderr)
    networks = tuple(loaded.registry.networks.values())
    left = b""
    try:
        with terminal.progress() as draw:
            if draw is not None:
                draw("opening", 0, 1)
            if rest is not None and chosen is not None:
                found = good_rows(_content(file), records, networks, chosen, below, _step(draw, "reading"))
                intake, changed, verdict = found.intake, found.changed, found.verdict
                left = rest_workbook(found) if found.problems else b""
            else:
                intake = taken_in(_content(file), records, networks, chosen)
                changed = changes(intake, records, below, _step(draw, "importing"))
                verdict = judged(intake, changed, below, _step(draw, "reading"))
    except UnreadableFileError as error:
        return _refused(workbook_text.unreadable(error.problem, str(file), width, colour))
    remarks = workbook_text.remarks(intake, width, terminal.has_colour(sys.stderr))
    if verdict.problems or verdict.others:
        text = workbook_text.problems(verdict.problems, str(file), width, colour)
        if verdict.others:
            text += "\n" + _of_records(verdict.others, loaded.files, data)
        return _refused(remarks + text)
    if left and rest is not None:
        told = sorted({item for items in found.problems.values() for item in items})
        remarks += workbook_text.problems(told, str(file), width, colour, rest=str(rest)) + "\n"
    click.echo(remarks, nl=False, err=True, color=colour)
    kept = None if rest is None or not left else FileWrite(rest.absolute(), None, left)
    return _carry_out(data, below, changed.contents, intake.rows, kept, yes=yes, dry_run=dry_run)


def _refuse_rest(rest: Path, data: Path, mapping: str | None) -> None:
    """Raise UsageError if `--rest` cannot be used.

    It needs a foreign register, and a new file that does not lie among the records.
    """
    if mapping is None:
        raise click.UsageError(wording.text("workbook.said.rest-of-ours"))
    if rest.exists() or rest.is_symlink():
        raise click.UsageError(wording.text("workbook.said.rest-exists", file=rest))
    _refuse_records(rest, data)


def _content(file: Path) -> bytes:
    """Return the bytes of a file; of a larger one, just enough to show that it is too large."""
    with file.open("rb") as stream:
        return stream.read(MAXIMUM_BYTES + 1)


def _mapping(name: str) -> RegisterMapping | int:
    """Return the mapping from its built-in name or its file; the exit code if the file is wrong."""
    path = Path(name)
    if name in BUILT_IN and not path.exists():
        content = built_in(name)
    elif path.is_file():
        content = path.read_bytes()
    else:
        raise click.UsageError(wording.text("workbook.said.no-mapping", file=name, names=list(BUILT_IN)))
    found, problems = read_mapping(content, name)
    if found is not None:
        return found
    lines = content.decode("utf-8", "replace").split("\n")
    shown = diagnostics_text.render(
        problems,
        1,
        source_line=lambda place: lines[place.line - 1].rstrip("\r") if 0 < place.line <= len(lines) else None,
        shown_file=str,
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    return _refused(shown)


def _read(data: Path) -> tuple[Snapshot, Loaded] | int:
    """Return the records, read once; the exit code if they are wrong, in which case the errors are already printed."""
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    with terminal.progress() as draw:
        records = snapshot(record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data)))
        loaded = load_files(records, progress=_step(draw, "reading"))
    if loaded.registry is None:
        return _refused(as_text(loaded, data, sys.stderr))
    return records, loaded


def _step(draw: Callable[[str, int, int], None] | None, what: str) -> Callable[[int, int], None] | None:
    return None if draw is None else lambda done, total: draw(what, done, total)


def _carry_out(
    data: Path,
    below: Snapshot,
    contents: Mapping[str, bytes],
    rows: int,
    rest: FileWrite | None,
    *,
    yes: bool,
    dry_run: bool,
) -> int:
    folder = data.absolute()
    writes = [FileWrite(folder / name, below.contents.get(name), content) for name, content in sorted(contents.items())]
    name = from_here(record_sources.project_of(data))
    colour = terminal.has_colour(sys.stdout)
    if writes:
        show(workbook_text.planned(writes, lambda path: name(str(path)), terminal.width(), colour))
    else:
        show(workbook_text.nothing(rows, terminal.width()))
        if rest is None:
            return 0
    if dry_run:
        click.echo("\n" + wording.text("handover.said.dry-run"))
        return 0
    if writes and not yes and not _confirmed():
        click.echo(wording.text("handover.said.nothing-written"))
        return 0
    try:
        write_all([*writes, *((rest,) if rest is not None else ())])
    except ChangedMeanwhileError as problem:
        return _refused(wording.text("workbook.said.changed", file=visible(name(str(problem.path)))) + "\n")
    if writes:
        show(workbook_text.written(len(writes), terminal.width()))
    if rest is not None:
        show(workbook_text.rest_written(rest.path, terminal.width()))
    return 0


def _confirmed() -> bool:
    reply = read_line(wording.text("handover.ask.write"))
    return reply.strip().lower() in wording.text("handover.ask.yes").split()


def _of_records(found: Sequence[Diagnostic], count: int, data: Path) -> str:
    project = record_sources.project_of(data)
    return diagnostics_text.render(
        found,
        count,
        source_line=line_reader(data),
        shown_file=from_here(project),
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )


def _refuse_records(output: Path, data: Path) -> None:
    """Raise UsageError if the workbook would lie among the records."""
    if output.resolve().is_relative_to(data.resolve()):
        raise click.UsageError(wording.text("cli.build.target-in-sources", folder=output, source=data))


def _refused(text: str) -> int:
    click.echo(text, nl=False, err=True, color=terminal.has_colour(sys.stderr))
    click.echo(wording.text("handover.said.nothing-written"), err=True)
    return WRONG_DATA


COMMANDS: tuple[click.Command, ...] = (export, import_command)
"""The commands of this module."""
