"""Files written in place: each in one step, several of them all or none.

Content reaches the disk (fsync) before it takes a file's place: after a power cut a record is the old one or the new
one, never half of it or nothing. A site of thousands of files is not written so, but into a folder of its own that is
exchanged as a whole (`publishing.site.output_folder`): it is built again if anything happens.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reestr.records.regular_file import read_regular
from reestr.registry.errors import ReestrError

# Of what a command writes nothing comes near it: registers with thousands of rows have a few megabytes.
_LARGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Write:
    """A file as it is (None: there is none) and as it will be."""

    path: Path
    before: bytes | None
    after: bytes


class ChangedMeanwhileError(ReestrError):
    """A file is no longer what it was when the change was prepared; carries its path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def replace_file(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Write one file beside its place and put it there in one step; its folder is there.

    `synced=False` is for what can be made again and is checked when it is read. Raises OSError; the old file, if there
    is one, is whole then.
    """
    beside = _beside(path, content, synced=synced)
    try:
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_all(writes: Sequence[Write]) -> None:
    """Write every file, each in one rename, or none: whatever fails or interrupts, what was written is put back.

    Raises ChangedMeanwhileError where a file is not as it was, OSError where one cannot be written.
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
                raise ChangedMeanwhileError(write.path)
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
        replace_file(write.path, write.before)


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


def _beside(path: Path, content: bytes, *, synced: bool = True) -> Path:
    """A finished file in the same folder, with the rights that the file has or a new one would get."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            if synced:
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
