"""The whole program: a group with every command. To add a command, add a line here.

The module of a command is imported when the command is called: each imports its own part of the package, and all of
them together take half a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

import click

from reestr import __version__, wording
from reestr.cli.options import help_text
from reestr.cli.russian import RussianGroup


class CommandSource(NamedTuple):
    """The module of a command below `reestr.cli.commands`, its name there, and the key of its help."""

    module: str
    attribute: str
    about: str


COMMANDS: Mapping[str, CommandSource] = MappingProxyType(
    {
        "validate": CommandSource("validate", "validate", "cli.validate.about"),
        "assess": CommandSource("assess", "assess_command", "cli.assess.about"),
        "build": CommandSource("basic", "build", "cli.build.about"),
        "serve": CommandSource("basic", "serve", "cli.serve.about"),
        "changes": CommandSource("changes", "changes", "cli.changes.about"),
        "rehearse": CommandSource("rehearse", "rehearse", "rehearsal.help.about"),
        "new": CommandSource("new", "new", "cli.new.about"),
        "weeks": CommandSource("weeks", "weeks", "cli.weeks.about"),
        "observe": CommandSource("observe", "observe", "cli.observe.about"),
        "remind": CommandSource("remind", "remind", "cli.remind.about"),
        "format": CommandSource("format", "format_command", "cli.format.about"),
        "fix": CommandSource("fix", "fix", "cli.fix.about"),
        "handover": CommandSource("handover", "handover", "cli.handover.about"),
        "forget": CommandSource("forget", "forget_command", "forget.about"),
        "admin": CommandSource("admin", "admin", "forms.local.about"),
        "restore": CommandSource("editors", "restore", "forms.restore.about"),
        "init": CommandSource("init", "init", "cli.init.about"),
        "upgrade": CommandSource("upgrade", "upgrade", "cli.upgrade.about"),
        "explain": CommandSource("basic", "explain_command", "cli.explain.about"),
        "snippets": CommandSource("editors", "snippets", "cli.snippets.about"),
        "completion": CommandSource("basic", "completion", "cli.completion.about"),
        "report": CommandSource("report", "report", "cli.report.about"),
        "form": CommandSource("issue_form", "form", "forms.filled.about"),
        "issue-forms": CommandSource("issue_form", "issue_forms", "forms.filled.forms-about"),
        "export": CommandSource("workbook", "export", "cli.export.about"),
        "import": CommandSource("workbook", "import_command", "cli.import.about"),
    }
)
"""Every command by the name that the user types."""


class ProgramGroup(RussianGroup):
    """The group of all commands of `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command and return it; None for an unknown name."""
        source = COMMANDS.get(cmd_name)
        if source is None:
            return None
        found: click.Command = getattr(import_module(f"reestr.cli.commands.{source.module}"), source.attribute)
        return found

    def listed(self, ctx: click.Context, limit: int) -> list[tuple[str, str]]:
        """Return the names and the short help of all commands, without importing them."""
        return [
            (name, click.Command(name, help=wording.text(COMMANDS[name].about)).get_short_help_str(limit))
            for name in self.list_commands(ctx)
        ]


@click.group(
    cls=ProgramGroup, help=help_text("about"), epilog=help_text("epilog"), context_settings={"max_content_width": 100}
)
@click.version_option(__version__, message="reestr %(version)s", help=help_text("options.version"))
def reestr() -> None:
    """The command line of the registry."""
