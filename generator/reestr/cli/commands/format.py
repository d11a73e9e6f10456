"""`reestr format`: writes records in canonical form, or lists those that are not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import chosen, files_argument, from_here, record_files
from reestr.cli.options import WRONG_DATA, data_option, help_text
from reestr.cli.russian import RussianCommand
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing import EditRefusedError, formatted
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading import record_sources as loading
from reestr.records.loading.load import load_networks
from reestr.records.validation import placement
from reestr.records.validation.listed_names import lists_in
from reestr.wording.plain_text import painted, visible


@dataclass(frozen=True, slots=True)
class FormatResult:
    """The result of formatting: the files to write, and the files left alone, each with the reason."""

    writes: tuple[FileWrite, ...]
    left: tuple[tuple[str, str], ...]


@click.command("format", cls=RussianCommand, help=help_text("format.about"), epilog=help_text("format.epilog"))
@files_argument
@data_option
@click.option("--check", is_flag=True, help=help_text("format.check"))
def format_command(files: tuple[Path, ...], data: Path, check: bool) -> int:
    """Write records in canonical form; with `check`, only list the others."""
    below = record_files(data)
    names = chosen(below, files)
    outcome = formatted_files(below, names)
    shown = from_here(loading.project_of(below.data))
    if not check:
        try:
            write_all(outcome.writes)
        except ChangedMeanwhileError as problem:
            file = visible(shown(str(problem.path)))
            raise click.ClickException(wording.text("terminal.changed-meanwhile", file=file)) from None
    for write in outcome.writes:
        click.echo(visible(shown(str(write.path))))
    for name, reason in outcome.left:
        click.echo(f"{visible(shown(below.prefix + name))}: {reason}", err=True)
    _sum_up(outcome, len(names), check=check)
    return WRONG_DATA if outcome.left or (check and outcome.writes) else 0


def formatted_files(below: loading.FolderFiles, names: Sequence[str]) -> FormatResult:
    """Return the files that would change, with their new content; unreadable files and non-records are left out."""
    networks, lists = load_networks(below), lists_in(below)
    writes, left = [], []
    for name in names:
        place = placement.place(name, below.prefix)
        try:
            content = below.content(name)
        except OSError:
            left.append((name, wording.text("terminal.format.unreadable")))
            continue
        if isinstance(place, Diagnostic):
            left.append((name, wording.text("terminal.format.no-record")))
            continue
        try:
            result = formatted(place.kind, content, networks, lists)
        except EditRefusedError as refusal:
            left.append((name, wording.text(f"terminal.format.{refusal.key}")))
            continue
        if result != content:
            writes.append(FileWrite(below.data / name, content, result))
    return FormatResult(tuple(writes), tuple(left))


def _sum_up(outcome: FormatResult, count: int, *, check: bool) -> None:
    changed = "would-change" if check else "changed"
    key = changed if outcome.writes else "nothing" if outcome.left else "canonical"
    colour = terminal.has_colour(sys.stdout) and key != "nothing"
    text = wording.text(f"terminal.format.{key}", count=len(outcome.writes), all=count)
    click.echo(painted(text, colour, "red" if key == "would-change" else "green"), color=colour)
