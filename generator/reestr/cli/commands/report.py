"""`reestr report`: makes documents from the records, each with a statement of its sources."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.options import WRONG_DATA, as_of_option, data_option, said
from reestr.cli.record_source import RecordSource, record_source
from reestr.cli.records import from_here, show
from reestr.cli.russian import Choice, RussianCommand, RussianGroup
from reestr.judging.run import assess
from reestr.publishing.documents.provenance import Provenance
from reestr.publishing.site import output_folder
from reestr.publishing.view import Site, View
from reestr.records import diagnostics_text, gc_pause
from reestr.records.diagnostics import Location
from reestr.records.loading import files, quoting
from reestr.records.loading.load import Loaded, load_files
from reestr.records.redaction import EDITIONS, Edition

_SHOWN = 5

commit_option = click.option("--commit", metavar="REV", help=said("report.commit"))


@click.group(cls=RussianGroup, help=said("report.about"), epilog=said("report.epilog"))
def report() -> None:
    """Make documents for people who do not use the site."""


@report.command(cls=RussianCommand, help=said("report.centre.about"), epilog=said("report.centre.epilog"))
@data_option
@as_of_option
@commit_option
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help=said("report.centre.output"))
def centre(data: Path, as_of: datetime.date | None, commit: str | None, output: Path | None) -> int:
    """Make the folder for the regional centre, completely or not at all."""
    # Imported late: the document libraries take as long to import as everything else together.
    from reestr.cli.reports import documents_text
    from reestr.publishing.documents.centre import centre_folder

    read = _read(data, as_of, commit, "public")
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
    show(documents_text.centre(folder, view, provenance, given, terminal.width(), terminal.has_colour(sys.stdout)))
    return 0


@report.command(cls=RussianCommand, help=said("report.state.about"), epilog=said("report.state.epilog"))
@data_option
@as_of_option
@commit_option
@click.option(
    "--edition",
    type=Choice(EDITIONS),
    default="public",
    metavar="|".join(EDITIONS),
    help=said("report.state.edition"),
)
@click.option("--format", "form", type=Choice(("html", "pdf")), metavar="html|pdf", help=said("report.state.format"))
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help=said("report.state.output"))
def state(
    data: Path, as_of: datetime.date | None, commit: str | None, edition: Edition, form: str | None, output: Path | None
) -> int:
    """Make the dated state report as one document."""
    from reestr.cli.reports import documents_text
    from reestr.publishing.documents import pdf as pdf_paper
    from reestr.publishing.documents import state_report as state_paper

    read = _read(data, as_of, commit, edition)
    if isinstance(read, int):
        return read
    source, view, provenance = read
    if form is None:
        form = "pdf" if output is not None and output.suffix == ".pdf" else "html"
    values = quoting.quoted(
        state_paper.evidence(view),
        lambda name: source.records.content(name.removeprefix(source.records.prefix)),
        edition,
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
    data: Path, as_of: datetime.date | None, revision: str | None, edition: Edition
) -> tuple[RecordSource, View, Provenance] | int:
    """Return the records and their assessment, or the exit code if they are wrong; the errors are then
    already printed.
    """
    source = record_source(data, revision)
    loaded = load_files(source.records, edition)
    if loaded.registry is None:
        click.echo(_problems(source, loaded, data), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        click.echo(said("report.nothing-written"), err=True)
        return WRONG_DATA
    city = loaded.registry.city
    # A past state is judged on its own day unless another is asked for.
    moment = source.commit[1] if revision is not None and source.commit else datetime.datetime.now(datetime.UTC)
    day = as_of or city.default_date(moment)
    with gc_pause.paused():
        view = View(loaded.registry, assess(loaded.registry, day), edition, day, Site(""))
    return source, view, source.provenance(city.time_zone)


def _problems(source: RecordSource, loaded: Loaded, data: Path) -> str:
    """Return all diagnostics with their source lines, from the same bytes that were read."""

    def line(location: Location) -> str | None:
        content = source.records.contents.get(location.file.removeprefix(source.records.prefix), b"")
        lines = content.decode("utf-8", "replace").split("\n")
        return lines[location.line - 1].rstrip("\r") if 0 < location.line <= len(lines) else None

    return diagnostics_text.render(
        loaded.diagnostics,
        loaded.files,
        source_line=line,
        shown_file=from_here(files.project_of(data)),
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )


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
