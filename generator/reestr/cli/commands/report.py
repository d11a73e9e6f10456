"""`reestr report`: makes documents from the records, each with a statement of its sources."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import show
from reestr.cli.options import WRONG_DATA, as_of_option, commit_option, data_option, help_text, records_option
from reestr.cli.record_source import RecordSource, Which, read_records
from reestr.cli.russian import Choice, RussianCommand, RussianGroup
from reestr.judging.run import assess
from reestr.publishing.documents.manifest import Provenance
from reestr.publishing.site import output_folder
from reestr.publishing.view import Site, View
from reestr.records import gc_pause
from reestr.records.loading import quoting
from reestr.records.redaction import EDITIONS, Edition

_SHOWN = 5


@click.group(cls=RussianGroup, help=help_text("report.about"), epilog=help_text("report.epilog"))
def report() -> None:
    """Make documents for people who do not use the site."""


@report.command(cls=RussianCommand, help=help_text("report.centre.about"), epilog=help_text("report.centre.epilog"))
@data_option
@as_of_option
@commit_option
@records_option
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help=help_text("report.centre.output"))
def centre(data: Path, as_of: datetime.date | None, commit: str | None, records: Which, output: Path | None) -> int:
    """The folder for the regional centre: it appears whole or not at all."""
    # What makes papers takes as long to import as all other commands together.
    from reestr.cli.reports import documents_text
    from reestr.publishing.documents.centre import centre_folder

    read = _read(data, as_of, commit, records, "public")
    if isinstance(read, int):
        return read
    _, view, provenance = read
    folder = centre_folder(view, provenance)
    given = output if output is not None else Path("build", f"centre-{view.as_of.isoformat()}")
    _refuse_records(given, data)
    try:
        with output_folder.staged(given, _is_untouched) as staging:
            for file in folder.files:
                output_folder.write(staging, file.path, file.content)
    except output_folder.ForeignTargetError:
        raise click.UsageError(_foreign(given)) from None
    except output_folder.BuildRunningError:
        raise click.UsageError(wording.text("cli.build.running", folder=given)) from None
    except output_folder.UnwritableParentError as error:
        raise click.UsageError(wording.text("cli.report.unwritable-parent", parent=error)) from None
    show(documents_text.centre(folder, view, provenance, given, terminal.width(), terminal.has_colour(sys.stdout)))
    return 0


@report.command(cls=RussianCommand, help=help_text("report.state.about"), epilog=help_text("report.state.epilog"))
@data_option
@as_of_option
@commit_option
@records_option
@click.option(
    "--edition",
    type=Choice(EDITIONS),
    default="public",
    metavar="|".join(EDITIONS),
    help=help_text("report.state.edition"),
)
@click.option(
    "--format", "form", type=Choice(("html", "pdf")), metavar="html|pdf", help=help_text("report.state.format")
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help=help_text("report.state.output"))
def state(
    data: Path,
    as_of: datetime.date | None,
    commit: str | None,
    records: Which,
    edition: Edition,
    form: str | None,
    output: Path | None,
) -> int:
    """Make the dated state report as one document."""
    from reestr.cli.reports import documents_text
    from reestr.publishing.documents import pdf as pdf_paper
    from reestr.publishing.documents import state_report as state_paper

    read = _read(data, as_of, commit, records, edition)
    if isinstance(read, int):
        return read
    source, view, provenance = read
    if form is None:
        form = "pdf" if output is not None and output.suffix == ".pdf" else "html"
    values = quoting.quoted(
        state_paper.evidence(view),
        lambda name: source.records.content(name.removeprefix(source.records.prefix)),
        edition,
        view.registry.city.lists,
    )
    content = state_paper.state_html(view, provenance, values).encode()
    if form == "pdf":
        try:
            content = pdf_paper.pdf(content.decode(), provenance.data_hash)
        except pdf_paper.NoPdfError as missing:
            raise click.UsageError(wording.text(f"cli.report.state.{missing.what}")) from None
    # Each edition has its own file name, so that the internal one is not sent by mistake.
    kind = "state-internal" if view.internal else "state"
    given = output if output is not None else Path("build", f"{kind}-{view.as_of.isoformat()}.{form}")
    _refuse_records(given, data)
    try:
        output_folder.put_file(given, content, state_paper.is_ours)
    except output_folder.ForeignTargetError:
        raise click.UsageError(wording.text("cli.report.state.foreign", file=given)) from None
    show(documents_text.state(view, provenance, given, terminal.width(), terminal.has_colour(sys.stdout)))
    return 0


def _read(
    data: Path, as_of: datetime.date | None, revision: str | None, which: Which, edition: Edition
) -> tuple[RecordSource, View, Provenance] | int:
    """The records with what is judged of them; the exit code where they are wrong, which has been told then."""
    read = read_records(data, as_of, revision, which, edition)
    if read.registry is None:
        click.echo(read.problems(), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        click.echo(help_text("report.nothing-written"), err=True)
        return WRONG_DATA
    with gc_pause.paused():
        assessment = assess(read.registry, read.as_of, by_later_records=read.provenance.later == "limited")
        view = View(read.registry, assessment, edition, read.as_of, Site(""))
    return read.source, view, read.provenance


def _refuse_records(output: Path, data: Path) -> None:
    """Raise UsageError if the output would lie among the records or replace them."""
    place, records = output.resolve(), data.resolve()
    if place == records or place in records.parents or records in place.parents:
        raise click.UsageError(wording.text("cli.build.target-in-sources", folder=output, source=data))


def _contents(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a folder; other entries have None, since the command cannot have made them.

    A folder without a manifest counts as foreign and is not read.
    """
    if not (folder / "manifest.json").is_file():
        return {path.name: b"" for path in folder.iterdir()}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        for path in folder.rglob("*")
    }


def _is_untouched(folder: Path) -> bool:
    from reestr.publishing.documents.manifest import strange_files

    return not strange_files(_contents(folder))


def _foreign(folder: Path) -> str:
    """Return the files that prevent replacing the folder: the officer may have entered the number into the letter."""
    from reestr.publishing.documents.manifest import strange_files

    names = strange_files(_contents(folder)) if folder.is_dir() else ()
    if not names:
        return wording.text("cli.build.foreign-target", folder=folder)
    shown = names if len(names) <= _SHOWN else (*names[:_SHOWN], "…")
    return wording.text("cli.report.centre.touched", folder=folder, names=shown)


COMMANDS: tuple[click.Command, ...] = (report,)
"""The commands of this module."""
