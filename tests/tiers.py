"""Assigns tests to tiers, and fails an unmarked test that does what only a slower tier may do.

`make check` runs unmarked tests: they start no process, make no Git history, open no browser and build no site. `make
test` adds tests marked `process` or `browser`, and those marked `long`: they do none of that either, but each takes
seconds. `make test-deep` runs those marked `deep`, and the random tests again with other seeds and more examples.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from mkdocs.commands import build as mkdocs_build

_STARTS = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.exec", "os.system"})
"""The audit events that Python raises before it starts a process (PEP 578)."""
_MARKS = ("process", "browser", "deep")

_quick: list[str] = []
"""The name of the running test, if it has no mark."""


class NotQuickError(Exception):
    """An unmarked test did what needs a mark; the message names the test and the mark."""


def _refuse(what: str) -> None:
    if _quick:
        raise NotQuickError(f"{_quick[-1]} {what}: mark it `process`, or do without")


def _announced(event: str, arguments: tuple[object, ...]) -> None:
    if event in _STARTS:
        _refuse(f"starts a process ({event})")


def pytest_configure() -> None:
    """Watch every process that is started from now on."""
    build = mkdocs_build.build

    def watched(*arguments: object, **named: object) -> None:
        _refuse("builds a site")
        build(*arguments, **named)  # type: ignore[arg-type]  # passed on

    mkdocs_build.build = watched
    sys.addaudithook(_announced)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note which test runs: its fixtures, the test itself and its teardown."""
    if not any(item.get_closest_marker(mark) for mark in _MARKS):
        _quick.append(item.nodeid)
    try:
        return (yield)
    finally:
        _quick.clear()
