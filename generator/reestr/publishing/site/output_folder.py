"""The folders of a build: what may lie among the hand-written pages, and how a finished site takes its place."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reestr.publishing.view import File, LongFile
from reestr.records.files_on_disk import replace_file
from reestr.registry.errors import ReestrError

# The files that MkDocs itself reads as pages; a file that it only copies may contain anything.
_TEXTS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def stray(docs: Path, data: Path) -> Path | None:
    """Return a file that must not be published: a raw record, a link out of the folder, a pipe, or invalid UTF-8.

    None if there is no such file. Raises OSError.
    """
    home, records = docs.resolve(), data.resolve()
    if home == records or home in records.parents:
        return data
    for folder, folders, names in os.walk(docs):
        for name in sorted((*folders, *names)):
            path = Path(folder, name)
            place = path.resolve()
            # A link to a parent folder would have no end.
            astray = home not in place.parents or (path.is_symlink() and place in path.absolute().parents)
            if astray or not name.isprintable() or not (path.is_dir() or (path.is_file() and _is_readable(path))):
                return path
    return None


def _is_readable(path: Path) -> bool:
    if path.suffix.lower() not in _TEXTS:
        return True
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


MARKER = ".reestr-build"
_MARKER_TEXT = "This folder was made by reestr: it may be replaced by the next build.\n"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class ForeignTargetError(ReestrError):
    """The target folder contains something that reestr did not make."""


class BuildRunningError(ReestrError):
    """Another build into the same target is running."""


class UnwritableParentError(ReestrError):
    """Nothing may be made in the folder of the target, where a build is made before it takes the target's place."""


def has_marker(folder: Path) -> bool:
    """Return whether a folder is a build of reestr's."""
    return (folder / MARKER).is_file()


def mark(folder: Path) -> None:
    """Mark a folder as a build of reestr's, unless something hidden, such as a repository, lies in it."""
    if not any(path.name.startswith(".") for path in folder.iterdir()):
        (folder / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")


@contextmanager
def staged(target: Path, is_ours: Callable[[Path], bool] = has_marker) -> Iterator[Path]:
    """Yield an empty folder to build into; it replaces the target when the block ends and is removed if the block
    fails.

    Until then the target is unchanged. Nothing is flushed to disk (fsync takes milliseconds for each of thousands of
    files): a site damaged by a power cut is built again. `is_ours` says whether an existing folder may be replaced;
    with a function other than the default, no marker is written. Raises ForeignTargetError, BuildRunningError,
    UnwritableParentError, OSError.
    """
    target = target.absolute()
    _refuse_foreign(target, is_ours)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = target.with_name(f".{target.name}.building")
    with _lock(target.with_name(f".{target.name}.lock")):
        # Under the lock, a leftover can only come from a killed build.
        shutil.rmtree(staging, ignore_errors=True)
        try:
            staging.mkdir()
            yield staging
            if is_ours is has_marker:
                (staging / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")
            _put(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def set_modes(folder: Path, *, for_everybody: bool) -> None:
    """Give the files and folders of a build their final modes, independent of the umask.

    A public build must be readable by a web server that runs as another user; for other builds, only the write
    permission of others is removed. Raises OSError.
    """
    for place, _, names in os.walk(folder):
        _set_mode(place, 0o755, for_everybody)
        for name in names:
            _set_mode(os.path.join(place, name), 0o644, for_everybody)


def _set_mode(path: str, mode: int, for_everybody: bool) -> None:
    now = stat.S_IMODE(os.lstat(path).st_mode)
    wanted = mode if for_everybody else now & ~0o022
    if now != wanted:
        os.chmod(path, wanted)


def put_file(target: Path, content: bytes, is_ours: Callable[[bytes], bool]) -> None:
    """Put one file in its place in one step; missing parent folders are created.

    `is_ours` says whether existing content may be replaced. Raises ForeignTargetError, OSError.
    """
    target = target.absolute()
    if target.is_symlink() or (target.exists() and not (target.is_file() and is_ours(target.read_bytes()))):
        raise ForeignTargetError(str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, content)


def write_file(folder: Path, file: File | LongFile) -> None:
    """Write a file of a build, as `write` does."""
    _write(folder, file.path, (file.content,) if isinstance(file, File) else file.pieces)


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file below a folder and create the folders in between. Raises OSError."""
    _write(folder, name, (content,))


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    # Without a file object of Python's, which takes half of the time.
    descriptor = _new_file(f"{folder}/{name}")
    try:
        for piece in pieces:
            rest = memoryview(piece)
            # A nearly full disk accepts part of the data without an error and fails on the rest.
            while rest:
                rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _new_file(path: str) -> int:
    try:
        return os.open(path, _NEW_FILE, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return os.open(path, _NEW_FILE, 0o666)


def _refuse_foreign(target: Path, is_ours: Callable[[Path], bool]) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ForeignTargetError(str(target))
    if target.is_dir() and any(target.iterdir()) and not is_ours(target):
        raise ForeignTargetError(str(target))


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold a lock file, and remove it afterwards. Raises BuildRunningError, UnwritableParentError."""
    descriptor = _held(path)
    try:
        yield
    finally:
        # Still under the lock: whoever has opened this file meanwhile notices that it is gone, and makes another.
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _held(path: Path) -> int:
    """Return the descriptor of a lock file that is locked and has the name still."""
    while True:
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
        except PermissionError:
            raise UnwritableParentError(str(path.parent)) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_named(path, descriptor):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise BuildRunningError(str(path)) from None
        os.close(descriptor)


def _is_named(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _put(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        # Not every file system can exchange: between the two renames the target is missing for a moment.
        old = target.with_name(f".{target.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        staging.rename(target)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically with Linux's renameat2(2); return False if that is unavailable."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    result: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return result == 0
