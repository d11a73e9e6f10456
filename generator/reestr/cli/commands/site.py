"""`reestr build` and `reestr serve`, which alone load MkDocs: it takes half of the start-up time."""

from __future__ import annotations

import datetime
import logging
import os
import sys
from pathlib import Path

import click
from jinja2 import TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from reestr import wording
from reestr.cli import load_and_report, terminal
from reestr.cli.options import WRONG_DATA
from reestr.publishing.site import output_folder, plugin
from reestr.publishing.site.kept_site import SiteRemarks
from reestr.records import diagnostics_text
from reestr.records.shards import ShardLostError, WrongJobsError
from reestr.wording.plain_text import wrapped


def build(
    config_file: Path,
    edition: str | None,
    as_of: datetime.date | None,
    which: str | None,
    output: Path | None,
    cached: bool,
) -> int:
    """Build beside the target and exchange; the exit code."""
    config = _configuration(config_file, edition, as_of, which, cached=cached)
    given = output if output is not None else Path(config.site_dir)
    # `..` is resolved once, here: the folder that is checked must be the one that is replaced.
    target = Path(os.path.abspath(given))
    _refuse_sources(target, config)
    _quiet()
    key, kept = plugin.key(config), plugin.kept_site(config, target)
    remarks = None if key is None else kept.up_to_date(key)
    if remarks is not None:
        return _told(given, remarks)
    try:
        with output_folder.staged(target) as staging, terminal.progress() as draw:
            built = plugin.build(config, staging, draw, None if key is None else kept)
            output_folder.set_modes(staging, for_everybody=built.view.edition == "public")
    except plugin.InvalidDataError as wrong:
        _show(wrong, config)
        return WRONG_DATA
    except output_folder.ForeignTargetError:
        raise click.UsageError(wording.text("cli.build.foreign-target", folder=given)) from None
    except output_folder.BuildRunningError:
        raise click.UsageError(wording.text("cli.build.running", folder=given)) from None
    except output_folder.UnwritableParentError as error:
        raise click.UsageError(wording.text("cli.build.unwritable-parent", folder=given, parent=error)) from None
    except WrongJobsError as error:
        raise click.UsageError(wording.text("cli.build.wrong-jobs", value=error)) from None
    except ShardLostError as error:
        raise click.UsageError(wording.text("cli.build.shard-lost", reason=error)) from None
    except MkDocsException as error:
        raise click.UsageError(wording.text("cli.build.mkdocs", message=error.message)) from None
    except TemplateNotFound as error:
        raise click.UsageError(wording.text("cli.build.no-template", name=error.name)) from None
    remarks = SiteRemarks(built.later, built.notices, tuple(gap.value for gap in built.view.timeline.gaps))
    if key is not None:
        kept.keep(key, remarks)
    return _told(given, remarks)


def _told(folder: Path, remarks: SiteRemarks) -> int:
    """Say that the site is there, and what the user should know of it; the exit code."""
    click.echo(wording.text("cli.build.done", folder=folder))
    said = [wording.text(f"papers.reservations.later-{remarks.later}")] if remarks.later else []
    said += [*remarks.notices, *(wording.text(f"past.gaps.{gap}") for gap in remarks.gaps)]
    for remark in said:
        click.echo("\n".join(wrapped(remark, terminal.width())))
    return 0


def serve(config_file: Path, edition: str | None, as_of: datetime.date | None, which: str | None, address: str) -> int:
    """Serve until interrupted; the exit code."""
    config = _configuration(config_file, edition, as_of, which)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        plugin.serve(config, address)
    except plugin.InvalidDataError as wrong:
        _show(wrong, config)
        return WRONG_DATA
    except MkDocsException as error:
        # MkDocs has already logged the problem.
        return WRONG_DATA if isinstance(error.__context__, plugin.InvalidDataError) else _refused(error)
    except (OSError, OverflowError) as error:
        # A port beyond 65535 overflows.
        reason = getattr(error, "strerror", None) or error
        raise click.UsageError(wording.text("cli.serve.address-taken", address=address, reason=reason)) from None
    return 0


def _refused(error: MkDocsException) -> int:
    raise click.UsageError(wording.text("cli.build.mkdocs", message=error.message))


def _configuration(
    file: Path, edition: str | None, as_of: datetime.date | None, which: str | None, *, cached: bool = True
) -> MkDocsConfig:
    if not file.is_file():
        raise click.UsageError(wording.text("cli.errors.no-config", file=file))
    try:
        config = plugin.configuration(file, edition, as_of, which, cached=cached)
    except MkDocsException as error:
        raise click.UsageError(wording.text("cli.build.mkdocs", message=error.message)) from None
    folder = plugin.data_folder(config)
    if not folder.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=folder))
    return config


def _refuse_sources(target: Path, config: MkDocsConfig) -> None:
    """Raise UsageError for a target inside the sources, which would be read as a source, or around them."""
    place = target.resolve()
    for source in (plugin.data_folder(config).resolve(), Path(config.docs_dir).resolve()):
        if place == source or place in source.parents or source in place.parents:
            raise click.UsageError(wording.text("cli.build.target-in-sources", folder=target, source=source))


def _show(wrong: plugin.InvalidDataError, config: MkDocsConfig) -> None:
    project = Path(config.config_file_path).absolute().parent
    text = diagnostics_text.render(
        wrong.loaded.diagnostics,
        wrong.loaded.files,
        source_line=load_and_report.line_reader(plugin.data_folder(config))
        if wrong.files is None
        else load_and_report.line_reader_of(wrong.files),
        shown_file=load_and_report.from_here(project),
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    click.echo(text, nl=False, err=True, color=terminal.has_colour(sys.stderr))
    click.echo(wording.text("cli.build.nothing-written"), err=True)


def _quiet() -> None:
    """Suppress errors that MkDocs logs before raising them: reestr prints them once. Warnings stay."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.addFilter(lambda record: record.levelno < logging.ERROR)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.handlers[:] = [handler]
    logger.propagate = False
