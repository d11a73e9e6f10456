"""`reestr upgrade`: brings what the program gives a city again, three-way, shown and asked for."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from reestr import __version__, wording
from reestr.cli import terminal
from reestr.cli.asking import decided, is_terminal
from reestr.cli.commands.init import installation_from
from reestr.cli.load_and_report import as_text, from_here, line_reader
from reestr.cli.options import WRONG_DATA, help_text
from reestr.cli.russian import RussianCommand
from reestr.history.merging import merged
from reestr.intake.new_city import given, upgrading
from reestr.intake.new_city.calendar_and_program import brought_up_to_date
from reestr.intake.new_city.forges import forge_of
from reestr.intake.new_city.package import names_needed, without_checksum
from reestr.intake.new_city.repository import places, program_files, sample_given, schema_files
from reestr.intake.new_city.words import with_act_words
from reestr.records import diagnostics_text, reader
from reestr.records.editing import EditRefusedError, fixed
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, read_regular, write_all
from reestr.records.loading import record_sources
from reestr.records.loading.load import load_files
from reestr.records.validation.program_needed import is_newer
from reestr.wording.plain_text import visible

_REGISTRY = "data/registry.yaml"
_DATA = "data/"
_LARGEST = 1 << 26
# A link or a file in place of a folder, a link, a folder, a device or a pipe in place of a file.
_IN_THE_WAY = frozenset((errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.EINVAL, errno.ENXIO))
# Long, and of no use to a reader: checksums, and the copy of everything.
_NOT_SHOWN = ("requirements.txt", "packages/", ".reestr/")


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """What an upgrade does: the files it writes, and what becomes of each that differs."""

    writes: Sequence[FileWrite]
    arrivals: Sequence[upgrading.Arrival]
    requirements: bytes


@click.command(cls=RussianCommand, help=help_text("upgrade.about"), epilog=help_text("upgrade.epilog"))
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path(), metavar="DIR", help=help_text("upgrade.folder")
)
@click.option("--source", metavar="SOURCE", help=help_text("init.source"))
@click.option("--dry-run", is_flag=True, help=help_text("upgrade.dry-run"))
@click.option("--yes", is_flag=True, help=help_text("upgrade.yes"))
def upgrade(folder: Path, source: str | None, dry_run: bool, yes: bool) -> int:
    """Take what this version gives into a city's repository: all of it or nothing."""
    if not (yes or dry_run or is_terminal()):
        raise click.UsageError(wording.text("handover.problem.no-confirmation"))
    if not (folder / _REGISTRY).is_file():
        raise click.UsageError(_text("no-city", folder=visible(str(folder))))
    folder = folder.absolute()
    plan = _plan(folder, source)
    if not plan.writes:
        click.echo(_text("nothing", version=__version__))
        _tell_kept(plan)
        return 0
    code = _refuse_wrong(folder, plan)
    if code is not None:
        return code
    _show(folder, plan)
    if dry_run:
        click.echo("\n" + wording.text("handover.said.dry-run"))
        return 0
    if not yes and not decided():
        click.echo(wording.text("handover.said.nothing-written"))
        return 0
    try:
        write_all(plan.writes)
    except ChangedMeanwhileError as problem:
        file = visible(from_here(folder)(str(problem.path)))
        raise click.ClickException(wording.text("terminal.changed-meanwhile", file=file)) from None
    click.echo("\n" + _text("done", version=__version__))
    for line in _text("next").split("\n"):
        click.echo(line)
    return 0


def _plan(folder: Path, source: str | None) -> UpgradePlan:
    """Return what is to be done. Raises UsageError if it cannot be known."""

    def theirs(name: str) -> bytes | None:
        try:
            return read_regular(folder, name, _LARGEST)
        except FileNotFoundError:
            return None
        except OSError as problem:
            if problem.errno not in _IN_THE_WAY:
                raise
            # What is written there would land elsewhere, or replace what is no file.
            raise click.UsageError(_text("in-the-way", file=name)) from None

    content = theirs(_REGISTRY) or b""
    facts = _facts(content)
    base = _base(theirs, facts)
    if is_newer(base.program, __version__):
        raise click.UsageError(_text("older", version=__version__, given=base.program))
    installed = installation_from(source)
    ours = given.given_of(program_files(facts, installed.requirements, forge_of(base.files), sample_given(base.files)))
    act = theirs("data/act.yaml")
    own_act = act is not None and b"\nsample: true" not in act.replace(b"\r\n", b"\n")
    found = tuple(upgrading.arrivals(base.files, theirs, ours, merged, own_act=own_act))
    wanted: dict[str, bytes] = {**installed.files}
    for arrival in found:
        if arrival.after is not None:
            wanted[arrival.name] = arrival.after
        if arrival.beside is not None and arrival.ours is not None:
            wanted[arrival.beside] = arrival.ours
    name = f"{_DATA}act.yaml"
    own = wanted.get(name, act)
    if own is not None:
        try:
            wanted[name] = with_act_words(own)
        except EditRefusedError as problem:
            raise click.UsageError(_text("act", reason=str(problem))) from None
    try:
        wanted[_REGISTRY] = brought_up_to_date(content, _data_of(wanted.get(name, act)))
    except EditRefusedError as problem:
        raise click.UsageError(_text("registry", reason=str(problem))) from None
    wanted |= schema_files(wanted[_REGISTRY])
    wanted[given.FILE] = given.copy_of(given.Given(__version__, ours))
    wanted |= _carried_over(folder, wanted)
    writes = [
        FileWrite(folder / name, before, after)
        for name, after in sorted(wanted.items())
        if (before := theirs(name)) != after
    ]
    return UpgradePlan(writes, found, wanted.get("requirements.txt", theirs("requirements.txt") or b""))


def _data_of(content: bytes | None) -> Mapping[str, Any]:
    document = None if content is None else reader.read(content, "act.yaml")[0]
    return {} if document is None else document.data


def _carried_over(folder: Path, wanted: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the records, as they will be, that an earlier form of records left with a field that is another one now.

    They are the city's own, and those that it had changed so that ours could not take their place.
    """
    below = record_sources.FolderFiles(folder / "data", _DATA)
    changed = {name.removeprefix(_DATA): content for name, content in wanted.items() if name.startswith(_DATA)}
    files = record_sources.OverlaidFiles(below, changed)
    carried: dict[str, bytes] = {}
    for diagnostic in load_files(files).diagnostics:
        if diagnostic.fix is not None and diagnostic.fix.action == "carry":
            name = diagnostic.location.file
            carried[name] = fixed(files.content(name.removeprefix(_DATA)), (diagnostic,))
    return carried


def _facts(content: bytes) -> Mapping[str, str]:
    """Return the facts of the city that its files name. Raises UsageError if the record does not say them."""
    document, _ = reader.read(content, _REGISTRY)
    data: Mapping[str, Any] = {} if document is None else document.data
    municipality = data.get("municipality")
    city = municipality.get("short_name") if isinstance(municipality, Mapping) else None
    zone = data.get("time_zone")
    if not isinstance(city, str) or not isinstance(zone, str):
        raise click.UsageError(_text("registry", reason=_text("facts")))
    return {"municipality.short_name": city, "time_zone": zone}


def _base(theirs: Any, facts: Mapping[str, str]) -> given.Given:
    copy = theirs(given.FILE)
    if copy is None:
        return given.given_by_first(places(facts), theirs("requirements.txt"), names_needed())
    try:
        return given.read_copy(copy)
    except given.WrongCopyError:
        raise click.UsageError(_text("copy", file=given.FILE)) from None


def _refuse_wrong(folder: Path, plan: UpgradePlan) -> int | None:
    """Print the errors that records have or would get, and return the exit code; None if there are none."""
    data = folder / "data"
    below = record_sources.FolderFiles(data, _DATA)
    before = load_files(below)
    changed = {
        write.path.relative_to(data).as_posix(): write.after for write in plan.writes if write.path.is_relative_to(data)
    }
    after = load_files(record_sources.OverlaidFiles(below, changed))
    if not after.errors:
        return None
    if before.errors:
        click.echo(as_text(before, data, sys.stderr), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        click.echo(_text("wrong-before"), err=True)
        return WRONG_DATA
    text = diagnostics_text.render(
        after.diagnostics,
        after.files,
        source_line=line_reader(data),
        shown_file=from_here(folder),
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    click.echo(text, nl=False, err=True, color=terminal.has_colour(sys.stderr))
    click.echo(_text("wrong-after"), err=True)
    return WRONG_DATA


def _show(folder: Path, plan: UpgradePlan) -> None:
    shown = from_here(folder)
    colour = terminal.has_colour(sys.stdout)
    names = [write.path.relative_to(folder).as_posix() for write in plan.writes]
    seen = [write for name, write in zip(names, plan.writes, strict=True) if not name.startswith(_NOT_SHOWN)]
    click.echo(terminal.difference(seen, lambda path: shown(str(path)), colour=colour), nl=False, color=colour)
    if any(name.startswith(_NOT_SHOWN[:2]) for name in names):
        click.echo(_text("program", version=__version__))
    _tell_kept(plan)
    click.echo("\n" + _text("will-write", files=len(plan.writes)))


def _tell_kept(plan: UpgradePlan) -> None:
    """Print what does not come by itself: nothing of it is lost."""
    for line in _kept(plan):
        click.echo(click.wrap_text(visible(line), terminal.width(), "", "  "))


def _kept(plan: UpgradePlan) -> Iterator[str]:
    for arrival in plan.arrivals:
        if arrival.outcome in ("conflict", "deleted", "foreign", "withdrawn"):
            yield _text(f"outcome.{arrival.outcome}", file=arrival.name, beside=arrival.beside or "")
    for line in without_checksum(plan.requirements.decode("utf-8", "replace")):
        yield _text("no-checksum", line=line)


def _text(key: str, **said: object) -> str:
    return wording.text(f"init.upgrade.{key}", **said)
