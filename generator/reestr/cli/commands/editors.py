"""`reestr snippets`: prints editor snippets derived from the schemas."""

from __future__ import annotations

import click

from reestr.cli.load_and_report import print_for_machine
from reestr.cli.options import help_text
from reestr.cli.russian import RussianCommand
from reestr.records.editing import snippets as texts


@click.command("snippets", cls=RussianCommand, help=help_text("snippets.about"), epilog=help_text("snippets.epilog"))
def snippets() -> int:
    """Print the snippets of all kinds of records."""
    print_for_machine(texts.snippets())
    return 0
