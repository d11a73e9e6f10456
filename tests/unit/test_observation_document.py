"""What `docs/observation.md` tells the officer to set and to run exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.test_guide import parsed

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/observation.md").read_text(encoding="utf-8")
README = (ROOT / "generator/reestr/intake/new_city/files/README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"^\s*(reestr observe.*)$", TEXT, re.MULTILINE)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_understood(command: str) -> None:
    parsed(command)


@pytest.mark.parametrize("text", [TEXT, README], ids=["document", "new-city"])
def test_every_variable_is_read_by_something(text: str) -> None:
    read = (ROOT / ".github/workflows/observe.yml").read_text(encoding="utf-8")
    read += (ROOT / "docs/server/observe-night").read_text(encoding="utf-8")
    named = set(re.findall(r"REESTR_[A-Z_]+", text))
    assert "REESTR_VK_TOKEN" in named and len(COMMANDS) == 2
    assert sorted(name for name in named if name not in read) == []


def test_every_file_is_there() -> None:
    files = re.findall(r"`((?:docs|\.github)/[\w./-]+)`", TEXT)
    server = re.findall(r"^install -m \d+ (.+?) /", TEXT, re.MULTILINE)
    assert files and server
    for name in (*files, *(f"docs/server/{name}" for names in server for name in names.split())):
        assert (ROOT / name).exists(), name
