"""Keeps the files of the organizations whose records have not changed, and their parts of the lists."""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from reestr.publishing.parts_files import ListsInFiles, PartPlace, PartPlaces
from reestr.records.kept_files import KeptFiles

_NAME = "organizations"
_PARTS = "parts"

FileStamp = tuple[int, int, int]
"""Size, time of the last change of the content, and number of a file; a link to it changes none of them."""

FilesOf = Mapping[str, tuple[str, ...]]
"""Organization -> the names of its files in the site."""


class KeptOrganizations:
    """What the last build into a folder made of organizations: the key of each, its files there, its parts of lists.

    `stamps` are those of the files as that build left them: a file that is another one now is made anew. The file of
    parts is made before the rest of what is kept, which holds its digest: if a build ends in between, all is made anew.
    """

    def __init__(self, kept: KeptFiles, target: Path, stamps: Mapping[str, FileStamp]) -> None:
        self._kept = kept
        self._target = target
        self._stamps = stamps
        self._known: dict[str, tuple[bytes, tuple[str, ...], list[tuple[str, str, int, int, int]]]] = {}
        self._map: mmap.mmap | None = None
        found = kept.load(_NAME)
        if isinstance(found, tuple):
            digest, known = found
            if self._open() == digest:
                self._known = known

    def same(self, keys: Mapping[str, bytes]) -> list[str]:
        """Return the organizations that have the same key, and files as they were left."""
        return [name for name, key in keys.items() if name in self._known and self._is_same(name, key)]

    def _is_same(self, name: str, key: bytes) -> bool:
        known, files, _ = self._known[name]
        return known == key and all(stamp_of(self._target / file) == self._stamps.get(file, ()) for file in files)

    def link(self, organizations: Iterable[str], into: Path) -> None:
        """Put the files of organizations into another folder without copying them. Raises OSError."""
        made: set[str] = set()
        for name in organizations:
            for file in self._known[name][1]:
                folder = os.path.dirname(file)
                if folder not in made:
                    os.makedirs(into / folder, exist_ok=True)
                    made.add(folder)
                os.link(self._target / file, into / file)

    def files(self, organization: str) -> tuple[str, ...]:
        """Return the files of an organization."""
        return self._known[organization][1]

    def places(self, organizations: Iterable[str]) -> PartPlaces:
        """Return the places of the parts of organizations."""
        return {name: [PartPlace(*place) for place in self._known[name][2]] for name in organizations}

    def read(self, offset: int, length: int) -> bytes:
        """See ReadableParts."""
        return b"" if self._map is None else self._map[offset : offset + length]

    def keep(self, keys: Mapping[str, bytes], files: FilesOf, lists: ListsInFiles) -> None:
        """Keep what a build has made. Where that is impossible, the next one is slower; there is no other effect."""
        total = hashlib.blake2b(digest_size=32)
        kept: dict[str, tuple[bytes, tuple[str, ...], list[tuple[str, str, int, int, int]]]] = {}
        with contextlib.suppress(OSError), self._kept.replacing(_PARTS) as stream:
            for name, places, content in lists.copied():
                stream.write(content)
                total.update(content)
                kept[name] = keys[name], files[name], [(*place,) for place in places]
        self._kept.keep(_NAME, (total.digest(), kept))

    def _open(self) -> bytes | None:
        """Open the file of parts and return its digest; None if there is none."""
        try:
            with self._kept.path(_PARTS).open("rb") as stream:
                if os.fstat(stream.fileno()).st_size:
                    self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError:
            return None
        return hashlib.blake2b(self._map or b"", digest_size=32).digest()


def stamp_of(path: Path) -> FileStamp | None:
    """Return the stamp of a file, None if there is none."""
    try:
        return stamp(os.lstat(path))
    except FileNotFoundError:
        return None


def stamp(found: os.stat_result) -> FileStamp:
    """Return the stamp of a file of which the system tells this."""
    return found.st_size, found.st_mtime_ns, found.st_ino
