"""The whole program: a group with every command. To add a command, add a line here."""

from __future__ import annotations

import click

from reestr.cli.commands import (
    admin,
    basic,
    changes,
    editors,
    fix,
    forget,
    format,
    handover,
    init,
    issue_form,
    new,
    observe,
    remind,
    report,
    upgrade,
    validate,
    weeks,
    workbook,
)
from reestr.cli.options import reestr as reestr

COMMANDS: tuple[click.Command, ...] = (
    validate.validate,
    basic.assess_command,
    basic.build,
    basic.serve,
    changes.changes,
    new.new,
    weeks.weeks,
    observe.observe,
    remind.remind,
    format.format_command,
    fix.fix,
    handover.handover,
    forget.forget_command,
    admin.admin,
    editors.restore,
    init.init,
    upgrade.upgrade,
    basic.explain_command,
    editors.snippets,
    basic.completion,
    *report.COMMANDS,
    *issue_form.COMMANDS,
    *workbook.COMMANDS,
)
"""Every command."""

for _command in COMMANDS:
    reestr.add_command(_command)
