"""Repeats an action on every change below a folder, until Ctrl+C."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from reestr import wording
from reestr.records.loading import record_sources
from reestr.wording.plain_text import visible

_SECONDS_BETWEEN_LOOKS = 0.4
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"

Stamp = tuple[str, int, int, int]


def on_every_change(folder: Path, again: Callable[[], None]) -> None:
    """Run the action at once and after every change of a file below the folder; only KeyboardInterrupt ends it.

    On a terminal each run begins on a clean screen; elsewhere the reports follow each other.
    """
    last: list[Stamp] | None = None
    while True:
        # Taken before the action, so that a change during it is noticed the next time.
        now = list(_stamps(folder))
        if now != last:
            _begin_anew(first=last is None)
            last = now
            try:
                again()
            except OSError:
                # A file disappeared while it was read: the next check runs again.
                last = []
            click.echo(wording.text("terminal.watch.waiting", folder=visible(str(folder))))
            sys.stdout.flush()
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _begin_anew(*, first: bool) -> None:
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        click.echo(_CLEAR, nl=False, color=True)
    elif not first:
        click.echo()


def _stamps(folder: Path) -> Iterator[Stamp]:
    """Yield name, modification time, size and identity of every file, in a fixed order."""
    try:
        names, _ = record_sources.FolderFiles(folder.absolute(), "").find()
    except OSError:
        return
    for name in names:
        try:
            found = os.stat(folder / name)
        except OSError:
            continue
        yield name, found.st_mtime_ns, found.st_size, found.st_ino
