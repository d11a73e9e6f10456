"""`reestr remind`: letters that remind organizations of what is breached or due, and the record that they were sent."""

from __future__ import annotations

import datetime
import operator
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import confirmed, is_terminal
from reestr.cli.load_and_report import as_text, from_here, load_records, show
from reestr.cli.options import WRONG_DATA, Date, as_of_option, data_option, help_text
from reestr.cli.russian import Choice, RussianCommand
from reestr.cli.terminal import difference
from reestr.judging.run import assess
from reestr.publishing.site import output_folder
from reestr.publishing.view import Site, View
from reestr.records import reader
from reestr.records.editing import EditRefusedError, order_of, rewrite
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading import record_sources
from reestr.records.loading.record_sources import FolderFiles
from reestr.records.validation import suggestions
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry
from reestr.wording.plain_text import visible

if TYPE_CHECKING:
    from reestr.publishing.documents.reminder import ReminderLetter

_FORMATS = ("text", "docx", "eml")
_LINE = "―" * 40


@click.command("remind", cls=RussianCommand, help=help_text("remind.about"), epilog=help_text("remind.epilog"))
@data_option
@as_of_option
@click.option(
    "--organization", "organizations", multiple=True, metavar="ORGANIZATION", help=help_text("remind.organization")
)
@click.option(
    "--format",
    "form",
    type=Choice(_FORMATS),
    default="text",
    metavar="|".join(_FORMATS),
    help=help_text("remind.format"),
)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help=help_text("remind.output"))
@click.option("--site", default="", metavar="URL", help=help_text("remind.site"))
@click.option("--sent", type=Date(), metavar="DATE", help=help_text("remind.sent"))
@click.option("--dry-run", is_flag=True, help=help_text("remind.dry-run"))
@click.option("--yes", is_flag=True, help=help_text("remind.yes"))
def remind(
    data: Path,
    as_of: datetime.date | None,
    organizations: Sequence[str],
    form: str,
    output: Path | None,
    site: str,
    sent: datetime.date | None,
    dry_run: bool,
    yes: bool,
) -> int:
    """Make the letters, or record that they were sent. Return the exit code."""
    from reestr.publishing.documents.reminder import reminder

    if sent is not None and not (yes or dry_run or is_terminal()):
        raise click.UsageError(wording.text("handover.problem.no-confirmation"))
    loaded = load_records(data)
    registry = loaded.registry
    if registry is None:
        click.echo(as_text(loaded, data, sys.stderr), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        return WRONG_DATA
    today = as_of or registry.city.default_date(datetime.datetime.now(datetime.UTC))
    if sent is not None and sent > today:
        raise click.UsageError(_said("future", day=wording.date_short(sent.isoformat())))
    chosen = [_organization(registry, name) for name in organizations] or list(registry.organizations.values())
    view = View(registry, assess(registry, today), "internal", today, Site("", site and f"{site.rstrip('/')}/"))
    letters = [letter for item in chosen if (letter := reminder(view, item)) is not None]
    if not letters:
        alone = len(organizations) == 1
        click.echo(_said("none-for", organization=visible(chosen[0].title)) if alone else _said("none"))
        return 0
    if sent is not None:
        return _record(data, letters, sent, dry_run=dry_run, yes=yes)
    if form == "text":
        _print(letters)
    else:
        folder = output if output is not None else Path("build", f"reminders-{today.isoformat()}")
        _write(letters, form, folder, data, today)
    named = "".join(f" --organization {name}" for name in organizations)
    click.echo(_said("next", day=today.isoformat(), organizations=named), err=form == "text")
    return 0


def _organization(registry: Registry, name: str) -> Organization:
    found = registry.organizations.get(name)
    if found is None:
        near = suggestions.nearest(name, registry.organizations)
        ready = "" if near is None else wording.text("handover.problem.meant", id=near)
        raise click.UsageError(wording.text("handover.problem.unknown", id=visible(name), ready=ready))
    return found


def _print(letters: Sequence[ReminderLetter]) -> None:
    from reestr.publishing.documents.reminder import letter_text

    for number, letter in enumerate(letters):
        if number:
            click.echo(f"\n{_LINE}\n")
        click.echo("\n".join(map(visible, letter_text(letter).removesuffix("\n").split("\n"))))


def _write(letters: Sequence[ReminderLetter], form: str, folder: Path, data: Path, today: datetime.date) -> None:
    """Write a file for each letter; one that was edited since is not replaced."""
    from reestr.publishing.documents.reminder import letter_docx, letter_eml

    if folder.resolve().is_relative_to(data.resolve()):
        raise click.UsageError(wording.text("cli.build.target-in-sources", folder=folder, source=data))
    for letter in letters:
        content = letter_docx(letter, today) if form == "docx" else letter_eml(letter)
        file = folder / f"{letter.organization.id}.{form}"
        try:
            output_folder.put_file(file, content, partial(operator.eq, content))
        except output_folder.ForeignTargetError:
            raise click.UsageError(_said("exists", file=file)) from None
    lines = [_said("written", count=len(letters), folder=folder)]
    lines += [
        "  "
        + _said(
            "line",
            organization=visible(letter.organization.title),
            title=letter.title,
            email=letter.email or _said("no-email"),
        )
        for letter in letters
    ]
    show("\n".join(lines) + "\n")


def _record(data: Path, letters: Sequence[ReminderLetter], sent: datetime.date, *, dry_run: bool, yes: bool) -> int:
    below = FolderFiles(data.absolute(), record_sources.prefix_of(data))
    writes = []
    for letter in letters:
        name = letter.organization.origin.file.removeprefix(below.prefix)
        before = below.content(name)
        document, _ = reader.read(before, name)
        assert document is not None, name
        try:
            after = rewrite(before, _reminded(document.data, sent, letter.requirements), order_of("organization"))
        except EditRefusedError as refusal:
            click.echo(f"{visible(letter.organization.origin.file)}: {refusal}", err=True)
            return WRONG_DATA
        if after != before:
            writes.append(FileWrite(data.absolute() / name, before, after))
    if not writes:
        click.echo(_said("already"))
        return 0
    name_of = from_here(record_sources.project_of(data))
    shown = difference(writes, lambda path: name_of(str(path)), colour=terminal.has_colour(sys.stdout))
    show(wording.text("handover.said.will-change") + "\n" + shown)
    if dry_run:
        click.echo(wording.text("handover.said.dry-run"))
        return 0
    if not yes and not confirmed():
        click.echo(wording.text("handover.said.nothing-written"))
        return 0
    try:
        write_all(writes)
    except ChangedMeanwhileError as problem:
        click.echo(wording.text("workbook.said.changed", file=visible(name_of(str(problem.path)))), err=True)
        return WRONG_DATA
    click.echo(_said("recorded", count=len(writes)))
    return 0


def _reminded(data: Mapping[str, object], sent: datetime.date, requirements: Sequence[str]) -> dict[str, object]:
    """Return a record with the reminder of a day; requirements of the same day are added to those it has."""
    known = data.get("reminders", [])
    assert isinstance(known, list)
    day = sent.isoformat()
    same = next((item for item in known if item["on"] == day), None)
    told = list(dict.fromkeys((*(same["requirements"] if same else ()), *requirements)))
    others = [item for item in known if item is not same]
    return {**data, "reminders": sorted([*others, {"on": day, "requirements": told}], key=lambda item: str(item["on"]))}


def _said(key: str, **values: object) -> str:
    return wording.text(f"reminders.said.{key}", **values)
