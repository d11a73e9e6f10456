"""`reestr forget`: removes the name of a person who has withdrawn a consent from the records and the whole history."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import is_terminal, read_line
from reestr.cli.load_and_report import from_here
from reestr.cli.options import WRONG_DATA, data_option
from reestr.cli.russian import RussianCommand
from reestr.cli.terminal import difference
from reestr.history.forgetting.places import FilePlace, blobs_at
from reestr.history.forgetting.rewriting import (
    CannotForgetError,
    FoundName,
    Rewritten,
    UnreadFile,
    backup,
    check,
    find,
    forget,
)
from reestr.history.forgetting.spellings import Spellings
from reestr.history.git import NoHistoryError, open_repository
from reestr.intake.workbook.rows_out import read_records
from reestr.records.editing import order_of, rewrite
from reestr.records.files_on_disk import FileWrite, write_all
from reestr.records.loading import record_sources
from reestr.records.record import Record
from reestr.wording.plain_text import visible

_LISTED = 20
_SHORTEST = 5
_ID_SHOWN = 10


def _text(key: str, /, **values: object) -> str:
    return wording.text(f"forget.{key}", **values)


@click.command("forget", cls=RussianCommand, help=_text("about"), epilog=_text("epilog"))
@click.argument("organization", required=False, metavar="ORGANIZATION", help=_text("organization"))
@data_option
@click.option("--person", type=click.IntRange(min=1), metavar="NUMBER", help=_text("person"))
@click.option("--name", metavar="TEXT", help=_text("name"))
@click.option("--also", multiple=True, metavar="TEXT", help=_text("also"))
@click.option("--empty", multiple=True, metavar="PATH", help=_text("empty"))
@click.option("--repository", type=click.Path(path_type=Path), metavar="DIR", help=_text("repository"))
@click.option("--backup", "backup_file", type=click.Path(path_type=Path), metavar="FILE", help=_text("backup"))
@click.option("--dry-run", is_flag=True, help=_text("dry-run"))
@click.option("--yes", is_flag=True, help=_text("yes"))
def forget_command(
    organization: str | None,
    data: Path,
    person: int | None,
    name: str | None,
    also: tuple[str, ...],
    empty: tuple[str, ...],
    repository: Path | None,
    backup_file: Path | None,
    dry_run: bool,
    yes: bool,
) -> int:
    """Remove a person's name from the records and from every commit. Return the exit code."""
    if (name is None) == (organization is None or person is None) or (name is not None and (organization or person)):
        raise click.UsageError(_text("problem.choose"))
    if not (yes or dry_run or is_terminal()):
        raise click.UsageError(wording.text("handover.problem.no-confirmation"))
    full = name if name is not None else _name_of(data, str(organization), person or 0)
    for text in (full, *also):
        if len(text.strip()) < _SHORTEST:
            raise click.UsageError(_text("problem.short", text=visible(text)))
    spellings = Spellings((full, *also), _text("placeholder"))
    try:
        folder = (repository if repository is not None else open_repository(data).root).absolute()
        bare = check(folder)
        found = find(folder, spellings)
        versions = blobs_at(folder, empty)
        for path, blobs in versions.items():
            if not blobs:
                raise click.UsageError(_text("problem.no-file", path=visible(path)))
        _tell(found)
        if versions:
            click.echo(_text("said.emptied"))
            _list([_text("said.versions", path=path, count=len(blobs)) for path, blobs in versions.items()])
        if not found.objects and not versions:
            return 0
        if dry_run:
            click.echo(_text("said.dry-run"))
            return 0
        given = backup_file if backup_file is not None else folder.with_name(f"{folder.name}-before-forget.bundle")
        click.echo(_text("said.warning", file=visible(str(given))))
        if not yes and read_line(_text("said.confirm")).strip().lower() not in wording.text("handover.ask.yes").split():
            click.echo(_text("said.left-as-is"))
            return 0
        backup(folder, given)
        rewritten = forget(folder, spellings, frozenset[str]().union(*versions.values()))
    except NoHistoryError:
        raise click.UsageError(_text("problem.no-repository", folder=data)) from None
    except CannotForgetError as problem:
        click.echo(visible(_text(f"problem.{problem.key}", **problem.said)), err=True)
        return WRONG_DATA
    unread = [file for file in found.unread if file.place.path not in versions]
    _tell_done(rewritten, unread)
    if not bare and data.is_dir():
        _drop_cache(data)
        _edit_records(data, spellings)
    click.echo(_text("said.next", file=visible(str(given))))
    return 0


def _records(data: Path) -> Mapping[str, Record]:
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    return read_records(record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data)))["organization"]


def _name_of(data: Path, identifier: str, number: int) -> str:
    record = _records(data).get(identifier)
    if record is None:
        raise click.UsageError(wording.text("handover.problem.unknown", id=visible(identifier), ready=""))
    persons: Sequence[Mapping[str, Any]] = record.data.get("responsible") or ()
    if number > len(persons):
        raise click.UsageError(_text("problem.no-person", id=identifier, number=number, count=len(persons)))
    name = persons[number - 1].get("name")
    if name is None:
        raise click.UsageError(_text("problem.no-name", id=identifier, number=number))
    return str(name)


def _tell(found: FoundName) -> None:
    if not found.objects:
        click.echo(_text("said.nothing"))
    else:
        click.echo(_text("said.found", objects=found.objects))
        _list(found.contexts)
    if found.packed:
        click.echo(_text("said.packed"))
        _list([_place(place) for place in found.packed])
    if found.resembling:
        click.echo(_text("said.resembling"))
        _list(found.resembling)
    if found.unread:
        click.echo(_text("said.unread"))
        # Pictures come last, because there are many and few have a name on them.
        _list([
            _text("said.unread-file", file=_place(file.place), why=_text(f"unread.{file.reason}"))
            for file in sorted(found.unread, key=lambda file: (file.reason == "picture", file))
        ])  # fmt: skip


def _place(place: FilePlace) -> str:
    if not place.path:
        return _text("said.nowhere", object=place.commit[:_ID_SHOWN])
    return _text("said.place", path=place.path, commit=place.commit[:_ID_SHOWN])


def _list(texts: Sequence[str]) -> None:
    for text in texts[:_LISTED]:
        click.echo(f"  {visible(text)}")
    if len(texts) > _LISTED:
        click.echo("  " + _text("said.more", count=len(texts) - _LISTED))


def _tell_done(rewritten: Rewritten, unread: Sequence[UnreadFile]) -> None:
    click.echo(_text("said.done", changed=len(rewritten.new_ids), commits=rewritten.commits))
    if unread:
        click.echo(_text("said.still-unread", count=len({file.place for file in unread})))
    click.echo(_text("said.first-ids"))


def _drop_cache(data: Path) -> None:
    """Delete the past that builds have cached, because it contains the name; the next build reads it again."""
    # The import stands here because it loads MkDocs, which nothing else in this module needs.
    from reestr.publishing.site.plugin.mkdocs_plugin import CACHE

    for file in (record_sources.project_of(data) / CACHE).glob("*.json"):
        with contextlib.suppress(OSError):
            file.unlink()


def _edit_records(data: Path, spellings: Spellings) -> None:
    """Remove the names that `forget` has replaced, and their consents, from the records of organizations.

    Other fields keep the placeholder.
    """
    writes = []
    for record in _records(data).values():
        persons = [
            {key: value for key, value in person.items() if key not in ("name", "consent")}
            if spellings.is_placeholder(str(person.get("name")))
            else person
            for person in record.data.get("responsible") or ()
        ]
        if persons != (record.data.get("responsible") or []):
            path = data.absolute() / record.file
            before = path.read_bytes()
            wanted = {**record.data, "responsible": persons}
            writes.append(FileWrite(path, before, rewrite(before, wanted, order_of("organization"))))
    if writes:
        write_all(writes)
        colour, name = terminal.has_colour(sys.stdout), from_here(record_sources.project_of(data))
        click.echo(difference(writes, lambda path: name(str(path)), colour=colour), nl=False, color=colour)
        click.echo(_text("said.records"))
