"""The commands `assess`, `build`, `serve`, `explain` and `completion`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import print_for_machine, show
from reestr.cli.options import (
    WRONG_DATA,
    as_of_option,
    commit_option,
    config_option,
    data_option,
    edition_option,
    help_text,
    records_option,
    reestr,
    site_records_option,
)
from reestr.cli.record_source import Which, read_records
from reestr.cli.reports import explain, explain_rule, findings_json, findings_text
from reestr.cli.russian import Choice, RussianCommand
from reestr.judging.run import assess
from reestr.records import gc_pause
from reestr.records.installed_rules import WrongRuleError
from reestr.records.redaction import Edition

_SHELLS = ("bash", "zsh", "fish")


@click.command("assess", cls=RussianCommand, help=help_text("assess.about"), epilog=help_text("assess.epilog"))
@data_option
@as_of_option
@commit_option
@records_option
@edition_option
@click.option(
    "--format",
    "form",
    type=Choice(("text", "json")),
    default="text",
    metavar="text|json",
    help=help_text("assess.format"),
)
def assess_command(
    data: Path,
    as_of: datetime.date | None,
    commit: str | None,
    records: Which,
    edition: Edition | None,
    form: str,
) -> int:
    """Judge the registry on a date and print the findings."""
    edition = edition or "internal"
    read = read_records(data, as_of, commit, records, edition)
    registry, provenance = read.registry, read.provenance
    if registry is None:
        click.echo(read.problems(), nl=False, err=True, color=terminal.has_colour(sys.stderr))
        return WRONG_DATA
    with gc_pause.paused():
        assessment = assess(registry, read.as_of, by_later_records=provenance.later == "limited")
        if form == "json":
            for piece in findings_json.render(registry, assessment, edition, provenance):
                print_for_machine(piece)
        else:
            width, colour = terminal.width(), terminal.has_colour(sys.stdout)
            show(findings_text.render(registry, assessment, edition, provenance, width=width, colour=colour))
    return 0


@click.command(cls=RussianCommand, help=help_text("build.about"), epilog=help_text("build.epilog"))
@config_option
@edition_option
@as_of_option
@site_records_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=help_text("build.output"),
)
def build(
    config: Path, edition: str | None, as_of: datetime.date | None, records: str | None, output: Path | None
) -> int:
    """Build the site completely or not at all."""
    from reestr.cli.commands import site

    return site.build(config, edition, as_of, records, output)


@click.command(cls=RussianCommand, help=help_text("serve.about"), epilog=help_text("serve.epilog"))
@config_option
@edition_option
@as_of_option
@site_records_option
@click.option(
    "--address", default="127.0.0.1:8000", metavar="HOST:PORT", show_default=True, help=help_text("serve.address")
)
def serve(config: Path, edition: str | None, as_of: datetime.date | None, records: str | None, address: str) -> int:
    """Serve the site and rebuild it on every change."""
    from reestr.cli.commands import site

    return site.serve(config, edition, as_of, records, address)


@click.command("explain", cls=RussianCommand, help=help_text("explain.about"), epilog=help_text("explain.epilog"))
@click.argument("code", required=False, metavar="[CODE]")
@click.argument("name", required=False, metavar="[NAME]")
def explain_command(code: str | None, name: str | None) -> int:
    """Print what a code means, with a wrong and a right example; or, for the word `rule`, what a rule judges."""
    if code == "rule":
        return _explain_rule(name)
    if name is not None:
        raise click.UsageError(wording.text("cli.explain.unknown", code=name, similar=explain.similar(name)))
    if code is None:
        for known in explain.codes():
            click.echo(f"{known}: {explain.explain(known).meaning.splitlines()[0]}")
        return 0
    if code not in explain.codes():
        raise click.UsageError(wording.text("cli.explain.unknown", code=code, similar=explain.similar(code)))
    show(explain.render(explain.explain(code), terminal.width(), terminal.has_colour(sys.stdout)))
    return 0


def _explain_rule(name: str | None) -> int:
    """Print what a rule judges, or all rules."""
    try:
        known_names = explain_rule.names()
    except WrongRuleError as problem:
        raise click.ClickException(str(problem)) from None
    if name is None:
        for known in known_names:
            click.echo(f"{known}: {explain_rule.title(known)}")
        return 0
    if name not in known_names:
        said = wording.text("cli.explain.unknown-rule", name=name, similar=explain_rule.similar(name))
        raise click.UsageError(said)
    show(explain_rule.render(name, terminal.width(), terminal.has_colour(sys.stdout)))
    return 0


@click.command(cls=RussianCommand, help=help_text("completion.about"), epilog=help_text("completion.epilog"))
@click.argument("shell", type=Choice(_SHELLS), metavar="bash|zsh|fish")
def completion(shell: str) -> int:
    """Print the script that completes commands and options in a shell."""
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:
        raise click.UsageError(wording.text("cli.errors.choice", value=shell, choices=", ".join(_SHELLS)))
    click.echo(completer(reestr, {}, "reestr", "_REESTR_COMPLETE").source())
    return 0
