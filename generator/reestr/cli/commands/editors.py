"""`reestr snippets` and `reestr restore`: for editors that know schemas, and for those that keep no comments."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import from_here, print_for_machine
from reestr.cli.options import WRONG_DATA, data_option, help_text
from reestr.cli.russian import RussianCommand
from reestr.cli.terminal import difference
from reestr.history.git import NoHistoryError, UnknownRevisionError, open_repository
from reestr.records.editing import EditRefusedError
from reestr.records.editing import snippets as texts
from reestr.records.editing.rewriting import restored
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading import record_sources
from reestr.records.validation.listed_names import lists_in
from reestr.records.validation.placement import RecordPlace, place
from reestr.wording.plain_text import visible


@click.command("snippets", cls=RussianCommand, help=help_text("snippets.about"), epilog=help_text("snippets.epilog"))
@data_option
def snippets(data: Path) -> int:
    """Print the snippets of all kinds of records, with the names of the city's lists."""
    known = (data / "registry.yaml").is_file()
    lists = lists_in(record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data))) if known else None
    print_for_machine(texts.snippets(lists))
    return 0


def _text(key: str) -> str:
    return wording.text(f"forms.restore.{key}")


@click.command("restore", cls=RussianCommand, help=_text("about"), epilog=_text("epilog"))
@data_option
@click.option("--since", default="HEAD", metavar="REVISION", show_default=True, help=_text("since"))
@click.option("--dry-run", is_flag=True, help=_text("dry-run"))
def restore(data: Path, since: str, dry_run: bool) -> int:
    """Restore the former text of every changed file with the new data; name the files for which that fails and leave
    them.
    """
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    refused: list[tuple[Path, str]] = []
    writes = list(_writes(data.absolute(), since, refused))
    name = from_here(record_sources.project_of(data))
    if not dry_run:
        try:
            write_all(writes)
        except ChangedMeanwhileError as problem:
            raise click.UsageError(wording.text("forms.restore.meanwhile", file=name(str(problem.path)))) from None
    if dry_run and writes:
        colour = terminal.has_colour(sys.stdout)
        click.echo(difference(writes, lambda path: name(str(path)), colour=colour), nl=False, color=colour)
    for write in writes:
        click.echo(wording.text("forms.restore.done", file=visible(name(str(write.path)))))
    for path, reason in refused:
        click.echo(wording.text("forms.restore.left", file=visible(name(str(path))), reason=visible(reason)), err=True)
    if not writes and not refused:
        click.echo(_text("nothing"))
    return WRONG_DATA if refused else 0


def _writes(data: Path, since: str, refused: list[tuple[Path, str]]) -> Iterator[FileWrite]:
    lists = lists_in(record_sources.FolderFiles(data, record_sources.prefix_of(data)))
    for name, before, now in _changed(data, since):
        found = place(name)
        if not isinstance(found, RecordPlace):
            continue
        try:
            text = restored(found.kind, before, now, lists)
        except EditRefusedError as problem:
            refused.append((data / name, str(problem)))
            continue
        if text != now:
            yield FileWrite(data / name, now, text)


def _changed(data: Path, since: str) -> Iterator[tuple[str, bytes | None, bytes]]:
    """Yield every changed record file: its name, its former content (None: it did not exist), its present content."""
    try:
        repository = open_repository(data)
        tree = repository.tree(repository.commit(since)[0])
    except NoHistoryError:
        raise click.UsageError(wording.text("cli.changes.no-repository", folder=data)) from None
    except UnknownRevisionError:
        raise click.UsageError(wording.text("cli.changes.unknown-revision", name=since)) from None
    contents = repository.contents(sorted({blob for blob in tree.values() if blob}))
    on_disk = record_sources.FolderFiles(data, record_sources.prefix_of(data))
    for name in on_disk.find()[0]:
        now, before = on_disk.content(name), contents.get(tree.get(name) or "")
        if now != before:
            yield name, before, now
