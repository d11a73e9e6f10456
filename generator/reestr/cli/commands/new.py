"""`reestr new`: makes a record from answers or settings, and writes it only if the whole registry is valid with it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import agreed, confirmed, is_terminal, is_yes, read_line
from reestr.cli.load_and_report import as_text, from_here, load_records, record_files
from reestr.cli.new_questions import Conversation, complain
from reestr.cli.options import WRONG_DATA, data_option, help_text
from reestr.cli.russian import Choice, RussianCommand
from reestr.cli.terminal import difference
from reestr.intake.new_record.id_and_folder import (
    KindFiles,
    file_name,
    files_by_kind,
    id_problem,
    proposed_folder,
    proposed_id,
)
from reestr.intake.new_record.record_text import new_record
from reestr.intake.new_record.values import Judge, UnfitValueError, with_settings
from reestr.records import diagnostics_text, kinds, schemas
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing import record, value_at, with_value
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.json_pointer import steps_of
from reestr.records.loading import record_sources as loading
from reestr.records.loading.load import Loaded, load_files
from reestr.records.validation import field_messages
from reestr.records.validation.completeness import missing_fields
from reestr.registry.registry import Registry
from reestr.wording.plain_text import visible

KINDS = tuple(kind for kind in kinds.KINDS if schemas.may_be_draft(kind))
"""The kinds offered by this command: those that allow drafts."""


@dataclass(slots=True)
class NewRecord:
    """A record being made: its data, its id and its folder."""

    kind: str
    below: loading.FolderFiles
    shelf: dict[str, KindFiles]
    judge: Judge
    data: dict[str, Any]
    record_id: str | None
    folder: str | None
    hints: bool

    @property
    def taken(self) -> dict[str, str]:
        """Return the ids of the kind in use, each with its file."""
        return {name: self.below.prefix + file for name, file in self.shelf[self.kind].by_id.items()}

    @property
    def place(self) -> str:
        """Return the chosen sub-folder, or the proposed one."""
        return self.folder if self.folder is not None else self.proposed_folder

    @property
    def proposed_folder(self) -> str:
        """Return the sub-folder of similar records."""
        return proposed_folder(self.kind, self.data, self.shelf, self.below)

    @property
    def name(self) -> str:
        """Return the name of the file below the data folder."""
        return file_name(self.kind, str(self.record_id), self.place)


@click.command(cls=RussianCommand, help=help_text("new.about"), epilog=help_text("new.epilog"))
@click.argument("kind", type=Choice(KINDS), metavar="|".join(KINDS), help=wording.text("cli.new.kind", kinds=KINDS))
@data_option
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help=help_text("new.set"))
@click.option("--id", "record_id", metavar="ID", help=help_text("new.id"))
@click.option("--folder", metavar="DIR", help=help_text("new.folder"))
@click.option("--no-hints", is_flag=True, help=help_text("new.no-hints"))
@click.option("--yes", is_flag=True, help=help_text("new.yes"))
@click.option("--dry-run", is_flag=True, help=help_text("new.dry-run"))
def new(
    kind: str,
    data: Path,
    settings: tuple[str, ...],
    record_id: str | None,
    folder: str | None,
    no_hints: bool,
    yes: bool,
    dry_run: bool,
) -> int:
    """Make a new record, by questions at a terminal or by settings."""
    asks = is_terminal() and not yes
    if not (asks or yes or dry_run):
        raise click.UsageError(wording.text("terminal.new.no-confirmation"))
    below = record_files(data)
    loaded = load_records(data)
    if loaded.registry is None:
        click.echo(as_text(loaded, data, sys.stderr), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        click.echo(wording.text("terminal.new.nothing-written"), err=True)
        return WRONG_DATA
    shelf = dict(files_by_kind(below))
    registry = loaded.registry
    judge = Judge(kind, tuple(registry.networks.values()), _known(registry, shelf), registry.city.lists)
    try:
        making = NewRecord(kind, below, shelf, judge, _set(judge, settings), record_id, folder, not no_hints)
        if asks:
            return _talk(making, dry_run=dry_run)
        _demand(making)
    except UnfitValueError as problem:
        raise click.UsageError(visible(str(problem)).rstrip(".")) from None
    after, content = _tried(making)
    if after.registry is None:
        return _show_wrong(making, after, content)
    return _finish(making, content, ask=False, dry_run=dry_run)


def _known(registry: Registry, shelf: dict[str, KindFiles]) -> dict[str, dict[str, str]]:
    """Return the records that others may refer to, each with its title; drafts with their id."""
    titles = {
        "organization": {name: item.title for name, item in registry.organizations.items()},
        "network": {name: item.name for name, item in registry.networks.items()},
        "account": {name: item.name or name for name, item in registry.accounts.items()},
    }
    return {kind: {name: known.get(name, name) for name in shelf[kind].by_id} for kind, known in titles.items()}


def _set(judge: Judge, settings: Sequence[str]) -> dict[str, Any]:
    """Return the data of the settings, with certain fixes. Raises UnfitValueError for a value that does not fit."""
    data = with_settings(judge.kind, settings)
    for name in list(data):
        while (problem := judge.problem(data, (name,))) is not None:
            fix = problem.fix if isinstance(problem, Diagnostic) else None
            if fix is None or fix.action != "set" or value_at(data, fix.path) == fix.value:
                text = problem if isinstance(problem, str) else f"{problem.message} {problem.help}"
                raise UnfitValueError(f"--set {name}: {text}")
            given = value_at(data, fix.path)
            data = with_value(data, fix.path, fix.value)
            called = field_messages.called(judge.kind, fix.path)
            click.echo(visible(wording.text("terminal.new.canonical", field=called, given=given, meant=fix.value)))
    return data


def _demand(making: NewRecord) -> None:
    """Raise UnfitValueError for a field that a script must give, and for an invalid id."""
    if making.data.get("draft") is not True:
        lacking = missing_fields(making.kind, making.data)
        if lacking:
            names = ", ".join(field_messages.called(making.kind, path) for path in lacking)
            raise UnfitValueError(wording.text("terminal.new.lacking", fields=names))
    if making.record_id is None:
        making.record_id = proposed_id(making.kind, making.data, making.taken)
    if making.record_id is None:
        raise UnfitValueError(
            wording.text(f"terminal.new.{'no-owned-id' if kinds.KINDS[making.kind].owner else 'no-id'}")
        )
    problem = id_problem(making.kind, making.record_id, making.place, making.taken)
    if problem is not None:
        raise UnfitValueError(problem)


def _talk(making: NewRecord, *, dry_run: bool) -> int:
    """Ask until the registry is valid with the record; after an interruption, the record may be kept as a draft."""
    click.echo(wording.text("terminal.new.intro", kind=wording.text(f"validation.kinds.{making.kind}")))
    talk = Conversation(making.judge, making.data, set())
    try:
        if kinds.KINDS[making.kind].owner and making.record_id is None:
            _ask_owned_id(making)
        talk.ask_all()
        _ask_name(making, talk)
        while True:
            making.data = _marked(talk)
            after, content = _tried(making)
            if after.registry is not None:
                break
            own = making.below.prefix + making.name
            wrong = next((item for item in after.diagnostics if item.location.file == own), None)
            if wrong is None or not talk.ask_again(_path(wrong), f"{wrong.message} {wrong.help}"):
                return _show_wrong(making, after, content)
    except (click.Abort, KeyboardInterrupt):
        if not _may_be_draft(talk) or not is_yes(read_line(wording.text("terminal.new.save-draft"))):
            raise
        making.data = {**talk.data, "draft": True}
        if making.record_id is None:
            making.record_id = proposed_id(making.kind, making.data, making.taken)
        if making.record_id is None:
            raise
        after, content = _tried(making)
        if after.registry is None:
            return _show_wrong(making, after, content)
    return _finish(making, content, ask=True, dry_run=dry_run)


def _may_be_draft(talk: Conversation) -> bool:
    return bool(talk.data) and all(name in talk.data for name in talk.required)


def _marked(talk: Conversation) -> dict[str, Any]:
    """Return the data, marked as a draft if a question was put off."""
    data = {name: value for name, value in talk.data.items() if name != "draft"}
    return {**data, "draft": True} if missing_fields(talk.kind, data) else data


def _ask_owned_id(making: NewRecord) -> None:
    """Ask for the organization and the month of a plan."""
    known = making.judge.known["organization"]
    while True:
        owner = read_line(wording.text("terminal.new.owner")).strip()
        if owner in known:
            break
        named = [name for name, title in known.items() if owner and owner.lower() in title.lower()]
        if len(named) == 1:
            meant = f"{known[named[0]]} ({named[0]})"
            if agreed(wording.text("terminal.new.so", given=visible(owner), meant=meant)):
                owner = named[0]
                break
        kind = wording.text("validation.kinds.organization")
        complain(wording.text("terminal.new.unknown", kind=kind, id=owner, ready=""))
    while making.record_id is None:
        record_id = f"{owner}/{read_line(wording.text('terminal.new.month')).strip()}"
        problem = id_problem(making.kind, record_id, "", making.taken)
        if problem is None:
            making.record_id = record_id
        else:
            complain(problem)


def _ask_name(making: NewRecord, talk: Conversation) -> None:
    """Ask for the id, unless it is given, and for the folder if records of the kind are sorted into folders."""
    making.data = talk.data
    if making.record_id is None:
        click.echo("\n" + click.wrap_text(wording.text("terminal.new.id-note"), terminal.width()))
    given = making.record_id
    while True:
        meant = proposed_id(making.kind, making.data, making.taken)
        if given is None:
            key = "id" if meant is not None else "id-plain"
            given = read_line(wording.text(f"terminal.new.{key}", id=meant)).strip() or meant or ""
        problem = id_problem(making.kind, given, making.place, making.taken)
        if problem is None:
            making.record_id = given
            return
        complain(problem)
        given = None


def _path(diagnostic: Diagnostic) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isascii() and step.isdigit() else step for step in steps_of(diagnostic.path))


def _tried(making: NewRecord) -> tuple[Loaded, bytes]:
    """Return the registry as it would be with the record, and the record's file."""
    lacking = {str(path[0]) for path in missing_fields(making.kind, making.data)}
    if making.hints:
        content = new_record(making.kind, making.data, sorted(lacking), making.judge.lists)
    else:
        content = record(making.kind, making.data, making.judge.lists)
    return load_files(loading.OverlaidFiles(making.below, {making.name: content})), content


def _show_wrong(making: NewRecord, after: Loaded, content: bytes) -> int:
    lines = content.decode("utf-8").split("\n")
    own = making.below.prefix + making.name
    shown = diagnostics_text.render(
        after.diagnostics,
        after.files,
        source_line=lambda place: lines[place.line - 1] if place.file == own and place.line <= len(lines) else None,
        shown_file=from_here(loading.project_of(making.below.data)),
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    text = f"{wording.text('terminal.new.wrong')}\n\n{shown}"
    click.echo(text, nl=False, err=True, color=terminal.has_colour(sys.stderr))
    click.echo(wording.text("terminal.new.nothing-written"), err=True)
    return WRONG_DATA


def _finish(making: NewRecord, content: bytes, *, ask: bool, dry_run: bool) -> int:
    shown = from_here(loading.project_of(making.below.data))
    write = FileWrite(making.below.data / making.name, None, content)
    file = visible(shown(str(write.path)))
    colour = terminal.has_colour(sys.stdout)
    click.echo("\n" + wording.text("terminal.new.will-be"))
    click.echo(difference((write,), lambda path: shown(str(path)), colour=colour), nl=False, color=colour)
    if dry_run:
        click.echo(wording.text("terminal.new.dry-run"))
        return 0
    if ask and not confirmed():
        click.echo(wording.text("terminal.new.nothing-written"))
        return 0
    try:
        write_all((write,))
    except ChangedMeanwhileError:
        raise click.ClickException(wording.text("terminal.new.taken", id=making.record_id, file=file)) from None
    click.echo(wording.text("terminal.new.written", file=file))
    key = "next-draft" if making.data.get("draft") is True else "next"
    click.echo(click.wrap_text(wording.text(f"terminal.new.{key}"), terminal.width()))
    return 0
