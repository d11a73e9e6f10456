"""The one way to open a record: no link is followed, only a regular file is read, and no more of it than a limit."""

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
    """The bytes of a file below a folder, and of a larger one as many as show that it is larger than `limit`.

    `name` has forward slashes. The folder itself may be a link, nothing between it and the file. Raises OSError where
    the file cannot be read, is a link, lies behind one, or is a device, a pipe, a folder.
    """
    *between, last = name.split("/")
    holder = os.open(folder, _FOLDER)
    try:
        for part in between:
            inner = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=holder)
            os.close(holder)
            holder = inner
        # Without O_NONBLOCK the opening of a pipe waits for somebody to write into it.
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
    # Nearly every record fits one small piece; asking for the limit at once would clear a megabyte for each.
    content = piece = os.read(descriptor, _PIECE)
    while piece and len(content) <= limit:
        piece = os.read(descriptor, max(_PIECE, len(content)))
        content += piece
    return content[: limit + 1]
