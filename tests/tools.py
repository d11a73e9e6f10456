"""Programs that tests need besides Python and Git: without one, tests are skipped by name; with CI set, they fail."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]
_HOW = "run `make test-tools`"
_MISSING = re.compile(rf"Skipped: (.+) is not installed: {re.escape(_HOW)}")


def missing(tool: str) -> NoReturn:
    """Skip the test on a developer's machine; fail it in CI, where a skip would hide that nothing was checked."""
    reason = f"{tool} is not installed: {_HOW}"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def program(name: str, tool: str) -> str:
    """Return the path of a program. Without it, skips the test, or fails it in CI; `tool` is its name for people."""
    return shutil.which(name) or missing(tool)


def node() -> str:
    """Return the path of Node.js, which comes with npm."""
    return program("node", "npm")


def npm_package(name: str, folder: Path = ROOT) -> Path:
    """Return the folder of a package pinned in `package-lock.json`. Without it, skips the test, or fails it in CI."""
    found = folder / "node_modules" / name
    return found if found.is_dir() else missing("npm")


def not_run(reports: Iterable[pytest.TestReport]) -> list[str]:
    """Return the lines that name the missing tools and the number of tests skipped without each."""
    counts: Counter[str] = Counter()
    for report in reports:
        said = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if found := _MISSING.fullmatch(said):
            counts[found.group(1)] += 1
    if not counts:
        return []
    return [
        *(f"{tool} is missing: {count} tests were not run" for tool, count in sorted(counts.items())),
        "`make test-tools` installs what is missing, or names it",
    ]
