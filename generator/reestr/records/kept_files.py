"""Keeps values between two runs in files that only this folder's own program may have written.

A kept value is a shortcut: whatever is missing, damaged, of another version or brought from elsewhere is not there, and
what it was kept for is done anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import os
import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reestr.records.files_on_disk import replace_file

_SEAL = 32
_IGNORE = "*\n"
_PACKAGES = ("reestr.registry.", "reestr.records.record", "reestr.records.loading.file_reading")
_OTHERS = frozenset((("datetime", "date"), ("datetime", "time"), ("builtins", "frozenset")))

# What reading a file that was spoilt may raise.
_SPOILT = (OSError, pickle.UnpicklingError, EOFError, ImportError, LookupError, AttributeError, TypeError, ValueError)


class KeptFiles:
    """The kept values below a folder, valid under some conditions.

    The folder can be entered only by its owner, like the records, which it holds as they are. A seal over each file
    depends on the conditions, the owner, and the folder's place and number on the disk: a copy of the folder, such as
    one that a stranger's branch brings along, is not valid. Nothing but facts of the registry is read back.
    """

    def __init__(self, folder: Path, conditions: bytes) -> None:
        self._folder = folder
        self._conditions = conditions

    def load(self, name: str) -> object | None:
        """Return a kept value, None if there is none, for whatever reason."""
        try:
            content = (self._folder / name).read_bytes()
            seal, body = content[:_SEAL], content[_SEAL:]
            if hmac.compare_digest(seal, self._seal(body)):
                value: object = _FactsUnpickler(io.BytesIO(body)).load()
                return value
        except _SPOILT:
            pass
        return None

    def keep(self, name: str, value: object) -> None:
        """Keep a value. Where that is impossible, the next run is slower; there is no other effect."""
        with contextlib.suppress(OSError):
            self._make_folder()
            body = pickle.dumps(value, protocol=5)
            replace_file(self._folder / name, self._seal(body) + body, synced=False)

    def path(self, name: str) -> Path:
        """Return the file of a name, for content that is too large for memory; a kept value must hold its digest."""
        return self._folder / name

    @contextlib.contextmanager
    def replacing(self, name: str) -> Iterator[BinaryIO]:
        """Yield a stream whose content becomes that of a file if the block ends well. Raises OSError."""
        self._make_folder()
        descriptor, beside = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=self._folder)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
            os.replace(beside, self._folder / name)
        except BaseException:
            os.unlink(beside)
            raise

    def _make_folder(self) -> None:
        if not self._folder.is_dir():
            parent = self._folder.parent
            if not parent.is_dir():
                parent.mkdir(parents=True)
                (parent / ".gitignore").write_text(_IGNORE, encoding="utf-8")
            self._folder.mkdir(mode=0o700)

    def _seal(self, body: bytes) -> bytes:
        place = os.stat(self._folder)
        whose = f"{place.st_dev} {place.st_ino} {place.st_uid} {os.getuid()} {os.path.realpath(self._folder)}"
        key = hashlib.blake2b(whose.encode("utf-8", "surrogateescape") + self._conditions).digest()
        return hashlib.blake2b(body, key=key, digest_size=_SEAL).digest()


class _FactsUnpickler(pickle.Unpickler):
    """Makes objects of the registry and of plain data only, so that no content of a file can run anything."""

    def find_class(self, module: str, name: str) -> object:
        """See pickle.Unpickler."""
        found = super().find_class(module, name) if module.startswith(_PACKAGES) or (module, name) in _OTHERS else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is not kept")
        return found
