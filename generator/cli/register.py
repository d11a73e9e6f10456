"""The whole program: the group with every command of every module; a new command is a line here."""

from __future__ import annotations

import click

from generator.cli import changes, commands, editors, fixing, formatting, handover, new, papers, validating
from generator.cli.group import reestr as reestr

COMMANDS: tuple[click.Command, ...] = (
    validating.validate,
    commands.assess_command,
    commands.build,
    commands.serve,
    changes.changes,
    new.new,
    formatting.format_command,
    fixing.fix,
    handover.handover,
    commands.explain_command,
    editors.snippets,
    commands.completion,
    *papers.COMMANDS,
)
"""Every command there is."""

for _command in COMMANDS:
    reestr.add_command(_command)
