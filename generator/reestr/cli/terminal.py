"""The terminal's abilities: colour, width, and a progress line for people."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from reestr import wording

_REDRAW_SECONDS = 0.1


def has_colour(stream: TextIO) -> bool:
    """Return whether to use colour: on a terminal unless NO_COLOR (no-color.org) is set; always with FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal, 80 if there is none; at least 40 and, for readability, at most 120."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 120))


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a counting line on standard error, only on a terminal; it is erased at the end."""
    stream = sys.stderr
    if not stream.isatty() or os.environ.get("CI"):
        yield None
        return
    drawn = 0.0

    def draw(step: str, done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn < _REDRAW_SECONDS:
            return
        drawn = now
        percent = 100 * done // max(total, 1)
        stream.write("\r\x1b[K" + wording.text(f"cli.progress.{step}", percent=percent, done=done, total=total))
        stream.flush()

    try:
        yield draw
    finally:
        if drawn:
            stream.write("\r\x1b[K")
            stream.flush()
