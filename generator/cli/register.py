"""The whole program: the group with every command of every module; a new command is a line here."""

from __future__ import annotations

import click

from generator.cli import (
    admin,
    changes,
    commands,
    editors,
    fixing,
    formatting,
    handover,
    init,
    issue_form,
    new,
    papers,
    restore,
    validating,
    workbook,
)
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
    admin.admin,
    restore.restore,
    init.init,
    commands.explain_command,
    editors.snippets,
    commands.completion,
    *papers.COMMANDS,
    *issue_form.COMMANDS,
    *workbook.COMMANDS,
)
"""Every command there is."""

for _command in COMMANDS:
    reestr.add_command(_command)
