"""What the terminal can show: colour, width, a progress line that only a person ever sees."""

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
    """Whether to paint: on a terminal, unless NO_COLOR (no-color.org) is set; FORCE_COLOR paints always."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal, 80 where there is none, from 40 to 120: other lines are hard to read."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 120))


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A line on standard error that counts what is done, drawn only on a terminal and wiped at the end."""
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
