"""`reestr init`: creates the repository of a new city, with all its files or none."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import is_terminal, read_line
from reestr.cli.options import WRONG_DATA, help_text
from reestr.cli.russian import RussianCommand
from reestr.records import diagnostics_text
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading import record_sources
from reestr.records.loading.load import Loaded, load_files
from reestr.wording.plain_text import visible

_RECORDS = "data/"
_MAY_BE_THERE = frozenset((".git",))
"""Entries that an otherwise empty folder may have: a repository that was initialized or cloned empty."""


@click.command(cls=RussianCommand, help=help_text("init.about"), epilog=help_text("init.epilog"))
@click.argument("city", metavar="CITY", help=help_text("init.city"))
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("reestr"), metavar="DIR", help=help_text("init.folder")
)
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help=help_text("init.set"))
@click.option("--yes", is_flag=True, help=help_text("init.yes"))
def init(city: str, folder: Path, given: tuple[str, ...], yes: bool) -> int:
    """Create the repository of a new city."""
    # Imported late: it loads half of the package, which would slow down other commands.
    from reestr.cli import init_questions
    from reestr.intake.new_city import package, repository

    _refuse_taken(folder)
    if not (yes or is_terminal()):
        raise click.UsageError(wording.text("init.problem.no-confirmation"))
    answers = init_questions.facts(city, given, ask_optional=not yes)
    installed = package.installation()
    made = {**repository(answers, installed.requirements), **installed.files}
    loaded = load_files(record_sources.StoredFiles(_records(made), _RECORDS))
    if loaded.registry is None:
        return _refused(loaded, made)
    _tell_what(folder, made)
    if not yes and not _confirmed():
        click.echo(wording.text("handover.said.nothing-written"))
        return 0
    try:
        write_all([FileWrite(folder.absolute() / name, None, content) for name, content in made.items()])
    except ChangedMeanwhileError:
        _refuse_taken(folder)
        raise
    _tell_next(folder, installed.from_checkout)
    return 0


def _refuse_taken(folder: Path) -> None:
    """Raise UsageError if the folder has files: nothing is written among existing files."""
    shown = visible(str(folder))
    if os.path.lexists(folder) and not folder.is_dir():
        raise click.UsageError(wording.text("init.problem.not-a-folder", folder=shown))
    if folder.is_dir() and not {path.name for path in folder.iterdir()} <= _MAY_BE_THERE:
        raise click.UsageError(wording.text("init.problem.not-empty", folder=shown))


def _records(made: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {name.removeprefix(_RECORDS): content for name, content in made.items() if name.startswith(_RECORDS)}


def _refused(loaded: Loaded, made: Mapping[str, bytes]) -> int:
    """Print the problems of records that were never written."""
    text = diagnostics_text.render(
        loaded.diagnostics,
        loaded.files,
        source_line=lambda place: dict(enumerate(made[place.file].decode().split("\n"), 1)).get(place.line),
        shown_file=str,
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    colour = terminal.has_colour(sys.stderr)
    click.echo(wording.text("init.problem.wrong") + "\n\n" + text, nl=False, err=True, color=colour)
    click.echo(wording.text("handover.said.nothing-written"), err=True)
    return WRONG_DATA


def _tell_what(folder: Path, made: Mapping[str, bytes]) -> None:
    click.echo("\n" + wording.text("init.said.will-write", files=len(made), folder=visible(str(folder))))
    for name, count in Counter("/".join(name.split("/")[:-1]) for name in made).items():
        text = wording.text("init.said.row", folder=name or wording.text("init.said.here"), files=count)
        click.echo(f"  {visible(text)}")
    click.echo(click.wrap_text(wording.text("init.said.missing"), terminal.width()))


def _confirmed() -> bool:
    """Ask whether to write, and return True only for yes, in either language."""
    reply = read_line(wording.text("handover.ask.write"))
    return reply.strip().lower() in wording.text("handover.ask.yes").split()


def _tell_next(folder: Path, from_checkout: bool) -> None:
    click.echo("\n" + wording.text("init.said.written", folder=visible(str(folder))))
    click.echo(click.wrap_text(wording.text("init.said.sample"), terminal.width()))
    if from_checkout:
        click.echo(click.wrap_text(wording.text("init.said.checkout"), terminal.width()))
    click.echo("\n" + wording.text("init.said.next"))
    here = () if folder.resolve() == Path.cwd() else (f"cd {visible(shlex.quote(str(folder)))}",)
    # Commands stand on lines of their own and are not wrapped, so that they can be copied.
    steps = (
        ("next-look", (*here, "reestr serve")),
        ("next-edit", ("reestr validate",)),
        ("next-commit", ("git init --initial-branch main", "git add .", 'git commit --message "Начало реестра"')),
    )
    for number, (key, commands) in enumerate(steps, 1):
        click.echo(f"  {number}. {wording.text(f'init.said.{key}')}")
        for command in commands:
            click.echo(f"       {command}")
