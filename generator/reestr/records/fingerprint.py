"""Tells one version of the program from another by what it consists of."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from reestr.records import schemas

_NOT_SOURCES = ("__pycache__",)
# Not blocking: a pipe without a writer would never open.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@cache
def of_program() -> bytes:
    """Return a hash of all files of the package and the schemas, of Python and of the versions of all libraries."""
    total = hashlib.blake2b(digest_size=32)
    total.update(sys.version.encode())
    for line in sorted(_libraries()):
        total.update(line.encode())
    for folder in (Path(__file__).parents[1], schemas.folder()):
        total.update(of_folder(folder))
    return total.digest()


def of_folder(folder: Path) -> bytes:
    """Return a hash of the names and contents of all files below a folder; the same for one that does not exist.

    Raises OSError for a file that cannot be read, and for what is neither a file nor a folder: what a link leads to may
    be endless, and a pipe waits for its writer.
    """
    total = hashlib.blake2b(digest_size=32)
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NOT_SOURCES)
        for name in folders:
            if os.path.islink(path := os.path.join(place, name)):
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        for name in sorted(names):
            path = os.path.join(place, name)
            total.update(of_file(os.path.relpath(path, folder), _content(path)))
    return total.digest()


def of_file(name: str, content: bytes) -> bytes:
    """Return a hash of a name and a content."""
    return hashlib.blake2b(os.fsencode(name) + b"\0" + content, digest_size=32).digest()


def of_all(parts: Iterable[bytes]) -> bytes:
    """Return a hash of several hashes in their order."""
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def _content(path: str) -> bytes:
    with open(os.open(path, _READ), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
        return stream.read()


def _libraries() -> Iterable[str]:
    """Yield the names of the folders in which installed packages describe themselves: each holds its version."""
    for entry in dict.fromkeys(sys.path):
        try:
            names = os.listdir(entry or ".")
        except OSError:
            continue
        yield from (name for name in names if name.endswith((".dist-info", ".egg-info")))
