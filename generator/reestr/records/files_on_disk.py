"""Files on the disk: opened in one safe way, written in one atomic way."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reestr.records.reader.text import MAXIMUM_BYTES
from reestr.registry.errors import ReestrError

_PIECE = 1 << 14
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC


class RegularFiles:
    """Reads files below a folder; the folders on the way to one file stay open for the next.

    The folder itself may be a link, but nothing between it and a file. Used as a context manager.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # The open folders from the outermost to that of the last file, and the names of all but the outermost.
        self._holders: list[int] = []
        self._names: list[str] = []

    def __enter__(self) -> RegularFiles:
        """Open the folder. Raises OSError if that is impossible."""
        self._holders.append(os.open(self._folder, _FOLDER))
        return self

    def __exit__(self, *_: object) -> None:
        """Close all folders."""
        while self._holders:
            os.close(self._holders.pop())

    def read(self, name: str, limit: int = MAXIMUM_BYTES) -> bytes:
        """Return the bytes of a file; for a file larger than `limit`, just enough to show that it is larger.

        `name` has forward slashes. Raises OSError if the file cannot be read, is a link, lies behind one, or is a
        device, a pipe or a folder.
        """
        *between, last = name.split("/")
        self._go_to(between)
        # Without O_NONBLOCK, opening a pipe waits for a writer.
        descriptor = os.open(last, _FILE, dir_fd=self._holders[-1])
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)
            return _bounded(descriptor, limit)
        finally:
            os.close(descriptor)

    def _go_to(self, names: list[str]) -> None:
        """Close the folders that the next file does not lie in, and open the missing ones."""
        same = 0
        for open_name, name in zip(self._names, names, strict=False):
            if open_name != name:
                break
            same += 1
        while len(self._names) > same:
            self._names.pop()
            os.close(self._holders.pop())
        for name in names[same:]:
            self._holders.append(os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=self._holders[-1]))
            self._names.append(name)


def read_regular(folder: Path, name: str, limit: int = MAXIMUM_BYTES) -> bytes:
    """Return the bytes of one file below a folder, as `RegularFiles.read` does."""
    with RegularFiles(folder) as files:
        return files.read(name, limit)


def _bounded(descriptor: int, limit: int) -> bytes:
    # Nearly every record fits one small chunk; requesting the limit at once would clear a megabyte for each file.
    content = piece = os.read(descriptor, _PIECE)
    while piece and len(content) <= limit:
        piece = os.read(descriptor, max(_PIECE, len(content)))
        content += piece
    return content[: limit + 1]


# Far more than any command writes: registers with thousands of rows have a few megabytes.
_LARGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class FileWrite:
    """A file as it is (None: it does not exist) and as it will be."""

    path: Path
    before: bytes | None
    after: bytes


class ChangedMeanwhileError(ReestrError):
    """A file changed after the change was prepared; carries its path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def replace_file(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Write one file in one step: to a temporary file beside it, then rename. The folder must exist.

    `synced=False` skips fsync, for files that can be made again and are checked when they are read. Raises OSError; an
    old file is then unchanged.
    """
    beside = _beside(path, content, synced=synced)
    try:
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_all(writes: Sequence[FileWrite]) -> None:
    """Write every file, each by one rename, or none: after a failure or an interrupt, written files are restored.

    Raises ChangedMeanwhileError if a file is not as expected, OSError if one cannot be written.
    """
    made: list[Path] = []
    prepared: list[tuple[FileWrite, Path]] = []
    done: list[FileWrite] = []
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
            # Another process may have created the file meanwhile.
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _put_back(write: FileWrite) -> None:
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
    """Create a folder with its parents and return those that did not exist."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _beside(path: Path, content: bytes, *, synced: bool = True) -> Path:
    """Write a temporary file in the same folder and return it; its mode is the existing file's or the default."""
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
