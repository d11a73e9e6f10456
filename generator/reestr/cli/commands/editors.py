"""`reestr snippets`: prints editor snippets derived from the schemas."""

from __future__ import annotations

import click

from reestr.cli.options import said
from reestr.cli.records import print_for_machine
from reestr.cli.russian import RussianCommand
from reestr.records.editing import snippets as texts


@click.command("snippets", cls=RussianCommand, help=said("snippets.about"), epilog=said("snippets.epilog"))
def snippets() -> int:
    """Print the snippets of all kinds of records."""
    print_for_machine(texts.snippets())
    return 0
