"""Files that a command writes: shown as a difference first, then all of them or none."""

from __future__ import annotations

import contextlib
import difflib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from reestr import wording
from reestr.records.loading.regular_file import read_regular
from reestr.wording.plain_text import visible

# Of what a command writes nothing comes near it: registers with thousands of rows have a few megabytes.
_LARGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Write:
    """A file as it is (None: there is none) and as it will be."""

    path: Path
    before: bytes | None
    after: bytes


class ChangedMeanwhile(Exception):
    """A file is no longer what it was when the change was prepared; carries its path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def difference(writes: Sequence[Write], shown: Callable[[Path], str], *, colour: bool) -> str:
    """The changes of texts, line by line; nothing in them reaches the terminal as a command."""
    return "".join(line + "\n" for write in writes for line in _of_file(write, shown(write.path), colour))


def _of_file(write: Write, name: str, colour: bool) -> Iterator[str]:
    note = "" if write.before is not None else f" ({wording.text('handover.said.new-file')})"
    yield _painted(f"{visible(name)}{note}", None, colour, bold=True)
    before, after = (_lines(content) for content in (write.before or b"", write.after))
    for line in list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]:
        paint = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        yield "  " + _painted(visible(line), paint, colour)
    yield ""


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n").split("\n") if content else []


def _painted(text: str, colour: str | None, wanted: bool, *, bold: bool = False) -> str:
    return click.style(text, fg=colour, bold=bold or None) if wanted and (colour or bold) else text


def write_all(writes: Sequence[Write]) -> None:
    """Write every file, each in one rename, or none: whatever fails or interrupts, what was written is put back.

    Raises ChangedMeanwhile where a file is not as it was, OSError where one cannot be written.
    """
    made: list[Path] = []
    prepared: list[tuple[Write, Path]] = []
    done: list[Write] = []
    try:
        for write in writes:
            made += _make_folders(write.path.parent)
            prepared.append((write, _beside(write.path, write.after)))
        for write, beside in prepared:
            if _content(write.path) != write.before:
                raise ChangedMeanwhile(write.path)
            done.append(write)
            os.replace(beside, write.path)
    except BaseException:
        for write in reversed(done):
            _put_back(write)
        for _, beside in prepared:
            beside.unlink(missing_ok=True)
        for folder in reversed(made):
            # Somebody may have put something there by now.
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _put_back(write: Write) -> None:
    if _content(write.path) == write.before:
        return
    if write.before is None:
        write.path.unlink()
    else:
        os.replace(_beside(write.path, write.before), write.path)


def _content(path: Path) -> bytes | None:
    try:
        return read_regular(path.parent, path.name, _LARGEST)
    except FileNotFoundError:
        return None


def _make_folders(folder: Path) -> list[Path]:
    """Makes a folder with its parents; those that were not there."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _beside(path: Path, content: bytes) -> Path:
    """A finished file in the same folder, with the rights that the file has or a new one would get."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _mode(path))
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
