"""Shows the files that a command will write, as a difference."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reestr import wording
from reestr.records.files_on_disk import FileWrite
from reestr.wording.colour import painted
from reestr.wording.plain_text import visible
from reestr.wording.unseen_difference import unseen_difference


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
