"""The table of commands: each line leads to its command, and a command imports only what it uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from reestr import wording
from reestr.cli import app
from reestr.cli.commands import __path__ as folders

from tests.unit.project import copy_of_base

CONTEXT = click.Context(app.reestr, info_name="reestr")

# Run in a fresh interpreter: the modules of this package, and the large libraries, that a command has imported.
LOADED = """
import sys
from reestr.cli import run
code = run(sys.argv[1:])
print(code, *sorted(name for name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("name", app.COMMANDS)
def test_a_line_of_the_table_describes_its_command(name: str) -> None:
    command = app.reestr.get_command(CONTEXT, name)
    assert command is not None and command.name == name and not command.hidden
    assert command.help == wording.text(app.COMMANDS[name].about)
    assert (name, command.get_short_help_str(200)) in app.reestr.listed(CONTEXT, 200)


def test_every_module_of_commands_is_in_the_table() -> None:
    modules = {path.stem for path in Path(folders[0]).glob("*.py")} - {"__init__"}
    # `site` is what `build` and `serve` of `basic` run.
    assert {source.module for source in app.COMMANDS.values()} == modules - {"site"}


@pytest.mark.process
@pytest.mark.parametrize("arguments", [("--help",), ("validate",)])
def test_a_command_imports_no_other_part_of_the_program(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=copy_of_base(tmp_path), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    code, *loaded = done.stderr.split()
    assert code == "0"
    unused = ("reestr.publishing", "reestr.intake", "reestr.records.editing", "mkdocs", "jinja2", "jsonschema")
    assert [name for name in unused if name in loaded] == []
