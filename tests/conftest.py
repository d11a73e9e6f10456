"""Fixtures of all tests: the example's history, the built sites, the browser, the tools, the tiers."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, sync_playwright

from examples.primersk.compose import history
from tests import depth, tools
from tests.once import Once
from tests.unit.project import copy_of_vymyshlensk

CHROMIUM_ARGUMENTS = [
    # Letters are as wide as the font says, not rounded to whole pixels: so the whole browser draws them.
    "--font-render-hinting=none",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages of one context share a process: starting one for each costs more than most tests.
    "--renderer-process-limit=1",
]

pytest_plugins = ["tests.tiers"]


def pytest_configure() -> None:
    """Remove every setting of the machine that affects the program; choose the depth of random tests."""
    for name in [name for name in os.environ if name.startswith("REESTR_") and not name.startswith("REESTR_TEST_")]:
        del os.environ[name]
    # A shell that starts the tests in the background makes them ignore Ctrl+C; the commands they start must not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    depth.load_profile()


def pytest_report_header() -> str:
    """Name the seed, so that a failure at night can be repeated."""
    return f"random tests: deep, REESTR_TEST_SEED={depth.choose_seed()}" if depth.DEEP else "random tests: fixed seeds"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Let one process of the run import all tests before the others: in a fresh checkout each of them would compile
    every module for itself, which costs more than the imports.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return (yield)
    base: Path = session.config._tmp_path_factory.getbasetemp().parent  # type: ignore[attr-defined]
    with (base / "collection.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(lock, fcntl.LOCK_SH)
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run long tests first: processes that finish early take over from the others, and short tests are
    easily shared.
    """
    items.sort(key=lambda item: [item.get_closest_marker(mark) is None for mark in ("browser", "process", "long")])


def pytest_collection_finish() -> None:
    """Keep thousands of tests, which stay until the end, out of every collection of garbage."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the missing tools at the end."""
    for line in tools.not_run(terminalreporter.stats.get("skipped", ())):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the root of the repository."""
    return tools.ROOT


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return the results shared by all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    return Once((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once")


@pytest.fixture(scope="session")
def primersk(once: Once) -> Path:
    """Return the example city with its history: a project in a repository of its own, independent of this one."""
    return once.made("primersk", history.write)


@pytest.fixture(scope="session")
def vymyshlensk(once: Once) -> Path:
    """Return the second example as it is, without a history: a project outside of any repository."""
    return once.made("vymyshlensk", copy_of_vymyshlensk)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of Debian's chromium.

    If the part of it without windows is installed, return that: it is the same engine, and a new context costs it a
    third of the CPU time.
    """
    return shutil.which("chromium-headless-shell") or tools.program("chromium", "chromium")


@pytest.fixture(scope="session")
def fonts(project_root: Path, once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return fontconfig settings: the machine's fonts and ours.

    Without any font, chromium ends at the first text field, whatever font the page brings.
    """

    def unpack(folder: Path) -> None:
        folder.mkdir()
        for file in sorted((project_root / "generator/reestr/publishing/site/theme/fonts").glob("*.woff2")):
            font = TTFont(file)
            font.flavor = None
            font.save(folder / f"{file.stem}.ttf")

    files = once.made("fonts", unpack)
    machine = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    settings = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    settings.write_text(
        f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">{escape(machine)}</include>
  <dir>{escape(str(files))}</dir>
</fontconfig>
""",
        encoding="utf-8",
    )
    return settings


@pytest.fixture(scope="session")
def browser(chromium_path: str, fonts: Path) -> Iterator[Browser]:
    """Yield one browser per test process; each test opens its own context in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=CHROMIUM_ARGUMENTS, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
        yield browser
        browser.close()
