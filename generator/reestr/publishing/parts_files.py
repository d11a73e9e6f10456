"""Keeps the organizations' parts of the lists in files instead of memory, one for each process that makes them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from reestr.publishing.open_data.lists import ListPiece
from reestr.publishing.view import ListPart

PartPlaces = dict[tuple[str, str], list["PartPlace"]]
"""List and group -> the places of their parts."""


class PartPlace(NamedTuple):
    """Where the part of a portion of the organizations is: the file's number, and the place in the file."""

    portion: int
    file: int
    offset: int
    length: int
    items: int


class PartsFile:
    """A file without a name, to which one process appends parts."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # open as long as the build needs it
        self._end = 0
        self.places: PartPlaces = {}

    def add(self, portion: int, part: ListPart) -> None:
        """Append one organization's part; the parts of a portion come one after the other."""
        if part.count:
            self._file.write(part.content)
            place = PartPlace(portion, self._number, self._end, len(part.content), part.count)
            self.places.setdefault((part.name, part.group), []).append(place)
            self._end += len(part.content)

    def flush(self) -> None:
        """Make what was added readable for other processes."""
        self._file.flush()

    def read(self, place: PartPlace) -> bytes:
        """Return a part."""
        return os.pread(self._file.fileno(), place.length, place.offset)

    def close(self) -> None:
        """Give the file up."""
        self._file.close()


class ListsInFiles:
    """All parts of all lists, in the order of portions."""

    def __init__(self, files: Sequence[PartsFile], places: Sequence[PartPlaces]) -> None:
        self._files = files
        self._places: PartPlaces = {}
        for found in places:
            for key, items in found.items():
                self._places.setdefault(key, []).extend(items)
        for items in self._places.values():
            items.sort(key=lambda item: item.portion)

    def of(self, name: str, group: str = "") -> Iterator[ListPiece]:
        """See Lists."""
        for place in self._places.get((name, group), ()):
            yield self._files[place.file].read(place), place.items
