"""Shows the files that a command will write, as a difference."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reestr import wording
from reestr.records.files_on_disk import Write
from reestr.wording.colour import painted
from reestr.wording.plain_text import visible


def difference(writes: Sequence[Write], shown: Callable[[Path], str], *, colour: bool) -> str:
    """Return the changes of texts, line by line, with terminal commands in them made visible."""
    return "".join(line + "\n" for write in writes for line in _of_file(write, shown(write.path), colour))


def _of_file(write: Write, name: str, colour: bool) -> Iterator[str]:
    note = "" if write.before is not None else f" ({wording.text('handover.said.new-file')})"
    yield painted(f"{visible(name)}{note}", colour, bold=True)
    before, after = (_lines(content) for content in (write.before or b"", write.after))
    for line in list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]:
        paint = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        yield "  " + painted(visible(line), colour, paint)
    yield ""


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n").split("\n") if content else []
