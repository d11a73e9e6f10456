"""Keeps what was read of record files, so that a file is read again only when its content has changed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from reestr.records import fingerprint
from reestr.records.kept_files import KeptFiles
from reestr.records.loading.file_reading import FileRead, digest_of
from reestr.records.redaction import Edition

_SHELVES = 64

_Shelf = dict[str, FileRead]


class KeptReadings:
    """The readings of an edition, by file and content, in memory and, with a `folder`, from one run to the next.

    Only files without any problem are kept. They lie on a fixed number of shelves, each of them one file, so that a
    changed record costs little to keep.
    """

    def __init__(self, folder: Path | None, edition: Edition) -> None:
        self.place = folder, edition
        self._files: KeptFiles | None = None
        self._conditions = b""
        self._shelves: dict[int, _Shelf] = {}
        self._changed: set[int] = set()
        self._used: dict[int, int] = {}

    def begin(self, networks: Iterable[bytes]) -> None:
        """Say on what else the readings depend: the digests of the networks. Readings with others are given up."""
        conditions = fingerprint.of_all((fingerprint.of_program(), self.place[1].encode(), *networks))
        if conditions != self._conditions:
            self._conditions = conditions
            self._shelves, self._changed = {}, set()
            self._files = None if self.place[0] is None else KeptFiles(self.place[0], conditions)
        self._used = dict.fromkeys(range(_SHELVES), 0)

    def known(self, file: str, content_of: Callable[[str], bytes]) -> FileRead | None:
        """Return what was read of a file if its content is the same still; None if it must be read."""
        number = _shelf_of(file)
        read = self._shelf(number).get(file)
        if read is None:
            return None
        try:
            content = content_of(file)
        except OSError:
            return None
        if read.digest != digest_of(content):
            return None
        self._used[number] += 1
        return read

    def keep(self, file: str, read: FileRead) -> None:
        """Keep what was read of a file, unless it has problems or names a rule, which may be installed apart."""
        if read.origin is not None and not read.diagnostics and read.origin.kind != "requirement":
            number = _shelf_of(file)
            self._shelf(number)[file] = read
            self._changed.add(number)
            self._used[number] += 1

    def end(self, names: Iterable[str]) -> None:
        """Forget the readings of all other files than `names`, and write what has changed."""
        present = None
        for number, shelf in self._shelves.items():
            if len(shelf) != self._used[number]:
                present = frozenset(names) if present is None else present
                for name in [name for name in shelf if name not in present]:
                    del shelf[name]
                    self._changed.add(number)
        if self._files is not None:
            for number in sorted(self._changed):
                self._files.keep(f"{self.place[1]}-{number:02}", self._shelves[number])
        self._changed.clear()

    def _shelf(self, number: int) -> _Shelf:
        shelf = self._shelves.get(number)
        if shelf is None:
            kept = None if self._files is None else self._files.load(f"{self.place[1]}-{number:02}")
            shelf = self._shelves[number] = kept if isinstance(kept, dict) else {}
        return shelf


def _shelf_of(file: str) -> int:
    return zlib.crc32(file.encode()) % _SHELVES
