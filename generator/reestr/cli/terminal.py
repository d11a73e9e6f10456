"""What the terminal can show: colour, width, a progress line, differences of files."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from reestr import wording
from reestr.records.files_on_disk import FileWrite
from reestr.wording.plain_text import painted, visible
from reestr.wording.unseen_difference import unseen_difference

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


def difference(writes: Sequence[FileWrite], shown: Callable[[Path], str], *, colour: bool) -> str:
    """Return the changes of texts, line by line, with terminal commands in them made visible."""
    return "".join(line + "\n" for write in writes for line in _of_file(write, shown(write.path), colour))


def _of_file(write: FileWrite, name: str, colour: bool) -> Iterator[str]:
    note = "" if write.before is not None else f" ({wording.text('handover.said.new-file')})"
    yield painted(f"{visible(name)}{note}", colour, bold=True)
    before, after = (_lines(content) for content in (write.before or b"", write.after))
    removed: list[str] = []
    added: list[str] = []
    for line in list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]:
        sign = line[:1]
        if sign != "+" and added:
            yield from _unseen(removed, added)
            removed, added = [], []
        if sign == "-":
            removed.append(line[1:])
        elif sign == "+":
            added.append(line[1:])
        else:
            removed = []
        paint = {"+": "green", "-": "red", "@": "cyan"}.get(sign)
        yield "  " + painted(visible(line), colour, paint)
    yield from _unseen(removed, added)
    yield ""


def _unseen(removed: Sequence[str], added: Sequence[str]) -> Iterator[str]:
    """Of lines that were exchanged and look the same, what differs."""
    for old, new in zip(removed, added, strict=False):
        if said := unseen_difference(old, new):
            yield f"    ({said})"


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n").split("\n") if content else []
