"""`reestr fix`: shows every certain fix of the diagnostics as a difference, then applies all of them or none."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import confirmed, is_terminal
from reestr.cli.load_and_report import chosen, files_argument, from_here, record_files, touching
from reestr.cli.options import WRONG_DATA, data_option, help_text
from reestr.cli.russian import RussianCommand
from reestr.cli.terminal import difference
from reestr.records.diagnostics import Diagnostic, Severity
from reestr.records.editing import EditRefusedError, fixed, order_of
from reestr.records.editing.writing import Order, unordered
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.kinds import BY_FILE, BY_FOLDER
from reestr.records.loading import record_sources as loading
from reestr.records.loading.load import Loaded, load_files
from reestr.wording.plain_text import visible

# A fix may reveal another problem: after a wrong blank, the wrong address that contained it.
_ROUNDS = 12


@dataclass(slots=True)
class Repair:
    """The result of fixing: the new files, the number of fixes, and the registry loaded from them."""

    after: Loaded
    changed: dict[str, bytes] = field(default_factory=dict)
    fixes: int = 0


@click.command("fix", cls=RussianCommand, help=help_text("fix.about"), epilog=help_text("fix.epilog"))
@files_argument
@data_option
@click.option("--yes", is_flag=True, help=help_text("fix.yes"))
@click.option("--dry-run", is_flag=True, help=help_text("fix.dry-run"))
def fix(files: tuple[Path, ...], data: Path, yes: bool, dry_run: bool) -> int:
    """Apply the certain fixes of records."""
    if not (yes or dry_run or is_terminal()):
        raise click.UsageError(wording.text("terminal.fix.no-confirmation"))
    below = record_files(data)
    names = chosen(below, files)
    done = repaired(below, names)
    writes = [FileWrite(below.data / name, below.content(name), after) for name, after in sorted(done.changed.items())]
    if not writes:
        click.echo(wording.text("terminal.fix.nothing"))
        return _tell_left(done.after, below, names if files else None)
    shown = from_here(loading.project_of(below.data))
    colour = terminal.has_colour(sys.stdout)
    click.echo(wording.text("terminal.fix.will-change"))
    click.echo(difference(writes, lambda path: shown(str(path)), colour=colour), nl=False, color=colour)
    if dry_run:
        click.echo(wording.text("terminal.fix.dry-run"))
        return WRONG_DATA
    if not yes and not confirmed():
        click.echo(wording.text("terminal.fix.nothing-written"))
        return WRONG_DATA
    try:
        write_all(writes)
    except ChangedMeanwhileError as problem:
        file = visible(shown(str(problem.path)))
        raise click.ClickException(wording.text("terminal.changed-meanwhile", file=file)) from None
    click.echo(wording.text("terminal.fix.done", count=done.fixes, files=len(writes)))
    return _tell_left(done.after, below, names if files else None)


def repaired(below: loading.FolderFiles, names: Collection[str]) -> Repair:
    """Return the named files with every fix that keeps the rest of their data, repeated until no fix is left."""
    wanted = {below.prefix + name for name in names}
    repair = Repair(load_files(below))
    for _ in range(_ROUNDS):
        found = [item for item in repair.after.diagnostics if item.fix is not None and item.location.file in wanted]
        before = repair.fixes
        for name in sorted({item.location.file for item in found}):
            own = [item for item in found if item.location.file == name]
            _repair_file(repair, below, name.removeprefix(below.prefix), own)
        if repair.fixes == before:
            break
        repair.after = load_files(loading.OverlaidFiles(below, repair.changed))
    return repair


def _repair_file(repair: Repair, below: loading.FolderFiles, name: str, found: Sequence[Diagnostic]) -> None:
    """Apply all fixes of a file at once, otherwise the first of them that can be applied by itself."""
    content = loading.OverlaidFiles(below, repair.changed).content(name)
    for group in (found, *([item] for item in found)):
        try:
            after = fixed(content, group, _order(name))
        except EditRefusedError:
            continue
        if after != content:
            repair.changed[name] = after
            repair.fixes += len(group)
            return


def _order(name: str) -> Order:
    """Return the order of the keys of a file in the data folder."""
    kind = BY_FILE.get(name) or BY_FOLDER.get(name.partition("/")[0])
    return unordered if kind is None else order_of(kind.name)


def _tell_left(after: Loaded, below: loading.FolderFiles, names: Collection[str] | None) -> int:
    """Print the number of errors that only people can repair: those of the named files, of everything if None."""
    concerned = after.diagnostics if names is None else touching(after.diagnostics, below, names)
    left = [item for item in concerned if item.severity is Severity.ERROR]
    if not left:
        return 0
    click.echo(wording.text("terminal.fix.left", errors=len(left)))
    return WRONG_DATA
