"""The commands of `reestr`: they read, judge, build, and are the only place that prints."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import click

from generator import __version__, collector, explain, wording
from generator.cli import terminal
from generator.cli.russian import Choice, RussianGroup
from generator.compliance.run import assess
from generator.diagnostics import Location
from generator.edition import EDITIONS
from generator.load import Loaded, files, load
from generator.model.calendar import registry_day
from generator.report import diagnostics_ci, diagnostics_json, diagnostics_text, findings_json, findings_text

WRONG_DATA = 1
_SHELLS = ("bash", "zsh", "fish")


def _said(key: str) -> str:
    return wording.text(f"cli.{key}")


class Date(click.ParamType[datetime.date]):
    """A calendar date, `YYYY-MM-DD` and nothing else."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """The date. Fails with what to write for a text that is none."""
        if isinstance(value, datetime.date):
            return value
        date = registry_day(str(value))
        if date is None:
            self.fail(wording.text("cli.errors.date", value=value), param, ctx)
        return date


_data = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data"),
    metavar="DIR",
    help=_said("options.data"),
)
_as_of = click.option("--as-of", type=Date(), metavar="DATE", help=_said("options.as-of"))
_config = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    metavar="FILE",
    help=_said("options.config"),
)
_edition = click.option("--edition", type=Choice(EDITIONS), metavar="|".join(EDITIONS), help=_said("options.edition"))


@click.group(cls=RussianGroup, help=_said("about"), epilog=_said("epilog"), context_settings={"max_content_width": 100})
@click.version_option(__version__, message="reestr %(version)s", help=_said("options.version"))
def reestr() -> None:
    """The command line of the registry."""


@reestr.command(help=_said("validate.about"), epilog=_said("validate.epilog"))
@_data
@click.option(
    "--format",
    "form",
    type=Choice(("text", "json", "github", "markdown", "sarif")),
    default="text",
    metavar="text|json|github|markdown|sarif",
    help=_said("validate.format"),
)
def validate(data: Path, form: str) -> int:
    """Check every record and report all problems at once."""
    loaded = _load(data)
    if form == "text":
        _show(_as_text(loaded, data))
    else:
        in_repository = _repository_names(data)
        rendered = {
            "json": lambda: diagnostics_json.render(loaded.diagnostics, loaded.files),
            "github": lambda: diagnostics_ci.github(loaded.diagnostics, in_repository),
            "markdown": lambda: diagnostics_ci.markdown(loaded.diagnostics, loaded.files, in_repository),
            "sarif": lambda: diagnostics_ci.sarif(loaded.diagnostics, in_repository),
        }[form]()
        _print_for_machine(rendered)
    return WRONG_DATA if loaded.errors else 0


@reestr.command("assess", help=_said("assess.about"), epilog=_said("assess.epilog"))
@_data
@_as_of
@click.option(
    "--format", "form", type=Choice(("text", "json")), default="text", metavar="text|json", help=_said("assess.format")
)
def assess_command(data: Path, as_of: datetime.date | None, form: str) -> int:
    """Judge the registry on a date."""
    loaded = _load(data)
    if loaded.registry is None:
        click.echo(_as_text(loaded, data, sys.stderr), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        return WRONG_DATA
    date = as_of or loaded.registry.city.default_date(datetime.datetime.now(datetime.UTC))
    with collector.paused():
        assessment = assess(loaded.registry, date)
        if form == "json":
            for piece in findings_json.render(assessment):
                _print_for_machine(piece)
        else:
            colour = terminal.has_colour(sys.stdout)
            text = findings_text.render(loaded.registry, assessment, width=terminal.width(), colour=colour)
            _show(text)
    return 0


@reestr.command(help=_said("build.about"), epilog=_said("build.epilog"))
@_config
@_edition
@_as_of
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=_said("build.output"),
)
def build(config: Path, edition: str | None, as_of: datetime.date | None, output: Path | None) -> int:
    """Build the site in one piece or not at all."""
    from generator.cli import site

    return site.build(config, edition, as_of, output)


@reestr.command(help=_said("serve.about"), epilog=_said("serve.epilog"))
@_config
@_edition
@_as_of
@click.option(
    "--address", default="127.0.0.1:8000", metavar="HOST:PORT", show_default=True, help=_said("serve.address")
)
def serve(config: Path, edition: str | None, as_of: datetime.date | None, address: str) -> int:
    """Serve the site and rebuild it on every change."""
    from generator.cli import site

    return site.serve(config, edition, as_of, address)


@reestr.command("explain", help=_said("explain.about"), epilog=_said("explain.epilog"))
@click.argument("code", required=False, metavar="[CODE]")
def explain_command(code: str | None) -> int:
    """What a code means, with a wrong and a right example."""
    if code is None:
        for known in explain.codes():
            click.echo(f"{known}: {explain.explain(known).meaning.splitlines()[0]}")
        return 0
    if code not in explain.codes():
        raise click.UsageError(wording.text("cli.explain.unknown", code=code, similar=explain.similar(code)))
    _show(explain.render(explain.explain(code), terminal.width(), terminal.has_colour(sys.stdout)))
    return 0


@reestr.command(help=_said("completion.about"), epilog=_said("completion.epilog"))
@click.argument("shell", type=Choice(_SHELLS), metavar="bash|zsh|fish")
def completion(shell: str) -> int:
    """The script that completes commands and options in a shell."""
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:
        raise click.UsageError(wording.text("cli.errors.choice", value=shell, choices=", ".join(_SHELLS)))
    click.echo(completer(reestr, {}, "reestr", "_REESTR_COMPLETE").source())
    return 0


def _show(text: str) -> None:
    """Print what was painted, or not, for standard output; click would strip colours that were asked for."""
    click.echo(text, nl=False, color=terminal.has_colour(sys.stdout))


def _print_for_machine(text: str) -> None:
    """Print in UTF-8, whatever the terminal's encoding is: a program reads this."""
    click.echo(text.encode("utf-8"), nl=False)


def _load(data: Path) -> Loaded:
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    with terminal.progress() as draw:
        step = None if draw is None else lambda done, total: draw("reading", done, total)
        return load(data, progress=step)


def _as_text(loaded: Loaded, data: Path, stream: TextIO = sys.stdout) -> str:
    project = files.project_of(data)
    return diagnostics_text.render(
        loaded.diagnostics,
        loaded.files,
        source_line=line_reader(project),
        shown_file=from_here(project),
        width=terminal.width(),
        colour=terminal.has_colour(stream),
    )


def from_here(project: Path) -> Callable[[str], str]:
    """Names of a project's files as seen from the working folder, so that a terminal can open them."""

    def shown(name: str) -> str:
        path = project / name
        try:
            return path.relative_to(Path.cwd()).as_posix()
        except ValueError:
            return str(path)

    return shown


def line_reader(project: Path) -> Callable[[Location], str | None]:
    """A function that reads a line of a project's file; None where the file has no such line as text."""
    read: dict[str, Sequence[str]] = {}

    def line(location: Location) -> str | None:
        lines = read.get(location.file)
        if lines is None:
            try:
                lines = (project / location.file).read_bytes()[: 1 << 21].decode("utf-8").split("\n")
            except (OSError, UnicodeDecodeError):
                lines = ()
            read[location.file] = lines
        return lines[location.line - 1].rstrip("\r") if 0 < location.line <= len(lines) else None

    return line


def _repository_names(data: Path) -> Callable[[str], str]:
    """Names of a project's files relative to the Git repository it lies in: forges know no others."""
    project = files.project_of(data)
    for folder in (project, *project.parents):
        if (folder / ".git").exists():
            inside = files.printable(project.relative_to(folder).as_posix())
            return lambda name: name if inside == "." else f"{inside}/{name}"
    return str
