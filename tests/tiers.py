"""Which tests belong to which tier, and the proof that a test of the quickest one is what it says.

- `make check` runs what has no mark: no process is started, so no Git history is made and no browser opened, and no
  site is built.
- `make test` adds what is marked `process` or `browser`.
- `make test-deep` runs what is marked `deep`, and the random tests once more with other seeds and more examples.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from mkdocs.commands import build as mkdocs_build

_STARTS = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.exec", "os.system"})
"""What Python itself announces before it starts a process (PEP 578)."""
_MARKS = ("process", "browser", "deep")

_quick: list[str] = []
"""The name of the test that runs now, if it has no mark."""


class NotQuickError(Exception):
    """A test without a mark did what takes a tier of its own; the message names the test and the mark it needs."""


def _refuse(what: str) -> None:
    if _quick:
        raise NotQuickError(f"{_quick[-1]} {what}: mark it `process`, or do without")


def _announced(event: str, arguments: tuple[object, ...]) -> None:
    if event in _STARTS:
        _refuse(f"starts a process ({event})")


def pytest_configure() -> None:
    """Watch what is started from now on."""
    build = mkdocs_build.build

    def watched(*arguments: object, **named: object) -> None:
        _refuse("builds a site")
        build(*arguments, **named)  # type: ignore[arg-type]

    mkdocs_build.build = watched
    sys.addaudithook(_announced)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Know which test runs: its fixtures, the test itself and what is tidied up after it."""
    if not any(item.get_closest_marker(mark) for mark in _MARKS):
        _quick.append(item.nodeid)
    try:
        return (yield)
    finally:
        _quick.clear()
