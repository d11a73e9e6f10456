"""Keeps the organizations' parts of the lists in files instead of memory, one for each process that makes them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple, Protocol

from reestr.publishing.open_data.lists import ListPiece
from reestr.publishing.view import ListPart


class PartPlace(NamedTuple):
    """Where an organization's part of a list is in a file."""

    name: str
    group: str
    offset: int
    length: int
    items: int


PartPlaces = dict[str, list[PartPlace]]
"""Organization -> the places of its parts."""


class ReadableParts(Protocol):
    """A file of parts."""

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes at a place."""


class PartsFile:
    """A file without a name, to which one process appends parts."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # open as long as the build needs it
        self._end = 0

    def add(self, part: ListPart) -> PartPlace:
        """Append a part and return its place."""
        self._file.write(part.content)
        place = PartPlace(part.name, part.group, self._end, len(part.content), part.count)
        self._end += len(part.content)
        return place

    def flush(self) -> None:
        """Make what was added readable for other processes."""
        self._file.flush()

    def read(self, offset: int, length: int) -> bytes:
        """See ReadableParts."""
        return os.pread(self._file.fileno(), length, offset)

    def close(self) -> None:
        """Give the file up."""
        self._file.close()


class ListsInFiles:
    """All parts of all lists, in the given order of organizations; each of `places` belongs to one of `files`."""

    def __init__(
        self, organizations: Sequence[str], files: Sequence[ReadableParts], places: Sequence[PartPlaces]
    ) -> None:
        self._files = files
        self._lists: dict[tuple[str, str], list[tuple[int, PartPlace]]] = {}
        where: Mapping[str, tuple[int, list[PartPlace]]] = {
            organization: (number, found) for number, of in enumerate(places) for organization, found in of.items()
        }
        self._where = [(organization, *where[organization]) for organization in organizations]
        for _, number, found in self._where:
            for place in found:
                self._lists.setdefault((place.name, place.group), []).append((number, place))

    def of(self, name: str, group: str = "") -> Iterator[ListPiece]:
        """See Lists."""
        for number, place in self._lists.get((name, group), ()):
            yield self._files[number].read(place.offset, place.length), place.items

    def copied(self) -> Iterator[tuple[str, list[PartPlace], bytes]]:
        """Yield each organization with its parts one after the other, and where they are in a file of all of them."""
        end = 0
        for organization, number, found in self._where:
            if not found:
                yield organization, [], b""
                continue
            # The parts of an organization were added one after the other.
            start, length = found[0].offset, found[-1].offset + found[-1].length - found[0].offset
            moved = [place._replace(offset=place.offset - start + end) for place in found]
            yield organization, moved, self._files[number].read(start, length)
            end += length
