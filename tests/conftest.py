"""Shared fixtures: the browser, and the rule that in CI nothing may be skipped for a missing tool."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn
from xml.sax.saxutils import escape

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, sync_playwright

from examples.primersk.compose import history

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def report_missing(reason: str) -> NoReturn:
    """Skip the test on a developer's machine, fail it in CI, where a skip would hide that nothing was checked."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def primersk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example city with its past: a project in a repository of its own, so that no test depends on this one's."""
    folder = tmp_path_factory.mktemp("primersk") / "primersk"
    history.write(folder)
    return folder


@pytest.fixture(scope="session")
def missing_tool() -> Callable[[str], NoReturn]:
    """What a test calls when the tool it needs is not installed."""
    return report_missing


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Debian's chromium."""
    path = shutil.which("chromium")
    if path is None:
        report_missing("chromium is not installed: apt install chromium")
    return path


@pytest.fixture(scope="session")
def fonts(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings of fontconfig: the fonts of the machine, and ours besides. Without any font at all chromium
    ends at the first text field, whatever font the page brings."""
    folder = tmp_path_factory.mktemp("fonts")
    (folder / "files").mkdir()
    for file in sorted((project_root / "generator/reestr/publishing/site/theme/fonts").glob("*.woff2")):
        font = TTFont(file)
        font.flavor = None
        font.save(folder / "files" / f"{file.stem}.ttf")
    machine = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    settings = folder / "fonts.conf"
    settings.write_text(
        f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">{escape(machine)}</include>
  <dir>{escape(str(folder / "files"))}</dir>
</fontconfig>
""",
        encoding="utf-8",
    )
    return settings


@pytest.fixture(scope="session")
def browser(chromium_path: str, fonts: Path) -> Iterator[Browser]:
    """One browser per test process; a test opens its own context in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=CHROMIUM_ARGUMENTS, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
        yield browser
        browser.close()
