"""Russian help pages and usage errors for click."""

from __future__ import annotations

from typing import Any

import click

from reestr import wording


def usage_message(error: click.UsageError) -> str:
    """Return a usage error in Russian, by its kind; errors of other kinds keep click's text."""
    if isinstance(error, click.NoSuchOption):
        similar = wording.text("cli.errors.similar", names=", ".join(sorted(error.possibilities or ())))
        tail = f". {similar}" if error.possibilities else ""
        return wording.text("cli.errors.no-option", name=error.option_name) + tail
    if isinstance(error, click.MissingParameter):
        return wording.text("cli.errors.missing", name=_parameter(error))
    if isinstance(error, click.BadOptionUsage):
        return wording.text("cli.errors.option-value", name=error.option_name)
    if isinstance(error, click.BadParameter):
        return wording.text("cli.errors.bad-value", name=_parameter(error), message=error.message)
    return error.message


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    return (
        parameter.opts[0]
        if isinstance(parameter, click.Option)
        else parameter.make_metavar(click.Context(click.Command("")))
    )


class RussianCommand(click.Command):
    """A command with a Russian help page."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, described in Russian."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = wording.text("cli.help.help-option")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write «Вызов: reestr …»."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=wording.text("cli.help.usage") + " ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the pieces after the command's name."""
        return [
            piece.replace("[OPTIONS]", wording.text("cli.help.options-piece"))
            for piece in super().collect_usage_pieces(ctx)
        ]

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the documented arguments under a Russian heading."""
        rows = [
            (parameter.make_metavar(ctx), parameter.help)
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Argument) and parameter.help
        ]
        if rows:
            with formatter.section(wording.text("cli.help.arguments")):
                formatter.write_dl(rows)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a Russian heading."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section(wording.text("cli.help.options")):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples line by line, as they are."""
        if self.epilog:
            with formatter.section(wording.text("cli.help.examples")):
                for line in self.epilog.splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class RussianGroup(RussianCommand, click.Group):
    """A group of commands with a Russian help page."""

    command_class = RussianCommand

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the pieces after the program's name."""
        pieces = click.Group.collect_usage_pieces(self, ctx)
        return [
            piece.replace("[OPTIONS]", wording.text("cli.help.options-piece")).replace(
                "COMMAND [ARGS]...", wording.text("cli.help.command-piece")
            )
            for piece in pieces
        ]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        with formatter.section(wording.text("cli.help.commands")):
            formatter.write_dl(self.listed(ctx, 200))

    def listed(self, ctx: click.Context, limit: int) -> list[tuple[str, str]]:
        """Return the names and the short help (at most `limit` characters) of the commands that are not hidden."""
        return [
            (name, command.get_short_help_str(limit))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; without any, show the help page and exit with the code of wrong usage."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the named command. Raises UsageError with the most similar names if it does not exist."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            names = ", ".join(self.list_commands(ctx))
            ctx.fail(wording.text("cli.errors.no-command", name=args[0], names=names))
        return super().resolve_command(ctx, args)


class Choice(click.Choice[str]):
    """One of several words; an error lists them."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return the message with the allowed values."""
        return wording.text("cli.errors.choice", value=value, choices=", ".join(map(str, self.choices)))
