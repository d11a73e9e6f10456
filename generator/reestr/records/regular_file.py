"""Opens record files safely: follows no link, reads only regular files, and only up to a limit."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from reestr.records.reader.text import MAXIMUM_BYTES

_PIECE = 1 << 14
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC


def read_regular(folder: Path, name: str, limit: int = MAXIMUM_BYTES) -> bytes:
    """Return the bytes of a file below a folder; for a file larger than `limit`, just enough to show that it is larger.

    `name` has forward slashes. The folder itself may be a link, but nothing between it and the file. Raises OSError if
    the file cannot be read, is a link, lies behind one, or is a device, a pipe or a folder.
    """
    *between, last = name.split("/")
    holder = os.open(folder, _FOLDER)
    try:
        for part in between:
            inner = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=holder)
            os.close(holder)
            holder = inner
        # Without O_NONBLOCK, opening a pipe waits for a writer.
        descriptor = os.open(last, _FILE, dir_fd=holder)
    finally:
        os.close(holder)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)
        return _bounded(descriptor, limit)
    finally:
        os.close(descriptor)


def _bounded(descriptor: int, limit: int) -> bytes:
    # Nearly every record fits one small chunk; requesting the limit at once would clear a megabyte for each file.
    content = piece = os.read(descriptor, _PIECE)
    while piece and len(content) <= limit:
        piece = os.read(descriptor, max(_PIECE, len(content)))
        content += piece
    return content[: limit + 1]
