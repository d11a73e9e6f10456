"""`reestr weeks`: take weekly counts from messages and small tables into the records."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import confirmed, is_terminal
from reestr.cli.load_and_report import as_text, from_here, line_reader, show
from reestr.cli.options import WRONG_DATA, as_of_option, data_option, help_text
from reestr.cli.reports import weeks_text, workbook_text
from reestr.cli.russian import Choice, RussianCommand
from reestr.intake.weeks.checking import TakenWeek, checked
from reestr.intake.weeks.entries import MAXIMUM_BYTES, HandedIn, week_problem, word
from reestr.intake.weeks.reading import read_input
from reestr.intake.weeks.recording import week_files
from reestr.records import diagnostics_text, schemas
from reestr.records.diagnostics import Severity
from reestr.records.editing import EditRefusedError
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading import record_sources
from reestr.records.loading.load import Loaded, load_files
from reestr.records.loading.record_sources import OverlaidFiles, Snapshot, snapshot
from reestr.registry.lists import CityLists
from reestr.wording.plain_text import visible

_READ = frozenset((".eml", ".txt", ".csv", ".xlsx", ".html", ".htm", ""))
_SOURCES = tuple(schemas.field("activity", "/source").labels)


@click.command("weeks", cls=RussianCommand, help=help_text("weeks.about"), epilog=help_text("weeks.epilog"))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILES]…", help=help_text("weeks.files"))
@data_option
@as_of_option
@click.option(
    "--source",
    type=Choice(_SOURCES),
    default="hand-count",
    metavar="|".join(_SOURCES),
    help=help_text("weeks.source"),
)
@click.option("--correct", is_flag=True, help=help_text("weeks.correct"))
@click.option("--dry-run", is_flag=True, help=help_text("weeks.dry-run"))
@click.option("--yes", is_flag=True, help=help_text("weeks.yes"))
def weeks(
    files: Sequence[Path],
    data: Path,
    as_of: datetime.date | None,
    source: str,
    correct: bool,
    dry_run: bool,
    yes: bool,
) -> int:
    """Take everything that was handed in, or nothing. Return the exit code."""
    if not (yes or dry_run or is_terminal()):
        raise click.UsageError(wording.text("handover.problem.no-confirmation"))
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    for file in files:
        if not file.exists():
            raise click.UsageError(wording.text("workbook.said.no-file", file=file))
    below, loaded = _read(data)
    registry = loaded.registry
    if registry is None:
        return _refused(as_text(loaded, data, sys.stderr))
    today = as_of or registry.city.default_date(datetime.datetime.now(datetime.UTC))
    found = _handed_in(files, registry.city.lists)
    taken = checked(found, registry, today, correct=correct)
    width, colour = terminal.width(), terminal.has_colour(sys.stderr)
    contents: Mapping[str, bytes] = {}
    if not found.problems:
        contents = _contents(taken, below, today, source, found)
    said = weeks_text.remarks(found, taken, width, colour)
    if found.problems:
        return _refused(said + weeks_text.problems(found, width, colour))
    click.echo(said, nl=False, err=True, color=colour)
    wrong = _made_wrong(below, contents, loaded, data)
    if wrong:
        return _refused(wrong)
    return _carry_out(data, below, contents, taken, yes=yes, dry_run=dry_run)


def _read(data: Path) -> tuple[Snapshot, Loaded]:
    with terminal.progress() as draw:
        step = None if draw is None else lambda done, total: draw("reading", done, total)
        records = snapshot(record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data)))
        return records, load_files(records, progress=step)


def _handed_in(files: Sequence[Path], lists: CityLists) -> HandedIn:
    found = HandedIn(lists=lists)
    if not files:
        read_input(_standard_input(), word("said.pasted"), found)
    for file in _inside(files):
        name = visible(str(file))
        if file.suffix.lower() not in _READ or not file.is_file():
            found.tell(week_problem("unknown-file", name))
            continue
        try:
            with file.open("rb") as stream:
                content = stream.read(MAXIMUM_BYTES + 1)
        except OSError as error:
            found.tell(week_problem("unreadable-file", name, reason=error.strerror or error))
            continue
        read_input(content, name, found)
    return found


def _inside(files: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and those in the folders in the order of their names; each once, without hidden ones."""
    seen: set[Path] = set()
    for file in files:
        inner = sorted(file.rglob("*")) if file.is_dir() else [file]
        for one in inner:
            hidden = any(part.startswith(".") for part in one.relative_to(file).parts)
            if one not in seen and not hidden and not one.is_dir():
                seen.add(one)
                yield one


def _standard_input() -> bytes:
    """Return what is pasted or piped in, at most a little more than the limit."""
    if is_terminal():
        click.echo(word("said.paste") + ": ", nl=False)
        return sys.stdin.buffer.read(MAXIMUM_BYTES + 1)
    return b"" if sys.stdin is None else sys.stdin.buffer.read(MAXIMUM_BYTES + 1)


def _contents(
    taken: Sequence[TakenWeek], below: Snapshot, today: datetime.date, source: str, found: HandedIn
) -> Mapping[str, bytes]:
    try:
        return week_files(taken, below, today, source, found.lists)
    except EditRefusedError as refusal:
        found.tell(week_problem("not-editable", "", file="activity", reason=refusal))
        return {}


def _made_wrong(below: Snapshot, contents: Mapping[str, bytes], loaded: Loaded, data: Path) -> str:
    """Return the errors that the records would have with the change, as text; "" if there are none."""
    if not contents:
        return ""
    after = load_files(OverlaidFiles(below, contents))
    wrong = [item for item in after.diagnostics if item.severity is Severity.ERROR]
    if not wrong:
        return ""
    shown = from_here(record_sources.project_of(data))
    text = diagnostics_text.render(
        wrong,
        loaded.files,
        source_line=line_reader(data),
        shown_file=shown,
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    return wording.text("handover.said.wrong-after") + "\n" + text


def _carry_out(
    data: Path, below: Snapshot, contents: Mapping[str, bytes], taken: Sequence[TakenWeek], *, yes: bool, dry_run: bool
) -> int:
    folder = data.absolute()
    writes = [FileWrite(folder / name, below.contents.get(name), content) for name, content in sorted(contents.items())]
    name = from_here(record_sources.project_of(data))
    width, colour = terminal.width(), terminal.has_colour(sys.stdout)
    if not writes:
        show(weeks_text.nothing(width))
        return 0
    show(weeks_text.planned(taken, width, colour))
    show(workbook_text.planned(writes, lambda path: name(str(path)), width, colour))
    if dry_run:
        click.echo("\n" + wording.text("handover.said.dry-run"))
        return 0
    if not yes and not confirmed():
        click.echo(wording.text("handover.said.nothing-written"))
        return 0
    try:
        write_all(writes)
    except ChangedMeanwhileError as problem:
        return _refused(wording.text("workbook.said.changed", file=visible(name(str(problem.path)))) + "\n")
    show(weeks_text.written(writes, lambda path: name(str(path)), width))
    return 0


def _refused(text: str) -> int:
    click.echo(text, nl=False, err=True, color=terminal.has_colour(sys.stderr))
    click.echo(wording.text("handover.said.nothing-written"), err=True)
    return WRONG_DATA
