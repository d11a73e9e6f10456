"""The commands `build`, `serve`, `explain` and `completion`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.options import as_of_option, config_option, edition_option, help_text, site_records_option
from reestr.cli.reports import explain, explain_rule
from reestr.cli.russian import Choice, RussianCommand
from reestr.records.installed_rules import WrongRuleError

_SHELLS = ("bash", "zsh", "fish")


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
@click.option("--no-cache", is_flag=True, help=help_text("build.no-cache"))
def build(
    config: Path,
    edition: str | None,
    as_of: datetime.date | None,
    records: str | None,
    output: Path | None,
    no_cache: bool,
) -> int:
    """Build the site completely or not at all."""
    from reestr.cli.commands import site

    return site.build(config, edition, as_of, records, output, not no_cache)


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
    colour = terminal.has_colour(sys.stdout)
    # click would strip colours even if they were asked for.
    click.echo(explain.render(explain.explain(code), terminal.width(), colour), nl=False, color=colour)
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
    colour = terminal.has_colour(sys.stdout)
    click.echo(explain_rule.render(name, terminal.width(), colour), nl=False, color=colour)
    return 0


@click.command(cls=RussianCommand, help=help_text("completion.about"), epilog=help_text("completion.epilog"))
@click.argument("shell", type=Choice(_SHELLS), metavar="bash|zsh|fish")
def completion(shell: str) -> int:
    """Print the script that completes commands and options in a shell."""
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:
        raise click.UsageError(wording.text("cli.errors.choice", value=shell, choices=", ".join(_SHELLS)))
    program = click.get_current_context().find_root().command
    click.echo(completer(program, {}, "reestr", "_REESTR_COMPLETE").source())
    return 0
