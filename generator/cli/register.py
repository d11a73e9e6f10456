"""The whole program: the group with every command of every module; a new command is a line here."""

from __future__ import annotations

import click

from generator.cli import commands

COMMANDS: tuple[click.Command, ...] = ()
"""The commands kept in modules of their own."""

reestr = commands.reestr
for _command in COMMANDS:
    reestr.add_command(_command)
