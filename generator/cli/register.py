"""The whole program: the group with every command of every module; a new command is a line here."""

from __future__ import annotations

import click

from generator.cli import changes, commands, handover, papers, workbook
from generator.cli.group import reestr as reestr

COMMANDS: tuple[click.Command, ...] = (
    commands.validate,
    commands.assess_command,
    commands.build,
    commands.serve,
    changes.changes,
    handover.handover,
    commands.explain_command,
    commands.completion,
    *papers.COMMANDS,
    *workbook.COMMANDS,
)
"""Every command there is."""

for _command in COMMANDS:
    reestr.add_command(_command)
